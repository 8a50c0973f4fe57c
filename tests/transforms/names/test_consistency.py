from dateline.transforms.names.candidates import runs, split_words
from dateline.transforms.names.consistency import FoundName, consistent


def kinds(text: str, *read: tuple[str, int, str]) -> list[tuple[str, str]]:
    """The names of a text where the model reads these: name, how many before it, and kind."""
    words = split_words(text, 0, len(text))
    found = []
    for name, skipped, kind in read:
        texts = tuple(name.split())
        places = [
            place
            for place in range(len(words.texts))
            if words.texts[place : place + len(texts)] == texts
        ]
        first = places[skipped]
        found.append(FoundName(0, first, first + len(texts), kind, 0.9, "model"))
    found.sort(key=lambda name: name.first)
    names = consistent([(words, list(runs(words)))], found)
    return [(" ".join(words.texts[name.first : name.last]), name.kind) for name in names]


def test_a_name_has_the_kind_that_the_document_is_surest_of() -> None:
    text = "Harlow said no. Harlow said yes. Harlow said maybe."
    read = [("Harlow", 0, "person"), ("Harlow", 1, "place"), ("Harlow", 2, "person")]
    assert kinds(text, *read) == [("Harlow", "person")] * 3


def test_a_surname_is_found_wherever_it_stands() -> None:
    text = "Mina Torv left. Mina Torv slept. That day Torv came back."
    read = [("Mina Torv", 0, "person"), ("Mina Torv", 1, "person")]
    assert kinds(text, *read)[1:] == [("Mina Torv", "person"), ("Torv", "person")]


def test_a_listed_organisation_is_not_who_bears_its_name_where_both_are_named() -> None:
    text = (
        "Michael Bloomberg owns it. Bloomberg counts. Bloomberg asks. On Monday Mr. Bloomberg left."
    )
    read = [
        ("Michael Bloomberg", 0, "person"),
        ("Bloomberg", 1, "organisation"),
        ("Bloomberg", 2, "person"),
    ]
    assert kinds(text, *read)[1:3] == [("Bloomberg", "organisation")] * 2


def test_a_title_makes_a_person_of_a_listed_name() -> None:
    text = "Ford sells cars. In 1976 President Ford lost."
    read = [("Ford", 0, "organisation"), ("Ford", 1, "person")]
    assert kinds(text, *read) == [("Ford", "organisation"), ("Ford", "person")]


def test_a_country_read_as_a_person_is_a_country() -> None:
    text = "Israel Ortiz flew home. Israel agreed. Israel waited."
    read = [("Israel Ortiz", 0, "person"), ("Israel", 1, "person"), ("Israel", 2, "person")]
    assert kinds(text, *read)[1:] == [("Israel", "place")] * 2


def test_a_body_speaks_behind_an_article_and_a_family_in_the_plural() -> None:
    text = "Ann Ledger left. The Ledger said so, according to the Ledger. The Parkers said no."
    read = [
        ("Ann Ledger", 0, "person"),
        ("Ledger", 1, "person"),
        ("Ledger", 2, "person"),
        ("Parkers", 0, "person"),
    ]
    assert kinds(text, *read) == [
        ("Ann Ledger", "person"),
        ("Ledger", "organisation"),
        ("Ledger", "organisation"),
        ("Parkers", "person"),
    ]
