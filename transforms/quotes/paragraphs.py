"""A passage's quotations and who says them, within it and carried over from its neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transforms.quotes.attribution import Cue, choose_cue, find_cues
from transforms.quotes.indirect import find_reported
from transforms.quotes.narrative import Sentence, read_sentences
from transforms.quotes.quotation_marks import Quoted, find_quoted
from transforms.quotes.subjects import Phrase, SubjectReader
from transforms.quotes.via import reported_through
from transforms.schema.content import Span
from transforms.text.passages import ArticleText, Passage, PassageKind


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom words are attributed, by which words, and by which rule; spans are code points."""

    speaker: Span | None
    cue: Span | None
    rule: str
    via: tuple[Span, ...] = ()


_TELLING = ("speech", "address", "according", "thought")
_NAME_ALONE = re.compile(r"P{2,6}\.")
_LONGEST_SIGNATURE = 16
UNATTRIBUTED = Attribution(None, None, "none")
OTHER_LANGUAGE = Attribution(None, None, "other language")


@dataclass(slots=True)
class Found:
    """A quoted stretch, the sentence and passage it stands in, and what attributes it."""

    quoted: Quoted
    sentence: Sentence
    place: int
    passage: int
    attribution: Attribution = UNATTRIBUTED
    is_own: bool = False
    continues: "Found | None" = None


@dataclass(slots=True)
class Paragraph:
    """A passage as read: its sentences, its quotations, and whom it leaves as the speaker."""

    passage: Passage
    sentences: list[Sentence]
    found: list[Found] = field(default_factory=list)
    lead: Attribution | None = None
    topic: Attribution | None = None
    reported: list[tuple[Span, Attribution]] = field(default_factory=list)


def read_paragraphs(article: ArticleText) -> list[Paragraph]:
    """Every passage of an article with its quotations, attributed where the article is English."""
    if article.language is not None and article.language.split("-")[0] != "en":
        paragraphs = [_marked(article, passage, i) for i, passage in enumerate(article.passages)]
        _link(paragraphs)
        return paragraphs
    paragraphs = [_read(article, passage, i) for i, passage in enumerate(article.passages)]
    _link(paragraphs)
    _fill(paragraphs)
    return paragraphs


def _marked(article: ArticleText, passage: Passage, number: int) -> Paragraph:
    """A passage in a language whose attributions are not read: only what stands between marks."""
    quoted = find_quoted(article.text, passage.start, passage.end)
    paragraph = Paragraph(passage, read_sentences(article.text, passage.start, passage.end, quoted))
    for sentence in paragraph.sentences:
        for place, index in sentence.quoted.items():
            paragraph.found.append(Found(quoted[index], sentence, place, number, OTHER_LANGUAGE))
    return paragraph


def _read(article: ArticleText, passage: Passage, number: int) -> Paragraph:
    """Read a passage and attribute what its own sentences attribute."""
    quoted = find_quoted(article.text, passage.start, passage.end)
    is_title = passage.kind is not PassageKind.PARAGRAPH
    sentences = read_sentences(article.text, passage.start, passage.end, quoted, is_title=is_title)
    paragraph = Paragraph(passage, sentences)
    recent: Attribution | None = None
    stated: list[tuple[Sentence, list[Cue]]] = []
    waiting: list[Found] = []
    cues: list[Cue] = []
    for sentence in sentences:
        cues = find_cues(sentence)
        for reported in find_reported(sentence, cues):
            attribution = _attributed(sentence, cues, reported.cue, reported.start)
            content = _span(sentence, (reported.start, reported.end))
            paragraph.reported.append((content, _by(attribution, reported.rule)))
        if not sentence.quoted:
            stated.append((sentence, cues))
            continue
        recent = _last_stated(stated) or recent
        stated.clear()
        for place, index in sentence.quoted.items():
            item = Found(quoted[index], sentence, place, number)
            paragraph.found.append(item)
            choice = choose_cue(sentence, cues, place)
            if choice is not None:
                item.attribution = _attributed(sentence, cues, choice, place)
                item.is_own = True
                if not (place and sentence.classes[choice.speaker[0]] == "w" and recent):
                    recent = item.attribution
                for earlier in waiting:
                    earlier.attribution = _by(item.attribution, "same paragraph after")
                waiting.clear()
            elif recent is not None:
                item.attribution = _by(recent, "same paragraph")
            else:
                waiting.append(item)
    _label(paragraph)
    if sentences:
        last = sentences[-1]
        if last.classes.endswith(":"):
            strong = [cue for cue in cues if cue.kind != "verb"]
            if strong:
                paragraph.lead = _attributed(last, cues, strong[-1], len(last.words))
            else:
                subject = _main_subject(last) or _opening(last)
                paragraph.lead = Attribution(subject, None, "colon") if subject else None
        paragraph.topic = _last_stated(stated) or recent
    return paragraph


