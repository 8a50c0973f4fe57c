"""Defaults for Prefect's settings, to be set before Prefect is imported."""

import os

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
