"""Titles as metadata state them, such as `Council votes for sea wall | The Harbour Post`.

The address of a page states its title, too, where it is made of the title's words:
`harbourpost.example/news/council-votes-for-sea-wall-4711.html`.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import unquote, urlsplit

from dateline.transforms.text.folding import fold_letters

# What stands between an article's title and the names of its section and site.
_SEPARATOR = re.compile(r"\s+(?:[|·•–—-]|::?)\s+|\s*[»›]\s*|\s*\|\s*")
_ELLIPSES = ("…", "...")
_MOST_PARTS = 6
# A cut title with fewer letters could open many lines.
_LEAST_CUT_TITLE = 20
_SHORTEST_HOST_NAME = 3
_TITLE_WORD = re.compile(r"[^\W\d_]{3,}")
_FILE_ENDINGS = frozenset(("htm", "html", "php", "asp", "aspx", "jsp"))
# Fewer words of an address name a section, a site or a person as often as an article.
_LEAST_ADDRESS_WORDS, _LEAST_SHARED_WORDS = 3, 2
_STEM_LENGTH = 5
# Addresses write ä either as a or, in German, as ae.
_SPELLED_OUT = str.maketrans({letter: f"{plain}e" for letter, plain in ("äa", "öo", "üu")})


@dataclass(frozen=True)
class TitleClues:
    """What tells an article's title beside the page's text: its metadata and its address."""

    title: str | None = None
    address: str | None = None

    @cached_property
    def _address_words(self) -> frozenset[str]:
        """The words of the part of the address that has most of them; none where these are few."""
        try:
            path = unquote(urlsplit(self.address or "").path)
        except ValueError:
            return frozenset()
        words = max((_words(part) for part in path.split("/")), key=len) - _FILE_ENDINGS
        if len(words) < _LEAST_ADDRESS_WORDS:
            return frozenset()
        return frozenset(fold_letters(word)[:_STEM_LENGTH] for word in words)

    def likeness(self, line: str) -> float:
        """How much of a line and of the words of the address is the same, from 0 to 1."""
        wanted = self._address_words
        if not wanted:
            return 0.0
        words = _words(line.casefold())
        shared = sum(not wanted.isdisjoint(_spellings(word)) for word in words)
        if shared < _LEAST_SHARED_WORDS:
            return 0.0
        return 2 * min(shared, len(wanted)) / (len(words) + len(wanted))


def _words(text: str) -> set[str]:
    return set(_TITLE_WORD.findall(text))


def _spellings(word: str) -> Iterator[str]:
    """How an address may write a word, without its ending."""
    yield fold_letters(word)[:_STEM_LENGTH]
    if not word.isascii():
        yield fold_letters(word.translate(_SPELLED_OUT))[:_STEM_LENGTH]


NO_CLUES = TitleClues()


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
