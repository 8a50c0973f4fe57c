"""Defaults for Prefect's settings, to be set before Prefect is imported."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_QUEUE_SECONDS = 10.0
# A small machine may need more than Prefect's 20 seconds to start a server for one run.
_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # The command reports errors itself; the server's pages have the details.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
}


def set_defaults() -> None:
    """Turn off telemetry, allow a slow start and quieten logs, unless the user set otherwise."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


@contextmanager
def use_server(api: str) -> Iterator[None]:
    """Make a server the one that Prefect uses in this process, in all of its threads.

    In the end, Prefect's threads send the log lines and events that they still have: when the
    server has gone, they would try for minutes.

    Args:
        api: the URL of its API.
    """
    from prefect.context import refresh_global_settings_context
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    os.environ["PREFECT_API_URL"] = api
    refresh_global_settings_context()
    try:
        yield
    finally:
        for worker in (APILogWorker, EventsWorker):
            worker.drain_all(timeout=_QUEUE_SECONDS, at_exit=False)
        del os.environ["PREFECT_API_URL"]
        refresh_global_settings_context()
