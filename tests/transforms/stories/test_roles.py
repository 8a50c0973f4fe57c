import numpy as np
import pytest

from dateline.transforms.stories.candidates import pairs_of
from dateline.transforms.stories.comparison import Resemblance
from dateline.transforms.stories.roles import find_roles


@pytest.mark.parametrize(
    ("shared", "own", "origin", "role"),
    [
        (100, 100, 100, "reprint"),
        (60, 100, 100, "reprint"),
        (49, 100, 100, "rewrite"),
        (50, 50, 100, "cut"),
        (40, 79, 100, "cut"),
        (39, 79, 100, "rewrite"),
        (80, 80, 100, "reprint"),
        (100, 125, 100, "reprint"),
        (100, 126, 100, "extended"),
        (50, 300, 100, "extended"),
        (0, 0, 0, "rewrite"),
    ],
)
def test_the_role_follows_from_what_is_shared_and_how_long_the_texts_are(
    shared: int, own: int, origin: int, role: str
) -> None:
    counts = (np.array([count]) for count in (shared, own, origin))
    pairs = pairs_of(np.array([0]), np.array([1]))
    assert find_roles(Resemblance(pairs, *counts)).tolist() == [role]
