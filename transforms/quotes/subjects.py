"""Whose verb it is: the noun phrase that a word of a sentence has for its subject."""

import re
from collections.abc import Callable
from enum import IntEnum

from transforms.quotes.grammar_words import grammar_words
from transforms.quotes.matcher import (
    END,
    Phrase,
    Sentence,
    either,
    marked,
    one,
    one_of,
    optional,
    pattern,
    together,
    up_to,
    up_to_none_of,
)
from transforms.quotes.noun_phrases import is_person_like, personal_titles, phrase_ending
from transforms.quotes.word_classes import (
    ADVERB,
    AUXILIARY,
    BE,
    CLAUSE_OPENERS,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    CONJUNCTION,
    CONTRACTION,
    DASHES_AND_COMMAS,
    DETERMINER,
    FINITE_VERBS,
    FULL_FINITE_VERBS,
    FULL_STOP,
    GERUND,
    NAME,
    NAMES,
    NAMES_AND_NOUNS,
    NOUN,
    NOUN_HEADS,
    NOUN_PHRASE,
    NUMBER,
    OBJECT_PRONOUN,
    OF,
    OPENING_BRACKET,
    OTHER_MARK,
    PAST_FORM,
    POSSESSIVE_RELATIVE,
    PREMODIFIER,
    PREPOSITION,
    PREPOSITIONS,
    PRONOUN,
    PRONOUNS,
    QUOTATION,
    RELATIVE,
    RELATIVES,
    REPORTING,
    REPORTING_GERUND,
    REPORTING_VERB,
    SEMICOLON,
    SPECIFIERS,
    SUBORDINATOR,
    THAT,
    TIME,
    TO,
    VERB,
    classes,
)

_COMMA = classes(COMMA)
_OTHER_MARK = classes(OTHER_MARK)
_OPENING_BRACKET = classes(OPENING_BRACKET)
_REPORTING_VERB = classes(REPORTING_VERB)

_BETWEEN_SUBJECT_AND_VERB = classes(ADVERB, AUXILIARY, BE, TIME)
_DATES = classes(TIME, NUMBER)
_BEFORE_DATES = classes(PREPOSITION, NUMBER)
_ONE_WORD_SUBJECTS = classes(PRONOUN, CONTRACTION, RELATIVE)
_ANTECEDENTS = classes(NOUN_HEADS, COMMA)
_SHARES_SUBJECT = classes(
    REPORTING, CONJUNCTION, TO, VERB, GERUND, PAST_FORM
)  # fmt: skip
"""A verb behind one of these has the subject of an earlier verb: "he came *and* said"."""

_VERB_OF_RELATIVE_CLAUSE = classes(REPORTING_VERB, VERB, AUXILIARY)
_BEFORE_VERB = classes(
    NAMES_AND_NOUNS,
    PRONOUN,
    RELATIVE,
    ADVERB,
    AUXILIARY,
    CLOSING_BRACKET,
    COMMA,
)
_BEHIND_VERB = classes(
    NOUN_HEADS,
    PRONOUNS,
    DETERMINER,
    PREPOSITION,
    TO,
    QUOTATION,
    ADVERB,
    THAT,
    NUMBER,
    COMMA,
)
_OPENS_SIDE_PHRASE = classes(SUBORDINATOR, PREPOSITION)

_INSERTION_ENDS = classes(
    DASHES_AND_COMMAS,
    SEMICOLON,
    COLON,
    OPENING_BRACKET,
    CLOSING_BRACKET,
    FULL_STOP,
)
_ROLE_ENDS = classes(_INSERTION_ENDS, QUOTATION)
_PIECE_OPENERS = classes(CLAUSE_OPENERS, ADVERB, THAT)
_OPENS_MAIN_CLAUSE = classes(PREPOSITION, SUBORDINATOR, TO, THAT)
_NO_SUBJECT_ALONE = classes(_DATES, ADVERB, OBJECT_PRONOUN)
_NO_SUBJECT_OPENERS = classes(
    FULL_FINITE_VERBS,
    CLAUSE_OPENERS,
    RELATIVES,
    _DATES,
    POSSESSIVE_RELATIVE,
    PAST_FORM,
    REPORTING_GERUND,
    GERUND,
    PREPOSITION,
    TO,
    ADVERB,
)
_NO_SUBJECT_INSIDE = classes(
    FINITE_VERBS, REPORTING_GERUND, PRONOUN, TO, RELATIVE
)  # fmt: skip
_NO_ROLE_INSIDE = classes(_NO_SUBJECT_INSIDE, PAST_FORM, PREPOSITION, GERUND)
_OPENS_NOUN_PHRASE = classes(SPECIFIERS, NAME, NOUN, PREMODIFIER)
_ONE_OF_THEM = (PREMODIFIER, OF, OBJECT_PRONOUN)

