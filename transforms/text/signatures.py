"""Which outlet published a page, and whom it credits, in the page's own words."""

import re
from dataclasses import dataclass

from transforms.text.heads import search_head

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
        r"(?P<source>[^\W_][^,.;:“”\"]{1,60})(?!\w)"
    ),
    re.compile(
        rf"\b(?P<outlet>{_NAME})['’]s\s(?:\w+\s){{0,2}}correspondents?\s(?:reports?|writes)\b"
    ),
    re.compile(
        rf"\b(?:сообщает|передает|передаёт|пишет)\s(?:корреспондент\s)?(?P<outlet>{_NAME})(?!\w)"
        r"(?:\sсо\sссылкой\sна\s(?P<source>[^\W_][^,.;:«»\"]{1,60})(?!\w))?"
    ),
)
# How far into a paragraph a signature, and into a line a copyright, may begin.
_SIGNATURE_REACH = 2000
_COPYRIGHT_REACH = 200


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
        match = search_head(pattern, paragraph, _SIGNATURE_REACH)
        if match:
            has_source = match.groupdict().get("source") is not None
            return Signature(match.span("outlet"), match.span("source") if has_source else None)
    return None


def copyright_holder(text: str) -> tuple[int, int] | None:
    """The span of the name in a copyright line."""
    match = search_head(_COPYRIGHT, text, _COPYRIGHT_REACH)
    if match is None or match["name"].casefold().startswith(_RIGHTS):
        return None
    return match.span("name")