def _label(paragraph: Paragraph) -> None:
    """Attribute a line that is a name, a full stop and a quotation: "Antony Blinken. “...”"."""
    if len(paragraph.sentences) == 2 and len(paragraph.found) == 1:
        name, words = paragraph.sentences
        if _NAME_ALONE.fullmatch(name.classes) and words.classes.strip(".") == "q":
            speaker = Span(name.starts[0], name.ends[-2])
            paragraph.found[0].attribution = Attribution(speaker, None, "label before")
            paragraph.found[0].is_own = True


def _last_stated(stated: Sequence[tuple[Sentence, list[Cue]]]) -> Attribution | None:
    """Whom the nearest of several sentences without quotations leaves as the speaker."""
    for sentence, cues in reversed(stated):
        attribution = _stated(sentence, cues)
        if attribution is not None:
            return attribution
    return None


def _stated(sentence: Sentence, cues: Sequence[Cue]) -> Attribution | None:
    """Who a sentence without quotations leaves as the speaker of what follows."""
    for cue in cues:
        before = sentence.classes[max(0, cue.speaker[0] - 1) : cue.speaker[0]]
        if cue.kind in _TELLING and before not in ("b", "d"):
            return _attributed(sentence, cues, cue, len(sentence.words))
    subject = _main_subject(sentence)
    return Attribution(subject, None, "topic") if subject is not None else None


def _fill(paragraphs: Sequence[Paragraph]) -> None:
    """Attribute what its own passage does not: continued, announced and carried quotations."""
    for number, paragraph in enumerate(paragraphs):
        previous = paragraphs[number - 1] if number else None
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        for item in paragraph.found:
            if item.attribution is not UNATTRIBUTED or item.sentence.classes.strip("q.-~…"):
                continue
            signed = _signature(item, following) if following is not None else None
            if signed is not None:
                item.attribution = Attribution(signed, None, "signature")
            elif item.continues is not None:
                item.attribution = _by(item.continues.attribution, "continued")
            else:
                item.attribution = _carried(item, previous, following)


def _signature(item: Found, following: Paragraph) -> Span | None:
    """The name under a quotation set apart, where one pair of marks encloses both."""
    if item.quoted.closed or following.found or len(following.sentences) != 1:
        return None
    sentence = following.sentences[0]
    if len(sentence.words) > _LONGEST_SIGNATURE or not sentence.classes.startswith("PP"):
        return None
    is_enclosed = following.passage.end - sentence.ends[-1] >= 1
    return _opening(sentence) if is_enclosed else None


def _link(paragraphs: Sequence[Paragraph]) -> None:
    """Join quotations that run over several paragraphs, and share the attribution of the last."""
    for previous, paragraph in pairwise(paragraphs):
        if not previous.found or not paragraph.found:
            continue
        last, first = previous.found[-1], paragraph.found[0]
        if not last.quoted.closed and first.quoted.outer_start == paragraph.passage.start:
            first.continues = last
    for paragraph in reversed(paragraphs):
        for item in paragraph.found[:1]:
            earlier = item.continues
            if item.is_own and earlier is not None and earlier.attribution is UNATTRIBUTED:
                earlier.attribution = _by(item.attribution, "continued")
                earlier.is_own = True


def _carried(item: Found, previous: Paragraph | None, following: Paragraph | None) -> Attribution:
    """Who speaks in a paragraph that is nothing but a quotation."""
    if previous is not None and previous.lead is not None:
        return _by(previous.lead, "colon")
    ahead = _forward(following) if following is not None else None
    if ahead is not None and (previous is None or not previous.found):
        return _by(ahead, "carried back")
    if previous is not None and previous.found and previous.found[-1].attribution.speaker:
        return _by(previous.found[-1].attribution, "carried over")
    if previous is not None and previous.topic is not None and previous.topic.cue is not None:
        return _by(previous.topic, "carried topic")
    return UNATTRIBUTED


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
    return replace(attribution, rule=rule)


def _opening(sentence: Sentence) -> Span | None:
    phrase = SubjectReader(sentence).opening()
    if phrase is None:
        return None
    return _span(sentence, phrase)


def _main_subject(sentence: Sentence) -> Span | None:
    reader = SubjectReader(sentence)
    for place, letter in enumerate(sentence.classes):
        if letter in "SvxBe":
            subject = reader.before(place)
            if subject:
                return _span(sentence, subject)
    return None


def _attributed(sentence: Sentence, cues: Sequence[Cue], cue: Cue, place: int) -> Attribution:
    return Attribution(
        _span(sentence, cue.speaker),
        _span(sentence, cue.cue),
        f"{cue.kind} {'before' if cue.cue[0] < place else 'after'}",
        tuple(_span(sentence, phrase) for phrase in reported_through(sentence, cues, cue)),
    )


def _span(sentence: Sentence, phrase: Phrase) -> Span:
    return Span(sentence.starts[phrase[0]], sentence.ends[phrase[1] - 1])
