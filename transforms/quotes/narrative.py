"""A passage as a row of words, each quotation one word, cut into sentences.

Every word has a class of one letter, so that a sentence is also a short string of classes.
The classes come from small closed lists and from the shape of the word; no parser is needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from seeds import lexicon
from transforms.quotes.quotation_marks import Quoted
from transforms.quotes.reporting_verbs import ReportingVerb, reporting_verbs

QUOTED = "q"
SAYS, SAYING = "S", "I"
NAME, NOUN, NUMBER, POSSESSIVE, PAST, GERUND = "P", "n", "0", "m", "e", "g"

CLASS_LETTERS = {
    "pronoun": "h",
    "object_pronoun": "H",
    "determiner": "d",
    "premodifier": "r",
    "relative": "w",
    "possessive_relative": "W",
    "that": "t",
    "conjunction": "c",
    "subordinator": "b",
    "preposition": "p",
    "of": "o",
    "to": "u",
    "be": "B",
    "auxiliary": "x",
    "adverb": "a",
    "time": "D",
    "verb": "v",
    "name_particle": "P",
    "according": "A",
}
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    ".": ".",
    "!": ".",
    "?": ".",
    "…": "…",
    "-": "-",
    "–": "-",
    "—": "-",
}
_WORD = re.compile(
    r"(?![\s\"'’‘“”`*_])(?:"
    r"(?=[A-Z])(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Rev|Hon|Prof|St"
    r"|Jr|Sr|No|Inc|Corp|Co|Ltd|Bros|vs|Atty|Amb|Pres|Del|Supt|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|Calif|Fla|Mass|Conn|Ariz|Pa|Va|Ga|Tenn|Wash|Wis|Minn|Mich|Ill|Ind|Ky|Md|Mo|Ala|Ark|Colo"
    r"|Okla|Ore|Tex|Nev|Neb|Kan|Del|Miss|Mont)\."
    r"|(?:[^\W\d_]\.){2,}"
    r"|[A-Z]\.(?=\s+[A-Z])"
    r"|[$€£]?\d+(?:[.,:]\d+)+%?"
    r"|[$€£]?[^\W_]+(?:[.'’&/@\-][^\W_]+)*%?"
    r"|--|\.\.\.|[^\w\s\"'’‘“”`*]"
    r")"
)
_PRONOUN_WITH_VERB = re.compile(
    r"(?:he|she|they|it|i|we|you|who|that|there)['’](?:s|re|d|ve|ll|m)$"
)
_GOES_ON = frozenset((",", ";", ":"))
_ACRONYMS = frozenset(("US", "WHO", "IT"))
"""Names that read like function words."""

_PLURAL_QUANTIFIERS = frozenset(("some", "many", "most", "few", "several", "those", "all"))
_OPENING, _INSIDE, _TITLE = range(3)
_UNSURE = re.compile(r"[SI.Dx]")
_QUOTED = re.compile(QUOTED)
LONGEST_SENTENCE = 200
"""Words after which a sentence is cut, so that time stays linear in the text."""


@cache
def function_words() -> dict[str, str]:
    """The class letter of every word of a closed class, in lower case."""
    return {
        word: CLASS_LETTERS[row["class"]]
        for row in lexicon("function_words")
        for word in row["words"].split()
    }


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with their offsets and classes; `quoted` maps a word's place to its quotation."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    classes: str
    quoted: dict[int, int]


def read_sentences(
    text: str, start: int, end: int, quoted: Sequence[Quoted], *, is_title: bool = False
) -> list[Sentence]:
    """Cut `text[start:end]` into sentences.

    `quoted` are the quotations of the passage in order; each becomes one word of class `q`.
    `is_title` says that words may be capitalised for being in a headline.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: dict[int, int] = {}
    at = start
    for number, quote in enumerate((*quoted, None)):
        matches = list(_WORD.finditer(text, at, end if quote is None else quote.outer_start))
        words += [match[0] for match in matches]
        starts += [match.start() for match in matches]
        ends += [match.end() for match in matches]
        if quote is not None:
            places[len(words)] = number
            words.append("")
            starts.append(quote.outer_start)
            ends.append(quote.outer_end)
            at = quote.outer_end
    classes = _classify(words, is_title)
    bounds = [0]
    for place in _possible_ends(words, classes):
        inside = quoted[places[place]] if place in places else None
        if _ends_sentence(text, words, classes, inside, place):
            bounds.append(place + 1)
    bounds.append(len(words))
    sentences: list[Sentence] = []
    for low, high in pairwise(bounds):
        for first in range(low, high, LONGEST_SENTENCE):
            last = min(high, first + LONGEST_SENTENCE)
            inside_classes = classes[first:last]
            sentences.append(
                Sentence(
                    words[first:last],
                    starts[first:last],
                    ends[first:last],
                    inside_classes,
                    {
                        match.start(): places[first + match.start()]
                        for match in _QUOTED.finditer(inside_classes)
                    },
                )
            )
    return sentences


def _classify(words: Sequence[str], is_title: bool) -> str:
    """The class letter of every word, in one string."""
    letters: list[str] = []
    position = _TITLE if is_title else _OPENING
    for word in words:
        letter = _letters(word)[position]
        letters.append(letter)
        if not is_title:
            position = _OPENING if letter in ".:(q" else _INSIDE
    verbs = reporting_verbs()
    last = len(words) - 1
    for match in _UNSURE.finditer("".join(letters)):
        place, letter = match.start(), match[0]
        following = words[place + 1] if place < last else ""
        if letter in "SI":
            verb = verbs[words[place].lower()]
            if _is_noun(letters, words, place, verb):
                letters[place] = "v" if verb.particles else NOUN
        elif letter == ".":
            if words[place] == "." and (following[:1].islower() or following in _GOES_ON):
                letters[place] = "~"
        elif words[place][0].isupper() and following.istitle() and not is_title:
            letters[place] = NAME  # April Mellody, Will Smith
    return "".join(letters)


