"""What templates of HTML write: values from pages on one line, texts, counts, times, pictures.

Jinja escapes what these give; they make control and direction-changing characters visible. Marks
of direction stay: templates isolate each text of a page, so that they change nothing beside it.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from dateline.flows.escaping import DIRECTION_MARKS, one_line, printable
from dateline.transforms.schema.closed_sets import LABELS

_FIELD_WIDTH = 400
_LINE_WIDTH = 2000


def _image(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "value": lambda value: one_line(str(value), _FIELD_WIDTH, DIRECTION_MARKS),
    "text": lambda text: printable(text[:_LINE_WIDTH], DIRECTION_MARKS),
    "whole": lambda text: printable(text, DIRECTION_MARKS),
    "label": lambda label: label if label in LABELS else "other",
    "image": _image,
    "count": lambda number: f"{number:,}",
    "time": lambda moment: f"{moment:%Y-%m-%d %H:%M} UTC",
}
