"""A passage's quotations and who says them, by the passage's own sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.transforms.quotes.attribution import choose_cue
from dateline.transforms.quotes.classification import may_report
from dateline.transforms.quotes.cues import Cue, find_cues
from dateline.transforms.quotes.indirect import find_reported
from dateline.transforms.quotes.matcher import Phrase, Sentence, one, pattern, up_to
from dateline.transforms.quotes.noun_phrases import phrase_ending
from dateline.transforms.quotes.quotation_marks import Quoted, find_quoted
from dateline.transforms.quotes.sentences import PassageWords, read_sentences
from dateline.transforms.quotes.subjects import SubjectReader, opening_phrase
from dateline.transforms.quotes.via import reported_through, sources_of
from dateline.transforms.quotes.word_classes import (
    COLON,
    COMMA,
    CONTRACTION,
    DETERMINER,
    FULL_FINITE_VERBS,
    FULL_STOP,
    NAMES,
    PAST_FORM,
    QUOTATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    classes,
)
from dateline.transforms.schema.content import Span
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

_FULL_STOP = classes(FULL_STOP)
_COMMA = classes(COMMA)
_RELATIVES = classes(RELATIVE, THAT)
_CONTRACTIONS = classes(CONTRACTION, RELATIVE)
_MAIN_VERBS = classes(FULL_FINITE_VERBS, PAST_FORM)
_BEFORE_NO_SPEAKER = classes(SUBORDINATOR, DETERMINER)
_NAME_ALONE = pattern(up_to(6, NAMES, least=2), one(FULL_STOP))
_TELLING_KINDS = frozenset(("speech", "address", "according", "thought"))


class Attribution(NamedTuple):
    """To whom words are attributed, by which words, and by which rule; spans are code points.

    `antecedent` is the noun phrase before a speaker that is a relative pronoun.
    """

    speaker: Span | None
    cue: Span | None
    rule: str
    via: tuple[Span, ...] = ()
    antecedent: Span | None = None

    def by(self, rule: str) -> "Attribution":
        """The same speaker by another rule."""
        return self._replace(rule=rule)


UNATTRIBUTED = Attribution(None, None, "none")
OTHER_LANGUAGE = Attribution(None, None, "other language")


@dataclass(slots=True)
class FoundQuotation:
    """A quoted stretch, the sentence and passage it stands in, and what attributes it.

    `index` is that of its word in the sentence; `is_own` says that its own sentence attributes it;
    `continues` is the stretch of the passage before that it goes on with.
    """

    quoted: Quoted
    sentence: Sentence
    index: int
    passage: int
    attribution: Attribution = UNATTRIBUTED
    is_own: bool = False
    continues: "FoundQuotation | None" = None


class Paragraph:
    """A passage: what it quotes, what it reports without marks, and whom it leaves as the speaker.

    A passage without a word that attributes is cut into sentences when a neighbour asks for them,
    which few do.
    """

    __slots__ = (
        "_last_cues",
        "_number",
        "_recent",
        "_sentences",
        "_stated",
        "_waiting",
        "_words",
        "found",
        "passage",
        "reported",
    )

    def __init__(self, passage: Passage, number: int, words: PassageWords) -> None:
        self.passage = passage
        self.found: list[FoundQuotation] = []
        self.reported: list[tuple[Span, Attribution]] = []
        self._number = number
        self._words = words
        self._sentences: list[Sentence] | None = None
        self._recent: Attribution | None = None

    @property
    def sentences(self) -> list[Sentence]:
        """The passage's sentences, read when they are first asked for."""
        if self._sentences is None:
            is_title = self.passage.kind is not PassageKind.PARAGRAPH
            self._sentences = read_sentences(self._words, is_title=is_title)
            self._last_cues: list[Cue] = []
            self._stated: list[tuple[Sentence, list[Cue]]] = []
            self._waiting: list[FoundQuotation] = []
            for sentence in self._sentences:
                self._last_cues = find_cues(sentence)
                self._read(sentence, self._last_cues)
        return self._sentences

    def mark(self) -> None:
        """Note what stands between marks, where attributions cannot be read."""
        for sentence in read_sentences(self._words):
            for index, key in sentence.quoted.items():
                quoted = self._words.quoted[key]
                quotation = FoundQuotation(quoted, sentence, index, self._number, OTHER_LANGUAGE)
                self.found.append(quotation)

    def attribute(self) -> None:
        """Attribute the passage's quotations by its own sentences."""
        _attribute_to_label(self.sentences, self.found)

    def lead(self) -> Attribution | None:
        """Who is announced for what the next passage quotes: "The ministry responded:"."""
        return _lead(self.sentences[-1], self._last_cues) if self.sentences else None

    def sources(self) -> list[Span]:
        """The chain that the last sentence rests on, where nothing is quoted: "As AFP reports"."""
        if self.found or not self.sentences or self.sentences[-1].words[0] != "As":
            return []
        last = self.sentences[-1]
        return [_span(last, phrase) for phrase in sources_of(last, self._last_cues)]

    def last_speaker(self) -> Attribution | None:
        """Whom the sentences leave as the speaker, those without quotations first."""
        return self._last_speaker() if self.sentences else None

    def _last_speaker(self) -> Attribution | None:
        for sentence, cues in reversed(self._stated):
            attribution = _stated(sentence, cues)
            if attribution is not None:
                return attribution
        return self._recent

    def _read(self, sentence: Sentence, cues: list[Cue]) -> None:
        """Note what a sentence reports and quotes."""
        for reported in find_reported(sentence, cues):
            attribution = _attributed(sentence, cues, reported.cue, reported.rule)
            content = _span(sentence, (reported.start, reported.end))
            self.reported.append((content, attribution))
        if not sentence.quoted:
            self._stated.append((sentence, cues))
            return
        self._recent = self._last_speaker()
        self._stated.clear()
        for index, key in sentence.quoted.items():
            quotation = FoundQuotation(self._words.quoted[key], sentence, index, self._number)
            self.found.append(quotation)
            self._attribute(quotation, cues)

    def _attribute(self, quotation: FoundQuotation, cues: list[Cue]) -> None:
        sentence, index = quotation.sentence, quotation.index
        choice = choose_cue(sentence, cues, index)
        if choice is None:
            if self._recent is not None:
                quotation.attribution = self._recent.by("same paragraph")
            else:
                self._waiting.append(quotation)
            return
        quotation.attribution = _attributed(sentence, cues, choice, _rule(choice, index))
        quotation.is_own = True
        is_relative = index > 0 and sentence.at(choice.speaker[0]) is RELATIVE
        if not (is_relative and self._recent is not None):
            self._recent = quotation.attribution
        for earlier in self._waiting:
            earlier.attribution = quotation.attribution.by("same paragraph after")
        self._waiting.clear()


