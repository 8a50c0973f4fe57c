"""Indirect speech of made-up sentences in each language, with whom it must be attributed to."""

import csv
from pathlib import Path

import pytest
from made_sentences_of_languages import read

from dateline.transforms.names import find_mentions
from dateline.transforms.quotes import find_quotes
from dateline.transforms.quotes.languages.grammar import known_grammar
from dateline.transforms.quotes.languages.indirect import find_reported, may_report
from dateline.transforms.schema.closed_sets import QuoteKind, SpeakerReason
from dateline.transforms.schema.content import Quote
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

MADE = Path(__file__).parents[3] / "support" / "reported_speech.csv"
ROWS = list(csv.DictReader(MADE.read_text(encoding="utf-8").splitlines()))


def quotes(language: str, text: str) -> list[Quote]:
    passages = (Passage(0, len(text), PassageKind.PARAGRAPH),)
    article = ArticleText("page", text, passages, language)
    return find_quotes(article, find_mentions(article))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']} {row['text'][:30]}")
def test_what_somebody_said_is_found_with_who_said_it(row: dict[str, str]) -> None:
    (quote,) = quotes(row["language"], row["text"])
    assert quote.kind is QuoteKind.INDIRECT
    assert quote.segments == ()
    assert row["reported"] in quote.text
    assert row["text"].index(row["reported"]) - quote.start <= len("gewesen")
    assert (quote.speaker or "") == row["speaker"]
    assert quote.cue is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Министр Антон Ковалёв не сказал, что мост закроют."),
        ("ru", "Министр Антон Ковалёв приехал в Заречный, чтобы открыть мост."),
        ("uk", "Міністр Андрій Лисенко не казав, що міст закриють."),
        ("hy", "Վարչապետ Արամ Հակոբյանը երբեք չի ասել, որ կամուրջը կփակվի։"),
        ("az", "Nazir Kamran Quliyev körpünün açılışına gəlib."),
        ("tr", "Bakan Mehmet Aksoy köprünün açılışına geldi."),
        ("de", "Das Konzert war so laut, dass niemand schlief."),
        ("de", "Eva Brandt, eine Lehrerin aus Kiel, kritisierte die Pläne der Stadt."),
        ("fr", "Le maire Paul Mercier a inauguré le pont que la ville attendait."),
        ("it", "Per tale motivo gli operai hanno lasciato la fabbrica."),
        ("es", "El alcalde Pedro Salas no dijo que el puente se cerrará."),
        ("ar", "لم يقل الوزير سامي الخطيب إن الجسر سيغلق."),
    ],
)
def test_what_nobody_said_is_not(language: str, text: str) -> None:
    assert quotes(language, text) == []


def test_words_between_marks_are_the_quotation_of_their_sentence() -> None:
    (quote,) = quotes("ru", "Антон Ковалёв заявил, что «мост откроют к осени, и не позже».")
    assert quote.kind is not QuoteKind.INDIRECT


def test_a_pronoun_means_who_spoke_before() -> None:
    text = "Мэр Антон Ковалёв сказал, что мост готов. Он добавил, что осталось покрасить перила."
    first, second = quotes("ru", text)
    assert first.speaker == second.speaker == "Антон Ковалёв"
    assert second.speaker_text == "Он"


def test_an_organisation_is_meant_by_no_pronoun() -> None:
    (_, second) = quotes("ru", "ГТРК сообщила, что мост готов. Он добавил, что осталось немного.")
    assert second.speaker is None
    assert second.speaker_reason is SpeakerReason.UNRESOLVED


@pytest.mark.parametrize(
    ("language", "text", "reported"),
    [
        ("ru", "Вместе с тем, по словам Сомова, мост откроют к осени.", "мост откроют к осени"),
        ("ru", "Мост, сказал Сомов, откроют к осени.", "откроют к осени"),
        ("ru", "Сомов заявил: мост откроют.", "мост откроют"),
        ("hy", "Մնում ենք գյուղում, ասաց Սոսյանը՝ պատասխանելով հարցին:", "Մնում ենք գյուղում"),
        ("de", "Lehm sagte, die Brücke sei offen.", "die Brücke sei offen"),
        ("fr", "Selon Ann Faure, maire de Brest, le pont est ouvert.", "le pont est ouvert"),
    ],
)
def test_where_reported_words_begin_and_end(language: str, text: str, reported: str) -> None:
    sentence = read(language, text)
    found = find_reported(sentence)
    assert found is not None
    words = sentence.words[found.first : found.last]
    assert text[words[0].start : words[-1].end] == reported


def test_a_quick_look_tells_where_nothing_is_reported() -> None:
    assert may_report("Это заявил министр.", known_grammar("ru"))
    assert may_report("وقال الوزير", known_grammar("ar"))
    assert may_report("D'après elle", known_grammar("fr"))
    assert not may_report("Мост открыт.", known_grammar("ru"))
