import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.quotes import find_quotes
from dateline.transforms.schema.content import Quote
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def quotes_of(*lines: str, language: str = "ru") -> list[Quote]:
    """The quotations of an article whose paragraphs are lines."""
    passages = []
    at = 0
    for line in lines:
        passages.append(Passage(at, at + len(line), PassageKind.PARAGRAPH))
        at += len(line) + 1
    return find_quotes(ArticleText("page", "\n".join(lines), tuple(passages), language), [])


def summary(*lines: str, language: str = "ru") -> list[tuple[str, str | None, str]]:
    return [(q.text, q.speaker, q.rule) for q in quotes_of(*lines, language=language)]


def test_a_quotation_on_both_sides_of_its_cue_is_one() -> None:
    (quote,) = quotes_of("«Мы остаёмся здесь, — сказал Иван Сомов. — Работа есть у всех».")
    assert len(quote.segments) == 2
    assert (quote.speaker, quote.cue, quote.kind) == ("Иван Сомов", "сказал", "direct")


def test_what_follows_in_the_paragraph_is_of_who_spoke() -> None:
    *_, last = summary(
        "«Мы остаёмся здесь», — сказал Иван Сомов. «Работа есть, и её хватит на всех жителей.»"
    )
    assert last[1:] == ("Иван Сомов", "same paragraph")


@pytest.mark.parametrize(
    ("before", "rule"),
    [
        ("Иван Сомов ответил журналистам:", "colon"),
        ("«Мы остаёмся здесь», — сказал Иван Сомов.", "carried over"),
    ],
)
def test_a_paragraph_that_is_a_quotation_is_of_who_spoke_before(before: str, rule: str) -> None:
    *_, last = summary(before, "«Работа есть, и её хватит на всех жителей».")
    assert last[1:] == ("Иван Сомов", rule)


def test_a_quotation_runs_over_paragraphs() -> None:
    (quote,) = quotes_of(
        "Иван Сомов сказал: «Мы остаёмся здесь до весны.", "«Работа есть у всех нас»."
    )
    assert len(quote.segments) == 2
    assert quote.speaker == "Иван Сомов"


def test_a_verb_without_subject_is_of_who_spoke_where_subjects_are_dropped() -> None:
    *_, last = summary(
        "“Burada kalıyoruz” diyen Derya Kaya gülümsedi.",
        "Ardından “Herkese yetecek kadar iş var” dedi.",
        language="tr",
    )
    assert last[1:] == ("Derya Kaya", "carried over")


def test_a_cue_without_a_known_subject_leaves_the_speaker_open() -> None:
    first, second = quotes_of(
        "«Мы остаёмся здесь», — сказал Иван Сомов. «Ну и зря», — сказал прохожий."
    )
    assert first.speaker == "Иван Сомов"
    assert (second.speaker, second.speaker_reason) == (None, "unattributed")


TEXTS = st.text(alphabet="аБв «»„“\"—-,.:!?'сказалОн\n", max_size=80)


@given(TEXTS, st.sampled_from(["ru", "hy", "tr"]))
def test_whatever_the_text_offsets_are_true(text: str, language: str) -> None:
    for quote in quotes_of(*text.split("\n"), language=language):
        assert text[quote.start : quote.end] == quote.text
        for part in quote.segments:
            assert quote.start <= part.start < part.end <= quote.end
        if quote.cue_start is not None:
            assert text[quote.cue_start : quote.cue_end] == quote.cue
        if quote.speaker_start is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text


def test_a_paragraph_that_says_so_names_the_speaker_of_the_one_before() -> None:
    (quote,) = quotes_of(
        "«Мы готовы к диалогу и открыты для предложений».", "Об этом заявил посол Давор Матич."
    )
    assert (quote.speaker, quote.rule) == ("Давор Матич", "carried back")


def test_a_name_and_a_colon_label_a_quotation() -> None:
    (quote,) = quotes_of("Юрист Марина Полякова: «Договор можно расторгнуть в суде».")
    assert (quote.speaker, quote.cue, quote.rule) == ("Марина Полякова", None, "label before")


def test_an_unlisted_verb_is_less_sure() -> None:
    listed, unlisted = (
        quotes_of(f"«Non ci arrenderemo mai», {verb} Elisa Conti.", language="it")[0]
        for verb in ("dice", "sbraita")
    )
    assert listed.speaker == unlisted.speaker == "Elisa Conti"
    assert unlisted.rule == "unlisted verb after"
    assert unlisted.confidence < listed.confidence


def test_who_passes_words_on_is_not_their_speaker() -> None:
    (quote,) = quotes_of("«Вода поднялась за ночь на метр», — цитирует Сомова агентство.")
    assert quote.speaker is None


def test_plain_words_beside_the_verb_are_less_sure_than_a_title() -> None:
    bare, titled = (
        quotes_of(f"قال {speaker}: «نحن هنا كلنا معا».", language="ar")[0]
        for speaker in ("حداد", "الوزير حداد")
    )
    assert bare.speaker == titled.speaker == "حداد"
    assert bare.rule == "verb tied before bare"
    assert bare.confidence < titled.confidence
