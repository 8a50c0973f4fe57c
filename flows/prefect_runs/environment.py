"""Prefect's settings, put in place before Prefect is imported."""

import os

# Started for one run, a server may need longer on a small machine than Prefect's 20 seconds.
_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # The command says itself what went wrong; the server's pages have the rest.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
}


def prepare() -> None:
    """Set what the user has not: no telemetry, a patient start, quiet logs."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
