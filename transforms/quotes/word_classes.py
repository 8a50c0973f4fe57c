"""The classes of words that the grammar of quotations is written in, and the sets it speaks of."""

from enum import StrEnum


class WordClass(StrEnum):
    """What a word is to the grammar: a class, what belongs to it, and an example.

    The value of a closed class is its name in `seeds/function_words.csv`. Words of the other
    classes are known by their shape, or from the lexicon of reporting verbs.
    """

    meaning: str
    example: str

    def __new__(cls, value: str, meaning: str, example: str) -> "WordClass":
        """A member that knows what it means beside its value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        member.example = example
        return member

    QUOTATION = "quotation", "a stretch between quotation marks, as one word", "“We stay,”"

    NAME = "name", "a capitalised word, or a particle of family names", "Blinken"
    NOUN = "noun", "a word of no other class", "mayor"
    NUMBER = "number", "a word that begins with a figure", "2,000"
    POSSESSIVE = "possessive", "a word with a possessive ending", "Lee's"
    DETERMINER = "determiner", "an article or a pronoun that determines a noun", "the"
    PREMODIFIER = "premodifier", "an adjective or quantifier of the closed list", "former"
    PRONOUN = "pronoun", "a pronoun that can be a subject", "she"
    OBJECT_PRONOUN = "object_pronoun", "a pronoun that is an object", "him"
    CONTRACTION = "contraction", "a pronoun with its verb", "he's"
    RELATIVE = "relative", "a relative pronoun that can be a subject", "who"
    POSSESSIVE_RELATIVE = "possessive_relative", "a relative that is no subject", "whose"

    REPORTING_VERB = "reporting_verb", "a form that reports, unless in -ing", "said"
    REPORTING_GERUND = "reporting_gerund", "a reporting verb in -ing", "saying"
    VERB = "verb", "a frequent form of another verb", "went"
    PAST_FORM = "past_form", "a word in -ed: a verb or an adjective", "visited"
    GERUND = "gerund", "a word in -ing", "visiting"
    BE = "be", "a form of “be”", "was"
    AUXILIARY = "auxiliary", "a form of “have” or “do”, or a modal verb", "would"

    ADVERB = "adverb", "an adverb of the closed list, or a word in -ly", "later"
    TIME = "time", "a day, a month or a time of the day", "Monday"
    THAT = "that", "the word “that”", "that"
    CONJUNCTION = "conjunction", "a word that joins clauses or nouns", "and"
    SUBORDINATOR = "subordinator", "a word that opens a side clause", "when"
    PREPOSITION = "preposition", "a preposition other than “of” and “to”", "with"
    OF = "of", "the word “of”", "of"
    TO = "to", "the word “to”", "to"
    ACCORDING = "according", "the word “according”", "according"

    COMMA = "comma", "a comma", ","
    SEMICOLON = "semicolon", "a semicolon", ";"
    COLON = "colon", "a colon", ":"
    DASH = "dash", "a dash or a hyphen that stands alone", "—"
    OPENING_BRACKET = "opening_bracket", "a bracket that opens", "("
    CLOSING_BRACKET = "closing_bracket", "a bracket that closes", ")"
    FULL_STOP = "full_stop", "a mark that ends a sentence", "?"
    ELLIPSIS = "ellipsis", "three dots", "…"
    OTHER_MARK = "other_mark", "any other mark", "/"


# Members by themselves: rules read better, and Python 3.11 looks an enum's members up slowly.
QUOTATION = WordClass.QUOTATION
NAME = WordClass.NAME
NOUN = WordClass.NOUN
NUMBER = WordClass.NUMBER
POSSESSIVE = WordClass.POSSESSIVE
DETERMINER = WordClass.DETERMINER
PREMODIFIER = WordClass.PREMODIFIER
PRONOUN = WordClass.PRONOUN
OBJECT_PRONOUN = WordClass.OBJECT_PRONOUN
CONTRACTION = WordClass.CONTRACTION
RELATIVE = WordClass.RELATIVE
POSSESSIVE_RELATIVE = WordClass.POSSESSIVE_RELATIVE
REPORTING_VERB = WordClass.REPORTING_VERB
REPORTING_GERUND = WordClass.REPORTING_GERUND
VERB = WordClass.VERB
PAST_FORM = WordClass.PAST_FORM
GERUND = WordClass.GERUND
BE = WordClass.BE
AUXILIARY = WordClass.AUXILIARY
ADVERB = WordClass.ADVERB
TIME = WordClass.TIME
THAT = WordClass.THAT
CONJUNCTION = WordClass.CONJUNCTION
SUBORDINATOR = WordClass.SUBORDINATOR
PREPOSITION = WordClass.PREPOSITION
OF = WordClass.OF
TO = WordClass.TO
ACCORDING = WordClass.ACCORDING
COMMA = WordClass.COMMA
SEMICOLON = WordClass.SEMICOLON
COLON = WordClass.COLON
DASH = WordClass.DASH
OPENING_BRACKET = WordClass.OPENING_BRACKET
CLOSING_BRACKET = WordClass.CLOSING_BRACKET
FULL_STOP = WordClass.FULL_STOP
ELLIPSIS = WordClass.ELLIPSIS
OTHER_MARK = WordClass.OTHER_MARK

WordClasses = frozenset[WordClass]


def classes(*members: WordClass | WordClasses) -> WordClasses:
    """A set of word classes from classes and smaller sets."""
    found: set[WordClass] = set()
    for member in members:
        found |= {member} if isinstance(member, WordClass) else member
    return frozenset(found)


NAMES = classes(NAME)
NAMES_AND_NOUNS = classes(NAME, NOUN)
NOUN_HEADS = classes(NAMES_AND_NOUNS, POSSESSIVE)
"""Classes that make a phrase a noun phrase."""

SPECIFIERS = classes(DETERMINER, POSSESSIVE)
NOMINALS = classes(NOUN_HEADS, DETERMINER, NUMBER)
NOUN_PHRASE = classes(NOMINALS, PREMODIFIER)
"""What a noun phrase without prepositions is made of."""

PRONOUNS = classes(PRONOUN, OBJECT_PRONOUN)
RELATIVES = classes(RELATIVE, THAT)
PREPOSITIONS = classes(PREPOSITION, OF)

REPORTING = classes(REPORTING_VERB, REPORTING_GERUND)
OTHER_FINITE_VERBS = classes(VERB, AUXILIARY, BE)
FULL_FINITE_VERBS = classes(REPORTING_VERB, OTHER_FINITE_VERBS)
FINITE_VERBS = classes(FULL_FINITE_VERBS, CONTRACTION)
CLAUSE_VERBS = classes(FINITE_VERBS, PAST_FORM, REPORTING_GERUND)
"""A stretch without any of these is no clause."""

ADVERBIALS = classes(ADVERB, TIME)
CLAUSE_OPENERS = classes(CONJUNCTION, SUBORDINATOR)
DASHES_AND_COMMAS = classes(COMMA, DASH)
CLAUSE_ENDS = classes(FULL_STOP, SEMICOLON, COLON)
TRAILING_MARKS = classes(
    COMMA, FULL_STOP, DASH, SEMICOLON, COLON, OTHER_MARK
)  # fmt: skip
"""Marks that are no part of the words before them."""
