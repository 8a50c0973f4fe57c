"""What Typer rejects of a command line, in the style of all other messages."""

import re
import sys
from typing import TYPE_CHECKING, NoReturn

import typer
from typer.exceptions import TyperException

from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.remedies import choose_from, remedy

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_CHOICES = re.compile(r" is not one of (.+)")
_FORMATS = re.compile(r" does not match the formats ")


def fail_usage(error: TyperException) -> NoReturn:
    """Print what is wrong with a command line, and exit."""
    if not str(error):  # no arguments: Typer has printed the help
        sys.exit(EXIT_USAGE)
    fail(usage_message(error), EXIT_USAGE)


def usage_message(error: TyperException) -> str:
    """What is wrong with a command line, and what to write instead."""
    if isinstance(error, typer.BadParameter) and error.__cause__ is not None:
        from pydantic import ValidationError

        if isinstance(error.__cause__, ValidationError):
            return _invalid_value(error, error.__cause__.errors(include_url=False)[0])
    possible = getattr(error, "possibilities", None)  # of an unknown option
    if " " in getattr(error, "option_name", ""):
        possible = None  # it is a text that begins with a hyphen
    has_options = getattr(error, "option_name", None) is not None
    message = error.message if has_options else error.format_message()
    message = message[:1].lower() + message[1:].rstrip(".").replace(". Did you", "; did you")
    if possible:
        return f"{message}; did you mean {' or '.join(sorted(possible))}?"
    return message if "did you mean" in message else f"{message}; {_remedy(error, message)}"


def _invalid_value(error: typer.BadParameter, problem: "ErrorDetails") -> str:
    said = str(problem.get("ctx", {}).get("error", ""))
    if choices := _CHOICES.search(said):
        instead = choose_from(str(problem["input"]), re.findall(r"'([^']+)'", choices[1]))
    elif _FORMATS.search(said):
        instead = "use a day, such as 2026-03-01"
    else:
        instead = remedy(problem)
    name = error.param.get_error_hint().strip("'") if error.param else "value"
    return f"invalid {name} {problem['input']!r}; {instead}"


def _remedy(error: TyperException, message: str) -> str:
    """What to do about anything else; Typer's classes for it are private."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "dateline"
    if message.startswith("no such option"):
        if context is not None and context.parent is None:
            return "options come after the command, as in `dateline sql --lake DIR`"
        return f"`{command} --help` lists them; before a value that begins with -, put --"
    if message.startswith("no such command"):
        return f"`{command} --help` lists the commands"
    if message.startswith("got unexpected extra argument"):
        return "put an argument with spaces in quotation marks"
    return f"`{command} --help` shows how"