@lru_cache(maxsize=1 << 16)
def _letters(word: str) -> str:
    """A word's class where it opens a sentence, inside one, and in a headline."""
    if not word:
        return QUOTED * 3
    first = word[0]
    if (not first.isalnum() and len(word) == 1) or word in ("--", "..."):
        return ("…" if word == "..." else _PUNCTUATION.get(first, "~")) * 3
    lower = word.lower()
    verbs = reporting_verbs()
    closed = function_words().get(lower, "") if word not in _ACRONYMS else NAME
    if closed and not (closed == "v" and lower in verbs):
        opening = title = closed
    else:
        opening = _open_class(word, lower, verbs, is_title=False)
        title = _open_class(word, lower, verbs, is_title=True)
    inside = opening
    if first.isupper() and closed not in ("h", "d", "D", "w"):
        inside = _possessive(word) or NAME
    return opening + inside + title


def _possible_ends(words: Sequence[str], classes: str) -> list[int]:
    """Places behind which a sentence may end, the last word's left out."""
    return [
        place
        for place in range(len(words) - 1)
        if classes[place] in ".q)" or words[place][-1:] == "."
    ]


def _is_noun(letters: list[str], words: Sequence[str], place: int, verb: ReportingVerb) -> bool:
    """Whether a form that may report is a noun or an adjective where it stands."""
    before = letters[place - 1] if place else ""
    after = letters[place + 1] if place + 1 < len(letters) else ""
    if verb.particles and (place + 1 >= len(words) or words[place + 1] not in verb.particles):
        return True
    if verb.form in ("past", "participle"):
        return before == "m" or (
            before == "d" and words[place - 1].lower() not in ("this", "that", "these")
        )
    if verb.form == "ing":
        if before == "n" and after == "n":
            return place > 1 and letters[place - 2] == "d"
        return before in ("d", "m") or (before == "o" and after not in "dqhHtP")
    if verb.form == "base" and before == "P" and not words[place - 1].endswith("s"):
        return True
    if not verb.is_also_noun:
        return before == "d"
    if before in ("d", "m", "o", "p", "0", "e", "r") or (before == ")" and verb.form == "base"):
        if before == "r" and words[place - 1].lower() in _PLURAL_QUANTIFIERS:
            return verb.form == "present" or after in ("n", "P")
        return True
    if before in ("n", "g", "a", "S"):
        plural = before == "n" and words[place - 1].endswith("s")
        return (verb.form == "base") != plural or after not in "tdPqhmH:"
    return before in ("P", "c", ",") and after != "" and after in "poDc)u"


def _possessive(word: str) -> str:
    return POSSESSIVE if word.endswith(("'s", "’s")) else ""


def _open_class(word: str, lower: str, verbs: dict[str, ReportingVerb], *, is_title: bool) -> str:
    """The class of a word that is in no closed class."""
    if word[0].isdigit() or word[0] in "$€£":
        return NOUN if word.endswith(("old", "olds")) else NUMBER
    verb = verbs.get(lower)
    if verb is not None and not (
        word[0].isupper()
        and not is_title
        and (verb.form == "base" or (verb.is_also_noun and verb.form not in ("ing", "past")))
    ):
        return SAYING if verb.form == "ing" else SAYS
    if _PRONOUN_WITH_VERB.match(lower):
        return "w" if lower.startswith("who") else "y"
    if possessive := _possessive(word):
        return possessive
    if word[0].isupper():
        return NAME
    if lower.endswith("ly") and len(lower) > 4:
        return "a"
    if lower.endswith("ed") and len(lower) > 4:
        return PAST
    if lower.endswith("ing") and len(lower) > 5:
        return GERUND
    return NOUN


_TAG = re.compile(r"[,-]?(?:[dPnm0oa,hpxDurgew]{0,18}S(?=[.,]|$|[^cS])|S[dPnmh])")
_TAG_BEFORE_END = re.compile(r"[,-]?(?:[dPnm0oahxD]{1,8}S(?:\.|$)|S[dPnm0]{1,6}(?:\.|$))")


def _ends_sentence(
    text: str,
    words: Sequence[str],
    classes: str,
    quote: Quoted | None,
    place: int,
) -> bool:
    """Whether a sentence ends behind a word; `quote` is the quotation that stands there, if any."""
    letter = classes[place]
    following = words[place + 1]
    next_letter = classes[place + 1]
    if letter == ".":
        return next_letter in "q(" or following[0].isupper() or following[0].isdigit()
    if quote is not None:
        if not quote.closed:
            return True
        last = text[quote.end - 1 : quote.end]
        if last in "'’”\"" and quote.end - 2 >= quote.start:
            last = text[quote.end - 2]
        if last not in ".!?…" or (following[:1].islower() and last != "."):
            return False
        if next_letter == QUOTED:
            return True
        if not following[:1].isalnum():
            return next_letter not in ",-.;:)…~"
        ahead = classes[place + 1 : place + 24]
        tag = _TAG_BEFORE_END if last in ".…" else _TAG
        return not tag.match(ahead) and not following[:1].islower()
    if letter == ")":
        return words[place - 1] in (".", "!", "?") and (
            next_letter == QUOTED or following[:1].isupper()
        )
    # An abbreviation's dot may end the sentence as well.
    return (
        words[place].endswith(".")
        and letter != "…"
        and next_letter in "hdb"
        and following[:1].isupper()
    )