_MODIFIED = pattern(
    one(NOUN, NAME, OBJECT_PRONOUN, NUMBER, CLOSING_BRACKET),
    one(RELATIVE, TO, GERUND, PAST_FORM),
)
_PLACE_ENDING = pattern(one_of(PREPOSITIONS), up_to(3, NAMES, least=1), one(COMMA), END)
_OPENING = pattern(
    optional(
        one(PREPOSITION, SUBORDINATOR, ADVERB),
        up_to_none_of(40, classes(COMMA, SEMICOLON, COLON, QUOTATION)),
        one(COMMA),
    ),
    up_to(3, classes(CONJUNCTION, ADVERB, THAT)),
    marked(either(one(PRONOUN), together(up_to(8, NOUN_PHRASE), one_of(NOUN_HEADS)))),
)

_PARTY_LABELS = "|".join(sorted(grammar_words("party")))
_GENERATIONS = "|".join(sorted(grammar_words("generation")))
_AFFILIATION = re.compile(rf"(?:[A-Z]|{_PARTY_LABELS})\.?[-–]|(?:{_GENERATIONS})\.?$|[IVX]+$|\d+$")
"""What stands between commas behind a name and is no subject: "R-Iowa", "Jr.", "III", "42"."""

_FARTHEST_VERB = 60
"""Words back to which a verb without a subject of its own may reach for one."""

_DEEPEST = 12
_MOST_INSERTIONS = 6
_PLACE_LENGTH = 6


class _Likeness(IntEnum):
    """How much a piece between commas looks like a subject; ordered by hand."""

    PHRASE = 1
    NAME = 2
    FULL_NAME = 3


def is_clause_verb(sentence: Sentence, index: int) -> bool:
    """Whether a word is a finite verb of its clause, a form in -ed included."""
    word_class = sentence.classes[index]
    if word_class is not PAST_FORM:
        return word_class in FINITE_VERBS
    is_last = index + 1 >= len(sentence)
    return sentence.at(index - 1) in _BEFORE_VERB and (
        is_last or sentence.at(index + 1) in _BEHIND_VERB
    )


def opening_phrase(sentence: Sentence) -> Phrase | None:
    """The first noun phrase of the sentence that no preposition governs."""
    return sentence.match(_OPENING)


