"""A second headline with byline and date below the text begins another article."""

import numpy as np

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.lines.next_article import label_next_article
from dateline.transforms.lines.phrases import line_keys
from dateline.transforms.schema.closed_sets import LABELS

TEXT = ("body", "The council has voted for a new roof over the fish market, " * 3 + "it said.")
STAMPS = [("byline", "By Nils Orre"), ("date", "May 13, 2024")]
HEAD = [("other", "Council votes for a new roof"), *STAMPS]
NEXT = [("body", "Library opens on Sundays again"), *STAMPS, ("body", "It opens at noon.")]


def labelled(*lines: tuple[str, str]) -> list[str]:
    texts = [text for _, text in lines]
    draft = DraftLabels(
        texts,
        line_keys(texts),
        np.array([LABEL_CODES[label] for label, _ in lines], np.int8),
        np.full(len(texts), RULE_CODES["no_rule"], np.int8),
    )
    label_next_article(draft, range(len(texts)))
    return [LABELS[code] for code in draft.label]


def test_the_next_article_is_a_teaser() -> None:
    given = labelled(*HEAD, TEXT, TEXT, *NEXT)
    assert given[3:] == ["body", "body", "related_headline", "byline", "date", "related_teaser"]


def test_the_first_article_stays_where_it_is_short_or_has_no_byline_of_its_own() -> None:
    assert "related_teaser" not in labelled(*HEAD, ("body", "In short: yes."), *NEXT)
    assert "related_teaser" not in labelled(HEAD[0], TEXT, TEXT, *NEXT)


def test_many_titles_with_stamps_are_no_next_article() -> None:
    assert "related_teaser" not in labelled(*HEAD, TEXT, TEXT, *NEXT, *NEXT, *NEXT)


def test_a_byline_below_the_last_line_begins_nothing() -> None:
    given = labelled(*HEAD, TEXT, TEXT, *NEXT[:-1])
    assert "related_teaser" not in given
