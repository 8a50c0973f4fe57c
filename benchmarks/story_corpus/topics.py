"""A corpus with known topics: events that several outlets report in their own words.

Beside them stands what must stay apart: another event in the same town, with one of the same
people; forecasts and reports of the exchange that a program fills in each day for the same towns;
live pages with one frame.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.story_corpus.corpus import sentence_count, text_of
from benchmarks.story_corpus.language import Event, Language
from benchmarks.story_corpus.lookalikes import TEMPLATES

_DAYS_OF_A_MONTH = 28
# Of what is made: events that one outlet reports, events that several do, and series of templates.
_ALONE, _SEVERAL = 0.55, 0.9
_DAYS_OF_A_SERIES = 4
_WORDS_OF_A_SUBJECT = 25


@dataclass(frozen=True, slots=True)
class Report:
    """An article, the event that it reports, its day, and how it was made."""

    text: str
    topic: int
    day: int
    kind: str


def make_reports(seed: int, count: int) -> list[Report]:
    """About `count` reports, in an order of their own; the same seed gives the same."""
    language = Language(seed)
    made: list[Report] = []
    topic = 0
    while len(made) < count:
        chance = language.random.random()
        if chance < _ALONE:
            made += _reports(language, topic, 1)
            topic += 1
        elif chance < _SEVERAL:
            event = language.event()
            made += _reports(language, topic, int(language.random.integers(2, 6)), event)
            made += _reports(language, topic + 1, 1, _other_event(language, event), "same town")
            topic += 2
        else:
            series = [*_series(language, topic)]
            made += series
            topic += len(series)
    return [made[index] for index in language.random.permutation(len(made))]


def _reports(
    language: Language,
    topic: int,
    count: int,
    event: Event | None = None,
    kind: str = "report",
) -> Iterator[Report]:
    """Reports on one event, of that day and the next one."""
    event = event or language.event()
    subject = language.words(_WORDS_OF_A_SUBJECT)
    for _ in range(count):
        sentences = language.article(event, max(6, int(sentence_count(language) * 0.75)))
        sentences = [_about(language, subject, sentence) for sentence in sentences]
        sentences[0] = f"{sentences[0][:-1]} on the {event.day}th."
        day = event.day + int(language.random.integers(2))
        yield Report(text_of(language, sentences), topic, day, kind)


def _about(language: Language, subject: Sequence[str], sentence: str) -> str:
    """A sentence with two words of its event's subject."""
    words = sentence.split()
    for _ in range(2):
        words.insert(int(language.random.integers(1, len(words))), language.pick(subject))
    return " ".join(words)


def _other_event(language: Language, event: Event) -> Event:
    """Another event of the same days and place, in which one of the people has a part, too."""
    other = language.event()
    return replace(
        other,
        people=[event.people[0], *other.people[1:]],
        places=[event.places[0], *other.places[1:]],
        day=event.day,
    )


def _series(language: Language, topic: int) -> Iterator[Report]:
    """A template that is filled in on some days running, for the same towns each time."""
    kind = language.pick(tuple(TEMPLATES))
    first = int(language.random.integers(1, _DAYS_OF_A_MONTH - _DAYS_OF_A_SERIES))
    towns = [language.city() for _ in range(8)]
    for number in range(_DAYS_OF_A_SERIES):
        with language.towns_of(towns):
            sentences = TEMPLATES[kind](language)
        yield Report(text_of(language, sentences), topic + number, first + number, kind)
