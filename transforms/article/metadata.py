"""Dates in the metadata that came with a page."""

import json
from collections.abc import Sequence

from dateline.transforms.article.reading import DateReading
from dateline.transforms.text.dates import find_dates


def date_in_metadata(metadata: str | None, keys: Sequence[str]) -> DateReading | None:
    """The date under the first of some keys that has one; None where there is none.

    Args:
        metadata: What came with the page, as a JSON object.
        keys: Names of its fields, the best first.
    """
    try:
        fields = json.loads(metadata or "null")
    except json.JSONDecodeError:
        return None
    if not isinstance(fields, dict):
        return None
    for key in keys:
        value = fields.get(key)
        mention = next(find_dates(value), None) if isinstance(value, str) else None
        if mention is not None:
            return DateReading(
                mention.value, "metadata", (), edtf=mention.edtf, precision=mention.precision
            )
    return None
