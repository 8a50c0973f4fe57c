"""Through whom words were reported: a statement, an interviewer, another outlet."""

from collections.abc import Sequence
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.quotes.cues import Cue, agent_of, is_passive, quoting_verb
from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.quotes.matcher import Phrase, Sentence
from dateline.transforms.quotes.reporting_verbs import reporting_verbs
from dateline.transforms.quotes.subjects import SubjectReader
from dateline.transforms.quotes.word_classes import (
    CLAUSE_ENDS,
    COMMA,
    DETERMINER,
    FULL_FINITE_VERBS,
    NOUN_PHRASE,
    NUMBER,
    PAST_FORM,
    PREPOSITION,
    QUOTATION,
    RELATIVE,
    THAT,
    TIME,
    classes,
)

_COMMA = classes(COMMA)
_PREPOSITION = classes(PREPOSITION)
_ENDS_SEARCH = classes(
    FULL_FINITE_VERBS, CLAUSE_ENDS, QUOTATION, THAT, RELATIVE, COMMA
)  # fmt: skip
_INSIDE_FORM = classes(NOUN_PHRASE, PAST_FORM)
_NO_OUTLET_END = classes(DETERMINER, NUMBER, TIME)

_FARTHEST_FORM = 12
"""Words behind a cue within which the form of a statement is looked for."""


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("outlet_words"))


def reported_through(sentence: Sentence, cues: Sequence[Cue], chosen: Cue) -> list[Phrase]:
    """The chain of reporting that a sentence states for its chosen cue, nearest the speaker first.

    It is made of the form of the statement ("said in *a statement*"), the outlet that was told
    ("told *Reuters*"), who quotes ("*TASS* quoted him as saying") and the source that the sentence
    rests on ("..., according to *AFP*").
    """
    links = (_form(sentence, chosen), _outlet_told(sentence, chosen), _quoter(sentence, chosen))
    chain = [phrase for phrase in links if phrase is not None]
    for cue in cues:
        if cue.cue == chosen.cue or cue.speaker == chosen.speaker:
            continue
        if cue.kind == "according" or _is_report(sentence, cue):
            chain.append(cue.speaker)
    return chain


def _is_report(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue is an outlet's report: "..., *Reuters reported*"."""
    if cue.kind != "speech" or not _names_outlet(sentence, cue.speaker):
        return False
    return reporting_verbs()[sentence.word(cue.cue[0])].lemma == "report"


def _names_outlet(sentence: Sentence, phrase: Phrase) -> bool:
    return any(
        sentence.word(index).removesuffix("'s").removesuffix("’s") in _outlet_words()
        for index in range(*phrase)
    )


def _form(sentence: Sentence, cue: Cue) -> Phrase | None:
    """What the words were said in: "said in *a written statement*", "In *a letter*, he said"."""
    start = max(cue.cue[1], cue.speaker[1] if cue.inverted else 0)
    farthest = min(start + _FARTHEST_FORM, len(sentence))
    stop = sentence.seek(_ENDS_SEARCH, start, farthest)
    last = farthest if stop is None else stop
    preposition = sentence.seek(_PREPOSITION, start, last)
    while preposition is not None:
        form = _form_at(sentence, preposition)
        if form is not None:
            return form
        preposition = sentence.seek(_PREPOSITION, preposition + 1, last)
    comma = sentence.seek(_COMMA, 0, cue.speaker[0])
    is_right_before = comma is not None and comma > 0 and comma == cue.speaker[0] - 1
    return _form_at(sentence, 0) if is_right_before else None


def _form_at(sentence: Sentence, preposition: int) -> Phrase | None:
    """The form of a statement behind the preposition at an index, if both are there."""
    if sentence.at(preposition) is not PREPOSITION:
        return None
    if sentence.word(preposition) not in grammar_words("form_preposition"):
        return None
    start = preposition + 1
    end = sentence.skip(start, _INSIDE_FORM)
    while end > start and sentence.word(end - 1) not in statement_forms():
        end -= 1
    return (start, end) if end > start else None


def _outlet_told(sentence: Sentence, cue: Cue) -> Phrase | None:
    """The outlet that the speaker talked to: "told *Fox News*"."""
    if cue.kind != "address" or cue.inverted:
        return None
    start = cue.cue[1]
    end = sentence.skip_back(sentence.skip(start, NOUN_PHRASE), _NO_OUTLET_END, start)
    phrase = (start, end)
    return phrase if end > start and _names_outlet(sentence, phrase) else None


def _quoter(sentence: Sentence, cue: Cue) -> Phrase | None:
    """Who quotes the speaker: "*TASS* quoted Lee as saying", "was quoted as saying by *TASS*"."""
    quoting = quoting_verb(sentence, cue.cue[0])
    if quoting is None:
        return None
    if is_passive(sentence, quoting):
        return agent_of(sentence, quoting)
    return SubjectReader(sentence).before(quoting)
