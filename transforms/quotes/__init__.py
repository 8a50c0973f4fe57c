"""Who said what: the quotations of an article, with their speakers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dateline.transforms.quotes.carrying import read_paragraphs
from dateline.transforms.quotes.confidence import FEW_WORDS, confidence
from dateline.transforms.quotes.detection import is_quotation, kind_of, word_count
from dateline.transforms.quotes.governments import government_of
from dateline.transforms.quotes.languages.grammar import Grammar, grammar_of
from dateline.transforms.quotes.languages.reading import ReadQuotation, read_quotations
from dateline.transforms.quotes.paragraphs import OTHER_LANGUAGE, Attribution, FoundQuotation
from dateline.transforms.quotes.speaker_resolution import Resolution, SpeakerResolver
from dateline.transforms.quotes.turns import Turn, find_turns
from dateline.transforms.quotes.word_classes import (
    ADVERBIALS,
    COLON,
    DASHES_AND_COMMAS,
    NAMES_AND_NOUNS,
    PRONOUN,
    REPORTING_VERB,
    classes,
)
from dateline.transforms.schema.closed_sets import QuoteKind, SpeakerReason
from dateline.transforms.schema.content import Quote, Span, ViaLink
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, PassageKind

_BEFORE_SECOND_PART = classes(
    DASHES_AND_COMMAS,
    NAMES_AND_NOUNS,
    ADVERBIALS,
    COLON,
    REPORTING_VERB,
    PRONOUN,
)
"""What ends the words between two parts of a quotation: "“We stay,” *he said*, “and work.”"."""

TURN_RULE = "turn"
_SINGLE_MARKS = frozenset("‘'")


@dataclass(frozen=True, slots=True)
class ReadQuotes:
    """The quotations of an article, and the mentions of speakers that no name was found for."""

    quotes: list[Quote]
    mentions: list[Mention]


def find_quotes(article: ArticleText, mentions: Sequence[Mention]) -> list[Quote]:
    """The quotations of an article alone; see `read_quotes`."""
    return read_quotes(article, mentions).quotes


def read_quotes(article: ArticleText, mentions: Sequence[Mention]) -> ReadQuotes:
    """The quotations of an article, in order of their first character.

    Marks of all common styles are read in any language. Speakers, cues and indirect speech are read
    in English and in the languages of `seeds/quoting_languages.csv`. Where the article's language
    is known to be another, quotations of four words and more stay, without a speaker.

    Args:
        article: The article's text and passages.
        mentions: The people, organisations and places of the same article, for speakers' names.

    Returns:
        Direct, mixed and indirect quotations, numbered from 0. `segments` are the stretches
        between quotation marks; a quotation over several paragraphs has one for each, a turn of a
        transcript none. Speakers
        that are no person, organisation or place by name, such as an office, are mentions of their
        own beside the given ones.
    """
    turns = find_turns(article)
    if not turns:
        return _read_told(article, mentions, [])
    spoken = {words.end for turn in turns for words in turn.words}
    told = tuple(passage for passage in article.passages if passage.end not in spoken)
    drafts = [_turn(turn) for turn in turns]
    return _read_told(replace(article, passages=told), mentions, drafts)


def _turn(turn: Turn) -> "_Draft":
    attribution = Attribution(turn.label, None, TURN_RULE)
    start, end = turn.words[0].start, turn.words[-1].end
    return _Draft((), start, end, QuoteKind.DIRECT, attribution, turn.name)


def _read_told(
    article: ArticleText, mentions: Sequence[Mention], turns: Sequence["_Draft"]
) -> ReadQuotes:
    """The quotations of the passages that are nobody's turn, with the turns among them."""
    grammar = grammar_of(article.language)
    if grammar is not None:
        return _read_in_language(article, mentions, turns, grammar)
    paragraphs = read_paragraphs(article)
    found = [quotation for paragraph in paragraphs for quotation in paragraph.found]
    drafts = [*turns, *(_draft(article.text, group) for group in _grouped(article, found))]
    drafts += [
        _Draft((), span.start, span.end, QuoteKind.INDIRECT, attribution)
        for paragraph in paragraphs
        for span, attribution in paragraph.reported
    ]
    quoted = [Span(quotation.quoted.start, quotation.quoted.end) for quotation in found]
    return _rows(article, mentions, quoted, drafts)


def _read_in_language(
    article: ArticleText,
    mentions: Sequence[Mention],
    turns: Sequence["_Draft"],
    grammar: Grammar,
) -> ReadQuotes:
    """The same by the grammar of another language than English."""
    read = read_quotations(article, mentions, grammar)
    drafts = [*turns, *(_draft_of(quotation) for quotation in read)]
    quoted = [segment for quotation in read for segment in quotation.segments]
    return _rows(article, mentions, quoted, drafts)


def _rows(
    article: ArticleText,
    mentions: Sequence[Mention],
    quoted: Sequence[Span],
    drafts: list["_Draft"],
) -> ReadQuotes:
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    resolver = SpeakerResolver(
        article.text,
        mentions,
        quoted,
        [passage.start for passage in article.passages],
        article.authors,
    )
    quotes = [_quote(article, resolver, number, draft) for number, draft in enumerate(drafts)]
    groups = [replace(made, document_id=article.document_id) for made in resolver.found_groups()]
    return ReadQuotes(quotes, groups)


