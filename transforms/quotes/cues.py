"""Which words of a sentence attribute, and the noun phrase that each attributes to."""

from typing import NamedTuple

from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import (
    END,
    Phrase,
    Sentence,
    either,
    one,
    one_of,
    pattern,
    together,
    up_to,
)
from dateline.transforms.quotes.noun_phrases import phrase_behind, phrase_ending
from dateline.transforms.quotes.passives import agent_of, is_passive, is_reduced_passive
from dateline.transforms.quotes.quoting import quoted_person, quotes_as_saying, quoting_verb
from dateline.transforms.quotes.reporting_verbs import (
    ReportingVerb,
    reporting_nouns,
    reporting_verbs,
)
from dateline.transforms.quotes.subjects import SubjectReader, opening_phrase
from dateline.transforms.quotes.word_classes import (
    ACCORDING,
    ADVERB,
    BE,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    CONJUNCTION,
    DASH,
    DASHES_AND_COMMAS,
    DETERMINER,
    FULL_FINITE_VERBS,
    FULL_STOP,
    GERUND,
    NAME,
    NAMES,
    NAMES_AND_NOUNS,
    NOMINALS,
    OF,
    OPENING_BRACKET,
    OTHER_FINITE_VERBS,
    PAST_FORM,
    PREMODIFIER,
    PREPOSITION,
    PRONOUN,
    QUOTATION,
    RELATIVE,
    REPORTING,
    SEMICOLON,
    SPECIFIERS,
    THAT,
    TIME,
    TO,
    classes,
)

_ADVERB = classes(ADVERB)
_COMMA = classes(COMMA)
_RELATIVE = classes(RELATIVE)

# How strongly a cue says that words are somebody's; ordered by hand (decision 0005): what is said
# before what is asked or told, that before judgements, and those before thoughts.
STRENGTHS = {"speech": 3.0, "address": 2.8, "judge": 2.3, "thought": 1.6}
_ACCORDING = 3.0
_LABEL = 3.0
_BEHIND_DASH = 2.0
_NOUN = 1.7
_OTHER_VERB = 0.6
_INVERSION = 0.5
"""What a speaker behind the verb adds: "said Blinken" attributes more surely than "Lee said"."""

_OTHER_VERBS = classes(OTHER_FINITE_VERBS, PAST_FORM)
_TELLING_WORDS = classes(REPORTING, ACCORDING)
_AROUND_QUOTATION = classes(_TELLING_WORDS, _OTHER_VERBS, COLON, SPECIFIERS)
_SETS_OFF = classes(DASHES_AND_COMMAS, FULL_STOP, SEMICOLON, CLOSING_BRACKET)
_BEHIND_REPORTING_NOUN = classes(
    THAT, OF, COLON, COMMA, QUOTATION, BE, PREPOSITION
)  # fmt: skip
_BEFORE_REPORTING_NOUN = classes(NAMES_AND_NOUNS, ADVERB, PAST_FORM, GERUND)
_OPENS_PARTICIPLE = classes(DASHES_AND_COMMAS, CONJUNCTION)
_BEFORE_INVERSION = classes(DASHES_AND_COMMAS, ADVERB)
_INSIDE_LABEL = classes(NOMINALS, OF)
_CLAUSE_BEFORE_INVERSION = classes(FULL_FINITE_VERBS, PAST_FORM)

_LABEL_ALONE = pattern(
    either(together(up_to(8, _INSIDE_LABEL), one_of(NAMES_AND_NOUNS)), one(PRONOUN))
)
_INVERTED_PHRASE = (
    up_to(10, classes(NOMINALS, OF, ADVERB, PREMODIFIER)),
    one_of(NAMES_AND_NOUNS),
)
_INVERTED = pattern(
    *_INVERTED_PHRASE,
    either(one(COMMA, FULL_STOP, PREPOSITION, RELATIVE, TIME), END),
)
_NAME_AND_COMMA = pattern(one(NAME), one(NAME), one(COMMA))

_IN_THE_WORDS_OF = ("in", "the", "words", "of")
_FARTHEST_REPORTING_NOUN = 3


class Cue(NamedTuple):
    """A word or two of a sentence that attribute, and the noun phrase they attribute to.

    `cue` and `speaker` are indices of words in the sentence, end exclusive. `inverted` says that
    the speaker stands behind the cue; `finite` is false for participles and infinitives.
    """

    cue: Phrase
    speaker: Phrase
    kind: str
    strength: float
    inverted: bool
    finite: bool = True

    @property
    def first(self) -> int:
        """The index of the first word of the cue and its speaker."""
        cue, speaker = self.cue[0], self.speaker[0]
        return cue if cue < speaker else speaker

    @property
    def last(self) -> int:
        """The index behind the last word of the cue and its speaker."""
        cue, speaker = self.cue[1], self.speaker[1]
        return cue if cue > speaker else speaker


