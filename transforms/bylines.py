"""Who wrote an article, as bylines name them: people only, no roles, no agencies."""

import re
from functools import cache

import seeds

_LEAD = re.compile(
    r"(?:written\s+by|story\s+by|posted\s+by|published\s+by|reported\s+by|words\s+by|text\s+by"
    r"|by|von|vom|par|por|di|da|de|av|af|door|autor(?:in)?|autore|auteur|author|автор|текст)"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"(?:written|story|posted|published|reported|words|text|created|erstellt|geschrieben|publié"
    r"|publicado|pubblicato|scritto)\s+(?:by|von|par|por|da)\s*:?\s+",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|autor(?:in)?:?|auteur\s?:|autore:|author:|автор:?)\s+", re.I
)
_SEPARATOR = re.compile(
    r"\s*(?:[|•·/;\n\t—–]|\s-\s|,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bwith\b)\s*"
)
_NAME_WORD = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|['’.\-])*)")
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der"}
    | {"den", "ter", "ten", "bin", "ibn", "al", "el", "y", "e", "zu", "zur"}
)


@cache
def not_names() -> frozenset[str]:
    """Words of roles, agencies and newsrooms, in lower case: a name does not hold them."""
    return frozenset(row["word"] for row in seeds.lexicon("byline_words"))


def is_person_name(text: str) -> bool:
    """Whether a stretch of a byline is shaped like a person's name: two to five words."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    for word in words:
        bare = word.strip(".,()")
        if bare.casefold() in not_names() or not _NAME_WORD.fullmatch(bare):
            return False
        if not bare[0].isupper() and bare not in _PARTICLES:
            return False
    return words[0][0].isupper()


def byline_start(text: str) -> int | None:
    """Where the names begin in a line that opens as a byline does; None for other lines."""
    match = _CREDITED.match(text) or _BYLINE.match(text)
    return match.end() if match else None


def names_in(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of a byline that are names of people, in order."""
    spans = []
    place = 0
    for separator in [*_SEPARATOR.finditer(text), None]:
        end = separator.start() if separator else len(text)
        start = place
        place = separator.end() if separator else len(text)
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
            end -= 1
        if is_person_name(text[start:end]):
            spans.append((start, end))
        elif spans:
            break
    return tuple(spans)
