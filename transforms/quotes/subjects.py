"""Whose verb it is: the noun phrase that a word of a sentence has for its subject."""

from collections.abc import Callable

from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.quotes.insertions import subject_before_insertions, with_role
from dateline.transforms.quotes.matcher import (
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
from dateline.transforms.quotes.noun_phrases import (
    is_person_like,
    personal_titles,
    phrase_behind,
    phrase_ending,
)
from dateline.transforms.quotes.word_classes import (
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
    GERUND,
    NAME,
    NAMES,
    NAMES_AND_NOUNS,
    NOUN,
    NOUN_HEADS,
    NOUN_PHRASE,
    NUMBER,
    PAST_FORM,
    PREMODIFIER,
    PREPOSITION,
    PRONOUN,
    PRONOUNS,
    QUOTATION,
    RELATIVE,
    RELATIVES,
    REPORTING,
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
_REPORTING_VERB = classes(REPORTING_VERB)

_BETWEEN_SUBJECT_AND_VERB = classes(ADVERB, AUXILIARY, BE, TIME)
_DATES = classes(TIME, NUMBER)
_BEFORE_DATES = classes(PREPOSITION, NUMBER)
_BEFORE_TAG_OF_REPORTER = classes(COMMA, QUOTATION)
_BEFORE_OPENING_NAME = (None, QUOTATION, COMMA, CONJUNCTION)
_VERBS = classes(FINITE_VERBS, PAST_FORM)
_UNIT_BEFORE_AGO = classes(NOUN, TIME)
_HOW_MANY = classes(NOUN, NUMBER, PREMODIFIER, DETERMINER)
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

_OPENING = pattern(
    optional(
        one(PREPOSITION, SUBORDINATOR, ADVERB),
        up_to_none_of(40, classes(COMMA, SEMICOLON, COLON, QUOTATION)),
        one(COMMA),
    ),
    up_to(3, classes(CONJUNCTION, ADVERB, THAT)),
    marked(either(one(PRONOUN), together(up_to(8, NOUN_PHRASE), one_of(NOUN_HEADS)))),
)

_BEFORE_ADDRESSEE = classes(TO, PREPOSITION)
_MOST_PHRASES_BEHIND_VERB = 3

_LONGEST_CAUSED = 9
"""Words from a verb to the infinitive that its object has, at most."""

_FARTHEST_VERB = 60
"""Words back to which a verb without a subject of its own may reach for one."""

_DEEPEST = 12


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
        reporter = self._nearest_reporter(index)
        if reporter is not None:
            return reporter
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

    def of_object(self, index: int) -> Phrase | None:
        """The subject of the verb whose object stands before a participle at `index`.

        "*Lee* issued a statement saying", "*Lee* sent a letter to the port on Monday saying"; but
        "Lee heard *voters* saying".
        """
        sentence = self.sentence
        last = self._word_before(index)
        for _ in range(_MOST_PHRASES_BEHIND_VERB):
            phrase = phrase_ending(sentence, last) if last > 0 else None
            if phrase is None:
                return None
            before = phrase[0] - 1
            is_document = sentence.word(phrase[1] - 1) in statement_forms()
            verb = before - 1 if is_document and sentence.at(before) is PREPOSITION else before
            if verb > 0 and is_clause_verb(sentence, verb):
                perceives = sentence.word(verb) in grammar_words("perceiving_verb")
                return None if perceives else self.before(verb)
            if is_document:
                return None
            if sentence.at(before) not in _BEFORE_ADDRESSEE:
                return None
            last = before - 1
        return None

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

    def _nearest_reporter(self, index: int) -> Phrase | None:
        """Who reports in the clause right before a participle, if that is not the whole sentence's.

        "..., *Lee* added, saying", "the rain fell, *Lee* said on Monday, adding".
        """
        sentence = self.sentence
        left = range(index - 1, max(-1, index - _FARTHEST_VERB), -1)
        verb = next((verb for verb in left if is_clause_verb(sentence, verb)), None)
        if verb is None or sentence.at(verb) is not REPORTING_VERB:
            return None
        subject = self.before(verb)
        if verb == index - 2 or sentence.at(verb - 1) is CONJUNCTION or subject is None:
            return subject
        return subject if sentence.at(subject[0] - 1) in _BEFORE_TAG_OF_REPORTER else None

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
            if word_class is TO:
                return self._of_infinitive(index, left, depth)
            return self.inherited(left + 1, depth)
        if word_class is CLOSING_BRACKET:
            return self._named_before_bracket(left) or self._across(left, depth)
        if word_class in DASHES_AND_COMMAS:
            return self._across(left, depth)
        if word_class is QUOTATION and left > 0:
            return self._across(left + 1, depth)
        return self._adjacent(index, left, depth)

    def _of_infinitive(self, index: int, to: int, depth: int) -> Phrase | None:
        """The subject of an infinitive: of the verb before it, or that verb's object.

        "*Lee* began to call", "they prompted *Lee* to call", "it is common for *critics* to call".
        """
        sentence = self.sentence
        if to > 0 and is_clause_verb(sentence, to - 1):
            return self.before(to - 1, depth + 1)
        for verb in range(to - 2, max(-1, to - _LONGEST_CAUSED), -1):
            if sentence.word(verb) in grammar_words("causing_verb"):
                caused = phrase_behind(sentence, verb)
                is_plain = caused is not None and sentence.has_only(NOUN_PHRASE, *caused)
                if is_plain and caused is not None and caused[1] == to:
                    return caused
                break
        return self.inherited(index, depth)

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
            if word_class is ADVERB and sentence.word(left) == "ago":
                left = self._before_time_ago(left)
                continue
            is_date = (
                word_class in _BEFORE_DATES
                and left + 1 < index
                and sentence.classes[left + 1] in _DATES
            )
            if word_class not in _BETWEEN_SUBJECT_AND_VERB and not is_date:
                break
            left -= 1
        return left

    def _before_time_ago(self, ago: int) -> int:
        """The index of the word before "two weeks ago", "less than a year ago"."""
        first = self.sentence.skip_back(ago, _UNIT_BEFORE_AGO, max(0, ago - 1))
        first = self.sentence.skip_back(first, _HOW_MANY, max(0, first - 1))
        if self.sentence.word(first - 1) == "than":
            first -= 2
        return first - 1

    def _adjacent(self, index: int, left: int, depth: int) -> Phrase | None:
        """The noun phrase that ends at `left`, right before the verb at `index`."""
        sentence = self.sentence
        phrase = phrase_ending(sentence, left)
        if phrase is not None and phrase[0] > 1:
            other = self._behind_clause(phrase, depth)
            if other is not None:
                return other
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
            return with_role(sentence, phrase)
        return phrase

    def _behind_clause(self, phrase: Phrase, depth: int) -> Phrase | None:
        """The subject where the phrase before the verb only ends what is set behind it."""
        sentence = self.sentence
        before, at = phrase[0] - 1, sentence.classes
        if at[before] is COMMA:
            return self._titled_before(phrase)
        if at[before] is PREPOSITION and at[before - 1] is AUXILIARY:
            # "Lee has in the past called": a phrase between two parts of the verb.
            return self.before(before - 1, depth)
        if at[before] in _VERBS and at[before - 1] is RELATIVE:
            # "Lee, who is chairman of the port said": no comma closes the clause.
            return phrase_ending(sentence, sentence.skip_back(before - 1, _COMMA) - 1)
        return None

    def _titled_before(self, title: Phrase) -> Phrase | None:
        """The name that opens a clause before its title: "*Ann Lee*, secretary of state said"."""
        sentence, comma = self.sentence, title[0] - 1
        if sentence.at(comma) is not COMMA or sentence.at(comma - 1) is not NAME:
            return None
        if personal_titles().isdisjoint(map(sentence.word, range(*title))):
            return None
        name = phrase_ending(sentence, comma - 1)
        if name is None or not is_person_like(sentence, name) or is_person_like(sentence, title):
            return None
        return name if sentence.at(name[0] - 1) in _BEFORE_OPENING_NAME else None

    def _is_titled(self, comma: int) -> bool:
        """Whether the word before a comma is a title: "the prime minister, Ann Lee said"."""
        return (
            comma > 0
            and self.sentence.at(comma) is COMMA
            and self.sentence.word(comma - 1) in personal_titles()
        )

    def _across(self, comma: int, depth: int) -> Phrase | None:
        """The subject that insertions follow, or else that of an earlier verb."""
        subject = subject_before_insertions(self.sentence, comma)
        return subject or self.inherited(min(comma, len(self.sentence)), depth)
