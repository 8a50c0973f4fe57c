"""What a request may meet, and the status that says so."""

from http import HTTPStatus

import duckdb
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dateline.flows.remedies import remedy
from dateline.warehouse.catalog.errors import (
    QueryTimeoutError,
    SnapshotForgottenError,
    UnknownSnapshotError,
)
from dateline.warehouse.errors import EnvironmentFailedError, UsageError
from dateline.warehouse.read.documents import NoSuchDocumentError


class NoSuchPageError(UsageError):
    """An address names something that the lake does not have."""


def status_of(error: Exception) -> HTTPStatus:
    """The status of an answer that only says what is wrong; raises any other error again."""
    match error:
        case HTTPException():
            return HTTPStatus(error.status_code)
        case (
            NoSuchPageError()
            | NoSuchDocumentError()
            | UnknownSnapshotError()
            | SnapshotForgottenError()
        ):
            return HTTPStatus.NOT_FOUND
        case (
            QueryTimeoutError()
            | EnvironmentFailedError()
            | OSError()
            | duckdb.IOException()
            | duckdb.OutOfMemoryException()
        ):
            return HTTPStatus.SERVICE_UNAVAILABLE
        case RequestValidationError() | UsageError():
            return HTTPStatus.BAD_REQUEST
    raise error


def message_of(error: Exception) -> str:
    """What is wrong, and what to do about it."""
    match error:
        case HTTPException(status_code=HTTPStatus.NOT_FOUND):
            return "no such page; the menu and the search lead to those that there are"
        case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            return "these pages can only be read; ask with GET"
        case RequestValidationError():
            return "; ".join(
                f"invalid {problem['loc'][-1]}: {problem.get('input')!r}; {remedy(problem)}"
                for problem in error.errors()
            )
        case QueryTimeoutError():
            return "the lake took too long to answer; ask for less, or try again"
        case duckdb.OutOfMemoryException():
            return "the answer takes more memory than there is for it; ask for less"
    return str(error)
