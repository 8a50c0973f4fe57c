"""Requests for a page, answered from one snapshot of the lake.

A snapshot never changes, so that what was answered once is kept for a while and sent again.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import signature

from starlette.requests import Request
from starlette.responses import Response

from dateline.flows.version import version
from dateline.flows.web.errors import message_of, status_of
from dateline.flows.web.page import Representation, WebPage
from dateline.flows.web.rendering import address, as_csv, as_html, as_json
from dateline.warehouse.catalog.reader_pool import ReaderPool

_BYTES_KEPT = 32 << 20


class KeptAnswers:
    """Answers by what was asked for, those read longest ago leaving first."""

    def __init__(self, most_bytes: int = _BYTES_KEPT) -> None:
        self._most_bytes = most_bytes
        self._byte_count = 0
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> bytes | None:
        """The answer, if it is kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: tuple[object, ...], answer: bytes) -> None:
        """Keep an answer, and let others go for it."""
        with self._lock:
            self._byte_count += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._byte_count > self._most_bytes:
                self._byte_count -= len(self._answers.popitem(last=False)[1])


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the menu: its name and the path of its page."""

    name: str
    path: str


class Answering:
    """What answers requests: the readers of the lake, and the answers that are kept."""

    def __init__(self, pool: ReaderPool, pages: Sequence[WebPage]) -> None:
        self._pool = pool
        self._kept = KeptAnswers()
        self._menu = [MenuEntry(page.menu, page.path) for page in pages if page.menu]

    def answer(
        self,
        page: WebPage,
        request: Request,
        asked: Mapping[str, object],
        *,
        snapshot_id: int | None,
        representation: Representation | None,
    ) -> Response:
        """The answer to a request for a page.

        Args:
            page: The page.
            request: The request.
            asked: What the page's function is called with.
            snapshot_id: The snapshot that the address names; None reads the latest.
            representation: What the address asks for; None leaves it to the header `Accept`.
        """
        at = self._pool.latest if snapshot_id is None else snapshot_id
        chosen = representation or negotiated(request, page.representations)
        path, query = request.url.path, request.url.query
        key = (at, chosen, path, query)
        body = self._kept.get(key)
        if body is None:
            with self._pool.reading(at) as lake:
                found = page.answer(lake, **asked)
            if chosen is Representation.HTML:
                body = as_html(page.template, self._context(request, at, page, found))
            elif chosen is Representation.JSON:
                body = as_json(found)
            else:
                body = as_csv(page.table(found) if page.table else ())
            self._kept.keep(key, body)
        headers = {"Content-Location": cited(request, at), "Vary": "Accept"}
        return Response(body, media_type=chosen.media_type, headers=headers)

    def failure(self, request: Request, error: Exception) -> Response:
        """The answer to a request that meets an error; raises a fault in the code again."""
        status, message = status_of(error), message_of(error)
        if negotiated(request, [Representation.HTML, Representation.JSON]) is Representation.JSON:
            body, media_type = as_json({"error": message}), Representation.JSON.media_type
        else:
            context = {
                **self._context(request, self._pool.latest, None, None),
                "status": status,
                "message": message,
            }
            body, media_type = as_html("error.html.j2", context), Representation.HTML.media_type
        return Response(body, status_code=status, media_type=media_type)

    def _context(
        self, request: Request, at: int, page: WebPage | None, answer: object
    ) -> dict[str, object]:
        """What every template has."""
        base, path = _base_and_path(request)
        return {
            "answer": answer,
            "asked": {**_nothing_asked(page), **request.query_params},
            "base": base,
            "cite": cited(request, at),
            "drawn": page.drawn(answer) if page and page.drawn else None,
            "lake": self._pool.name,
            "menu": self._menu,
            "path": path,
            "representations": page.representations if page else (),
            "snapshot_id": at,
            "is_latest": at == self._pool.latest,
            "version": version(),
        }


def _nothing_asked(page: WebPage | None) -> dict[str, str]:
    """What a page can be asked for, left empty; every page has the search's field."""
    names = signature(page.answer).parameters if page else ()
    return dict.fromkeys((*names, "q"), "")


def negotiated(request: Request, possible: Sequence[Representation]) -> Representation:
    """What an address ends with, or the header `Accept` names; HTML where neither says more."""
    accepted = request.headers.get("accept", "")
    for representation in possible:
        if request.url.path.endswith(f".{representation}") or (
            representation.media_type in accepted and "text/html" not in accepted
        ):
            return representation
    return Representation.HTML


def cited(request: Request, at: int) -> str:
    """The address that gives what this one gives now for as long as the snapshot is kept."""
    _, path = _base_and_path(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return address(f"/at/{at}", path) + query


def _base_and_path(request: Request) -> tuple[str, str]:
    """The part of an address that names a snapshot, and the rest, as they were sent."""
    path = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1")
    for representation in Representation:
        path = path.removesuffix(f".{representation}")
    parts = path.split("/", 3)
    if path.startswith("/at/") and len(parts) > 2:
        return f"/at/{parts[2]}", f"/{parts[3]}" if len(parts) > 3 else "/"
    return "", path