def _attribute_to_label(sentences: Sequence[Sentence], found: Sequence[FoundQuotation]) -> None:
    """Attribute a line that is a name, a full stop and a quotation: "Antony Blinken. “...”"."""
    if len(sentences) != 2 or len(found) != 1:
        return
    name, words = sentences
    first = words.skip(0, _FULL_STOP)
    last = words.skip_back(len(words), _FULL_STOP, first)
    if name.matches_all(_NAME_ALONE) and words.is_row(first, last, QUOTATION):
        speaker = _span(name, (0, len(name) - 1))
        found[0].attribution = Attribution(speaker, None, "label before")
        found[0].is_own = True


def mark_paragraph(article: ArticleText, passage: Passage, number: int) -> Paragraph:
    """A passage in a language whose attributions are not read: only what stands between marks."""
    quoted = find_quoted(article.text, passage.start, passage.end, closes_with_same=True)
    paragraph, words = _paragraph(article, passage, number, quoted)
    if words.quoted:
        paragraph.mark()
    return paragraph


def read_paragraph(article: ArticleText, passage: Passage, number: int) -> Paragraph:
    """Read a passage, and attribute what its own sentences attribute."""
    quoted = find_quoted(article.text, passage.start, passage.end)
    paragraph, words = _paragraph(article, passage, number, quoted)
    if words.quoted or may_report(words.words):
        paragraph.attribute()
    return paragraph


def _paragraph(
    article: ArticleText, passage: Passage, number: int, quoted: list[Quoted]
) -> tuple[Paragraph, PassageWords]:
    words = PassageWords(article.text, passage.start, passage.end, quoted)
    return Paragraph(passage, number, words), words


def _lead(last: Sentence, cues: Sequence[Cue]) -> Attribution | None:
    """Whose words a passage announces that ends with a colon."""
    if last.at(len(last) - 1) is not COLON:
        return None
    strong = [cue for cue in cues if cue.kind != "verb"]
    if strong:
        return _attributed(last, cues, strong[-1], _rule(strong[-1], len(last)))
    subject = _main_subject(last) or opening_span(last)
    return Attribution(subject, None, "colon") if subject else None


def _stated(sentence: Sentence, cues: Sequence[Cue]) -> Attribution | None:
    """Who a sentence without quotations leaves as the speaker of what follows."""
    for cue in cues:
        if cue.kind in _TELLING_KINDS and sentence.at(cue.speaker[0] - 1) not in _BEFORE_NO_SPEAKER:
            return _attributed(sentence, cues, cue, _rule(cue, len(sentence)))
    subject = _main_subject(sentence)
    return Attribution(subject, None, "topic") if subject is not None else None


def opening_span(sentence: Sentence) -> Span | None:
    """Where the first noun phrase of a sentence stands in the text."""
    phrase = opening_phrase(sentence)
    return None if phrase is None else _span(sentence, phrase)


def _main_subject(sentence: Sentence) -> Span | None:
    reader = SubjectReader(sentence)
    for verb in sentence.seek_all(_MAIN_VERBS):
        subject = reader.before(verb)
        if subject is not None:
            return _span(sentence, subject)
    return None


def _rule(cue: Cue, index: int) -> str:
    """The rule by which a cue attributes what stands at `index`."""
    return f"{cue.kind} {'before' if cue.cue[0] < index else 'after'}"


def _attributed(sentence: Sentence, cues: Sequence[Cue], cue: Cue, rule: str) -> Attribution:
    return Attribution(
        _speaker_span(sentence, cue.speaker),
        _span(sentence, cue.cue),
        rule,
        tuple(_span(sentence, phrase) for phrase in reported_through(sentence, cues, cue)),
        _antecedent(sentence, cue),
    )


def _antecedent(sentence: Sentence, cue: Cue) -> Span | None:
    """The noun phrase that a relative pronoun follows: "*the mayor*, who said"."""
    first = cue.speaker[0]
    if sentence.at(first) not in _RELATIVES:
        return None
    phrase = phrase_ending(sentence, sentence.skip_back(first, _COMMA) - 1)
    return None if phrase is None else _span(sentence, phrase)


def _speaker_span(sentence: Sentence, phrase: Phrase) -> Span:
    """Where a speaker stands, without the verb of a contraction: "*he*’s predicting"."""
    span = _span(sentence, phrase)
    if phrase[1] - phrase[0] > 1 or sentence.at(phrase[0]) not in _CONTRACTIONS:
        return span
    word = sentence.words[phrase[0]]
    pronoun = min(at for at in (word.find("'"), word.find("’"), len(word)) if at >= 0)
    return Span(span.start, span.start + pronoun)


def _span(sentence: Sentence, phrase: Phrase) -> Span:
    return Span(*sentence.span(phrase))
