"""Options that several commands share, and how their values are parsed."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from dateline.flows.cli.exit_codes import EXIT_USAGE, fail

_UNITS_OF_BYTES = {"M": 10**6, "G": 10**9}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _require_name(value: str | None) -> str | None:
    """The name of a folder; exits for an empty one, which would be the working folder."""
    if value == "":
        fail("--lake is empty; name a folder, such as lake", EXIT_USAGE)
    return value


_Choice = TypeVar("_Choice", bound=StrEnum)
_FIELDS_PANEL = "Records"


def _field(option: str, what: str) -> Any:
    """An option that names the field of records which has something."""
    return typer.Option(
        option,
        metavar="FIELD",
        help=f"Field that has {what}.",
        show_default=False,
        rich_help_panel=_FIELDS_PANEL,
    )


# A text, for as a path an address loses a slash, and the message about it would show another one.
LakeOption = Annotated[
    str | None,
    typer.Option(
        "--lake",
        metavar="LAKE",
        callback=_require_name,
        help="Folder of the lake, or the PostgreSQL database of its catalog.",
        show_default="lake",
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="SNAPSHOT|TIME",
        help="Read the lake as of a snapshot or a time (ISO 8601; UTC unless it has an offset).",
        show_default="the latest snapshot",
    ),
]
SettleOption = Annotated[
    str | None,
    typer.Option(
        "--settle",
        metavar="DURATION",
        help="Leave files modified within this duration, such as 5s, for the next run.",
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Processes that read pages, where more than 100 are new.",
        show_default="as many as there are cores",
    ),
]
DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Scheduler of a Dask cluster whose workers read pages, such as tcp://scheduler:8786, "
        "where more than 100 are new.",
    ),
]
LineageOption = Annotated[
    str | None,
    typer.Option(
        "--lineage",
        metavar="FILE|URL",
        help="Append OpenLineage events of the run to a file of JSON lines, or send them to an "
        "http:// or https:// address.",
    ),
]
LayoutOption = Annotated[
    str | None,
    typer.Option(
        metavar="LAYOUT",
        help="Layout of records: news-please, cc-news, newsapi, dolma, c4 or datatrove.",
        show_default="detected",
        rich_help_panel=_FIELDS_PANEL,
    ),
]
TextFieldOption = Annotated[str | None, _field("--text-field", "the page's text")]
IdFieldOption = Annotated[str | None, _field("--id-field", "the record's identity")]
UrlFieldOption = Annotated[str | None, _field("--url-field", "the page's address")]
FetchedFieldOption = Annotated[
    str | None, _field("--fetched-field", "the time when the page was fetched")
]
TitleFieldOption = Annotated[str | None, _field("--title-field", "the title")]
AuthorsFieldOption = Annotated[str | None, _field("--authors-field", "the authors")]
DateFieldOption = Annotated[str | None, _field("--date-field", "the date of publication")]
LanguageFieldOption = Annotated[str | None, _field("--language-field", "the language")]
DescriptionFieldOption = Annotated[
    str | None, _field("--description-field", "a summary of the article")
]
PublisherFieldOption = Annotated[str | None, _field("--publisher-field", "the outlet")]
SectionFieldOption = Annotated[str | None, _field("--section-field", "the section of the outlet")]
QuietOption = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print nothing but errors and, with --json, data."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def parse_duration(value: str) -> timedelta:
    """A duration such as 90s, 15m, 6h or 1d; exits with a usage error for anything else."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", value)
    if match is None:
        fail(f"invalid duration {value!r}: use 90s, 15m, 6h or 1d", EXIT_USAGE)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def parse_bytes(value: str) -> int:
    """A size such as 512MB or 2GB, in bytes; exits with a usage error for anything else."""
    match = re.fullmatch(r"([0-9]{1,6})([MG])B", value)
    if match is None or not int(match[1]):
        fail(f"invalid size {value!r}: use 512MB or 2GB", EXIT_USAGE)
    return int(match[1]) * _UNITS_OF_BYTES[match[2]]


def parse_moment(value: str) -> int | datetime:
    """A snapshot's number or a time, in UTC unless it has an offset; exits for anything else."""
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        fail(
            f"invalid --at {value!r}: use a snapshot, such as 12, or a time, such as "
            "2026-03-01T12:00Z",
            EXIT_USAGE,
        )
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def parse_choice(value: str, choices: type[_Choice], what: str) -> _Choice:
    """The member of a closed set that has this value; exits with a usage error for any other."""
    try:
        return choices(value)
    except ValueError:
        fail(f"unknown {what} {value!r}: use {', '.join(choices)}", EXIT_USAGE)


def parse_text(argument: str) -> str:
    """An argument that is valid UTF-8; exits for the arbitrary bytes that a shell also passes."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        fail(f"invalid UTF-8 in {argument!r}", EXIT_USAGE)
    return argument
