"""The closed sets: every value that a column of a kind, a label or a state may have."""

LABELS = (
    "body",
    "headline",
    "subheadline",
    "section",
    "byline",
    "dateline",
    "date",
    "credit",
    "caption",
    "share",
    "related_heading",
    "related_headline",
    "related_teaser",
    "related_age",
    "navigation",
    "subscribe",
    "comments",
    "tags",
    "author_bio",
    "legal",
    "advert",
    "blank",
    "other",
)
DATE_PRECISIONS = ("time", "day", "month", "year")
DATE_BASES = ("stated", "url", "metadata", "inferred")
QUOTE_KINDS = ("direct", "mixed", "indirect")
ENTITY_KINDS = ("person", "organisation", "place")
SEVERITIES = ("critical", "warning")
OUTCOMES = ("loaded", "known", "quarantined", "rejected")
REASONS = (
    *("empty", "binary", "too_large", "undecodable"),
    *("broken_json", "missing_text", "broken_value", "truncated", "unreadable"),
    *("broken_link", "link_outside", "not_a_file"),
    "failed_check",
)
QUARANTINE_STATES = ("open", "resolved", "expired")
