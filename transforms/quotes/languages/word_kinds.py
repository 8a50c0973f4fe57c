"""What a word is to the grammar of quotations in other languages than English."""

from enum import StrEnum


class WordKind(StrEnum):
    """What a word is: a use that `seeds/quoting_words.csv` gives it, or what its shape tells.

    The value of a listed use is its name in the lexicon.
    """

    SPEECH_VERB = "speech_verb"
    SPEECH_PARTICIPLE = "speech_participle"
    NAMING_VERB = "naming_verb"
    TAG = "tag"
    PASSING_VERB = "passing_verb"
    AUXILIARY = "auxiliary"
    QUOTATIVE = "quotative"
    ACCORDING_BEFORE = "according_before"
    ACCORDING_AFTER = "according_after"
    ACCORDING_PHRASE = "according_phrase"
    PRONOUN = "pronoun"
    CLITIC_PRONOUN = "clitic_pronoun"
    COMPLEMENTIZER = "complementizer"
    CONJUNCTION = "conjunction"
    RELATIVE = "relative"
    PREPOSITION = "preposition"
    POSTPOSITION = "postposition"
    ADVERB = "adverb"
    ADDRESSEE = "addressee"
    ARTICLE = "article"
    LINK = "link"
    PARTICLE = "particle"
    TITLE = "title"
    GOVERNED_TITLE = "governed_title"
    TITLE_ENDING = "title_ending"
    OFFICE = "office"
    RESUMPTIVE = "resumptive"
    SO_CALLED = "so_called"
    NAMED_NOUN = "named_noun"
    ABBREVIATION = "abbreviation"
    CUE_PREFIX = "cue_prefix"
    AS = "as"
    SUBJUNCTIVE = "subjunctive"
    REPORTED_ENDING = "reported_ending"
    COMPLEMENT_ENDING = "complement_ending"
    NEGATION = "negation"

    NAME = "name"
    WORD = "word"
    NUMBER = "number"
    QUOTATION = "quotation"
    COMMA = "comma"
    DASH = "dash"
    COLON = "colon"
    STOP = "stop"
    OTHER_MARK = "other_mark"


SHAPES = frozenset(
    (
        WordKind.NAME,
        WordKind.WORD,
        WordKind.NUMBER,
        WordKind.QUOTATION,
        WordKind.COMMA,
        WordKind.DASH,
        WordKind.COLON,
        WordKind.STOP,
        WordKind.OTHER_MARK,
    )
)
"""The kinds that no lexicon gives a word."""

TITLES = frozenset((WordKind.TITLE, WordKind.GOVERNED_TITLE))
CUES = frozenset(
    (WordKind.SPEECH_VERB, WordKind.SPEECH_PARTICIPLE, WordKind.NAMING_VERB, WordKind.TAG)
)
ACCORDING_CUES = frozenset(
    (WordKind.ACCORDING_BEFORE, WordKind.ACCORDING_AFTER, WordKind.ACCORDING_PHRASE)
)
MARKS = frozenset(
    (WordKind.COMMA, WordKind.DASH, WordKind.COLON, WordKind.STOP, WordKind.OTHER_MARK)
)
ENDS_PHRASE = (
    CUES
    | ACCORDING_CUES
    | MARKS
    | {
        WordKind.PASSING_VERB,
        WordKind.AUXILIARY,
        WordKind.QUOTATIVE,
        WordKind.COMPLEMENTIZER,
        WordKind.CONJUNCTION,
        WordKind.RELATIVE,
        WordKind.PREPOSITION,
        WordKind.POSTPOSITION,
        WordKind.ADVERB,
        WordKind.ADDRESSEE,
        WordKind.PRONOUN,
        WordKind.CLITIC_PRONOUN,
        WordKind.SO_CALLED,
        WordKind.NUMBER,
        WordKind.AS,
        WordKind.SUBJUNCTIVE,
        WordKind.NEGATION,
    }
)
"""What no noun phrase of a speaker contains."""
