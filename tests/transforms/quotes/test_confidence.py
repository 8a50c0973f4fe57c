import pytest

from dateline.seeds import lexicon
from dateline.transforms.quotes.confidence import confidence
from dateline.transforms.schema.closed_sets import SpeakerBasis


def test_every_rule_has_the_share_that_was_measured() -> None:
    for row in lexicon("quote_confidence"):
        assert confidence(row["rule"], "indirect", 9) == float(row["confidence"])


@pytest.mark.parametrize("kind", ["direct", "mixed"])
def test_a_few_quoted_words_are_less_sure(kind: str) -> None:
    long, short = confidence("speech after", kind, 4), confidence("speech after", kind, 3)
    assert short == pytest.approx(long - 0.1)


def test_an_unknown_rule_is_a_coin_toss() -> None:
    assert confidence("no such rule", "indirect", 9) == 0.5


def test_a_pronoun_is_less_sure_than_a_name() -> None:
    named = confidence("speech after", "direct", 9, "name")
    assert named == confidence("speech after", "direct", 9)
    assert confidence("speech after", "direct", 9, "pronoun") < named


def test_every_basis_has_a_share() -> None:
    assert {row["basis"] for row in lexicon("speaker_confidence")} == set(SpeakerBasis)
