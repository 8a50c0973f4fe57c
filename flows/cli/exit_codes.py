"""The exit codes of `dateline`, and how a command ends with an error."""

import sys
from typing import NoReturn

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it


def fail(message: str, code: int) -> NoReturn:
    """Print an error message to standard error and exit with a code."""
    from flows.escaping import printable

    print(f"dateline: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def exit_code(error: Exception) -> int:
    """The exit code of an error that the user can fix; raises any other error again."""
    from duckdb import IOException

    from expectations.rules import RuleError
    from flows.inputs.sources import UnknownInputError
    from flows.jobs.check import TargetError
    from flows.jobs.explain import NoSuchDocumentError
    from flows.jobs.history import NoSuchSourceError
    from flows.jobs.quarantine import QuarantineError
    from flows.jobs.report import NoSuchRunError
    from flows.jobs.stored_documents import ConditionError
    from flows.settings import SettingsError
    from flows.show.query_results import UnsupportedValueError
    from warehouse.catalog.errors import LakeError, StatementRefusedError, UnknownSnapshotError
    from warehouse.read.whole_tables import UnusableFileError
    from warehouse.search.words import SearchQueryError

    match error:
        case (
            ConditionError()
            | NoSuchDocumentError()
            | NoSuchRunError()
            | NoSuchSourceError()
            | QuarantineError()
            | RuleError()
            | SearchQueryError()
            | SettingsError()
            | StatementRefusedError()
            | TargetError()
            | UnknownInputError()
            | UnknownSnapshotError()
            | UnsupportedValueError()
            | UnusableFileError()
        ):
            return EXIT_USAGE
        case LakeError() | OSError() | IOException():
            return EXIT_ENVIRONMENT
    raise error