def find_cues(sentence: Sentence) -> list[Cue]:
    """Every cue of a sentence that has a speaker, in order.

    Verbs that do not report, names before a colon and nouns such as "remark" are cues only where
    the sentence holds a quotation; where nothing else does, what follows its first noun phrase is.
    """
    wanted = _AROUND_QUOTATION if sentence.quoted else _TELLING_WORDS
    indices = sentence.seek_all(wanted)
    if not indices and not sentence.quoted:
        return []
    reader = SubjectReader(sentence)
    found = [_cue_at(reader, index) for index in indices]
    cues = [cue for cue in found if cue is not None]
    if sentence.quoted:
        phrase = _in_the_words_of(sentence)
        if phrase is not None:
            cues = sorted([*cues, phrase], key=lambda cue: cue.cue)
        if not cues:
            cues = _behind_opening(sentence)
    return cues


def _cue_at(reader: SubjectReader, index: int) -> Cue | None:
    word_class = reader.sentence.classes[index]
    if word_class in REPORTING:
        return _verb_cue(reader, index)
    if word_class is ACCORDING:
        return _according(reader.sentence, index)
    if word_class is COLON:
        return _label(reader.sentence, index)
    if word_class in SPECIFIERS:
        return _noun_cue(reader.sentence, index)
    subject = reader.before(index)
    if subject is None or _is_no_speaker(reader.sentence, subject):
        return None
    return Cue((index, index + 1), subject, "verb", _OTHER_VERB, False)


def _label(sentence: Sentence, colon: int) -> Cue | None:
    """A name before a colon: "Blinken: ...", "it does not surprise the pollster Ann Lee: ..."."""
    span = (colon, colon + 1)
    if sentence.matches_all(_LABEL_ALONE, 0, colon):
        return Cue(span, (0, colon), "label", _LABEL, True)
    if sentence.at(colon + 1) is not QUOTATION:
        return None
    name = phrase_ending(sentence, colon - 1)
    if name is None:
        return None
    if sentence.at(name[0] - 1) is DASH and sentence.has_only(NAMES, *name):
        # "The polls agree - Ann Lee: “...”": what is set before the dash has no part in it.
        return Cue(span, name, "label", _LABEL + _BEHIND_DASH, True)
    if not sentence.is_row(max(0, name[1] - 2), name[1], NAME, NAME):
        return None
    is_set_off = name[0] == 0 or sentence.at(name[0] - 1) in _SETS_OFF
    return Cue(span, name, "label", _LABEL if is_set_off else _NOUN, True)


def _noun_cue(sentence: Sentence, index: int) -> Cue | None:
    """What belongs to a speaker: "*her* remark that ...", "*Mr Comey's* conclusion that ..."."""
    is_determiner = sentence.at(index) is DETERMINER
    if is_determiner and sentence.word(index) not in grammar_words("possessive_pronoun"):
        return None
    for noun in range(index + 1, min(index + 1 + _FARTHEST_REPORTING_NOUN, len(sentence))):
        if sentence.word(noun) in reporting_nouns():
            if sentence.at(noun + 1) not in _BEHIND_REPORTING_NOUN:
                return None
            first = index if is_determiner else sentence.skip_back(index, NAMES)
            return Cue((noun, noun + 1), (first, index + 1), "noun", _NOUN, False)
        if sentence.at(noun) not in _BEFORE_REPORTING_NOUN:
            break
    return None


def _in_the_words_of(sentence: Sentence) -> Cue | None:
    if "words" not in sentence.words:
        return None
    first = list(sentence.words).index("words") - 2
    end = first + len(_IN_THE_WORDS_OF)
    if first < 0 or tuple(map(sentence.word, range(first, end))) != _IN_THE_WORDS_OF:
        return None
    source = phrase_behind(sentence, end - 1)
    return Cue((first, end), source, "according", _ACCORDING, True) if source else None


def _according(sentence: Sentence, index: int) -> Cue | None:
    if sentence.word(index + 1) != "to":
        return None
    source = phrase_behind(sentence, index + 1)
    return Cue((index, index + 2), source, "according", _ACCORDING, True) if source else None


def _behind_opening(sentence: Sentence) -> list[Cue]:
    """The word behind the first noun phrase, as a verb that no list has."""
    opening = opening_phrase(sentence)
    if opening is None or sentence.at(opening[1]) in (None, QUOTATION):
        return []
    return [Cue((opening[1], opening[1] + 1), opening, "verb", _OTHER_VERB, False)]


