"""Which outlet published a page, and whom it credits, in the page's own words."""

import re
from dataclasses import dataclass
from functools import cache

from dateline.transforms.text.heads import search_head
from dateline.transforms.text.lexicon import any_phrase, phrases

_OUTLET_NAME = r"[^\W\d_a-zа-я][\w.&-]{1,30}(?:\s[^\W\d_a-zа-я][\w.&-]{0,30}){0,3}"
_SOURCE = r"(?P<source>[^\W_][^,.;:“”«»\"]{1,60})(?!\w)"
# How far into a paragraph a signature, and into a line a copyright, may begin.
_SIGNATURE_REACH = 2000
_COPYRIGHT_REACH = 200


@dataclass(frozen=True, slots=True)
class Signature:
    """An outlet that names itself in a paragraph, and its source, as spans into the paragraph."""

    outlet: tuple[int, int]
    source: tuple[int, int] | None


@cache
def _signatures() -> tuple[re.Pattern[str], ...]:
    """How outlets of the former Soviet Union sign: by their own name, then by their source."""
    as_, the, citing = _any("as"), _any("the"), _any("citing")
    correspondent = _any("correspondent")
    return (
        re.compile(
            rf"\b(?:{as_}\s)?(?P<outlet>(?!{as_}\s){_OUTLET_NAME})\s{_any('verb_after_outlet')},?\s"
            rf"{citing}\s(?:{the}\s)?{_SOURCE}"
        ),
        re.compile(
            rf"\b(?P<outlet>{_OUTLET_NAME})['’]s\s(?:\w+\s){{0,2}}{correspondent}\s"
            rf"{_any('correspondent_verb')}\b"
        ),
        re.compile(
            rf"\b{_any('verb_before_outlet')}\s(?:{correspondent}\s)?(?P<outlet>{_OUTLET_NAME})(?!\w)"
            rf"(?:\s{citing}\s{_SOURCE})?"
        ),
    )


@cache
def _copyright() -> re.Pattern[str]:
    mark, by = rf"(?:©|\(c\)|{_any('copyright')})", rf"(?:{_any('copyright_by')}\s+)?"
    return re.compile(
        rf"{mark}\s*{mark}?\s*{by}(?:(?:19|20)\d\d\s*(?:[-–,]\s*(?:19|20)\d\d)?)?\s*,?\s*{by}"
        r"(?P<name>[^\W\d_][^.|,;:·•©()\d]{1,60}?)"
        rf"(?=\s+{_any('after_holder')}|[.|,;:·•©()]|\s-|$)",
        re.IGNORECASE,
    )


def _any(use: str) -> str:
    return any_phrase("signature_phrases", use)


def find_signature(paragraph: str) -> Signature | None:
    """Find the words with which an outlet signs its own report.

    Examples are `As Caliber.Az reports with reference to the ministry's website` and
    `TURAN's Washington correspondent reports`.
    """
    for pattern in _signatures():
        match = search_head(pattern, paragraph, _SIGNATURE_REACH)
        if match:
            has_source = match.groupdict().get("source") is not None
            return Signature(match.span("outlet"), match.span("source") if has_source else None)
    return None


def copyright_holder(text: str) -> tuple[int, int] | None:
    """The span of the name in a copyright line."""
    match = search_head(_copyright(), text, _COPYRIGHT_REACH)
    if match is None or match["name"].casefold().startswith(phrases("signature_phrases", "rights")):
        return None
    return match.span("name")
