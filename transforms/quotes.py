"""Who said what: the quotations of an article, with their speakers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.attribution import Cue, choose_cue, find_cues
from transforms.detection import is_quotation, kind_of
from transforms.narrative import Sentence, read_sentences
from transforms.passages import ArticleText, Passage, PassageKind
from transforms.quotation_marks import Quoted, find_quoted
from transforms.records import Mention, Quote, Span
from transforms.subjects import SubjectReader


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom words are attributed, by which words, and by which rule; spans are code points."""

    speaker: Span | None
    cue: Span | None
    rule: str
    score: float


UNATTRIBUTED = Attribution(None, None, "none", 0.0)


@dataclass(slots=True)
class Found:
    """A quoted stretch, the sentence and passage it stands in, and what attributes it."""

    quoted: Quoted
    sentence: Sentence
    place: int
    passage: int
    attribution: Attribution = UNATTRIBUTED
    is_own: bool = False


@dataclass(slots=True)
class Paragraph:
    """A passage as read: its sentences, its quotations, and whom it leaves as the speaker."""

    passage: Passage
    sentences: list[Sentence]
    found: list[Found] = field(default_factory=list)
    lead: Attribution | None = None
    topic: Attribution | None = None


def find_quotes(article: ArticleText, mentions: Sequence[Mention]) -> list[Quote]:
    """The quotations of an article, in order of their first character."""
    paragraphs = [_read(article, passage, i) for i, passage in enumerate(article.passages)]
    _fill(article, paragraphs)
    found = [item for paragraph in paragraphs for item in paragraph.found]
    found = [item for item in found if _is_kept(article, item)]
    quotes = []
    for number, item in enumerate(found):
        q = item.quoted
        at = item.attribution
        speaker = article.text[at.speaker.start : at.speaker.end] if at.speaker else None
        quotes.append(
            Quote(
                article.document_id,
                number,
                (Span(q.start, q.end),),
                q.start,
                q.end,
                article.text[q.start : q.end],
                kind_of(item.sentence, item.place, article.text[q.start : q.end]),
                speaker,
                at.speaker.start if at.speaker else None,
                at.speaker.end if at.speaker else None,
                speaker,
                None,
                article.text[at.cue.start : at.cue.end] if at.cue else None,
                at.cue.start if at.cue else None,
                at.cue.end if at.cue else None,
                (),
                0.5,
                at.rule,
            )
        )
    return quotes


def _is_kept(article: ArticleText, item: Found) -> bool:
    single_title = (
        len(item.quoted.mark) == 1
        and item.quoted.mark in "‘'"
        and article.passages[item.passage].kind is not PassageKind.PARAGRAPH
    )
    text = article.text[item.quoted.start : item.quoted.end]
    return is_quotation(item.sentence, item.place, text, item.attribution.rule, single_title)


def _read(article: ArticleText, passage: Passage, number: int) -> Paragraph:
    """Read a passage and attribute what its own sentences attribute."""
    quoted = find_quoted(article.text, passage.start, passage.end)
    is_title = passage.kind is not PassageKind.PARAGRAPH
    sentences = read_sentences(article.text, passage.start, passage.end, quoted, is_title=is_title)
    paragraph = Paragraph(passage, sentences)
    recent: Attribution | None = None
    waiting: list[Found] = []
    for sentence in sentences:
        cues = find_cues(sentence)
        if not sentence.quoted:
            recent = _stated(sentence, cues) or recent
            continue
        for place, index in sentence.quoted.items():
            item = Found(quoted[index], sentence, place, number)
            paragraph.found.append(item)
            choice = choose_cue(sentence, cues, place)
            if choice is not None:
                item.attribution = _attributed(sentence, choice[0], item.place, choice[1])
                item.is_own = True
                recent = item.attribution
                for earlier in waiting:
                    earlier.attribution = _by(recent, "same paragraph after")
                waiting.clear()
            elif recent is not None:
                item.attribution = _by(recent, "same paragraph")
            else:
                waiting.append(item)
    if sentences:
        last = sentences[-1]
        strong = [cue for cue in find_cues(last) if cue.kind != "verb"]
        if last.classes.endswith(":"):
            if strong:
                paragraph.lead = _attributed(last, strong[-1], len(last.words), 1.0)
            else:
                subject = _main_subject(last)
                paragraph.lead = Attribution(subject, None, "colon", 0.5) if subject else None
        paragraph.topic = recent
    return paragraph


def _stated(sentence: Sentence, cues: Sequence[Cue]) -> Attribution | None:
    """Who a sentence without quotations leaves as the speaker of what follows."""
    strong = [cue for cue in cues if cue.kind in ("speech", "address", "according", "thought")]
    if strong:
        return _attributed(sentence, strong[-1], len(sentence.words), 0.5)
    subject = _main_subject(sentence)
    return Attribution(subject, None, "topic", 0.2) if subject is not None else None


def _fill(article: ArticleText, paragraphs: Sequence[Paragraph]) -> None:
    """Attribute what its own passage does not: continued, announced and carried quotations."""
    for number, paragraph in enumerate(paragraphs):
        previous = paragraphs[number - 1] if number else None
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        for item in paragraph.found:
            if item.attribution is not UNATTRIBUTED:
                continue
            alone = not item.sentence.classes.strip("q.-~…")
            if not alone:
                continue
            if previous is not None and previous.lead is not None:
                item.attribution = _by(previous.lead, "colon")
            elif previous is not None and previous.found and _ends_open(previous):
                item.attribution = _by(previous.found[-1].attribution, "continued")
            elif (
                following is not None
                and _forward(following) is not None
                and (not item.quoted.closed or previous is None or not previous.found)
            ):
                item.attribution = _by(_forward(following), "carried back")
            elif previous is not None and previous.found and previous.found[-1].attribution.speaker:
                item.attribution = _by(previous.found[-1].attribution, "carried over")
            elif previous is not None and previous.topic is not None:
                item.attribution = _by(previous.topic, "carried topic")


def _ends_open(paragraph: Paragraph) -> bool:
    return not paragraph.found[-1].quoted.closed


def _forward(paragraph: Paragraph) -> Attribution | None:
    """The attribution of a quotation that opens a paragraph."""
    if not paragraph.found:
        return None
    first = paragraph.found[0]
    if first.is_own and first.quoted.outer_start - paragraph.passage.start <= 1:
        return first.attribution
    return None


def _by(attribution: Attribution | None, rule: str) -> Attribution:
    if attribution is None:
        return UNATTRIBUTED
    return Attribution(attribution.speaker, attribution.cue, rule, attribution.score)


def _main_subject(sentence: Sentence) -> Span | None:
    reader = SubjectReader(sentence)
    for place, letter in enumerate(sentence.classes):
        if letter in "SvxBe":
            subject = reader.before(place)
            if subject:
                return Span(sentence.starts[subject[0]], sentence.ends[subject[1] - 1])
    return None


def _attributed(sentence: Sentence, cue: Cue, place: int, score: float) -> Attribution:
    return Attribution(
        Span(sentence.starts[cue.speaker[0]], sentence.ends[cue.speaker[1] - 1]),
        Span(sentence.starts[cue.cue[0]], sentence.ends[cue.cue[1] - 1]),
        f"{cue.kind} {'before' if cue.cue[0] < place else 'after'}",
        score,
    )
