import pytest
from made_sentences_of_languages import grammar

from dateline.transforms.quotes.languages.people import is_same_word
from dateline.transforms.quotes.languages.reading import read_quotations
from dateline.transforms.schema.closed_sets import EntityKind, SpeakerBasis, SpeakerReason
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def resolved(
    text: str, mentions: list[Mention] | None = None
) -> list[tuple[str | None, str | None]]:
    """The speaker of each quotation, and on what basis or why there is none."""
    passage = Passage(0, len(text), PassageKind.PARAGRAPH)
    article = ArticleText("page", text, (passage,), "ru")
    return [
        (
            read.resolution.speaker.name if read.resolution.speaker else None,
            read.resolution.basis or read.resolution.reason,
        )
        for read in read_quotations(article, mentions or [], grammar("ru"))
    ]


SAID = "«Мы остаёмся здесь», — сказал {}."


@pytest.mark.parametrize(
    ("before", "speaker", "expected"),
    [
        ("Приехал Иван Сомов. ", "Сомов", ("Иван Сомов", SpeakerBasis.NAME)),
        ("Приехал министр Иван Сомов. ", "он", ("Иван Сомов", SpeakerBasis.PRONOUN)),
        ("Приехал министр Иван Сомов. ", "министр", ("Иван Сомов", SpeakerBasis.ROLE)),
        ("", "министр", (None, SpeakerReason.UNNAMED)),
        ("", "он", (None, SpeakerReason.UNRESOLVED)),
        ("", "глава Минтранса", ("глава Минтранса", SpeakerBasis.NAME)),
        ("", "прохожий", (None, SpeakerReason.UNATTRIBUTED)),
    ],
)
def test_whom_words_mean(before: str, speaker: str, expected: tuple[str | None, str]) -> None:
    assert resolved(before + SAID.format(speaker)) == [expected]


@pytest.mark.parametrize(
    ("governed", "name"),
    [
        ("Антона Грачёва", "Антон Грачёв"),
        ("Анны Ильиной", "Анна Ильина"),
        ("Сергея Заболоцкого", "Сергей Заболоцкий"),
        ("Игоря Блинкена", "Игорь Блинкен"),
    ],
)
def test_a_name_is_given_in_the_nominative(governed: str, name: str) -> None:
    assert resolved(f"По словам {governed}, «все остаются здесь».") == [(name, SpeakerBasis.NAME)]


def test_a_title_means_who_is_named_in_full_behind_it() -> None:
    text = (
        "Азәрбајҹан Президенти Бакыда иди. Азәрбајҹанын Президенти Рамиз Гулијев чыхыш едиб. "
        "«Биз мәктәбләр тикәҹәјик вә көмәк едәҹәјик», - дејә Президент билдирмишдир."
    )
    passages = (Passage(0, len(text), PassageKind.PARAGRAPH),)
    read = read_quotations(ArticleText("page", text, passages, "az"), [], grammar("az"))
    assert [quotation.resolution.speaker for quotation in read][-1] is not None
    assert read[-1].resolution.speaker.name == "Рамиз Гулијев"  # type: ignore[union-attr]


def test_the_form_in_the_article_comes_before_a_made_one() -> None:
    text = "Ольга Чернова приехала. По словам Черновой, «все остаются здесь»."
    assert resolved(text) == [("Ольга Чернова", SpeakerBasis.NAME)]


def test_a_person_whom_names_found_is_the_speaker() -> None:
    text = SAID.format("Сомов")
    at = text.index("Сомов")
    mention = Mention(
        document_id="page",
        start=at,
        end=at + 5,
        text="Сомов",
        kind=EntityKind.PERSON,
        name="Иван Ильич Сомов",
        role=None,
        entity_id="person/x",
        confidence=0.9,
        rule="made",
    )
    assert resolved(text, [mention]) == [("Иван Ильич Сомов", SpeakerBasis.NAME)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("блинкен", "блинкена", True),
        ("ольга", "ольгой", True),
        ("иванов", "иванченко", False),
        ("ан", "ана", False),
    ],
)
def test_words_that_differ_by_their_ending(first: str, second: str, expected: bool) -> None:
    assert is_same_word(first, second) is is_same_word(second, first) is expected
