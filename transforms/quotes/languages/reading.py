"""The quotations of an article in another language than English, with their speakers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dateline.transforms.quotes.languages.dashes import DASH_MARK
from dateline.transforms.quotes.languages.detection import is_long_enough, kind_of
from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.passages import (
    BARE,
    FoundStretch,
    MentionedSpeaker,
    QuotingPassage,
    ReportedWords,
)
from dateline.transforms.quotes.languages.people import People, Person
from dateline.transforms.quotes.paragraphs import UNATTRIBUTED, Attribution
from dateline.transforms.quotes.quotation_marks import Quoted
from dateline.transforms.quotes.speaker_resolution import Resolution
from dateline.transforms.schema.closed_sets import QuoteKind, SpeakerReason
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText


class ReadQuotation(NamedTuple):
    """A quotation with what attributes it and whom that means.

    `segments` are the stretches between marks, of which indirect speech has none.
    """

    span: Span
    segments: tuple[Span, ...]
    kind: QuoteKind
    attribution: Attribution
    resolution: Resolution


def _is_kept(found: FoundStretch) -> bool:
    """Whether there are words enough for what attributes them; a verb alone attributes nothing."""
    is_attributed = found.mentioned is not None
    rule = found.attribution.rule if is_attributed else UNATTRIBUTED.rule
    return is_long_enough(found.sentence.words, found.index, rule)


def read_quotations(
    article: ArticleText, mentions: Sequence[Mention], grammar: Grammar
) -> list[ReadQuotation]:
    """The quotations of an article by the grammar of its language, in order."""
    passages = [
        QuotingPassage(article, passage, number, grammar)
        for number, passage in enumerate(article.passages)
    ]
    found = [item for passage in passages for item in passage.found]
    reported = [words for passage in passages for words in passage.reported()]
    if not found and not reported:
        return []
    _link(passages)
    _carry(passages)
    found = [item for item in found if item.continues is not None or _is_kept(item)]
    named = _named(passages, found, reported)
    people = People(grammar, mentions, named)
    # Whom a pronoun means depends on who spoke before it.
    groups: list[list[FoundStretch] | ReportedWords] = [*_groups(found), *reported]
    return [
        _read_reported(group, people)
        if isinstance(group, ReportedWords)
        else _read(article.text, group, people, grammar)
        for group in sorted(groups, key=_start)
    ]


def _named(
    passages: Sequence[QuotingPassage],
    found: Sequence[FoundStretch],
    reported: Sequence[ReportedWords],
) -> list[Person]:
    """The people that the passages name, up to the last in which somebody speaks."""
    told = [item.passage for item in found if item.mentioned is not None]
    last = max((*told, *(words.passage for words in reported)), default=-1)
    return [person for passage in passages[: last + 1] for person in passage.people()]


def _start(group: list[FoundStretch] | ReportedWords) -> int:
    return group.span.start if isinstance(group, ReportedWords) else group[0].quoted.start


def _link(passages: Sequence[QuotingPassage]) -> None:
    """Join quotations that run over several passages, and share who speaks in the last."""
    for previous, passage in pairwise(passages):
        if not previous.found or not passage.found:
            continue
        last, first = previous.found[-1], passage.found[0]
        is_same_mark = last.quoted.mark == first.quoted.mark
        if (
            not last.quoted.closed
            and is_same_mark
            and first.quoted.outer_start == passage.passage.start
        ):
            first.continues = last
            if first.is_own and last.mentioned is None:
                last.take(first, "continued")


def _carry(passages: Sequence[QuotingPassage]) -> None:
    """Attribute what its own passage does not: continued, announced and carried quotations."""
    for number, passage in enumerate(passages):
        previous = passages[number - 1] if number else None
        following = passages[number + 1] if number + 1 < len(passages) else None
        for found in passage.found:
            if found.attribution.speaker is not None:
                continue
            if found.continues is not None and found.continues.mentioned is not None:
                found.take(found.continues, "continued")
            elif found.attribution.cue is not None:
                if found.lacks_subject:
                    _carry_to_cue(found, passage, previous)
            elif passage.stands_alone:
                _carry_alone(found, previous, following)


def _carry_alone(
    found: FoundStretch, previous: QuotingPassage | None, following: QuotingPassage | None
) -> None:
    """Attribute a passage that is nothing but a quotation.

    Its speaker is announced before, or named behind ("This is what the mayor said"), or is who
    spoke before.
    """
    lead = previous.lead() if previous is not None else None
    resumed = following.resumes() if following is not None else None
    if lead is not None:
        found.attribution, found.mentioned = lead[0]._replace(rule="colon"), lead[1]
    elif resumed is not None:
        found.attribution, found.mentioned = resumed[0]._replace(rule="carried back"), resumed[1]
    elif previous is not None and previous.found and previous.found[-1].mentioned is not None:
        found.take(previous.found[-1], "carried over")


def _carry_to_cue(
    found: FoundStretch, passage: QuotingPassage, previous: QuotingPassage | None
) -> None:
    """Let who spoke or was spoken of before be the subject that a verb lacks."""
    cue = found.attribution.cue
    topic = passage.topic(found.quoted.outer_start)
    if topic is None and previous is not None:
        if previous.found and previous.found[-1].mentioned is not None:
            found.take(previous.found[-1], "carried over", cue)
            return
        topic = previous.topic(previous.passage.end)
    if topic is not None:
        found.attribution = Attribution(Span(topic.start, topic.end), cue, "carried topic")
        found.mentioned = MentionedSpeaker(topic, False, False)


def _groups(found: Sequence[FoundStretch]) -> list[list[FoundStretch]]:
    """Quotations with the stretches that belong together."""
    groups: list[list[FoundStretch]] = []
    for item in found:
        last = groups[-1][-1] if groups else None
        if last is not None and _belongs(last, item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _belongs(last: FoundStretch, item: FoundStretch) -> bool:
    if item.continues is last:
        return True
    if last.passage == item.passage and last.quoted.mark == DASH_MARK and not last.quoted.closed:
        return True
    cue = item.attribution.cue
    return (
        item.sentence is last.sentence
        and cue is not None
        and cue == last.attribution.cue
        and last.quoted.end <= cue.start < item.quoted.start
    )


def _read(
    text: str, group: Sequence[FoundStretch], people: People, grammar: Grammar
) -> ReadQuotation:
    first = group[0]
    segments = tuple(_without_comma(text, part.quoted) for part in group)
    kind = kind_of(first.sentence.words, first.index, grammar)
    resolution = _resolution(first, people)
    attribution = _vouched_for(first.attribution, resolution)
    span = Span(segments[0].start, segments[-1].end)
    return ReadQuotation(span, segments, kind, attribution, resolution)


def _read_reported(words: ReportedWords, people: People) -> ReadQuotation:
    resolution = _resolution(words, people)
    attribution = _vouched_for(words.attribution, resolution)
    return ReadQuotation(words.span, (), QuoteKind.INDIRECT, attribution, resolution)


def _vouched_for(attribution: Attribution, resolution: Resolution) -> Attribution:
    """What attributes words, where a mention vouches for the plain words that name the speaker."""
    if resolution.speaker is not None and resolution.speaker.entity_id is not None:
        return attribution.by(attribution.rule.removesuffix(BARE))
    return attribution


def _resolution(found: FoundStretch | ReportedWords, people: People) -> Resolution:
    mentioned, speaker = found.mentioned, found.attribution.speaker
    if mentioned is None or speaker is None:
        return Resolution(None, None, SpeakerReason.UNATTRIBUTED)
    if mentioned.person is None:
        return people.pronoun(speaker.start, found.passage)
    return people.named(
        mentioned.person,
        is_governed=mentioned.is_governed,
        is_described=mentioned.is_described,
    )


def _without_comma(text: str, part: Quoted) -> Span:
    """A stretch without the comma of the sentence around it."""
    is_open = text[part.end - 1] in ",،" and part.end - 1 > part.start
    return Span(part.start, part.end - 1 if is_open else part.end)
