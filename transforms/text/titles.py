"""Titles as metadata state them, such as `Council votes for sea wall | The Harbour Post`."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# What stands between an article's title and the names of its section and site.
_SEPARATOR = re.compile(r"\s+(?:[|·•–—-]|::?)\s+|\s*[»›]\s*|\s*\|\s*")
_ELLIPSES = ("…", "...")
_MOST_PARTS = 6
# A cut title with fewer letters could open many lines.
_LEAST_CUT_TITLE = 20
_SHORTEST_HOST_NAME = 3


def title_key(text: str) -> str:
    """A title's letters and figures, the same however it is capitalised and punctuated."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=256)
def title_keys(title: str) -> frozenset[str]:
    """The keys that a line may have which states a title or the part of it that names the article.

    Names of sections and sites stand before or behind that part, which is longer than they are.
    """
    parts = list(filter(None, map(title_key, _parts(title))))
    whole = "".join(parts)
    runs = (
        "".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    )
    return frozenset(run for run in runs if 2 * len(run) >= len(whole))


def states_title(line: str, title: str) -> bool:
    """Whether a line is the title, or the part of it that names the article."""
    key = title_key(line)
    if not key:
        return False
    if title.endswith(_ELLIPSES):
        start = title_key(title)
        return len(start) >= _LEAST_CUT_TITLE and key.startswith(start)
    return key in title_keys(title)


def without_site_name(title: str, publisher: str | None, host: str | None) -> str | None:
    """A title without the site's name at either end; None where it is nothing but that name."""
    names = frozenset(_site_names(publisher, host))
    spans = [match.span() for match in _SEPARATOR.finditer(title)]
    if title_key(title) in names:
        return None
    for start, end in (*spans[-1:], *spans[:1]):
        head, tail = title[:start], title[end:]
        if title_key(tail) in names:
            return head or None
        if title_key(head) in names:
            return tail or None
    return title


def _parts(title: str) -> list[str]:
    return _SEPARATOR.split(html.unescape(title), maxsplit=_MOST_PARTS)


def _site_names(publisher: str | None, host: str | None) -> Iterator[str]:
    """The keys of a site's name, such as `harbourpost` of `www.harbourpost.example`."""
    if publisher:
        yield title_key(publisher)
    if host:
        yield title_key(host)
        yield from (
            title_key(label)
            for label in host.split(".")[:-1]
            if len(label) >= _SHORTEST_HOST_NAME and label != "www"
        )
