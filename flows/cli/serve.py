"""Pages over a lake, for a browser."""

from typing import Annotated

import typer

from dateline.flows.cli.exit_codes import EXIT_ENVIRONMENT, EXIT_USAGE, fail
from dateline.flows.cli.interruption import stop_in_own_way
from dateline.flows.cli.options import LakeOption, parse_text
from dateline.flows.lake_setting import address_in_effect

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ANY = ("0.0.0.0", "::")  # noqa: S104 only with a token
_SHORTEST_TOKEN = 16


def serve(
    lake: LakeOption = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            parser=parse_text,
            help="Address to listen at; any other than this machine's own needs --token.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=65535, help="Port to listen at; 0 takes one that is free."
        ),
    ] = 8080,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            parser=parse_text,
            help="Let in only whoever shows this token, of 16 characters or more.",
        ),
    ] = None,
) -> None:
    """Serve the lake as read-only pages for a browser until stopped.

    The pages follow the lake as it grows, and each has an address that names its snapshot, to be
    cited. JSON and CSV are at the same addresses with `.json` and `.csv`. SIGTERM or Ctrl-C stops
    the server, which exits with code 0.
    """
    if host not in _LOOPBACK and token is None:
        fail(
            f"--host {host} without --token: others could read the lake; give a token, or leave "
            "out --host",
            EXIT_USAGE,
        )
    if token is not None and len(token) < _SHORTEST_TOKEN:
        fail(
            f"--token has {len(token)} characters; use {_SHORTEST_TOKEN} or more, such as from "
            "`openssl rand -hex 16`",
            EXIT_USAGE,
        )
    address = address_in_effect(lake)
    typer.echo(f"opening {address}", err=True)
    from dateline.flows.web.access import LOOPBACK_NAMES, Access
    from dateline.flows.web.application import create_application
    from dateline.flows.web.serving import PageServer, bind, prepare
    from dateline.warehouse.catalog.process_memory import share_heaps
    from dateline.warehouse.catalog.reader_pool import ReaderLimits, ReaderPool

    share_heaps()
    name = f"[{host}]" if ":" in host else host
    hosts = None if host in _ANY else LOOPBACK_NAMES | {name.lower()}
    with ReaderPool(address, ReaderLimits(), prepare) as pool:
        try:
            bound = bind(host, port)
        except OSError as error:
            fail(
                f"cannot listen at {name}:{port}: {error.strerror or error}; choose another "
                "--port, or an address of this machine",
                EXIT_ENVIRONMENT,
            )
        page = f"http://{name}:{bound.getsockname()[1]}/"
        if token is not None:
            page += f"?token={token}"
        stop_in_own_way()
        server = PageServer(create_application(pool, Access(hosts, token)), pool, bound)
        server.run(lambda: typer.echo(f"{page} (Ctrl-C stops)"))
