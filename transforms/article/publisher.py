"""Which outlet published a page, and whom it credits, in the page's own words."""

import re
from dataclasses import dataclass

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\)|copyright)?\s*(?:by\s+)?"
    r"(?:(?:19|20)\d\d\s*(?:[-–,]\s*(?:19|20)\d\d)?)?\s*,?\s*(?:by\s+)?"
    r"(?P<name>[^\W\d_][^.|,;:·•©()\d]{1,60}?)(?=\s+all rights|\s+powered by|[.|,;:·•©()]|\s-|$)",
    re.IGNORECASE,
)
_RIGHTS = ("all rights", "alle rechte", "tous droits", "todos", "tutti i", "все права", "copyright")
_NAME = r"[^\W\d_a-zа-я][\w.&-]{1,30}(?:\s[^\W\d_a-zа-я][\w.&-]{0,30}){0,3}"
# How outlets of the former Soviet Union sign a report: by their own name, then by its source.
_SIGNED = (
    re.compile(
        rf"\b(?:As\s)?(?P<outlet>(?!As\s){_NAME})\s(?:reports?|informs|writes|says),?\s"
        r"(?:with\sreference\sto|with\sa\slink\sto|referring\sto|citing)\s(?:the\s)?"
        r"(?P<source>[^\W_][^,.;:“”\"]{1,60})"
    ),
    re.compile(
        rf"\b(?P<outlet>{_NAME})['’]s\s(?:\w+\s){{0,2}}correspondents?\s(?:reports?|writes)\b"
    ),
    re.compile(
        rf"\b(?:сообщает|передает|передаёт|пишет)\s(?:корреспондент\s)?(?P<outlet>{_NAME})"
        r"(?:\sсо\sссылкой\sна\s(?P<source>[^\W_][^,.;:«»\"]{1,60}))?"
    ),
)
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Signature:
    """An outlet that names itself in a paragraph, and its source, as spans into the paragraph."""

    outlet: tuple[int, int]
    source: tuple[int, int] | None


def find_signature(paragraph: str) -> Signature | None:
    """Find the words with which an outlet signs its own report.

    Examples are `As Caliber.Az reports with reference to the ministry's website` and
    `TURAN's Washington correspondent reports`.
    """
    for pattern in _SIGNED:
        match = pattern.search(paragraph[:_LONGEST])
        if match:
            has_source = match.groupdict().get("source") is not None
            return Signature(match.span("outlet"), match.span("source") if has_source else None)
    return None


def copyright_holder(text: str) -> tuple[int, int] | None:
    """The span of the name in a copyright line."""
    match = _COPYRIGHT.search(text[:200])
    if match is None or match["name"].casefold().startswith(_RIGHTS):
        return None
    return match.span("name")
