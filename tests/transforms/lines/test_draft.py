import numpy as np

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.schema.closed_sets import LineLabel


def draft(*labels: str) -> DraftLabels:
    texts = ["" if label == "blank" else label for label in labels]
    codes = np.array([LABEL_CODES[label] for label in labels], np.int8)
    return DraftLabels(texts, texts, codes, np.full(len(labels), RULE_CODES["no_rule"], np.int8))


def test_a_label_is_given_with_its_rule() -> None:
    lines = draft("other", "other")
    lines.give(1, LineLabel.BYLINE, "byline_shape")
    assert not lines.has(0, LineLabel.BYLINE)
    assert lines.has(1, LineLabel.BYLINE)
    assert lines.rule.tolist() == [RULE_CODES["no_rule"], RULE_CODES["byline_shape"]]


def test_only_the_lines_of_the_page_are_looked_at() -> None:
    lines = draft("body", "blank", "body", "other", "body")
    assert lines.labelled(range(1, 4), LineLabel.BODY) == [2]
    assert lines.labelled(range(5, 5), LineLabel.BODY) == []
    assert lines.filled(range(1, 4)) == [2, 3]
