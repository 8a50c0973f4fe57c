import pytest
from made_sentences import person

from dateline.transforms.quotes.speaker_resolution import SpeakerResolver
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention


def resolved(text: str, phrase: str, *mentions: Mention) -> str | None:
    start = text.rindex(phrase)
    found = SpeakerResolver(text, mentions, [], [0]).resolve(Span(start, start + len(phrase)))
    assert (found.speaker is None) == (found.reason is not None)
    return None if found.speaker is None else found.speaker.name


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Mayor Ann Lee", "Ann Lee"),
        ("the mayor", "Ann Lee"),
        ("the city", None),
        ("a statement from the mayor", "Ann Lee"),
        ("a spokesman for Ann Lee", "a spokesman for Ann Lee"),
        ("who", None),
        ("she", "Ann Lee"),
    ],
)
def test_whom_a_phrase_names(phrase: str, expected: str | None) -> None:
    text = f"Ann Lee, the mayor of the city, spoke. Rain fell. {phrase}"
    mentions = [person(text, "Ann Lee", role="the mayor of the city")]
    if "Ann Lee" in phrase:
        start = text.rindex("Ann Lee")
        name = "Ann Lee"
        mentions.append(
            Mention("d", start, start + 7, name, "person", name, None, "person/Ann Lee", 1.0, "x")
        )
    assert resolved(text, phrase, *mentions) == expected


def test_a_document_that_nobody_issued_names_no_speaker() -> None:
    text = "The statement"
    assert resolved(text, "The statement") is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Salem's Port Authority", "Port Authority"),
        ("the state-run Port Authority", "Port Authority"),
        ("a spokesman for Port Authority", "a spokesman for Port Authority"),
        ("the Port Authority chief", "the Port Authority chief"),
    ],
)
def test_a_body_is_named_behind_its_owner_and_adjectives(phrase: str, expected: str) -> None:
    name = "Port Authority"
    at = phrase.index(name)
    body = Mention(
        "d", at, at + len(name), name, "organisation", name, None, "organisation/x", 1.0, "given"
    )
    assert resolved(phrase, phrase, body) == expected
