"""Through whom words were reported: a statement, an interviewer, another outlet."""

from collections.abc import Sequence

from dateline.transforms.quotes.cues import Cue
from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.quotes.matcher import Phrase, Sentence
from dateline.transforms.quotes.noun_phrases import phrase_behind
from dateline.transforms.quotes.passives import agent_of, is_passive
from dateline.transforms.quotes.quoting import quoting_verb
from dateline.transforms.quotes.reporting_verbs import reporting_verbs
from dateline.transforms.quotes.subjects import SubjectReader
from dateline.transforms.quotes.word_classes import (
    CLAUSE_ENDS,
    COMMA,
    CONJUNCTION,
    DASHES_AND_COMMAS,
    DETERMINER,
    FULL_FINITE_VERBS,
    NAMES,
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
from dateline.transforms.text.name_words import words_used_as
from dateline.transforms.text.outlets import is_outlet_word

_COMMA = classes(COMMA)
_PREPOSITION = classes(PREPOSITION)
_ENDS_SEARCH = classes(
    FULL_FINITE_VERBS, CLAUSE_ENDS, QUOTATION, THAT, RELATIVE, COMMA
)  # fmt: skip
_INSIDE_FORM = classes(NOUN_PHRASE, PAST_FORM)
_NO_OUTLET_END = classes(DETERMINER, NUMBER, TIME)

_BEFORE_ASIDE = classes(DASHES_AND_COMMAS, QUOTATION)
_PASSING_KINDS = frozenset(("speech", "address"))
_LONGEST_OUTLET = 4

_FARTHEST_REFERENCE = 6
"""Words behind a report within which it says on whom it rests."""

_FARTHEST_FORM = 12
"""Words behind a cue within which the form of a statement is looked for."""


def reported_through(sentence: Sentence, cues: Sequence[Cue], chosen: Cue) -> list[Phrase]:
    """The chain of reporting that a sentence states for its chosen cue, nearest the speaker first.

    It is made of the form of the statement ("said in *a statement*"), the outlet that was told
    ("told *Reuters*"), who quotes ("*TASS* quoted him as saying") and the sources that the sentence
    rests on ("..., according to *AFP*", "..., *Khabar* informs with reference to *the ministry*").
    """
    links = (_form(sentence, chosen), _outlet_told(sentence, chosen), _quoter(sentence, chosen))
    chain = [phrase for phrase in links if phrase is not None]
    chain += sources_of(sentence, cues, chosen)
    return list(dict.fromkeys(chain))


def sources_of(sentence: Sentence, cues: Sequence[Cue], chosen: Cue | None = None) -> list[Phrase]:
    """On whose report a sentence rests, nearest the speaker first."""
    chain: list[Phrase] = []
    for cue in cues:
        if chosen is not None and cue.speaker == chosen.speaker:
            continue
        if cue.kind == "according":
            chain.append(cue.speaker)
        elif is_report(sentence, cue, chosen):
            links = [*referred_to(sentence, cue), cue.speaker]
            chain += [link for link in links if chosen is None or link != chosen.speaker]
        elif chosen is not None and _speaks_for(sentence, cue, chosen):
            chain.append(cue.speaker)
    if chosen is not None and names_outlet(sentence, chosen.speaker):
        chain += referred_to(sentence, chosen)
    conveyor = _conveyor(sentence)
    return chain if conveyor is None else [*chain, conveyor]


def is_report(sentence: Sentence, cue: Cue, chosen: Cue | None = None) -> bool:
    """Whether a cue only says who passes words on.

    "..., *Reuters reported*", "As *Khabar informs*, ..." and "*News.ge wrote* that the mayor ..."
    do; of a name that is not known as an outlet's, its verb and its place must tell.
    """
    if cue.kind not in _PASSING_KINDS:
        return False
    verb = reporting_verbs()[sentence.word(cue.cue[0])]
    if verb.lemma not in grammar_words("passing_verb"):
        return False
    if _is_bare_name(sentence, cue.speaker) and (
        _is_aside(sentence, cue, chosen) or referred_to(sentence, cue)
    ):
        return True
    return names_outlet(sentence, cue.speaker)


def _speaks_for(sentence: Sentence, cue: Cue, chosen: Cue) -> bool:
    """Whether who speaks for others tells what they said: "the spokesman said Lee warned"."""
    return (
        cue.cue[1] <= chosen.speaker[0]
        and cue.kind in _PASSING_KINDS
        and not cue.inverted
        and not grammar_words("spokesperson").isdisjoint(
            word.lower() for word in sentence.words[cue.speaker[0] : cue.speaker[1]]
        )
        and sentence.at(chosen.speaker[0] - 1) is not CONJUNCTION
        and not sentence.has(CLAUSE_ENDS, cue.cue[1], chosen.cue[0])
    )


def _is_aside(sentence: Sentence, cue: Cue, chosen: Cue | None) -> bool:
    """Whether a cue stands beside a statement of another: at its end, or behind "as"."""
    is_opening = sentence.word(cue.first - 1) == "as" or sentence.word(cue.cue[1]) == "with"
    is_closing = chosen is not None and chosen.cue[0] < cue.first
    return is_opening or (is_closing and sentence.at(cue.first - 1) in _BEFORE_ASIDE)


def _is_bare_name(sentence: Sentence, phrase: Phrase) -> bool:
    return sentence.has_only(NAMES, *phrase) and phrase[1] - phrase[0] <= _LONGEST_OUTLET


def names_outlet(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase has a word of outlets and agencies, or the address of a site, in it."""
    first, end = phrase
    return any(map(is_outlet_word, map(str.lower, sentence.words[first:end])))


def referred_to(sentence: Sentence, cue: Cue) -> list[Phrase]:
    """Whom an outlet rests on in its turn: "Khabar informs with reference to *the ministry*"."""
    found: list[Phrase] = []
    first, last = cue.first, min(cue.last + _FARTHEST_REFERENCE, len(sentence))
    for index in range(first, last):
        word = sentence.word(index)
        is_quoting = word in grammar_words("quoting_verb") and word.endswith("ing")
        is_reference = word == "to" and sentence.word(index - 1) in grammar_words("reference")
        if not (is_quoting or is_reference):
            continue
        phrase = phrase_behind(sentence, index)
        if phrase is not None and phrase != cue.speaker:
            found.append(phrase)
    return found


def _conveyor(sentence: Sentence) -> Phrase | None:
    """Who passes words on: "as conveyed by *the spokesman*", "as quoted by *TASS*"."""
    if grammar_words("conveyed").isdisjoint(sentence.words):
        return None
    for index in range(len(sentence) - 3):
        if (
            sentence.word(index) == "as"
            and sentence.word(index + 1) in grammar_words("conveyed")
            and sentence.word(index + 2) == "by"
        ):
            return phrase_behind(sentence, index + 2)
    return None


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
    comma = cue.speaker[0] - 1
    if comma > 0 and sentence.at(comma) is COMMA and not sentence.has(_COMMA, 0, comma):
        return _form_at(sentence, 0)
    return None


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
    if end <= start or not names_outlet(sentence, phrase) or _is_person(sentence.word(end - 1)):
        return None
    return phrase


def _is_person(word: str) -> bool:
    """Whether a noun means a person or several: "correspondent" is no outlet."""
    titles = words_used_as("title")
    return word in titles or word.removesuffix("s") in titles


def _quoter(sentence: Sentence, cue: Cue) -> Phrase | None:
    """Who quotes the speaker: "*TASS* quoted Lee as saying", "was quoted as saying by *TASS*"."""
    quoting = quoting_verb(sentence, cue.cue[0])
    if quoting is None:
        return None
    if is_passive(sentence, quoting):
        return agent_of(sentence, quoting)
    if sentence.at(quoting - 1) is QUOTATION and sentence.at(quoting - 2) in DASHES_AND_COMMAS:
        # "“We stay”, “Khabar” reports Lee saying": the outlet's name stands between marks.
        return quoting - 1, quoting
    return SubjectReader(sentence).before(quoting)
