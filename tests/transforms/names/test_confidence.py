import pytest

from dateline.seeds import lexicon
from dateline.transforms.names.confidence import confidence
from dateline.transforms.names.consistency import LISTED, REPEATED, FoundName

POINTS = [
    (float(row["probability"]), float(row["confidence"]))
    for row in lexicon("name_confidence")
    if row["rule"] == "model"
]


def found(probability: float, rule: str = "model") -> FoundName:
    return FoundName(0, 0, 1, "person", probability, rule)


@pytest.mark.parametrize("point", POINTS)
def test_a_name_is_as_sure_as_names_of_its_probability_were_right(
    point: tuple[float, float],
) -> None:
    probability, share = point
    assert confidence(found(probability)) == pytest.approx(share)


def test_the_surer_the_model_the_surer_the_name() -> None:
    values = [confidence(found(tenth / 10)) for tenth in range(11)]
    assert values == sorted(values)
    assert values[0] < values[-1] < 1


@pytest.mark.parametrize("rule", [REPEATED, LISTED])
def test_a_rule_has_one_share(rule: str) -> None:
    assert confidence(found(0.0, rule)) == confidence(found(1.0, rule))