def _verb_cue(reader: SubjectReader, index: int) -> Cue | None:
    """A reporting verb and its subject: the first of several constructions that the text has."""
    sentence = reader.sentence
    word = sentence.word(index)
    verb = reporting_verbs()[word]
    if word == "saying" and quoting_verb(sentence, index) is not None:
        return _cue_of(sentence, index, quoted_person(reader, index), verb)
    may_quote = word in grammar_words("quoting_verb") or verb.lemma in grammar_words("passing_verb")
    if may_quote and quotes_as_saying(sentence, index):
        # Who quotes is no speaker: the words are given to whoever is quoted as saying them.
        return None
    if verb.form in ("past", "participle") and (
        is_passive(sentence, index) or is_reduced_passive(sentence, index)
    ):
        return _cue_of(sentence, index, agent_of(sentence, index), verb, inverted=True)
    if index and verb.form == "past" and sentence.classes[index - 1] is OPENING_BRACKET:
        return None
    inverted = _inverted_subject(sentence, index, verb)
    if inverted is not None and not _is_no_speaker(sentence, inverted):
        strength = STRENGTHS[verb.kind] + _INVERSION
        return Cue((index, index + 1), inverted, verb.kind, strength, True)
    subject = _subject(reader, index, verb)
    finite = verb.form != "ing" and sentence.at(index - 1) is not TO
    return _cue_of(sentence, index, subject, verb, finite=finite)


def _is_no_speaker(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether nobody in particular says it: "*you* say", "*let's* say"."""
    return phrase[1] - phrase[0] == 1 and sentence.word(phrase[0]) in grammar_words("no_speaker")


def _cue_of(
    sentence: Sentence,
    index: int,
    speaker: Phrase | None,
    verb: ReportingVerb,
    *,
    inverted: bool = False,
    finite: bool = True,
) -> Cue | None:
    if speaker is None or _is_no_speaker(sentence, speaker):
        return None
    return Cue((index, index + 1), speaker, verb.kind, STRENGTHS[verb.kind], inverted, finite)


def _subject(reader: SubjectReader, index: int, verb: ReportingVerb) -> Phrase | None:
    """The subject of a verb; for a participle that of the clause around it."""
    sentence = reader.sentence
    if verb.form != "ing":
        return reader.before(index)
    opening = sentence.skip_back(index, _ADVERB)
    before = sentence.at(opening - 1)
    if before in _OPENS_PARTICIPLE:
        subject = reader.main(opening) or _opening_name(sentence, opening - 1)
    elif sentence.word(opening - 1) == "by":
        # "Lee corrected him by saying": no phrase before the preposition is meant.
        subject = reader.inherited(index)
    else:
        subject = reader.of_object(index) or reader.before(index)
    return (
        subject
        or reader.inherited(index)
        or _subject_behind(sentence, index)
        or opening_phrase(sentence)
    )


def _opening_name(sentence: Sentence, comma: int) -> Phrase | None:
    """The phrase that opens a sentence before its participle: "*Lee*, citing the port, said"."""
    phrase = phrase_ending(sentence, comma - 1) if comma > 0 else None
    return phrase if phrase is not None and phrase[0] == 0 else None


def _inverted_subject(sentence: Sentence, index: int, verb: ReportingVerb) -> Phrase | None:
    """The speaker behind a verb: "...,” said *Blinken*"."""
    may_invert = verb.kind == "speech" or verb.lemma == "ask"
    if not may_invert or verb.form == "ing" or verb.particles:
        return None
    left = sentence.skip_back(index, _BEFORE_INVERSION) - 1
    follows_quotation = left < 0 or sentence.at(left) is QUOTATION
    if not follows_quotation and not _follows_clause(sentence, index, verb):
        return None
    speaker = phrase_behind(sentence, index)
    if speaker is None or sentence.at(speaker[1]) in FULL_FINITE_VERBS:
        return None
    return speaker


def _follows_clause(sentence: Sentence, index: int, verb: ReportingVerb) -> bool:
    """Whether a clause ends before the verb and a name follows: "..., said Senator Smith, who"."""
    if verb.lemma not in grammar_words("inverting_verb") or sentence.at(index - 1) is not COMMA:
        return False
    behind = sentence.match(_INVERTED, index + 1)
    if behind is None or sentence.has(_RELATIVE, 0, index):
        return False
    return sentence.search(_NAME_AND_COMMA, *behind) is not None or sentence.has(
        _CLAUSE_BEFORE_INVERSION, 0, index - 1
    )


def _subject_behind(sentence: Sentence, participle: int) -> Phrase | None:
    """The subject of a participle that opens its sentence: "Calling it a lie, *Blinken* ..."."""
    comma = sentence.seek(_COMMA, participle)
    return None if comma is None else phrase_behind(sentence, comma)
