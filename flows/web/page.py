"""How a page is declared: an address, a function that answers, a template, and maybe a table.

The function takes a `Lake` at one snapshot, and what is asked for as FastAPI reads it; its answer
is a frozen dataclass. From that follow the page in HTML, its JSON twin with its schema in OpenAPI,
CSV where it has a table, and the same at each snapshot below `/at/SNAPSHOT`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator, StringConstraints

ROWS_OF_A_PAGE = 50


class Representation(StrEnum):
    """What an answer is sent as; its value ends an address that asks for it."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """Its media type, as `Accept` names it."""
        return "application/json" if self is Representation.JSON else f"text/{self}"


@dataclass(frozen=True, slots=True)
class NamedRows:
    """Rows of a table whose columns only a query knows."""

    names: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class WebPage:
    """A kind of page.

    Args:
        path: The address, with parameters in braces, such as `/articles/{document_id}`.
        answer: Takes a `Lake` first, and by name what the address and its query say; what these
            are is told by FastAPI's annotations. Its docstring describes the page in OpenAPI, its
            return type the JSON. It raises a `UsageError` where there is no such thing.
        template: The template's file in `templates/`; it has the answer as `answer`.
        menu: Its name in the menu; None leaves it out.
        table: The rows of an answer for CSV, dataclasses of one type or rows with the names of
            their columns; None where it has no table.
        drawn: What else the template has of an answer, as `drawn`: how it is laid out.
    """

    path: str
    answer: Callable[..., Any]
    template: str
    menu: str | None = None
    table: Callable[[Any], Sequence[Any] | NamedRows] | None = None
    drawn: Callable[[Any], object] | None = None

    @property
    def representations(self) -> Sequence[Representation]:
        """What its answers can be sent as."""
        return [it for it in Representation if it is not Representation.CSV or self.table]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a long list is shown."""

    page: int
    count: int
    rows_of_a_page: int = ROWS_OF_A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.count // self.rows_of_a_page))


def offset_of(page: int) -> int:
    """How many rows of a list stand before a page of it."""
    return (page - 1) * ROWS_OF_A_PAGE


# A field of a form that is left empty is sent, too.
NONE_IF_EMPTY = BeforeValidator(lambda value: value or None)

PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Page of the list, from 1.")]
Words = Annotated[str, StringConstraints(max_length=400)]
OptionalWords = Annotated[Words | None, NONE_IF_EMPTY, Query()]
OptionalDay = Annotated[date | None, NONE_IF_EMPTY, Query()]
