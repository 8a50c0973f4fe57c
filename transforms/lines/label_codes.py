"""How labels and the rules that give them are written in arrays: as whole numbers."""

from dateline.transforms.schema.closed_sets import LABELS, LineLabel

RULES = (
    "blank",
    "line_model",
    "stretch_model",
    "second_copy",
    "whole_line_phrase",
    "line_start_phrase",
    "phrase_within_line",
    "date_shape",
    "dateline_shape",
    "age_shape",
    "clock_shape",
    "counter_shape",
    "gallery_caption",
    "entry_headline",
    "closing_notice",
    "read_also",
    "comment_thread",
    "index_page",
    "next_article",
    "caption_shape",
    "byline_shape",
    "byline_place",
    "author_box",
    "signature_alone",
    "source_credit",
    "publisher_line",
    "header_place",
    "related_region",
    "short_line",
    "repeated_on_outlet",
    "repeated_anywhere",
    "no_rule",
)
# A code is the index in the tuple.
LABEL_CODES: dict[str, int] = {label: code for code, label in enumerate(LABELS)}
RULE_CODES = {rule: code for code, rule in enumerate(RULES)}


def label_codes(*labels: LineLabel) -> frozenset[int]:
    """The codes of some labels."""
    return frozenset(LABEL_CODES[label] for label in labels)
