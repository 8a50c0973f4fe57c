"""The corpus: articles with the story that each tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.story_corpus.copies import HEAVY, LIGHT, rewritten
from benchmarks.story_corpus.language import Language
from benchmarks.story_corpus.lookalikes import TEMPLATES, same_topic

# Of 1,000 articles: these many are copies, templates, or other articles on the topic of another.
_COPIES, _TEMPLATES, _SAME_TOPIC = 0.3, 0.1, 0.1


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article, the story that it tells, and what was done to make it."""

    text: str
    story: int
    kind: str


def make(seed: int, count: int) -> list[MadeArticle]:
    """About `count` articles, in an order of their own; the same seed gives the same."""
    language = Language(seed)
    made: list[MadeArticle] = []
    edits = [*LIGHT.items(), *HEAVY.items()]
    story = 0
    while len(made) < count:
        story += 1
        chance = language.random.random()
        if chance < _TEMPLATES:
            kind = language.pick(tuple(TEMPLATES))
            made.append(MadeArticle(text_of(language, TEMPLATES[kind](language)), story, kind))
            continue
        event = language.event()
        length = int(sentence_count(language))
        origin = language.article(event, length)
        made.append(MadeArticle(text_of(language, origin), story, "origin"))
        if chance < _TEMPLATES + _COPIES:
            for _ in range(int(language.random.geometric(0.55))):
                kind, edit = edits[int(language.random.integers(len(edits)))]
                copy = edit(language, event, origin)
                made.append(MadeArticle(text_of(language, copy), story, kind))
        elif chance < _TEMPLATES + _COPIES + _SAME_TOPIC:
            for kind, other in (("same topic", same_topic), ("rewritten", rewritten)):
                story += 1
                text = text_of(language, other(language, event, origin))
                made.append(MadeArticle(text, story, kind))
    order = language.random.permutation(len(made))
    return [made[index] for index in order]


def sentence_count(language: Language) -> float:
    """How many sentences a report has: some have six, most some twenty, few a hundred."""
    return float(min(max(language.random.lognormal(2.9, 0.5), 6), 120))


def text_of(language: Language, sentences: Sequence[str]) -> str:
    """Sentences in paragraphs of one to three."""
    paragraphs, rest = [], list(sentences)
    while rest:
        count = int(language.random.integers(1, 4))
        paragraphs.append(" ".join(rest[:count]))
        rest = rest[count:]
    return "\n\n".join(paragraphs)
