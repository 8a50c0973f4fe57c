"""Who may ask: the token, the names of this server, and what browsers are told to keep out.

A name that somebody else controls can be made to mean 127.0.0.1; a browser then sends that name as
`Host`, and gets no answer.
"""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_COOKIE = "dateline"
_QUERY = "token"

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "img-src data:; style-src 'self'"
    ),
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Args:
        hosts: The names in the header `Host`, without the port; None takes any.
        token: What has to be shown; None lets everybody in.
    """

    hosts: Collection[str] | None = LOOPBACK_NAMES
    token: str | None = None


class AccessControl:
    """An ASGI application in front of another, which lets in whom `Access` says."""

    def __init__(self, inner: ASGIApp, access: Access) -> None:
        self._inner = inner
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        answer = self._answer(scope) or self._inner
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server leaves out the body

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await answer(scope, receive, send_with_headers)

    def _answer(self, scope: Scope) -> Response | None:
        """The answer to whom is not let in, or has shown the token; None for all others."""
        headers = Headers(scope=scope)
        if self._access.hosts is not None:
            name = _without_port(headers.get("host", ""))
            if name not in self._access.hosts:
                return PlainTextResponse(
                    f"unknown host {name!r}; open the address that `dateline serve` printed\n",
                    HTTPStatus.MISDIRECTED_REQUEST,
                )
        if self._access.token is None:
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = dict(asked).get(_QUERY)
        if shown is not None and _is_equal(shown, self._access.token):
            others = [(name, value) for name, value in asked if name != _QUERY]
            return self._welcome(scope, urlencode(others))
        if self._has_token(headers, self._access.token):
            return None
        return PlainTextResponse(
            "no token, or another one; open the address that `dateline serve` printed, or send "
            "the header `Authorization: Bearer TOKEN`\n",
            HTTPStatus.UNAUTHORIZED,
            {"WWW-Authenticate": "Bearer"},
        )

    def _welcome(self, scope: Scope, query: str) -> Response:
        """Have the browser remember the token, and take it out of the address."""
        path = scope["path"] if not scope["path"].startswith("//") else "/"
        response = RedirectResponse(path + (f"?{query}" if query else ""), HTTPStatus.SEE_OTHER)
        response.set_cookie(
            _COOKIE, _cookie_of(self._access.token or ""), httponly=True, samesite="strict"
        )
        return response

    @staticmethod
    def _has_token(headers: Headers, token: str) -> bool:
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and _is_equal(shown.strip(), token):
            return True
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return _COOKIE in cookies and _is_equal(cookies[_COOKIE].value, _cookie_of(token))


def _cookie_of(token: str) -> str:
    """What the browser keeps: not the token, which is typed elsewhere, too."""
    return sha256(f"dateline {token}".encode()).hexdigest()


def _is_equal(shown: str, wanted: str) -> bool:
    return hmac.compare_digest(shown.encode(), wanted.encode())


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
