"""What an article of a story is to its origin, by how much of their texts is the same."""

import numpy as np
import numpy.typing as npt

from dateline.transforms.schema.closed_sets import StoryRole
from dateline.transforms.stories.comparison import Resemblance

# Less than half of either text in the other: both say the same, but not in the same words.
_OTHER_WORDS = 0.5
# A text that is so much shorter than its origin was cut, one so much longer was extended.
_CUT, _EXTENDED = 0.8, 1.25


def find_roles(to_origin: Resemblance) -> npt.NDArray[np.str_]:
    """The role of the first text of each pair, the second being its origin."""
    own, origin = np.maximum(1, to_origin.first_count), np.maximum(1, to_origin.second_count)
    length = own / origin
    return np.select(
        [to_origin.containment < _OTHER_WORDS, length < _CUT, length > _EXTENDED],
        [StoryRole.REWRITE, StoryRole.CUT, StoryRole.EXTENDED],
        StoryRole.REPRINT,
    )
