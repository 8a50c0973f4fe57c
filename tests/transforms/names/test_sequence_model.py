from itertools import chain

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.seeds import model
from dateline.transforms.names import sequence_model
from dateline.transforms.names.crf_file import CrfWeights, read_crf
from dateline.transforms.names.model import MODEL_FILE, OUTSIDE
from dateline.transforms.names.sequence_model import Features, SequenceModel

CONTENT = model(MODEL_FILE)
WEIGHTS = read_crf(CONTENT)
MODEL = SequenceModel(WEIGHTS)
TAGGER = pycrfsuite.Tagger()
TAGGER.open_inmemory(CONTENT)

features = st.sampled_from(list(WEIGHTS.attributes)[::97])
groups = st.lists(features, min_size=1, max_size=4).map(lambda known: (*known, "w=unheard of"))
sequences = st.lists(st.lists(st.lists(groups, min_size=1, max_size=4), min_size=1, max_size=9))


@settings(max_examples=30, deadline=None)
@given(sequences)
def test_labels_and_probabilities_are_those_of_crfsuite(given: list[list[list[Features]]]) -> None:
    found = MODEL.label(given, OUTSIDE)
    assert len(found) == len(given)
    for sequence, (labels, probabilities) in zip(given, found, strict=True):
        TAGGER.set([list(chain.from_iterable(parts)) for parts in sequence])
        likeliest = TAGGER.tag()
        assert (labels or [OUTSIDE] * len(sequence)) == likeliest
        expected = [TAGGER.marginal(label, index) for index, label in enumerate(labels)]
        assert probabilities == pytest.approx(expected, abs=1e-9)


def test_how_many_are_labelled_at_once_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = sorted(WEIGHTS.attributes)[::13]
    given = [[[(name,)] for name in names[first : first + first % 5 + 1]] for first in range(200)]
    together = SequenceModel(WEIGHTS).label(given, OUTSIDE)
    monkeypatch.setattr(sequence_model, "_MOST_LABELLED", 7)
    monkeypatch.setattr(sequence_model, "_MOST_KEPT_SCORES", 5)
    apart = SequenceModel(WEIGHTS).label(given, OUTSIDE)
    assert [one.labels for one in apart] == [one.labels for one in together]
    assert any(one.labels for one in together)
    for one, other in zip(apart, together, strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-12)


def test_a_chain_that_is_worked_out_by_hand() -> None:
    # Of the four paths, those weigh 1, 1, 2 and 8: the one with "B" at both words wins.
    weights = CrfWeights(
        ("O", "B"), {"x": 0}, np.log([[1.0, 1.0], [1.0, 4.0]]), np.log([[1.0, 2.0]])
    )
    ((labels, probabilities),) = SequenceModel(weights).label([[[("x",)], [("y",)]]], "O")
    assert labels == ["B", "B"]
    assert probabilities == pytest.approx([10 / 12, 9 / 12])


def test_nothing_is_labelled_where_nothing_is_given() -> None:
    assert SequenceModel(WEIGHTS).label([], OUTSIDE) == []
