import pytest

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

TITLE = "Harbour town votes to rebuild its sea wall"
BODY = (
    "The council of the harbour town voted on Monday to rebuild the sea wall before next winter, "
    "after storms had torn away forty metres of it.",
    "“We cannot wait for the state,” said Mayor Ellen Prout after the vote.",
    "Fishermen had asked for a higher wall, but engineers told them that it would not stand.",
)


def read(*lines: str) -> tuple[list[str], str]:
    parsed = parse(Page("0" * 64, "\n".join(lines)))
    (article,) = parsed.articles.to_pylist()
    return article["author"], article["article_body"]


@pytest.mark.parametrize(
    ("below", "author"),
    [
        (("Zyxa Qorvath",), ["Zyxa Qorvath"]),
        (("Zyxa Qorvath", "Harbour Post"), ["Zyxa Qorvath"]),
        (("", "Anna Berger", "", "Share this"), ["Anna Berger"]),
        (("Ellen Prout",), []),
        (("Ferry Timetables",), []),
    ],
)
def test_a_name_alone_under_the_text_wrote_it_unless_the_text_tells_of_its_bearer(
    below: tuple[str, ...], author: list[str]
) -> None:
    found, body = read(TITLE, *BODY, *below)
    assert found == author
    assert body.endswith("would not stand.") or not author


def test_in_another_language_the_name_has_to_be_known() -> None:
    german = (
        "Der Rat der Hafenstadt stimmte am Montag dafür, die Mauer vor dem Winter neu zu bauen, "
        "nachdem Stürme vierzig Meter davon fortgerissen hatten.",
        "Die Arbeit soll im Mai beginnen und elf Millionen kosten, das meiste davon geliehen.",
        "Die Fischer hatten sich eine höhere Mauer gewünscht.",
    )
    title = "Hafenstadt baut ihre Mauer neu"
    assert read(title, *german, "Qorvane Zyxeln")[0] == []
    assert read(title, *german, "Anna Berger")[0] == ["Anna Berger"]


def test_a_bio_that_opens_the_text_is_no_body() -> None:
    bio = "By Anna Berger, a senior editor who has covered harbours and storms for a decade."
    author, body = read(TITLE, bio, *BODY)
    assert author == ["Anna Berger"]
    assert body.startswith("The council")
