import pytest
from made_sentences import person

from dateline.transforms.quotes.described_speakers import DescribedSpeakers
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.content import Span


@pytest.mark.parametrize(
    ("phrase", "kind", "mention"),
    [
        ("the officials", None, None),
        ("Officials", None, None),
        ("Lee’s office", EntityKind.GROUP, "office"),
        ("senior Harbour Board officials", EntityKind.GROUP, "senior Harbour Board officials"),
        ("a Harbour Board clerk", None, None),
        ("the Harbour Board", EntityKind.ORGANISATION, "Harbour Board"),
        ("Harbour.az", EntityKind.ORGANISATION, "Harbour.az"),
    ],
)
def test_a_description_is_a_speaker_where_a_word_of_it_is_a_name(
    phrase: str, kind: EntityKind | None, mention: str | None
) -> None:
    text = f"Rain fell. {phrase} said so."
    start = text.index(phrase)
    described = DescribedSpeakers(text, [person(text, "Lee")] if "Lee" in phrase else [])
    speaker = described.read(Span(start, start + len(phrase)), phrase)
    is_named = any(word[0].isupper() for word in phrase.split()) and phrase != "Officials"
    assert (speaker is not None) == is_named
    assert [(made.text, made.kind) for made in described.found] == (
        [(mention, kind)] if mention else []
    )
    if speaker is not None and kind is not None:
        assert speaker.entity_id == described.found[0].entity_id
