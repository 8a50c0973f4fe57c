"""Notices, pointers and comments that a line model takes for text are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.lines.closing import label_closing
from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.lines.phrases import line_keys
from dateline.transforms.schema.closed_sets import LABELS

TEXT = "The council has voted for a new roof over the fish market, after a long debate on Monday."


def labelled(*lines: str | tuple[str, str]) -> list[str]:
    """The labels of lines, each text unless it is given with another label of a whole phrase."""
    pairs = [(line, "body") if isinstance(line, str) else line for line in lines]
    texts = [text for text, _ in pairs]
    draft = DraftLabels(
        texts,
        line_keys(texts),
        np.array([LABEL_CODES[label] for _, label in pairs], np.int8),
        np.full(len(texts), RULE_CODES["whole_line_phrase"], np.int8),
    )
    label_closing(draft, range(len(texts)))
    return [LABELS[code] for code in draft.label]


@pytest.mark.parametrize(
    ("notice", "label"),
    [
        ("Copyright 2023 The Harbour Press. All rights reserved.", "legal"),
        ("© 2023 Harbour Post", "legal"),
        ("Alle Rechte vorbehalten. Nachdruck verboten.", "legal"),
        (
            "When you read our pages, we store cookies on your device, which you may not like.",
            "legal",
        ),
        ("Wenn Sie weiterlesen, verwenden wir Cookies. Wir nutzen Cookies für alles.", "legal"),
        ("Harbour Press writer Nils Orre in Lindal contributed to this report.", "credit"),
        ("Follow AP’s coverage of the sound at https://ap.example/sound", "legal"),
    ],
)
def test_a_notice_below_the_text_is_none_of_it(notice: str, label: str) -> None:
    assert labelled(TEXT, TEXT, notice) == ["body", "body", label]


def test_a_rule_of_underscores_goes_with_what_it_parts() -> None:
    notice = "Follow AP’s coverage of the sound at https://ap.example/sound"
    assert labelled(TEXT, "___", notice) == ["body", "other", "legal"]
    assert labelled(TEXT, "___", TEXT) == ["body"] * 3


@pytest.mark.parametrize(
    "pointer",
    [
        "READ ALSO: Mayor meets the fishermen of Lindal",
        "Lesen Sie auch: Der Hafen bekommt einen neuen Kran",
        "Читайте также: В порту открыли новый причал",
    ],
)
def test_a_pointer_between_paragraphs_is_a_related_headline(pointer: str) -> None:
    assert labelled(TEXT, pointer, TEXT) == ["body", "related_headline", "body"]


def test_a_sentence_with_such_words_stays_text() -> None:
    lines = (
        TEXT,
        "Read also what he wrote in May, she said.",
        "More: that is all he wanted.",
        TEXT,
    )
    assert labelled(*lines) == ["body"] * 4


def test_comments_below_their_heading_are_no_text() -> None:
    heading = ("Comments", "comments")
    post = ("Posted by: gull7 | May 3", "other")
    assert labelled(TEXT, TEXT, heading, post, TEXT, post, TEXT)[3:] == ["other", "comments"] * 2


def test_a_link_to_comments_above_the_text_hides_none_of_it() -> None:
    heading = ("Comments", "comments")
    ages = [("3 hours ago", "related_age")] * 4
    assert labelled(TEXT, heading, *[TEXT] * 12, *ages).count("body") == 13


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_nothing_becomes_text(lines: list[str]) -> None:
    stripped = [line.strip().replace("\n", " ").replace("\r", " ") for line in lines]
    labels = labelled(*((line, "other" if n % 2 else "body") for n, line in enumerate(stripped)))
    assert all(label != "body" for label in labels[1::2])


def test_a_numbered_thread_below_a_count_of_responses_is_no_text() -> None:
    posts = [line for n in (1, 2, 3) for line in ((f"{n}. marlin{n} says:", "other"), TEXT)]
    heading = ("3 Responses to “A new roof”", "other")
    given = labelled(TEXT, TEXT, TEXT, TEXT, heading, *posts)
    assert given == ["body"] * 4 + ["comments", *["other", "comments"] * 3]


def test_a_count_of_responses_without_posts_ends_no_text() -> None:
    given = labelled(TEXT, TEXT, ("3 Responses to “A new roof”", "other"), TEXT)
    assert given == ["body", "body", "comments", "body"]
