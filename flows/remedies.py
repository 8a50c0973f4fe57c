"""What to write instead: the nearest known name, and what a value must be."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_REMEDIES = {
    "int_type": "use a whole number",
    "int_parsing": "use a whole number",
    "int_from_float": "use a whole number",
    "float_type": "use a number",
    "float_parsing": "use a number",
    "finite_number": "use a finite number",
    "bool_type": "use true or false",
    "bool_parsing": "use true or false",
    "string_type": "use a text in quotation marks",
    "path_type": "use a path in quotation marks",
    "tuple_type": 'use a list, such as ["…", "…"]',
    "list_type": 'use a list, such as ["…", "…"]',
    "dict_type": "use a table of names and values",
    "greater_than_equal": "use {ge:g} or more",
    "greater_than": "use more than {gt:g}",
    "less_than_equal": "use {le:g} or less",
    "less_than": "use less than {lt:g}",
    "literal_error": "use {expected}",
    "enum": "use {expected}",
    "date_parsing": "use a day, such as 2026-03-01",
    "date_from_datetime_parsing": "use a day, such as 2026-03-01",
}


def nearest_name(typed: str, known: Iterable[str]) -> str | None:
    """The known name that is most like what was typed, in any case; None if none is."""
    folded = {name.lower(): name for name in known}
    found = get_close_matches(typed.lower(), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def choose_from(typed: str, known: Iterable[str]) -> str:
    """The remedy for an unknown name: the nearest known one, or else all of them."""
    names = [str(name) for name in known]
    nearest = nearest_name(typed, names)
    return f"use one of {', '.join(names)}" if nearest is None else f"did you mean {nearest!r}?"


def remedy(problem: "ErrorDetails") -> str:
    """What to write instead of a value that Pydantic rejects, such as `use a whole number`."""
    context = problem.get("ctx", {})
    wanted = _REMEDIES.get(problem["type"])
    if wanted is not None:
        return wanted.format(**context)
    return str(context.get("error", problem["msg"]))
