import numpy as np

from dateline.transforms.lines.body_choice import BodyChoice
from dateline.transforms.lines.label_codes import RULES
from dateline.transforms.lines.labels import Labels, label_lines
from dateline.transforms.lines.model import LineScores
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.schema.closed_sets import LABELS

HEADLINE = "Schools of the town open again after weeks"
FIRST = "The schools of the town open again on Monday, the council said after a long debate."
SECOND = "Parents had asked for a later date, and some of them had written to the minister."


def labels_of(texts: list[str], body: list[float]) -> Labels:
    scores = np.array(body, dtype=np.float32)
    none = np.zeros_like(scores)
    headline = np.array([text == HEADLINE for text in texts], dtype=np.float32)
    lines = split_lines(["\n".join(texts)])
    return label_lines(lines, LineScores(scores, 1 - scores, headline, none, none), choice(scores))


def choice(scores: np.ndarray) -> BodyChoice:
    return BodyChoice(scores > 0.5, scores, np.zeros(len(scores), dtype=bool))


def names(labels: Labels) -> list[str]:
    return [LABELS[label] for label in labels.label]


def test_the_name_of_a_section_is_a_subheading_where_the_line_model_is_certain() -> None:
    texts = [FIRST, "Education", SECOND]
    assert names(labels_of(texts, [0.99, 0.95, 0.99])) == ["body", "body", "body"]
    assert names(labels_of(texts, [0.99, 0.7, 0.99])) == ["body", "navigation", "body"]


def test_an_advertisement_is_never_text() -> None:
    labels = labels_of([FIRST, "Advertisement", SECOND], [0.99, 0.99, 0.99])
    assert names(labels) == ["body", "advert", "body"]


def test_what_the_line_model_is_certain_of_is_no_standfirst() -> None:
    texts = [HEADLINE, FIRST, "By Ann Lee", SECOND, SECOND, SECOND]
    for opening, name in ((0.7, "subheadline"), (0.95, "body")):
        labels = labels_of(texts, [0.0, opening, 0.1, 0.99, 0.99, 0.99])
        assert names(labels)[:2] == ["headline", name]


def test_a_second_copy_of_a_line_is_no_text_and_a_short_line_may_be_said_twice() -> None:
    labels = labels_of([FIRST, "No.", SECOND, "No.", f"• {FIRST}"], [0.99] * 5)
    assert names(labels) == ["body", "body", "body", "body", "other"]
    assert RULES[labels.rule[-1]] == "second_copy"


def test_the_same_line_on_another_page_is_no_second_copy() -> None:
    lines = split_lines([FIRST, FIRST])
    scores = np.full(2, 0.99, dtype=np.float32)
    none = np.zeros_like(scores)
    labels = label_lines(lines, LineScores(scores, none, none, none, none), choice(scores))
    assert labels.is_body.tolist() == [True, True]


def test_a_name_under_a_lone_by_is_a_byline_and_so_is_the_by() -> None:
    texts = [HEADLINE, "By", "", "Zorvane Quillimar", FIRST, SECOND]
    labels = labels_of(texts, [0.0, 0.0, 0.0, 0.0, 0.99, 0.99])
    assert names(labels) == ["headline", "byline", "blank", "byline", "body", "body"]
    without = labels_of([HEADLINE, "Zorvane Quillimar", FIRST, SECOND], [0.0, 0.0, 0.99, 0.99])
    assert names(without)[1] != "byline"
