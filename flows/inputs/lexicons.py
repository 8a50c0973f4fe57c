"""Lexicons of one's own: CSV files named as those in `seeds/`, read and checked row by row.

What a column may hold follows from the rows that ship: a column that none of them leaves empty is
required, a use or kind is one that they have, and words are in lower case where theirs are.
"""

import csv
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from dateline.seeds import lexicon_names, shipped_lexicon
from dateline.transforms.own_lexicons import OwnLexicons
from dateline.transforms.schema.closed_sets import LABELS
from dateline.warehouse.errors import UsageError

# Columns whose every value means something to the code, and those of several such words.
_CLOSED = frozenset(
    ("use", "label", "match", "kind", "role", "class", "gender", "refers_to", "rule")
) | {"is_also_noun", "month", "weekday"}
_CLOSED_WORDS = frozenset({"complements"})
_MORE_VALUES = {
    ("line_phrases", "label"): frozenset(LABELS),
    ("line_phrases", "match"): frozenset({"line", "start", "anywhere"}),
}
_UNREAD = frozenset({"source", "language"})


class LexiconError(UsageError):
    """A lexicon can't be used; the message names its file, line and column."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column of a lexicon may hold; `values` is empty where anything is allowed."""

    name: str
    required: bool
    lower_case: bool
    values: frozenset[str]


def read_lexicons(folders: Iterable[tuple[str, Traversable]]) -> OwnLexicons:
    """The rows of all lexicons in these folders, those of one lexicon in the order of the folders.

    Files of other kinds than CSV are left alone.

    Args:
        folders: each with the name that messages call it by.

    Raises:
        LexiconError: a folder or a file can't be read, or a row is wrong.
    """
    rows: dict[str, tuple[dict[str, str], ...]] = {}
    for name, folder in folders:
        for file in _files(name, folder):
            subject = file.name.removesuffix(".csv")
            rows[subject] = (*rows.get(subject, ()), *_rows(f"{name}/{file.name}", subject, file))
    return OwnLexicons({subject: added for subject, added in rows.items() if added})


def _files(name: str, folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        raise LexiconError(f"lexicons: {name} is not a folder; name folders of CSV files")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".csv")),
        key=lambda file: file.name,
    )
    known = lexicon_names()
    for file in files:
        subject = file.name.removesuffix(".csv")
        if subject not in known:
            near = difflib.get_close_matches(subject, known, n=1)
            meant = f"did you mean {near[0]}.csv? " if near else ""
            raise LexiconError(
                f"{name}/{file.name}: there is no lexicon of this name; {meant}The lexicons are "
                f"{', '.join(known)}"
            )
    return files


def _rows(shown: str, subject: str, file: Traversable) -> Iterator[dict[str, str]]:
    columns = {column.name: column for column in _columns(subject)}
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{shown}: cannot read the lexicon: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{shown}: the lexicon is not UTF-8: {error}") from error
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = next(reader, [])
        _check_header(shown, header, columns)
        for cells in reader:
            if cells:
                where = f"{shown}:{reader.line_num}"
                if len(cells) != len(header):
                    raise LexiconError(
                        f"{where}: {len(cells)} values for {len(header)} columns "
                        f"({', '.join(header)}); put a value with a comma in quotation marks"
                    )
                found = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=True))
                for column in columns.values():
                    _check_value(where, column, found[column.name])
                yield found
    except csv.Error as error:
        raise LexiconError(f"{shown}:{reader.line_num}: not valid CSV: {error}") from error


def _check_header(shown: str, header: list[str], columns: Mapping[str, _Column]) -> None:
    required = [name for name, column in columns.items() if column.required]
    for name in header:
        if name not in columns or header.count(name) > 1:
            problem = "is there twice" if name in columns else "is unknown"
            raise LexiconError(
                f"{shown}:1: the column {name!r} {problem}; the columns are {', '.join(columns)}"
            )
    for name in required:
        if name not in header:
            raise LexiconError(
                f"{shown}:1: the column {name!r} is missing; the columns are {', '.join(columns)}"
            )


def _check_value(where: str, column: _Column, value: str) -> None:
    if not value.strip():
        if column.required:
            raise LexiconError(f"{where}: {column.name} is empty; every row needs one")
        return
    words = value.split() if column.name in _CLOSED_WORDS else [value]
    for word in words:
        if column.values and word not in column.values:
            allowed = ", ".join(sorted(column.values))
            raise LexiconError(f"{where}: {column.name} = {word!r}: use one of {allowed}")
    if column.lower_case and value != value.casefold():
        raise LexiconError(
            f"{where}: {column.name} = {value!r}: write it in lower case, {value.casefold()!r}"
        )
    if column.name == "confidence":
        _check_share(where, column.name, value)


def _check_share(where: str, name: str, value: str) -> None:
    try:
        is_share = 0 <= float(value) <= 1
    except ValueError:
        is_share = False
    if not is_share:
        raise LexiconError(f"{where}: {name} = {value!r}: use a number from 0 to 1")


@cache
def _columns(subject: str) -> tuple[_Column, ...]:
    shipped = shipped_lexicon(subject)
    return tuple(_column(subject, name, [row[name] for row in shipped]) for name in shipped[0])


def _column(subject: str, name: str, shipped: list[str]) -> _Column:
    values = frozenset(shipped)
    allowed = frozenset[str]()
    if name in _CLOSED:
        allowed = _MORE_VALUES.get((subject, name), values - {""})
    elif name in _CLOSED_WORDS:
        allowed = frozenset(word for value in values for word in value.split())
    is_lower = all(value == value.casefold() for value in values)
    return _Column(name, "" not in values, is_lower and name not in _UNREAD, allowed)
