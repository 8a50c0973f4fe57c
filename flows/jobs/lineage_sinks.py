"""Where lineage goes: a file of JSON lines, or an address that takes events over HTTP."""

import base64
import os
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from dateline.flows.inputs.sources import printable_name
from dateline.warehouse.errors import EnvironmentFailedError

API_KEY_VARIABLE = "OPENLINEAGE_API_KEY"
# At its end, a run waits for its two events.
_TIMEOUT_SECONDS = 5.0
_DEFAULT_PATH = "/api/v1/lineage"

Sink = Callable[[bytes], None]


class UndeliveredError(EnvironmentFailedError):
    """An event could not be delivered; the message names the file or the host, and no secret."""


def sink_to(target: str) -> Sink:
    """What delivers an event, as JSON, to a file or an address, or raises `UndeliveredError`."""
    if target.lower().startswith(("http://", "https://")):
        return _Address(urlsplit(target))
    return _File(Path(target))


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, event: bytes) -> None:
        try:
            with self._path.open("ab") as file:
                file.write(event + b"\n")
        except OSError as error:
            raise UndeliveredError(
                f"cannot write lineage to {printable_name(self._path)}: {error.strerror}; name a "
                "file that can be written in the setting `lineage`"
            ) from error


class _StayHere(HTTPRedirectHandler):
    """Follows no redirect, which would pass credentials on."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Address:
    """An address; without a path of its own, that of OpenLineage's API is meant."""

    def __init__(self, address: SplitResult) -> None:
        host = address.netloc.rpartition("@")[2]
        path = address.path if address.path.strip("/") else _DEFAULT_PATH
        self._host = address.hostname
        self._url = address._replace(netloc=host, path=path, fragment="").geturl()
        self._headers = {"Content-Type": "application/json", **_authorization(address)}
        self._opener = build_opener(_StayHere)

    def __call__(self, event: bytes) -> None:
        request = Request(self._url, event, self._headers)  # noqa: S310 - http(s)
        try:
            self._opener.open(request, timeout=_TIMEOUT_SECONDS).close()
        except HTTPError as error:
            error.close()
            raise self._undelivered(_described(error.code)) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise self._undelivered(getattr(reason, "strerror", None) or str(reason)) from None
        except (HTTPException, ValueError) as error:
            # Its message may have the address in it.
            raise self._undelivered(type(error).__name__) from None

    def _undelivered(self, why: str) -> UndeliveredError:
        return UndeliveredError(
            f"cannot send lineage to {self._host}: {why}; check the setting `lineage` and whether "
            "its server answers"
        )


def _authorization(address: SplitResult) -> dict[str, str]:
    if address.username is not None:
        user = f"{unquote(address.username)}:{unquote(address.password or '')}"
        return {"Authorization": f"Basic {base64.b64encode(user.encode()).decode()}"}
    key = os.environ.get(API_KEY_VARIABLE)
    return {"Authorization": f"Bearer {key}"} if key else {}


def _described(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
