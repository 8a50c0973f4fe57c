"""The exit codes of `dateline`, and how a command ends with an error."""

import sys
from typing import NoReturn

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it


def fail(message: str, code: int) -> NoReturn:
    """Print an error message to standard error and exit with a code."""
    from dateline.flows.escaping import printable

    print(f"dateline: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def fail_with(error: Exception) -> NoReturn:
    """Print an error that the user can fix and exit with its code; raises any other error again."""
    from duckdb import IOException

    code = exit_code(error)
    if isinstance(error, OSError) and error.filename is not None:
        # Python's own words name neither what was tried nor what to do.
        fail(
            f"cannot use {error.filename}: {error.strerror}; check the path and who may use it",
            code,
        )
    if isinstance(error, IOException):
        fail(f"cannot use the lake's files: {error}; see docs/how-to/recover.md", code)
    fail(str(error), code)


def exit_code(error: Exception) -> int:
    """The exit code of an error that the user can fix; raises any other error again."""
    from duckdb import IOException

    from dateline.warehouse.errors import EnvironmentFailedError, UsageError

    match error:
        case UsageError():
            return EXIT_USAGE
        case EnvironmentFailedError() | OSError() | IOException():
            return EXIT_ENVIRONMENT
    raise error