class SubjectReader:
    """Finds subjects in one sentence; the subject of each verb is looked for once."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._known: dict[int, Phrase | None] = {}

    def before(self, index: int, depth: int = 0) -> Phrase | None:
        """The subject of the verb at `index`, looked for to its left."""
        if index not in self._known:
            self._known[index] = None
            self._known[index] = self._find(index, depth)
        return self._known[index]

    def main(self, index: int) -> Phrase | None:
        """The subject of the main clause that a participle at `index` hangs on."""
        sentence = self.sentence
        first = self._clause_start(index)
        if sentence.at(first) in _OPENS_SIDE_PHRASE:
            comma = sentence.seek(_COMMA, first, max(first, index - 1))
            first = first if comma is None else comma
        for verb in range(first, index):
            if is_clause_verb(sentence, verb):
                subject = self.before(verb)
                if subject is not None and sentence.at(subject[0]) not in RELATIVES:
                    return subject
        return self.inherited(index)

    def inherited(self, index: int, depth: int = 0) -> Phrase | None:
        """The subject of the nearest finite verb to the left of `index`.

        A reporting verb, and what a conjunction joins, share the subject of a reporting verb first:
        "he *said* it was late and *added* that".
        """
        if depth > _DEEPEST:
            return None
        sentence = self.sentence
        if sentence.at(index) in REPORTING or sentence.at(index - 1) is CONJUNCTION:
            subject = self._nearest_subject(
                index, depth, lambda verb: sentence.classes[verb] is REPORTING_VERB
            )
            if subject is not None:
                return subject
        return self._nearest_subject(index, depth, lambda verb: is_clause_verb(sentence, verb))

    def _nearest_subject(
        self, index: int, depth: int, is_wanted: Callable[[int], bool]
    ) -> Phrase | None:
        for verb in range(index - 1, max(-1, index - _FARTHEST_VERB), -1):
            if is_wanted(verb):
                subject = self.before(verb, depth + 1)
                if subject is not None:
                    return subject
        return None

    def _clause_start(self, index: int) -> int:
        """Where the clause before a participle begins: behind ";", ", and" or ", when"."""
        sentence = self.sentence
        for left in range(index - 2, 0, -1):
            if sentence.classes[left] is SEMICOLON or (
                sentence.classes[left - 1] is COMMA and sentence.classes[left] in CLAUSE_OPENERS
            ):
                return left
        return 0

    def _find(self, index: int, depth: int) -> Phrase | None:
        sentence = self.sentence
        if sentence.classes[index] is CONTRACTION:
            return index, index + 1
        left = self._word_before(index)
        if left < 0:
            return None
        word_class, before = sentence.classes[left], sentence.at(left - 1)
        if word_class in _ONE_WORD_SUBJECTS or (word_class is THAT and before in _ANTECEDENTS):
            return left, left + 1
        if word_class in _SHARES_SUBJECT and not (word_class is PAST_FORM and before in SPECIFIERS):
            return self.inherited(index if word_class is TO else left + 1, depth)
        if word_class is CLOSING_BRACKET:
            return self._named_before_bracket(left) or self._across(left, depth)
        if word_class in DASHES_AND_COMMAS:
            return self._across(left, depth)
        if word_class is QUOTATION and left > 0:
            return self._across(left + 1, depth)
        return self._adjacent(index, left, depth)

    def _named_before_bracket(self, bracket: int) -> Phrase | None:
        """The name that a bracket follows: "*Senator Lee* (D) said"."""
        named = phrase_ending(self.sentence, bracket)
        return named if named is not None and self.sentence.has(NAMES, *named) else None

    def _word_before(self, index: int) -> int:
        """The index of the last word that can end the subject of the verb at `index`, or -1."""
        sentence = self.sentence
        left = index - 1
        while left >= 0:
            word_class = sentence.classes[left]
            is_date = (
                word_class in _BEFORE_DATES
                and left + 1 < index
                and sentence.classes[left + 1] in _DATES
            )
            if word_class not in _BETWEEN_SUBJECT_AND_VERB and not is_date:
                break
            left -= 1
        return left

    def _adjacent(self, index: int, left: int, depth: int) -> Phrase | None:
        """The noun phrase that ends at `left`, right before the verb at `index`."""
        sentence = self.sentence
        phrase = phrase_ending(sentence, left)
        if phrase is None:
            phrase = self.inherited(left, depth)
            if (
                phrase is not None
                and sentence.at(phrase[0]) is RELATIVE
                and sentence.at(index) in _VERB_OF_RELATIVE_CLAUSE
            ):
                # "the groups who wrote to her say": the clause's own subject, not its relative's.
                return phrase_ending(sentence, phrase[0] - 1) or phrase
        elif (
            sentence.at(index + 1) is not COMMA
            and is_person_like(sentence, phrase)
            and self._is_titled(phrase[0] - 1)
        ):
            return self._with_role(phrase)
        return phrase

    def _is_titled(self, comma: int) -> bool:
        """Whether the word before a comma is a title: "the prime minister, Ann Lee said"."""
        return (
            comma > 0
            and self.sentence.at(comma) is COMMA
            and self.sentence.word(comma - 1) in personal_titles()
        )

    def _across(self, comma: int, depth: int) -> Phrase | None:
        """The subject behind insertions, the last of which ends at `comma`, a dash or a bracket.

        Pieces between commas are looked at from right to left, until one is a full name or opens a
        clause. The most likely wins, the rightmost of equals.
        """
        sentence = self.sentence
        best: tuple[_Likeness, Phrase] | None = None
        at_end = sentence.at(min(comma, len(sentence) - 1)) is CLOSING_BRACKET
        stop = comma + 1 if at_end else comma
        for _ in range(_MOST_INSERTIONS):
            stop = sentence.skip_back(self._before_bracket(stop), _OTHER_MARK)
            before = sentence.seek_back(_INSERTION_ENDS, stop)
            start = 0 if before is None else before + 1
            ranked = self._ranked(start, stop)
            if best is None and self._tells_where(start, stop):
                ranked = None
            if ranked is not None and (best is None or ranked[0] > best[0]):
                best = ranked
            if self._ends_search(start, stop, best, is_ranked=ranked is not None):
                break
            stop = start - 1
        if best is None:
            return self.inherited(min(comma, len(sentence)), depth)
        return self._with_role(best[1]) if best[0] is _Likeness.FULL_NAME else best[1]

    def _ends_search(
        self, start: int, stop: int, best: tuple[_Likeness, Phrase] | None, *, is_ranked: bool
    ) -> bool:
        """Whether no subject stands to the left of the piece from `start` to `stop`."""
        sentence = self.sentence
        opening = sentence.at(start) if start < stop else None
        if best is not None and (best[0] is _Likeness.FULL_NAME or opening in _OPENS_MAIN_CLAUSE):
            return True
        may_be_passed = (
            is_ranked
            or stop - start <= 1
            or opening in _NO_SUBJECT_OPENERS
            or self._opens_one_of_them(start, stop)
        )
        if not may_be_passed:
            return True
        return sentence.at(start - 1) not in DASHES_AND_COMMAS

    def _opens_one_of_them(self, start: int, stop: int) -> bool:
        """Whether a piece begins with "one of them", which repeats a subject."""
        return self.sentence.is_row(start, min(start + 3, stop), *_ONE_OF_THEM)

    def _with_role(self, name: Phrase) -> Phrase:
        """A name together with the role it stands in apposition to: "the mayor, Jane Smith"."""
        sentence = self.sentence
        comma = name[0] - 1
        if comma <= 0 or sentence.at(comma) is not COMMA:
            return name
        before = sentence.seek_back(_ROLE_ENDS, comma)
        start = sentence.skip(0 if before is None else before + 1, _PIECE_OPENERS, comma)
        is_role = (
            start < comma
            and sentence.at(start) in SPECIFIERS
            and not sentence.has(_NO_ROLE_INSIDE, start, comma)
        )
        return (start, name[1]) if is_role else name

    def _tells_where(self, start: int, stop: int) -> bool:
        """Whether a piece is a lone name that tells where: "a woman in Worcester, *Ohio*"."""
        sentence = self.sentence
        return (
            sentence.is_row(start, stop, NAME)
            and sentence.search(_PLACE_ENDING, max(0, start - _PLACE_LENGTH), start) is not None
        )

    def _before_bracket(self, stop: int) -> int:
        """Where the words before a bracket end, if one ends at `stop`."""
        sentence = self.sentence
        if sentence.at(stop - 1) is CLOSING_BRACKET:
            return sentence.seek_back(_OPENING_BRACKET, stop) or stop
        return stop

    def _ranked(self, start: int, stop: int) -> tuple[_Likeness, Phrase] | None:
        """How likely a piece between commas is to be the subject, or None where it cannot be."""
        sentence = self.sentence
        start = sentence.skip(start, _PIECE_OPENERS, stop - 1) if start < stop else start
        if start >= stop:
            return None
        if sentence.is_row(start, stop, PRONOUN):
            return _Likeness.NAME, (start, stop)
        if self._is_no_subject(start, stop):
            return None
        stop = self._without_modifiers(start, stop)
        if sentence.has(_NO_SUBJECT_INSIDE, start, stop):
            return None
        phrase = phrase_ending(sentence, stop - 1)
        if phrase is None or phrase[0] > start + 1:
            opens = sentence.at(start) in _OPENS_NOUN_PHRASE
            return (_Likeness.PHRASE, (start, stop)) if opens else None
        return self._likeness(phrase), phrase

    def _is_no_subject(self, start: int, stop: int) -> bool:
        """Whether a piece opens like an adverbial, a clause or what belongs to a name."""
        sentence = self.sentence
        opening = sentence.at(start)
        return (
            (stop - start == 1 and opening in _NO_SUBJECT_ALONE)
            or opening in _NO_SUBJECT_OPENERS
            or _AFFILIATION.match(sentence.words[start]) is not None
            or self._opens_one_of_them(start, stop)
        )

    def _without_modifiers(self, start: int, stop: int) -> int:
        """Where a piece ends before the clause that modifies its noun: "a man *who asked*"."""
        modified = self.sentence.search(_MODIFIED, start, stop)
        return stop if modified is None else modified[0] + 1

    def _likeness(self, phrase: Phrase) -> _Likeness:
        sentence = self.sentence
        preposition = sentence.seek(PREPOSITIONS, *phrase)
        head = phrase if preposition is None else (phrase[0], preposition)
        if is_person_like(sentence, head):
            return _Likeness.FULL_NAME
        if preposition is None and sentence.at(phrase[1] - 1) is NAME:
            return _Likeness.NAME
        return _Likeness.PHRASE