class _Draft(NamedTuple):
    """A quotation about to be a row: where it is, its kind and what attributes it.

    `turn_of` is the name of whoever speaks, where the quotation is a turn of a transcript;
    `resolution` says whom the speaker's mention means, where the grammar of a language tells it.
    """

    segments: tuple[Span, ...]
    start: int
    end: int
    kind: QuoteKind
    attribution: Attribution
    turn_of: str | None = None
    resolution: Resolution | None = None


def _draft_of(read: ReadQuotation) -> _Draft:
    return _Draft(
        read.segments,
        read.span.start,
        read.span.end,
        read.kind,
        read.attribution,
        resolution=read.resolution,
    )


def _quote(article: ArticleText, resolver: SpeakerResolver, number: int, draft: _Draft) -> Quote:
    text = article.text
    attribution = draft.attribution
    mention, cue = attribution.speaker, attribution.cue
    resolution = draft.resolution or _resolution(resolver, attribution, draft.turn_of)
    speaker = resolution.speaker
    links = () if draft.resolution else _links(resolver, attribution)
    stretches = [text[span.start : span.end] for span in draft.segments]
    quoted_words = sum(word_count(stretch, FEW_WORDS) for stretch in stretches)
    return Quote(
        document_id=article.document_id,
        quote_number=number,
        segments=draft.segments,
        start=draft.start,
        end=draft.end,
        text=text[draft.start : draft.end],
        kind=draft.kind,
        speaker_text=text[mention.start : mention.end] if mention else None,
        speaker_start=mention.start if mention else None,
        speaker_end=mention.end if mention else None,
        speaker=speaker.name if speaker else None,
        speaker_entity_id=speaker.entity_id if speaker else None,
        speaker_basis=resolution.basis,
        speaker_reason=resolution.reason,
        speaker_candidates=resolution.candidates,
        speaker_government_id=government_of(speaker),
        cue=text[cue.start : cue.end] if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        via=tuple(link.text for link in links),
        via_links=links,
        confidence=confidence(attribution.rule, draft.kind, quoted_words, resolution.basis),
        rule=attribution.rule,
    )


def _resolution(
    resolver: SpeakerResolver, attribution: Attribution, turn_of: str | None
) -> Resolution:
    if attribution.speaker is not None and turn_of is not None:
        return resolver.turn(attribution.speaker, turn_of)
    if attribution.speaker is not None:
        return resolver.resolve(attribution.speaker, attribution.antecedent)
    is_read = attribution is not OTHER_LANGUAGE
    reason = SpeakerReason.UNATTRIBUTED if is_read else SpeakerReason.OTHER_LANGUAGE
    return Resolution(None, None, reason)


def _links(resolver: SpeakerResolver, attribution: Attribution) -> tuple[ViaLink, ...]:
    """The chain of reporting, which a speaker's own document opens."""
    links = [resolver.link(span) for span in attribution.via]
    document = resolver.issued_document(attribution.speaker) if attribution.speaker else None
    return tuple(links if document is None else [document, *links])


def _grouped(article: ArticleText, found: Sequence[FoundQuotation]) -> list[list[FoundQuotation]]:
    """Quotations with the stretches that belong together."""
    groups: list[list[FoundQuotation]] = []
    for quotation in found:
        if not _is_kept(article, quotation):
            continue
        last = groups[-1][-1] if groups else None
        if last is not None and (
            quotation.continues is last or _is_second_part(article, last, quotation)
        ):
            groups[-1].append(quotation)
        else:
            groups.append([quotation])
    return groups


def _is_second_part(article: ArticleText, last: FoundQuotation, quotation: FoundQuotation) -> bool:
    """Whether two stretches of a sentence stand around one cue: "“...,” he said, “...”"."""
    cue = quotation.attribution.cue
    sentence = quotation.sentence
    return (
        sentence is last.sentence
        and cue is not None
        and cue == last.attribution.cue
        and last.quoted.end <= cue.start < quotation.quoted.start
        and sentence.at(quotation.index - 1) in _BEFORE_SECOND_PART
        and kind_of(sentence, last.index, _words_of(article, last)) is QuoteKind.DIRECT
    )


def _words_of(article: ArticleText, quotation: FoundQuotation) -> str:
    return article.text[quotation.quoted.start : quotation.quoted.end]


def _draft(text: str, group: Sequence[FoundQuotation]) -> _Draft:
    first = group[0]
    segments = tuple(_without_comma(text, part) for part in group)
    kind = kind_of(first.sentence, first.index, text[first.quoted.start : first.quoted.end])
    return _Draft(segments, segments[0].start, segments[-1].end, kind, first.attribution)


def _without_comma(text: str, part: FoundQuotation) -> Span:
    """A stretch without the comma of the sentence around it: "“We stay,” he said"."""
    start, end = part.quoted.start, part.quoted.end
    return Span(start, end - 1 if text[end - 1] == "," and end - 1 > start else end)


def _is_kept(article: ArticleText, quotation: FoundQuotation) -> bool:
    passage = article.passages[quotation.passage]
    single_title = (
        quotation.quoted.mark in _SINGLE_MARKS and passage.kind is not PassageKind.PARAGRAPH
    )
    text = _words_of(article, quotation)
    rule = quotation.attribution.rule
    return is_quotation(quotation.sentence, quotation.index, text, rule, single_title)
