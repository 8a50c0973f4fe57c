"""Values of parameters are those that Typer converts, with its conversion and without."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.core import TyperCommand
from typer.testing import CliRunner

from dateline.flows.cli.parameters import Command


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def shout(value: str | None) -> str | None:
    if value == "":
        raise typer.BadParameter("say something")
    return value and value.upper()


def command(
    name: str,
    others: Annotated[list[str] | None, typer.Argument()] = None,
    colour: Colour = Colour.RED,
    number: Annotated[int, typer.Option(min=1)] = 3,
    folder: Annotated[Path | None, typer.Option()] = None,
    day: datetime | None = None,
    tags: Annotated[list[str] | None, typer.Option("--tag")] = None,
    said: Annotated[str | None, typer.Option(callback=shout)] = None,
    word: Annotated[str, typer.Option(parser=str.title)] = "x",
    loud: bool = False,
) -> None:
    typer.echo(json.dumps({name: repr(value) for name, value in locals().items()}))


def outcome(cls: type[TyperCommand], arguments: list[str]) -> tuple[int, str]:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(cls=cls)(command)
    result: Any = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["a"], 0),
        (["é \x00\n", "b", "c"], 0),
        (["", "", ""], 0),
        (["a", "--colour", "blue", "--number", "7", "--folder", "f", "--day", "2026-03-01"], 0),
        (["a", "--tag", "b", "--tag", "c", "--said", "d", "--word", "e", "--loud"], 0),
        (["a", "--help"], 0),
        ([], 2),
        (["\udce9", "\udce9"], 0),
        (["a", "--colour", "green"], 2),
        (["a", "--number", "0"], 2),
        (["a", "--day", "soon"], 2),
        (["a", "--said", ""], 2),
    ],
)
def test_values_are_those_of_typer(arguments: list[str], exit_code: int) -> None:
    found = outcome(Command, arguments)
    assert found == outcome(TyperCommand, arguments)
    assert found[0] == exit_code
