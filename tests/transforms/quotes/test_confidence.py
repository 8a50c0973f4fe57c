import pytest

from dateline.seeds import lexicon
from dateline.transforms.quotes.confidence import LINES, confidence
from dateline.transforms.schema.closed_sets import SpeakerBasis


def points(line: str) -> list[tuple[float, float]]:
    rows = [row for row in lexicon("confidence_lines") if row["line"] == line]
    return [(float(row["share"]), float(row["confidence"])) for row in rows]


@pytest.mark.parametrize("basis", [None, *SpeakerBasis])
def test_the_more_rows_of_a_rule_were_right_the_surer_it_is(basis: SpeakerBasis | None) -> None:
    rules = sorted(lexicon("quote_confidence"), key=lambda row: float(row["confidence"]))
    found = [confidence(row["rule"], "indirect", 9, basis) for row in rules]
    assert found == sorted(found)
    assert found[0] < found[-1]


@pytest.mark.parametrize("line", sorted(set(LINES.values())))
def test_a_line_rises(line: str) -> None:
    assert len(points(line)) > 1
    shares, heights = zip(*points(line), strict=True)
    assert list(shares) == sorted(set(shares))
    assert list(heights) == sorted(heights)


@pytest.mark.parametrize("row", lexicon("quote_confidence"), ids=lambda row: row["rule"])
def test_a_confidence_lies_between_the_points_beside_it(row: dict[str, str]) -> None:
    share = float(row["confidence"])
    left = [height for at, height in points("name") if at <= share] or [points("name")[0][1]]
    right = [height for at, height in points("name") if at >= share] or [points("name")[-1][1]]
    found = confidence(row["rule"], "indirect", 9, "name")
    assert round(left[-1], 2) <= found <= round(right[0], 2)


@pytest.mark.parametrize("kind", ["direct", "mixed"])
def test_a_few_quoted_words_are_less_sure(kind: str) -> None:
    long, short = confidence("speech before", kind, 4), confidence("speech before", kind, 3)
    assert short < long == confidence("speech before", "indirect", 3)


def test_an_unknown_rule_is_no_surer_than_a_coin_toss() -> None:
    assert confidence("no such rule", "indirect", 9) <= 0.5


def test_a_pronoun_is_less_sure_than_a_name() -> None:
    named = confidence("speech after", "direct", 9, "name")
    assert confidence("speech after", "direct", 9, "pronoun") < named


def test_a_turn_is_as_sure_as_its_rule() -> None:
    rule = next(row for row in lexicon("quote_confidence") if row["rule"] == "turn")
    assert confidence("turn", "direct", 9, "turn") == float(rule["confidence"])


def test_every_basis_has_a_share() -> None:
    assert {row["basis"] for row in lexicon("speaker_confidence")} == set(SpeakerBasis)
