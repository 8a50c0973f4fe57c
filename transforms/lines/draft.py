"""The labels of a batch's lines while they are being given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.schema.closed_sets import LineLabel


@dataclass(frozen=True, slots=True)
class DraftLabels:
    """The lines of a batch and the labels given to them so far; an index in each is one line.

    `texts` are the lines without the white space around them, `keys` the same lines as
    `phrases.line_keys` gives them, `label` and `rule` the codes of `label_codes`.
    """

    texts: Sequence[str]
    keys: Sequence[str]
    label: NDArray[np.int8]
    rule: NDArray[np.int8]

    def give(self, index: int, label: LineLabel, rule: str) -> None:
        """Label a line, and note the rule that did so."""
        self.label[index] = LABEL_CODES[label]
        self.rule[index] = RULE_CODES[rule]

    def has(self, index: int, label: LineLabel) -> bool:
        """Whether a line has a label so far."""
        return bool(self.label[index] == LABEL_CODES[label])

    def labelled(self, indices: range, label: LineLabel) -> list[int]:
        """The indices of those lines of a page that have a label so far."""
        own = self.label[indices.start : indices.stop]
        return (np.flatnonzero(own == LABEL_CODES[label]) + indices.start).tolist()

    def filled(self, indices: range) -> list[int]:
        """The indices of those lines of a page that are not blank."""
        return [index for index in indices if self.texts[index]]
