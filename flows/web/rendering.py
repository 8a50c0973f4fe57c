"""Answers as HTML, JSON and CSV.

Jinja escapes every value, and no template marks one as safe; a test reads them for that.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline.flows.show.markup import FILTERS
from dateline.flows.web.page import NamedRows

_ROOM = "dateline.flows.web"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_html(template: str, context: Mapping[str, object]) -> bytes:
    """A page as a template draws it."""
    page = _environment().get_template(template).render(context)
    # Lone surrogates, which UTF-8 cannot encode, have been escaped.
    return page.encode()


def as_json(answer: object) -> bytes:
    """An answer as JSON; what a lake holds is UTF-8."""
    return orjson.dumps(answer, default=list)


def as_csv(table: Sequence[Any] | NamedRows) -> bytes:
    """Rows of one dataclass as CSV, or rows with their names; with a header, lists are JSON.

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if isinstance(table, NamedRows):
        writer.writerow(map(_cell, table.names))
        rows: Iterable[Iterable[object]] = table.rows
    else:
        if table:
            writer.writerow(field.name for field in fields(table[0]))
        rows = map(astuple, table)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    match value:
        case str():
            return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
    return value


@cache
def style_sheet() -> tuple[str, str]:
    """The style sheet of all pages, and the address that goes with exactly these rules."""
    rules = files(_ROOM).joinpath("static/page.css").read_text(encoding="utf-8")
    return rules, f"/static/{sha256(rules.encode()).hexdigest()[:16]}.css"


def address(base: str, path: str, query: Mapping[str, object] | None = None) -> str:
    """The address of a page: `base` is that of its snapshot, a value of None is left out.

    `path` has no character that would end it; see `segment`.
    """
    given = {name: value for name, value in (query or {}).items() if value not in (None, "")}
    return f"{base}{path}" + (f"?{urlencode(given, errors='replace')}" if given else "")


def segment(name: object) -> str:
    """A name as a part of an address; the / of an entity's identity stays."""
    return quote(str(name), safe="/", errors="replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_ROOM, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {**FILTERS, "segment": segment}
    environment.globals["address"] = address
    environment.globals["style"] = style_sheet()[1]
    return environment
