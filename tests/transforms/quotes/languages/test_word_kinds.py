import pytest

from dateline.seeds import lexicon
from dateline.transforms.quotes.languages.word_kinds import (
    ACCORDING_CUES,
    CUES,
    ENDS_PHRASE,
    MARKS,
    SHAPES,
    WordKind,
)

LISTED = {row["use"] for row in lexicon("quoting_words")}


def test_a_kind_is_given_by_the_lexicon_or_by_shape() -> None:
    assert set(WordKind) >= LISTED | SHAPES
    assert not LISTED & SHAPES


@pytest.mark.parametrize("kinds", [CUES, ACCORDING_CUES, MARKS])
def test_no_phrase_of_a_speaker_has_a_cue_or_a_mark(kinds: frozenset[WordKind]) -> None:
    assert kinds <= ENDS_PHRASE
