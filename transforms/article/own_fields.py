"""Fields of the article that installed packages bring, as rows of a long table.

Whatever a package's function raises or returns, the page is parsed: the field is null there, and
its reason says what happened.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.schema.content import ArticleField

OwnFields: TypeAlias = Mapping[str, Callable[[ArticlePage], Reading[Any]]]

NO_FIELDS: OwnFields = {}

_LONGEST_REASON = 500


def read_own_fields(page: ArticlePage, fields: OwnFields) -> Iterator[ArticleField]:
    """The rows of each field of a page, in the order of the fields."""
    for field, read in fields.items():
        try:
            rows = list(_rows(page, field, read(page)))
        except Exception as error:  # noqa: BLE001 - a package's function may raise anything
            rows = [_null(page, field, f"{type(error).__name__}: {error}")]
        yield from rows


def _rows(page: ArticlePage, field: str, reading: Reading[Any]) -> Iterator[ArticleField]:
    if not isinstance(reading, Reading):
        raise TypeError(f"a field must be read as a Reading and is {type(reading).__name__}")
    values = _values(reading.value)
    if not values:
        yield _null(page, field, _printable(reading.basis) or "no reason was given")
    for position, value in enumerate(values):
        start, end = _span(reading, position, len(values), len(page.page.text))
        yield ArticleField(
            document_id=page.page.document_id,
            field=field,
            position=position,
            value=_printable(value),
            start=start,
            end=end,
            basis=_printable(reading.basis),
            reason=None,
            confidence=_confidence(reading.confidence),
        )


def _values(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple | list):
        return tuple(value)
    return () if value is None else (value,)


def _span(
    reading: Reading[Any], position: int, count: int, length: int
) -> tuple[int | None, int | None]:
    """Where a value stands: the span beside it or, for the only value, from the first to the last.

    Raises:
        ValueError: a span is empty or outside the text.
    """
    for start, end in reading.spans:
        if not 0 <= start < end <= length:
            raise ValueError(f"the span {start} to {end} is empty or outside the text")
    if len(reading.spans) == count:
        start, end = reading.spans[position]
        return int(start), int(end)
    if count == 1 and reading.spans:
        return int(min(reading.spans)[0]), int(max(end for _, end in reading.spans))
    return None, None


def _confidence(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 1:
        raise ValueError(f"the confidence {value} is not between 0 and 1")
    return None if value is None else float(value)


def _null(page: ArticlePage, field: str, reason: str) -> ArticleField:
    return ArticleField(
        document_id=page.page.document_id,
        field=field,
        position=0,
        value=None,
        start=None,
        end=None,
        basis=None,
        reason=_printable(reason)[:_LONGEST_REASON],
        confidence=None,
    )


def _printable(value: object) -> str:
    """A value as text that can be stored; halves of surrogate pairs are escaped."""
    return str(value).encode("utf-8", "backslashreplace").decode()
