import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_work import lines_run

from dateline.transforms.names import find_mentions
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def article(text: str, language: str | None = "en", start: int = 0) -> ArticleText:
    """Every line that holds more than white space, from `start`, as a paragraph."""
    passages: list[Passage] = []
    for line in text.splitlines(keepends=True):
        if line.strip() and start <= len(text):
            passages.append(Passage(start, start + len(line.rstrip()), PassageKind.PARAGRAPH))
        start += len(line)
    return ArticleText("0" * 64, text, tuple(passages), language)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "U.S. Secretary of State Antony Blinken left.",
            "Antony Blinken",
            "U.S. Secretary of State",
        ),
        (
            "State Department spokesman Matthew Miller said so.",
            "Matthew Miller",
            "State Department spokesman",
        ),
        ("President of Peru Ana Rojas said so.", "Ana Rojas", "President of Peru"),
        ("CIA Director William Burns came to Yerevan.", "William Burns", "CIA Director"),
        ("Senator Robert Menendez objected.", "Robert Menendez", "Senator"),
        ("On Monday, Mr. Robert Jones resigned.", "Robert Jones", "Mr."),
        (
            "South Korean President Yoon Suk-yeol spoke.",
            "Yoon Suk-yeol",
            "South Korean President",
        ),
        ("He read a book by the author of Harry Potter.", "Harry Potter", None),
        (
            "Maria Garcia, director of the Central Bank, resigned.",
            "Maria Garcia",
            "director of the Central Bank",
        ),
        ("Maria Garcia, who lives in Madrid, resigned.", "Maria Garcia", None),
        ("Maria Garcia, Ann Lee and President Lopez met.", "Maria Garcia", None),
    ],
)
def test_role_is_beside_the_name_and_no_part_of_it(text: str, name: str, role: str | None) -> None:
    mention = next(m for m in find_mentions(article(text)) if m.name == name)
    assert mention.text == name
    assert mention.role == role


def test_surname_means_the_one_person_who_has_it() -> None:
    text = "Senator Robert Menendez spoke on Tuesday.\nMenendez said he was happy.\n"
    mentions = find_mentions(article(text))
    assert [(m.text, m.name, m.entity_id) for m in mentions] == [
        ("Robert Menendez", "Robert Menendez", "person/robert-menendez"),
        ("Menendez", "Robert Menendez", "person/robert-menendez"),
    ]


def test_surname_of_two_people_stays_unresolved_and_unsure() -> None:
    text = (
        "President Bill Clinton met voters.\nSenator Hillary Clinton met voters too.\n"
        "Clinton said it was late.\n"
    )
    full, other, short = find_mentions(article(text))
    assert (full.name, other.name, short.name) == ("Bill Clinton", "Hillary Clinton", "Clinton")
    assert short.entity_id not in {full.entity_id, other.entity_id}
    assert short.confidence <= 0.5


def test_form_of_address_tells_two_people_of_one_surname_apart() -> None:
    text = "John Key spoke in Wellington.\nMr Key said yes.\nMrs Key said no.\n"
    names = [(m.role, m.name) for m in find_mentions(article(text)) if m.kind == "person"]
    assert names == [(None, "John Key"), ("Mr", "John Key"), ("Mrs", "Key")]


@pytest.mark.parametrize(
    ("person", "name", "kind"),
    [
        ("Israel Ortiz", "Israel", "place"),
        ("Chad Miller", "Chad", "place"),
        ("Georgia Brown", "Georgia", "place"),
        ("India Lopez", "INDIA", "place"),
    ],
)
def test_a_country_is_nobody_who_has_it_for_a_given_name(person: str, name: str, kind: str) -> None:
    text = f"Minister {person} flew home. {person} spoke again.\n{name} said on Monday it agreed.\n"
    found = [m for m in find_mentions(article(text)) if m.text == name]
    assert {(m.kind, m.name) for m in found} == {(kind, name)}


@pytest.mark.parametrize("surname", ["Ireland", "Jordan"])
def test_a_surname_that_is_also_a_country_stays_a_surname(surname: str) -> None:
    text = f"Rep. Kathy {surname} spoke on Monday.\nMs. {surname} said she was happy.\n"
    found = [(m.kind, m.name) for m in find_mentions(article(text)) if surname in m.text]
    assert found == [("person", f"Kathy {surname}")] * 2


def test_party_before_a_state_is_no_part_of_its_name() -> None:
    text = "Sen. Chuck Grassley, R-Iowa, and Rep. Alexandria Ocasio-Cortez (D-N.Y.) argued."
    found = [(m.text, m.kind) for m in find_mentions(article(text))]
    assert ("Iowa", "place") in found
    assert ("N.Y.", "place") in found


