import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.model import CLASSES, shipped_model
from dateline.transforms.lines.network import positions

NETWORK = shipped_model(Alphabet.OTHER).network


def values_of(count: int) -> np.ndarray:
    generator = np.random.default_rng(count)
    return generator.normal(size=(count, len(NETWORK.scale))).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 63, 64, 65, 200])
def test_each_line_has_a_probability_of_each_class(count: int) -> None:
    probabilities = NETWORK.page_probabilities(values_of(count))
    assert probabilities.shape == (count, len(CLASSES))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert (probabilities >= 0).all()


def test_extreme_inputs_give_probabilities_too() -> None:
    probabilities = NETWORK.page_probabilities(values_of(5) * np.float32(1e30))
    assert np.isfinite(probabilities).all()


@given(st.integers(min_value=1, max_value=500))
def test_positions_run_from_the_top_to_the_end(count: int) -> None:
    where = positions(count)
    assert where.shape == (count, 4)
    assert (np.abs(where) <= 1).all()
    assert np.array_equal(where[:, 0], where[::-1, 1])
    assert (np.diff(where[:, 0]) > 0).all()
