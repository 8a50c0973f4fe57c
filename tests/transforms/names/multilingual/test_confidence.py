from itertools import pairwise

import pytest

from dateline.seeds import lexicon
from dateline.transforms.names.multilingual.confidence import confidence
from dateline.transforms.names.multilingual.model import has_model_of


@pytest.mark.parametrize("kind", ["person", "organisation", "place"])
@pytest.mark.parametrize("language", ["hy", "ru"])
def test_a_surer_model_is_more_often_right(language: str, kind: str) -> None:
    found = [confidence(language, kind, step / 20) for step in range(21)]
    assert all(low <= high for low, high in pairwise(found))
    assert 0 < found[0] < found[-1] <= 1


def test_each_language_with_confidences_has_a_model() -> None:
    languages = {row["language"] for row in lexicon("language_name_confidence")}
    assert all(map(has_model_of, languages - {""}))


@pytest.mark.parametrize("kind", ["person", "place"])
def test_what_lexicons_alone_find_has_one_confidence(kind: str) -> None:
    assert confidence("", kind, 0.2) == confidence("", kind, 1.0) > 0.5
