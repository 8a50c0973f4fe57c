"""Datelines in scripts without capitals: `नई दिल्ली, एजेंसी।`, `القاهرة (رويترز) -`, `【東京＝共同】`.

No capital tells a place there. A dateline is known by its brackets, by an agency or a day that is
listed behind the place, or by a place that a gazetteer has.
"""

import re
from functools import cache

from dateline.transforms.text.dateline_parts import Dateline, known_agencies, places_in_letters
from dateline.transforms.text.dates import find_dates
from dateline.transforms.text.lexicon import any_of, phrases
from dateline.transforms.text.scripts import may_be_capital

LONGEST_CASELESS_DATELINE = 80
OPENING_BRACKETS = "【（［"
_PLACE_WORD = '[^\\W\\d_][^\\s,،।:：()（）【】\\-–—/＝=."“«]*'
_PLACE = rf"(?P<place>{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,2}})"
_END = r"(?P<close>\s*(?:[।۔:：]|\.(?=\s)|[-–—]\s|[-–—](?=[^\W\d_])))\s*"
_LIST_SEPARATOR = re.compile(r"\s?[,،]\s?|(?<=日)\s|\s(?=\d{1,2}日)")
_DAY_OF_MONTH = re.compile(r"(?:\d{1,2}月)?\d{1,2}日")


def may_open_caseless(paragraph: str) -> bool:
    """Whether a paragraph begins with a letter that has no capital, behind a bracket or not."""
    first = paragraph[1:2] if paragraph[0] in f"{OPENING_BRACKETS}([" else paragraph[0]
    return may_be_capital(first) and not first.isupper()


def find_caseless_dateline(paragraph: str) -> Dateline | None:
    """Find the dateline that opens a paragraph of a script without capitals."""
    head = paragraph[: 2 * LONGEST_CASELESS_DATELINE]
    for form in _forms():
        match = form.match(head)
        if match is None or match.end() > LONGEST_CASELESS_DATELINE:
            continue
        if match.end() < len(paragraph) and (found := _read(match)):
            return found
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    opening, closing = rf"[{OPENING_BRACKETS}\[(]", r"[】）］\])]\s*(?:[-–—]\s*)?"
    agency = any_of(known_agencies())
    listed = r"(?P<list>(?:\s?[,،]\s?[^,،।:()\-–—]{2,30}){0,2})"
    return tuple(
        map(
            re.compile,
            (
                # 【東京＝山田太郎】, （ロンドン＝共同）, [東京 12日 ロイター] -, 【ワシントン時事】
                rf"{opening}(?P<place>[^\W\d_]{{1,12}})[＝=](?P<by>[^】）\]］)]{{1,24}}){closing}",
                rf"{opening}(?P<place>[^\W\d_]{{1,12}})\s(?P<list>[^】）\]］)]{{2,30}}){closing}",
                rf"{opening}(?P<place>[^\W\d_]{{1,12}}?)(?P<agency>{agency}){closing}",
                # 新华社北京3月12日电（记者 ……）
                r"(?P<agency>[\u4e00-\u9fff]{2,4}社|本[报報])(?P<place>[\u4e00-\u9fff]{2,8}?)"
                r"(?P<day>(?:\d{1,2}月)?\d{1,2}日)[电電讯訊]"
                r"(?:\s?[（(][^（()）]{2,40}[）)])?[：:\s]*",
                # القاهرة (رويترز) -, नई दिल्ली (भाषा)।, मुंबई, 12 मार्च (भाषा)
                rf"{_PLACE}{listed}\s?[(（](?P<agency>{agency})[)）](?:{_END}|\s)",
                rf"{_PLACE}{listed}\s?[(（](?P<other>[^()（）]{{2,30}})[)）]{_END}",
                # नई दिल्ली, एजेंसी।, თბილისი, 12 მარტი, ინტერპრესნიუსი.
                rf"{_PLACE}\s?[,،](?P<list>[^।:()\-–—.]{{2,50}}){_END}",
                # تهران - ایرنا -, دمشق-سانا
                rf"{_PLACE}\s?[-–—/]\s?(?P<agency>{agency})(?:{_END}|\s?/\s?|\s)",
            ),
        )
    )


def _read(match: re.Match[str]) -> Dateline | None:
    """The dateline that a form found, if what it holds is enough for one."""
    parts = match.groupdict()
    listed = _listed(match) if parts.get("list") else []
    if listed is None:
        return None
    spans = [match.span(name) for name in ("agency", "by", "other") if parts.get(name)]
    agency = next((span for span in (*spans, *listed) if _is_agency(match, span)), None)
    is_sure = bool(parts.get("by") or parts.get("day") or listed or agency)
    if not is_sure and parts["place"].casefold() not in places_in_letters():
        return None
    return Dateline(len(match.group().rstrip()), match.end(), match.span("place"), agency)


def _listed(match: re.Match[str]) -> list[tuple[int, int]] | None:
    """The parts behind a place, if each is an agency, a reporter or a day; else None."""
    spans = []
    at, end = match.span("list")
    text = match.string
    cuts = [cut.span() for cut in _LIST_SEPARATOR.finditer(text, at, end)] + [(end, end)]
    for cut_start, cut_end in cuts:
        part = text[at:cut_start]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            span = at + lead, at + len(part.rstrip())
            if not (_is_day(text[slice(*span)]) or _is_agency(match, span) or _is_desk(part)):
                return None
            spans.append(span)
        at = cut_end
    return spans


def _is_day(text: str) -> bool:
    if _DAY_OF_MONTH.fullmatch(text):
        return True
    return any(mention.start == 0 and mention.end == len(text) for mention in find_dates(text))


def _is_agency(match: re.Match[str], span: tuple[int, int]) -> bool:
    name = match.string[slice(*span)].strip(' "“”«»').casefold()
    return _agency().fullmatch(name) is not None


def _is_desk(text: str) -> bool:
    """Whether words name reporters: `जागरण संवाददाता`."""
    return any(word in phrases("dateline_words", "reporter") for word in text.split())


@cache
def _agency() -> re.Pattern[str]:
    name = any_of(known_agencies())
    return re.compile(rf"{name}(?:[\s/-]{name}){{0,3}}")