def test_titles_are_no_names() -> None:
    text = "The Secretary of State met the OSCE Minsk Group Co-Chair and the President."
    found = [m.text for m in find_mentions(article(text))]
    assert found == ["OSCE Minsk Group"]


@pytest.mark.parametrize(
    ("forms", "entity"),
    [
        (
            ("Karabakh", "Nagorno-Karabakh", "Artsakh", "Garabagh"),
            "place/nagorno-karabakh",
        ),
        (("Turkey", "Türkiye"), "place/turkey"),
        (("United States", "U.S.", "US", "America"), "place/united-states"),
    ],
)
def test_variant_names_are_one_entity_and_stay_as_written(
    forms: tuple[str, ...], entity: str
) -> None:
    for form in forms:
        text = f"The delegation arrived in {form} on Monday."
        (mention,) = find_mentions(article(text))
        assert (mention.text, mention.name, mention.entity_id) == (form, form, entity)


def test_acronym_means_the_name_that_it_abbreviates() -> None:
    text = "The Narcotics Suppression Bureau (NSB) arrested him. The NSB gave no details."
    found = [m for m in find_mentions(article(text)) if m.text == "NSB"]
    assert {m.name for m in found} == {"Narcotics Suppression Bureau"}
    assert len({m.entity_id for m in found}) == 1


def test_names_outside_the_passages_are_not_read() -> None:
    text = "Joe Biden\nAngela Merkel met reporters in Berlin.\nBarack Obama\n"
    passage = Passage(text.index("Angela"), text.index("\nBarack"), PassageKind.PARAGRAPH)
    mentions = find_mentions(ArticleText("0" * 64, text, (passage,), "en"))
    assert {m.text for m in mentions} == {"Angela Merkel", "Berlin"}


def test_other_languages_give_only_what_lexicons_vouch_for() -> None:
    text = "Der Bundesminister für Wirtschaft reiste nach Armenia zu Angela Merkel."
    mentions = find_mentions(article(text, "de"))
    assert {m.text for m in mentions} <= {"Armenia", "Angela Merkel"}


def test_a_german_noun_with_its_article_is_nobody() -> None:
    text = "Das Schulsystem ist alt. Angela Merkel besuchte Berlin. Das Ziel war eine Schule."
    people = {m.text for m in find_mentions(article(text, "de")) if m.kind == "person"}
    assert people == {"Angela Merkel"}


NAME_PIECES = (
    *("Antony", "Blinken", "President", "of", "the", "U.S.", "Bank", "said", "mayor", "in"),
    *("&", "-", ",", ".", "(", ")", "“", "”", "'s", "\u00a0", "\n", "A.", "É", "Smith", "John"),
    *("Jae-in", "Karabakh", "Nagorno", "NATO", "(NATO)", "John-Paul", "Armenia-Azerbaijan"),
)
WORDS = st.sampled_from(NAME_PIECES)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


@given(TEXTS)
@example("Jason & Richard Chang met in Armenia-Azerbaijan talks")
@example("\u00a0President\u00a0Joe\u00a0Biden\u00a0")
@settings(max_examples=150, deadline=None)
def test_mentions_slice_to_the_text_and_never_overlap(text: str) -> None:
    given_article = article(text)
    mentions = find_mentions(given_article)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert any(
            p.start <= mention.start and mention.end <= p.end for p in given_article.passages
        )
        assert mention.kind in tuple(EntityKind)
        assert mention.entity_id.startswith(f"{mention.kind}/")
        assert 0 <= mention.confidence <= 1
        end = mention.end
    assert mentions == find_mentions(given_article)


@pytest.mark.parametrize("character", ["A", "é", "“", "'", "’", ".", "-", "&", " ", "1"])
def test_one_character_repeated_names_nobody(character: str) -> None:
    text = character * 4_000_000
    passage = Passage(0, len(text), PassageKind.PARAGRAPH)
    assert find_mentions(ArticleText("0" * 64, text, (passage,), "en")) == []


@pytest.mark.parametrize(
    "unit", ["A B ", "John Smith said. ", "President of the ", "Smith, the president of ", "U.S. "]
)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    def work(copies: int) -> int:
        text = unit * copies
        passage = Passage(0, len(text), PassageKind.PARAGRAPH)
        given_article = ArticleText("0" * 64, text, (passage,), "en")
        return lines_run(lambda: find_mentions(given_article))

    work(10)  # reads the lexicons
    assert work(400) < 4.2 * work(100)
