import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sentences import article_of

from dateline.transforms.quotes import find_quotes
from dateline.transforms.quotes.turns import find_turns

TRANSCRIPT = """MARA HOLT, HARBOUR RADIO HOST: Good evening. Is the bridge safe?
IVO BRANDT, CHIEF ENGINEER: It is. We looked at every bolt.
And we shall look again.
(MUSIC)
HOLT: Who pays?
BRANDT (through translator): The city does."""


def test_a_transcript_is_read_in_turns() -> None:
    quotes = find_quotes(article_of(TRANSCRIPT), ())
    assert [(quote.speaker, quote.text) for quote in quotes] == [
        ("Mara Holt", "Good evening. Is the bridge safe?"),
        ("Ivo Brandt", "It is. We looked at every bolt.\nAnd we shall look again."),
        ("Mara Holt", "Who pays?"),
        ("Ivo Brandt", "The city does."),
    ]
    assert {(quote.kind, quote.speaker_basis, quote.segments) for quote in quotes} == {
        ("direct", "turn", ())
    }
    assert {quote.speaker_entity_id for quote in quotes} == {
        "person/mara-holt",
        "person/ivo-brandt",
    }


def test_an_interview_has_an_answer_to_each_question() -> None:
    text = "Q: Is it safe?\nA: It is.\nQ: Who pays?\nA: The city does."
    quotes = find_quotes(article_of(text), ())
    assert [quote.text for quote in quotes] == [
        "Is it safe?",
        "It is.",
        "Who pays?",
        "The city does.",
    ]
    assert {(quote.speaker, quote.speaker_reason) for quote in quotes} == {(None, "unresolved")}


@pytest.mark.parametrize(
    "text",
    [
        "Oslo: 12 degrees\nBergen: 9 degrees\nTromsø: 3 degrees\nMolde: 8 degrees",
        "LEE: We stay.\nRain fell.",
        "LEE: “We stay.”\nPARK: “We go.”\nLEE: “Why?”",
    ],
)
def test_names_before_colons_alone_make_no_transcript(text: str) -> None:
    assert find_turns(article_of(text)) == []


@given(st.text(st.sampled_from("ALb: ,(\n“")), st.text(st.sampled_from("QA: x\n")))
def test_turns_lie_in_order_within_the_text(first: str, second: str) -> None:
    text = f"{first}\n{second}"
    spans = [(turn.label, *turn.words) for turn in find_turns(article_of(text))]
    ends = [edge for turn in spans for span in turn for edge in (span.start, span.end)]
    assert ends == sorted(ends)
    assert all(span.start < span.end <= len(text) for turn in spans for span in turn)
