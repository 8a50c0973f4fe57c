"""Serve a lake to assistants."""

from importlib.util import find_spec
from typing import Annotated

import typer

from dateline.flows.cli.interruption import do_before_exit
from dateline.flows.cli.options import LakeOption, parse_bytes, parse_duration


def mcp(
    lake: LakeOption = None,
    timeout: Annotated[
        str, typer.Option(metavar="DURATION", help="Longest time for an answer, such as 90s.")
    ] = "30s",
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help="Memory for queries, such as 512MB.")
    ] = "1GB",
    rows: Annotated[int, typer.Option(metavar="N", min=1, help="Most rows of an answer.")] = 500,
    size: Annotated[
        int,
        typer.Option("--bytes", metavar="N", min=1_000, help="Most bytes of an answer, as JSON."),
    ] = 100_000,
) -> None:
    """Answer an assistant's questions about the lake (MCP over standard input and output).

    An assistant's program starts this command; its tools read the lake and change nothing.
    """
    if find_spec("mcp") is None:
        from dateline.warehouse.errors import MissingPackageError

        raise MissingPackageError(
            "the MCP SDK is not installed; install it with pip install 'dateline[mcp]'"
        )
    from dateline.flows.assistants.answering import LakeAnswering
    from dateline.flows.assistants.limits import AnswerLimits
    from dateline.flows.assistants.server import server_of
    from dateline.flows.lake_setting import address_in_effect
    from dateline.warehouse.catalog.lake import Lake

    address = address_in_effect(lake)
    Lake.require(address)
    limits = AnswerLimits(parse_duration(timeout), parse_bytes(memory), rows, size)
    answering = LakeAnswering(address, limits)
    do_before_exit(answering.stop)
    try:
        server_of(answering).run("stdio")
    finally:
        answering.stop()
