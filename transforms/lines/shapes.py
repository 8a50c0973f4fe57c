"""Lines known by their shape: ages, dates, captions, source credits."""

import re

from transforms.text.dates import date_words, find_dates

_AGE = re.compile(
    r"(?:(?:about|over|updated|posted|published|vor|il y a|hace|há|около)\s+)?"
    r"(?:an?|one|\d{1,3}|eine[rm]?|un[ae]?)\+?\s*"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?"
    r"|minuten?|stunden?|std|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?"
    r"|heures?|jours?|semaines?|mois|ans?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|anos?"
    r"|minut[io]|or[ae]|giorn[io]|settiman[ae]|mes[ei]|ann[io]"
    r"|минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|день|недел[яиюь]|месяц(?:а|ев)?|лет|года?)\.?"
    r"(?:\s+(?:ago|fa|atrás|назад|old|zuvor))?|yesterday|today|gestern|heute|hier|ayer|ontem|ieri|вчера"
    r"|just now|an hour ago|a day ago|last week|last month",
    re.IGNORECASE,
)
# In lower case and without look-behind, so that the search can skip to the first letters.
_CREDIT = re.compile(
    r"(?:photos?|photograph|photography|images?|picture|credits?|fotos?|bild|bildquelle|crédits?"
    r"|фото|illustration|screenshot|graphic|courtesy of|courtesy)\s*(?::|by\b|von\b|/|via\b)"
    r"|getty images|/ap photo|ap photo[/ ]|shutterstock|istock|/reuters\b|reuters/|/afp\b|afp/"
    r"|afp via|wikimedia commons|imago[ /]|picture alliance|dpa/|/dpa\b|unsplash|pixabay"
)
_SOURCE = re.compile(
    r"(?:source|sources|quelle|quellen|fuente|fonte|источник|bron)\s*:\s*(?P<name>\S.{1,60})",
    re.IGNORECASE,
)
_AGENCY_LINE = re.compile(
    r"(?:\(?(?:with|mit)\s+)?(?:the\s+)?(?:associated press|reuters|afp|agence france-presse|dpa"
    r"|upi|tass|xinhua|interfax|bloomberg|ap|ansa|efe|lusa)\)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_MAXIMUM_DATE_LINE = 120


def is_age(text: str) -> bool:
    """Whether the line is an age such as `8 hours ago` and nothing else."""
    return len(text) <= 40 and _AGE.fullmatch(text.strip(" •·|-–—()")) is not None


def is_date_line(text: str) -> bool:
    """Whether the line holds a date and nothing that is not about it."""
    if len(text) > _MAXIMUM_DATE_LINE or not any(map(str.isdigit, text)):
        return False
    rest, place, found = [], 0, False
    for mention in find_dates(text):
        rest.append(text[place : mention.start])
        place, found = mention.end, True
    if not found:
        return False
    rest.append(text[place:])
    known = date_words()
    left = [w for w in _WORDS.findall(" ".join(rest)) if w.casefold() not in known]
    # What may be left is the short name of a time zone.
    return not left or (len(left) == 1 and len(left[0]) <= 5 and left[0].isupper())


def is_caption(key: str) -> bool:
    """Whether a line, in lower case, names a photographer or picture agency."""
    return _CREDIT.search(key) is not None


def source_credit(text: str) -> tuple[int, int] | None:
    """The span of the source that a line credits and does nothing else, if it is one."""
    if len(text) > 80:
        return None
    match = _SOURCE.fullmatch(text)
    if match:
        return match.span("name")
    return (0, len(text)) if _AGENCY_LINE.fullmatch(text.strip()) else None


def is_source_credit(text: str) -> bool:
    """Whether the line credits a source and does nothing else."""
    return source_credit(text) is not None
