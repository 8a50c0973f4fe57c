"""Through whom words were reported: a statement, an interviewer, another outlet."""

from collections.abc import Sequence
from functools import cache

from seeds import lexicon
from transforms.quotes.attribution import Cue, agent_of, is_passive, quoting_verb
from transforms.quotes.narrative import Sentence
from transforms.quotes.reporting_verbs import reporting_verbs
from transforms.quotes.subjects import Phrase, SubjectReader

_PREPOSITIONS = frozenset(("in", "on", "during", "at"))
_FARTHEST = 12
"""Words behind a cue within which the form of a statement is looked for."""


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("outlet_words"))


@cache
def _statement_forms() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("statement_forms"))


def reported_through(sentence: Sentence, cues: Sequence[Cue], chosen: Cue) -> list[Phrase]:
    """The chain of reporting that a sentence states for its chosen cue, nearest the speaker first.

    It is made of the form of the statement ("said in *a statement*"), the outlet that was told
    ("told *Reuters*"), who quotes ("*TASS* quoted him as saying") and the source that the sentence
    rests on ("..., according to *AFP*").
    """
    chain = [
        phrase
        for phrase in (
            _form(sentence, chosen),
            _outlet_told(sentence, chosen),
            _quoter(sentence, chosen),
        )
        if phrase is not None
    ]
    for cue in cues:
        if cue.cue == chosen.cue or cue.speaker == chosen.speaker:
            continue
        is_source = cue.kind == "according" or (
            cue.kind == "speech"
            and reporting_verbs()[sentence.words[cue.cue[0]].lower()].lemma == "report"
            and _names_outlet(sentence, cue.speaker)
        )
        if is_source:
            chain.append(cue.speaker)
    return chain


def _names_outlet(sentence: Sentence, phrase: Phrase) -> bool:
    return any(
        word.lower().removesuffix("'s").removesuffix("’s") in _outlet_words()
        for word in sentence.words[phrase[0] : phrase[1]]
    )


def _form(sentence: Sentence, cue: Cue) -> Phrase | None:
    """What the words were said in: "said in *a written statement*", "In *a letter*, he said"."""
    classes = sentence.classes
    start = max(cue.cue[1], cue.speaker[1] if cue.inverted else 0)
    for place in range(start, min(start + _FARTHEST, len(classes))):
        if classes[place] in "q.;:tSvxBw,":
            break
        if form := _form_at(sentence, place):
            return form
    comma = classes.find(",", 0, cue.speaker[0])
    return _form_at(sentence, 0) if 0 < comma == cue.speaker[0] - 1 else None


def _form_at(sentence: Sentence, place: int) -> Phrase | None:
    """The form of a statement behind the preposition at `place`, if both are there."""
    if sentence.classes[place] != "p" or sentence.words[place].lower() not in _PREPOSITIONS:
        return None
    end = place + 1
    while end < len(sentence.classes) and sentence.classes[end] in "drnPm0e":
        end += 1
    while end > place + 1 and sentence.words[end - 1].lower() not in _statement_forms():
        end -= 1
    return (place + 1, end) if end > place + 1 else None


def _outlet_told(sentence: Sentence, cue: Cue) -> Phrase | None:
    """The outlet that the speaker talked to: "told *Fox News*"."""
    if cue.kind != "address" or cue.inverted:
        return None
    classes = sentence.classes
    end = cue.cue[1]
    while end < len(classes) and classes[end] in "drnPm0&":
        end += 1
    while end > cue.cue[1] and classes[end - 1] in "d0D":
        end -= 1
    phrase = (cue.cue[1], end)
    return phrase if end > cue.cue[1] and _names_outlet(sentence, phrase) else None


def _quoter(sentence: Sentence, cue: Cue) -> Phrase | None:
    """Who quotes the speaker: "*TASS* quoted Lee as saying", "was quoted as saying by *TASS*"."""
    place = quoting_verb(sentence, cue.cue[0])
    if place is None:
        return None
    reader = SubjectReader(sentence)
    if is_passive(sentence.classes, place):
        return agent_of(sentence, reader, place)
    return reader.before(place)
