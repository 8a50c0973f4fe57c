"""What kind of page the article stands on: by how it is written, and by what the page says."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dateline.seeds import lexicon
from dateline.transforms.article.kind_words import Sign, closing_signs, signs_in_text, told_signs
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.page_marks import picture_counters
from dateline.transforms.lines.shapes import clock_minutes
from dateline.transforms.schema.closed_sets import Basis, LineLabel, PageKind
from dateline.transforms.text.page_kind_phrases import has_openings, opening_phrases
from dateline.transforms.text.speaker_labels import SpeakerLabel, read_speaker_label

_UNTOLD = "nothing on the page tells its kind"
# So many lines of a sort are a page's way of being written; fewer are where words say so, too.
_TURNS, _STAMPS, _COUNTERS, _QUESTIONS, _POST_LINES = 4, 3, 3, 3, 4
_FEW_TURNS, _FEW_STAMPS, _FEW_PICTURES = 3, 2, 2
_TURN_SHARE = 0.3
_WORDS_A_PICTURE = 60
_WORDS_AN_ENTRY, _MOST_ENTRIES = 12, 0.75
_SHORTEST_QUESTION = 12
_LONGEST_LINE_OF_A_POST = 60
# A text of fewer words is no article, and one of fewer is none where the page cuts it off.
_FEWEST_WORDS, _FEWEST_UNCUT_WORDS = 30, 120
_CUT_OFF = ("…", "...", "[…]", "[...]")
_SIGNATURE_LABELS = label_codes(
    LineLabel.BYLINE, LineLabel.DATE, LineLabel.CREDIT, LineLabel.DATELINE
)
_MOST_SPANS = 5


@dataclass(frozen=True, slots=True)
class KindReading(Reading[str]):
    """A kind of page, which is told with its confidence."""

    def columns(self, field: str) -> Iterator[tuple[str, object]]:
        """The columns of `articles` that it fills."""
        yield field, self.value
        yield f"{field}_confidence", self.confidence


def read_page_kind(page: ArticlePage) -> KindReading:
    """Read the kind for which the first of the rules finds a sign; null where none does."""
    told = tuple(told_signs(page))
    for rule in _KIND_RULES:
        if sign := rule(page, told):
            confidence = _confidences()[f"{sign.kind}: {sign.rule}"]
            return KindReading(
                sign.kind, sign.basis, sign.spans[:_MOST_SPANS], confidence=confidence
            )
    return KindReading(None, _UNTOLD)


def read_index_kind(page: ArticlePage) -> KindReading:
    """Read the kind of a page that lists articles and has none of its own."""
    titles = _spans(map(page.excerpt, page.header.listed))
    confidence = _confidences()[f"{PageKind.INDEX}: entries"]
    return KindReading(PageKind.INDEX, Basis.INFERRED, titles[:_MOST_SPANS], confidence=confidence)


@cache
def _confidences() -> dict[str, float]:
    return {row["rule"]: float(row["confidence"]) for row in lexicon("page_kind_confidence")}


def _transcript(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """Names in capitals open the lines, and come back."""
    turns = [(line, turn) for line, turn in _turns(page) if turn.is_in_capitals]
    if _is_talk(page, turns):
        return _inferred(PageKind.TRANSCRIPT, "turns", _names(turns))
    if (sign := _of(told, PageKind.TRANSCRIPT)) and len(turns) >= _FEW_TURNS:
        return Sign(PageKind.TRANSCRIPT, "words and turns", (*sign.spans, *_names(turns)))
    return None


def _interview(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """Questions and answers, under names or under a headline that says interview."""
    questions = [
        line
        for line in page.body
        if line.text.endswith(("?", "？", "՞", ";")) and len(line.text) >= _SHORTEST_QUESTION
    ]
    questions = [line for line in questions if not line.text.endswith(";") or page.language == "el"]
    turns = list(_turns(page))
    if _is_talk(page, turns) and questions:
        return _inferred(PageKind.INTERVIEW, "turns", _names(turns))
    if (sign := _of(told, PageKind.INTERVIEW)) and len(questions) >= _QUESTIONS:
        return Sign(PageKind.INTERVIEW, "words and questions", (*sign.spans, *_spans(questions)))
    return None


def _live_blog(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """Entries stand under the time of day at which they were made."""
    stamps = list(page.ruled("clock_shape"))
    if len(stamps) >= _STAMPS and _go_one_way(stamps) and _stand_over_text(page, stamps):
        return _inferred(PageKind.LIVE_BLOG, "times of day", _spans(stamps))
    if (sign := _of(told, PageKind.LIVE_BLOG)) and len(stamps) >= _FEW_STAMPS:
        return Sign(PageKind.LIVE_BLOG, "words and times of day", (*sign.spans, *_spans(stamps)))
    return None


def _go_one_way(stamps: Sequence[Excerpt]) -> bool:
    """Whether the times run down or up the page, a midnight aside."""
    minutes = [minute for line in stamps if (minute := clock_minutes(line.text)) is not None]
    downs = sum(after < before for before, after in pairwise(minutes))
    ups = sum(after > before for before, after in pairwise(minutes))
    return min(downs, ups) <= 1 and downs + ups == len(minutes) - 1 and max(downs, ups) > 1


def _stand_over_text(page: ArticlePage, stamps: Sequence[Excerpt]) -> bool:
    """Whether sentences stand between most times of day, and not the titles of other articles."""
    ends = [stamp.start for stamp in stamps[1:]] + [page.paragraphs[-1].end]
    counts = [
        sum(len(p.text.split()) for p in page.paragraphs if stamp.end <= p.start < end)
        for stamp, end in zip(stamps, ends, strict=True)
    ]
    return sum(count >= _WORDS_AN_ENTRY for count in counts) >= _MOST_ENTRIES * len(counts)


def _gallery(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """Counters of pictures stand between a few words each."""
    counters = list(map(page.excerpt, picture_counters(page.lines.texts, page.indices)))
    word_count = len(page.text.split())
    if len(counters) >= _COUNTERS and word_count <= _WORDS_A_PICTURE * len(counters):
        return _inferred(PageKind.GALLERY, "counters", _spans(counters))
    pictures = [*counters, *page.labelled(LineLabel.CAPTION)]
    sign = _of(told, PageKind.GALLERY)
    if sign and len(pictures) >= _FEW_PICTURES and word_count <= _WORDS_A_PICTURE * len(pictures):
        return Sign(PageKind.GALLERY, "words and pictures", (*sign.spans, *_spans(pictures)))
    return None


def _forum(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """Lines about those who post, and buttons to answer them, come again and again."""
    if not has_openings(page.page.text, "post", _POST_LINES):
        return None
    marks = []
    phrases: Counter[str] = Counter()
    for index in page.indices:
        text = page.lines.texts[index]
        if len(text) <= _LONGEST_LINE_OF_A_POST:
            for phrase in opening_phrases(text, "post"):
                phrases[text[phrase.start : phrase.end].casefold()] += 1
                marks.append(page.excerpt(index))
    again = [phrase for phrase, count in phrases.items() if count > 1]
    needed = 1 if _of(told, PageKind.FORUM) else 2
    if len(again) >= needed and len(marks) >= _POST_LINES:
        return _inferred(PageKind.FORUM, "posts", _spans(marks))
    return None


def _worded(_: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """The page says it."""
    return next((sign for sign in told if not sign.is_weak), None)


def _obituary(page: ArticlePage, told: Sequence[Sign]) -> Sign | None:
    """The headline says that somebody died, and the text speaks of the life and those left."""
    sign = _of(told, PageKind.OBITUARY)
    found = [s for s in signs_in_text(page) if s.kind == PageKind.OBITUARY] if sign else []
    if sign is None or len({_text(page, each) for each in found}) < 2:
        return None
    spans = (*sign.spans, *(span for each in found for span in each.spans))
    return Sign(PageKind.OBITUARY, "headline and text", spans)


def _press_release(page: ArticlePage, _: Sequence[Sign]) -> Sign | None:
    """A contact for the press and the like stand below the text."""
    found = [s for s in closing_signs(page) if s.kind == PageKind.PRESS_RELEASE]
    if len({_text(page, each) for each in found}) < 2:
        return None
    return Sign(PageKind.PRESS_RELEASE, "closing lines", tuple(s for f in found for s in f.spans))


def _stub(page: ArticlePage, _: Sequence[Sign]) -> Sign | None:
    """The page cuts the text off, or has a few words of it."""
    count, last = len(page.text.split()), page.paragraphs[-1]
    if count < _FEWEST_UNCUT_WORDS:
        closing = next((s for s in closing_signs(page) if s.kind == PageKind.STUB), None)
        if closing is not None:
            return Sign(PageKind.STUB, "closing line", closing.spans)
        if last.text.endswith(_CUT_OFF):
            return _inferred(PageKind.STUB, "cut off", ((last.start, last.end),))
    return _inferred(PageKind.STUB, "few words", ()) if count < _FEWEST_WORDS else None


def _article(page: ArticlePage, _: Sequence[Sign]) -> Sign | None:
    """A headline stands above the text, and near it who wrote it, when, or where."""
    near = [index for zone in page.zones for index in zone]
    signatures = [page.excerpt(i) for i in near if page.labels.label[i] in _SIGNATURE_LABELS]
    if page.dateline is not None and not signatures:
        line, dateline = page.dateline.line, page.dateline.dateline
        signatures.append(line if page.dateline.is_own_line else line.part(0, dateline.end))
    for stated in page.stated_dates:
        signatures += [Excerpt("", *span) for span in stated.reading.spans]
    headline = page.header.headline
    if headline is None or not signatures:
        return None
    marks = _spans([page.excerpt(headline), *signatures])
    return _inferred(PageKind.ARTICLE, "headline and signature", marks)


# From the surest to the least sure: how a page is written says more than its words.
_KIND_RULES: tuple[Callable[[ArticlePage, Sequence[Sign]], Sign | None], ...] = (
    _transcript,
    _interview,
    _live_blog,
    _gallery,
    _forum,
    _worded,
    _obituary,
    _press_release,
    _stub,
    _article,
)


def _turns(page: ArticlePage) -> Iterator[tuple[Excerpt, SpeakerLabel]]:
    for line in page.body:
        if turn := read_speaker_label(line.text):
            yield line, turn


def _is_talk(page: ArticlePage, turns: Sequence[tuple[Excerpt, SpeakerLabel]]) -> bool:
    """Whether two or more speakers take turns over most of the text."""
    counts = Counter(turn.name for _, turn in turns)
    again = [count for count in counts.values() if count > 1]
    is_most = len(turns) >= max(_TURNS, _TURN_SHARE * len(page.body))
    return is_most and len(again) > 1 and 2 * sum(again) >= len(turns)


def _names(turns: Iterable[tuple[Excerpt, SpeakerLabel]]) -> tuple[tuple[int, int], ...]:
    return tuple((line.start, line.start + turn.end) for line, turn in turns)


def _of(told: Iterable[Sign], kind: PageKind) -> Sign | None:
    return next((sign for sign in told if sign.kind == kind), None)


def _inferred(kind: PageKind, rule: str, spans: tuple[tuple[int, int], ...]) -> Sign:
    return Sign(kind, rule, spans, Basis.INFERRED)


def _spans(lines: Iterable[Excerpt]) -> tuple[tuple[int, int], ...]:
    return tuple((line.start, line.end) for line in lines)


def _text(page: ArticlePage, sign: Sign) -> str:
    (start, end), *_ = sign.spans
    return page.page.text[start:end].casefold()
