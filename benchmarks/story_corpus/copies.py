"""What editors do to a text of an agency: each function makes of its sentences those of a copy."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.story_corpus.language import Event, Language

Sentences = Sequence[str]
_CREDITS = (
    "Copyright the agency, all rights reserved.",
    "This report was first published by a news agency and was not edited.",
    "Sign up for our morning letter to read more of this.",
)


def exact(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The same text."""
    return list(sentences)


def with_boilerplate(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The same text between lines of the outlet."""
    return [*sentences, language.pick(_CREDITS), f"Reporting by {language.name()}."]


def cut_in_half(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The first half, as outlets cut from below."""
    return list(sentences[: (len(sentences) + 1) // 2])


def reordered(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """Its sentences in another order."""
    return [sentences[index] for index in language.random.permutation(len(sentences))]


def extended(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The whole text, with half as much or as much again of the outlet's own."""
    share = language.random.uniform(0.5, 1)
    more = [language.sentence(event) for _ in range(int(len(sentences) * share))]
    return [*sentences, *more]


def corrected(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """Two figures and a name are others."""
    text = "\n".join(sentences)
    for figure in event.figures[:2]:
        text = text.replace(f" {figure} ", f" {language.figure()} ")
    return text.replace(event.people[0], language.name()).split("\n")


def edited(
    language: Language, event: Event, sentences: Sentences, least: float, most: float
) -> list[str]:
    """A share of the words dropped, replaced, or followed by another one."""
    share = language.random.uniform(least, most)
    made = []
    for sentence in sentences:
        words = sentence.split()
        chances = language.random.random(len(words))
        others = iter(language.words(len(words)))
        changed: list[str] = []
        for word, chance in zip(words, chances, strict=True):
            if chance >= share:
                changed.append(word)
            elif chance < share * 0.6:
                changed.append(next(others))
            elif chance < share * 0.8:
                changed += (word, next(others))
        made.append(" ".join(changed))
    return made


def lightly_edited(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """Every twentieth to seventh word is touched."""
    return edited(language, event, sentences, 0.05, 0.15)


def heavily_edited(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """Every fifth to third word is touched."""
    return edited(language, event, sentences, 0.2, 0.3)


def cut_and_edited(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The first half, edited and with some sentences of the outlet's own."""
    half = edited(language, event, cut_in_half(language, event, sentences), 0.05, 0.15)
    return [*half, *language.article(event, max(1, len(half) // 4))]


def rewritten(language: Language, event: Event, sentences: Sentences) -> list[str]:
    """The same event in other words."""
    return language.article(event, max(4, len(sentences) * 3 // 4))


Edit = Callable[[Language, Event, Sentences], list[str]]
LIGHT: Mapping[str, Edit] = {
    "exact": exact,
    "boilerplate": with_boilerplate,
    "cut": cut_in_half,
    "reordered": reordered,
    "extended": extended,
    "corrected": corrected,
    "light edits": lightly_edited,
}
HEAVY: Mapping[str, Edit] = {"heavy edits": heavily_edited, "cut and edited": cut_and_edited}
