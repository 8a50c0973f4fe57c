import numpy as np

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.header import Header
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES, RULES
from dateline.transforms.lines.model import LineScores
from dateline.transforms.lines.page_structure import label_structure
from dateline.transforms.lines.phrases import line_keys
from dateline.transforms.schema.closed_sets import LABELS

TITLE = "Schools of the town open again after weeks"
FIRST = "The schools of the town open again on Monday, the council said after a long debate."
SECOND = "Parents had asked for a later date, and some of them had written to the minister."
BODY = [("body", FIRST), ("body", SECOND), ("body", SECOND)]


def labelled(*lines: tuple[str, str], byline: float = 0.0) -> tuple[list[tuple[str, str]], Header]:
    """Labels and rules after the structure of a page was looked at, and its header.

    Body lines are what the line model is certain of, unless marked with `body?`.
    """
    texts = [text for _, text in lines]
    draft = DraftLabels(
        texts,
        line_keys(texts),
        np.array([LABEL_CODES[label.rstrip("?")] for label, _ in lines], np.int8),
        np.full(len(lines), RULE_CODES["no_rule"], np.int8),
    )
    body = np.array([{"body": 0.99, "body?": 0.6}.get(label, 0.0) for label, _ in lines])
    headline = np.array([text == TITLE for text in texts], dtype=np.float32)
    scores = LineScores(
        body.astype(np.float32),
        (1 - body).astype(np.float32),
        headline,
        np.full(len(lines), byline, np.float32),
        np.zeros(len(lines), np.float32),
    )
    header = label_structure(draft, scores, range(len(lines)))
    given = [
        (LABELS[label], RULES[rule]) for label, rule in zip(draft.label, draft.rule, strict=True)
    ]
    return given, header


def labels(*lines: tuple[str, str], byline: float = 0.0) -> list[str]:
    return [label for label, _ in labelled(*lines, byline=byline)[0]]


def test_headline_and_section_are_labelled_where_the_header_has_them() -> None:
    given, header = labelled(("section", "Education"), ("other", TITLE), *BODY)
    assert (header.section, header.headline, header.body) == (0, 1, range(2, 5))
    assert given[:2] == [("section", "header_place"), ("headline", "header_place")]


def test_a_section_that_is_not_the_article_s_is_navigation() -> None:
    assert labels(("other", TITLE), *BODY, ("section", "Sports"))[-1] == "navigation"


def test_lines_under_a_related_heading_are_teasers_of_other_articles() -> None:
    lines = [
        ("related_heading", "Recent posts"),
        ("other", "A bridge over the river opens"),
        ("other", "The bridge was built in only two years…"),
        ("date", "3 May 2024"),
        ("comments", "Leave a comment"),
        ("other", "The best article of the year"),
    ]
    assert labels(("other", TITLE), *BODY, *lines)[4:] == [
        "related_heading",
        "related_headline",
        "related_teaser",
        "related_age",
        "comments",
        "other",
    ]


def test_text_under_a_related_heading_is_the_article_s_if_sure_text_follows() -> None:
    lines = [("other", TITLE), BODY[0], ("related_heading", "Read more"), ("body?", SECOND)]
    assert labels(*lines, BODY[1])[3:] == ["body", "body"]
    assert labels(*lines)[3] == "related_headline"


def test_a_name_under_the_headline_is_a_byline_where_it_is_likely() -> None:
    lines = [("other", TITLE), ("other", "Zyxa Qorvath Mumblethorpe"), *BODY]
    assert labels(*lines, byline=0.9)[1] == "byline"
    assert labels(*lines)[1] != "byline"


def test_the_line_that_announces_a_name_is_part_of_the_byline() -> None:
    lines = [("other", TITLE), ("other", "Written by"), ("other", "Zyxa Qorvath Mumblethorpe")]
    assert labels(*lines, *BODY)[1:3] == ["byline", "byline"]


def test_a_dateline_of_its_own_under_the_headline() -> None:
    given, _ = labelled(("other", TITLE), ("other", "LONDON, May 2 (Reuters) -"), *BODY)
    assert given[1] == ("dateline", "dateline_shape")


def test_a_name_below_the_text_with_its_role_is_an_author_box() -> None:
    below = [("other", "Anna Berger"), ("other", "Senior Editor")]
    given, _ = labelled(("other", TITLE), *BODY, *below)
    assert given[-2:] == [("byline", "author_box"), ("author_bio", "author_box")]


def test_short_lines_that_nothing_explains_are_navigation() -> None:
    given, _ = labelled(("other", TITLE), *BODY, ("other", "Our papers"), ("other", SECOND))
    assert given[-2:] == [("navigation", "short_line"), ("other", "no_rule")]


def test_a_page_without_a_body_has_no_header() -> None:
    _, header = labelled(("other", TITLE), ("other", "Our papers"))
    assert (header.headline, header.section, len(header.body)) == (None, None, 0)
