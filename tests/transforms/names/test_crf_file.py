import numpy as np
import pycrfsuite
import pytest

from dateline.seeds import model
from dateline.transforms.names.crf_file import read_crf
from dateline.transforms.names.model import MODEL_FILE


def test_the_weights_are_those_that_crfsuite_reads() -> None:
    content = model(MODEL_FILE)
    weights = read_crf(content)
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(content)
    expected = tagger.info()
    assert list(weights.labels) == tagger.labels()
    assert set(weights.attributes) == set(expected.attributes)
    number = {label: index for index, label in enumerate(weights.labels)}
    # CRFsuite prints six digits.
    for (before, after), weight in expected.transitions.items():
        assert weights.transitions[number[before], number[after]] == pytest.approx(weight, abs=1e-6)
    assert np.count_nonzero(weights.transitions) == len(expected.transitions)
    for (attribute, label), weight in expected.state_features.items():
        found = weights.states[weights.attributes[attribute], number[label]]
        assert found == pytest.approx(weight, abs=1e-6)
    assert np.count_nonzero(weights.states) == len(expected.state_features)


def test_another_file_is_no_model() -> None:
    with pytest.raises(ValueError, match="not a first-order chain of CRFsuite"):
        read_crf(b"x" * 64)
