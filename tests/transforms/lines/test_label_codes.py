import numpy as np

from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES, RULES, label_codes
from dateline.transforms.schema.closed_sets import LABELS, LineLabel


def test_a_code_is_the_index_of_its_name() -> None:
    assert [LABEL_CODES[label] for label in LABELS] == list(range(len(LABELS)))
    assert [RULE_CODES[rule] for rule in RULES] == list(range(len(RULES)))


def test_codes_fit_the_arrays_that_hold_them() -> None:
    assert max(len(LABELS), len(RULES)) <= np.iinfo(np.int8).max


def test_codes_of_several_labels() -> None:
    assert label_codes(LineLabel.BODY, LineLabel.OTHER) == {
        LABEL_CODES["body"],
        LABEL_CODES["other"],
    }
