"""The application: every page at its address, in each of its representations, at each snapshot."""

from collections.abc import Callable, Iterator, Sequence
from inspect import Parameter, signature
from itertools import product
from typing import Annotated, Any

import duckdb
from fastapi import FastAPI, Path
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from dateline.flows.version import version
from dateline.flows.web.access import Access, AccessControl
from dateline.flows.web.answering import Answering
from dateline.flows.web.page import Representation, WebPage
from dateline.flows.web.pages import ALL_PAGES
from dateline.flows.web.rendering import style_sheet
from dateline.warehouse.catalog.reader_pool import ReaderPool
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

_WHAT_ADDRESSES_GIVE = """A lake, read-only.

Each address answers in HTML, in JSON with `Accept: application/json` or where it ends with `.json`,
and, where it has a table, in CSV with `Accept: text/csv` or where it ends with `.csv`. Below
`/at/SNAPSHOT` it answers from that snapshot, and gives the same for as long as the lake keeps it;
the header `Content-Location` has this address. Spans are code points into `documents.text`.
"""
_ANSWERED_ERRORS = (
    HTTPException,
    RequestValidationError,
    UsageError,
    EnvironmentFailedError,
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
)
_SnapshotId = Annotated[int, Path(ge=0, le=2**62, description="The snapshot to read.")]


def create_application(
    pool: ReaderPool, access: Access, pages: Sequence[WebPage] = ALL_PAGES
) -> ASGIApp:
    """The pages over a lake, as an ASGI application.

    Args:
        pool: The readers of the lake.
        access: Who may ask.
        pages: The pages that there are.
    """
    application = FastAPI(
        title="Dateline",
        description=_WHAT_ADDRESSES_GIVE,
        version=version(),
        docs_url=None,  # it loads scripts of others
        redoc_url=None,
        redirect_slashes=False,
    )
    answering = Answering(pool, pages)
    for page in pages:
        _add(application, answering, page)
    rules, path = style_sheet()

    @application.get(path, include_in_schema=False)
    async def style() -> Response:
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(rules, media_type="text/css", headers=headers)

    def fail(request: Request, error: Exception) -> Response:
        return answering.failure(request, error)

    for failure in _ANSWERED_ERRORS:
        application.add_exception_handler(failure, fail)
    return AccessControl(application, access)


def _add(application: FastAPI, answering: Answering, page: WebPage) -> None:
    """Put a page at its addresses, those that end with a representation before those that don't."""
    endings: list[Representation | None] = [
        *(it for it in page.representations if it is not Representation.HTML),
        None,
    ]
    for is_pinned, ending in product((False, True), endings):
        prefix = "/at/{snapshot}" if is_pinned else ""
        suffix = f".{ending}" if ending else ""
        if page.path == "/" and (is_pinned or ending):
            path = f"{prefix}/index{suffix}" if ending else f"{prefix}/"
        else:
            path = f"{prefix}{page.path}{suffix}"
        application.add_api_route(
            path,
            _endpoint(answering, page, ending, is_pinned=is_pinned),
            methods=["GET"],
            include_in_schema=ending is None,
            response_class=Response,
            response_model=None,
            summary=page.menu or page.template.partition(".")[0],
            description=page.answer.__doc__ or "",
            responses={
                200: {
                    "model": signature(page.answer).return_annotation,
                    "description": "The answer",
                    "content": {
                        it.media_type: {}
                        for it in page.representations
                        if it is not Representation.JSON
                    },
                }
            },
        )


def _endpoint(
    answering: Answering, page: WebPage, ending: Representation | None, *, is_pinned: bool
) -> Callable[..., Response]:
    """What FastAPI calls, with the parameters of the page's own function and what it needs."""

    def endpoint(request: Request, snapshot: int | None = None, **asked: Any) -> Response:
        return answering.answer(page, request, asked, snapshot_id=snapshot, representation=ending)

    endpoint.__signature__ = signature(endpoint).replace(  # type: ignore[attr-defined]
        parameters=list(_parameters(page, is_pinned=is_pinned))
    )
    return endpoint


def _parameters(page: WebPage, *, is_pinned: bool) -> Iterator[Parameter]:
    yield Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)
    if is_pinned:
        yield Parameter("snapshot", Parameter.KEYWORD_ONLY, annotation=_SnapshotId)
    _, *own = signature(page.answer).parameters.values()
    for parameter in own:
        yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
