"""A passage as a row of words, each quotation one word, cut into sentences.

Every word has a class of one letter, so that a sentence is also a short string of classes.
The classes come from small closed lists and from the shape of the word; no parser is needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from seeds import lexicon
from transforms.quotation_marks import Quoted

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
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Rev|Hon|Prof|St"
    r"|Jr|Sr|No|Inc|Corp|Co|Ltd|Bros|vs|Atty|Amb|Pres|Del|Supt|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|Calif|Fla|Mass|Conn|Ariz|Pa|Va|Ga|Tenn|Wash|Wis|Minn|Mich|Ill|Ind|Ky|Md|Mo|Ala|Ark|Colo"
    r"|Okla|Ore|Tex|Nev|Neb|Kan|Del|Miss|Mont)\."
    r"|(?:[^\W\d_]\.){2,}"
    r"|[A-Z]\.(?=\s+[A-Z])"
    r"|[$€£]?\d+(?:[.,:]\d+)+%?"
    r"|[$€£]?[^\W_]+(?:[.'’&/@\-][^\W_]+)*%?"
    r"|--|\.\.\.|[^\w\s]"
)
_STRAY_MARKS = frozenset("'\"’‘“”`*_")
_PRONOUN_WITH_VERB = re.compile(
    r"(?:he|she|they|it|i|we|you|who|that|there)['’](?:s|re|d|ve|ll|m)$"
)
LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A form of a verb that reports words or thoughts."""

    lemma: str
    kind: str
    form: str
    is_also_noun: bool
    particles: frozenset[str]
    complements: frozenset[str]


def _forms(lemma: str, past: str, participle: str) -> dict[str, str]:
    """Each form of a verb and what it is: base, present, past, participle or ing."""
    silent = lemma.endswith("e") and not lemma.endswith(("ee", "oe"))
    if re.search(r"[^aeiou]y$", lemma):
        present, regular = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        present = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        regular = lemma + ("d" if lemma.endswith("e") else "ed")
    gerund = lemma[:-1] + "ing" if silent else lemma + "ing"
    doubled = re.search(r"(?:[^aeiou][aeiou]|qui)([bdgmnpt])$", lemma)
    forms = {lemma: "base", present: "present", gerund: "ing", past or regular: "past"}
    if doubled:
        forms.setdefault(lemma + doubled[1] + "ing", "ing")
        if not past:
            forms.setdefault(lemma + doubled[1] + "ed", "past")
    if participle and participle not in forms:
        forms[participle] = "participle"
    return forms


@cache
def reporting_verbs() -> dict[str, ReportingVerb]:
    """Every form of every reporting verb, in lower case."""
    forms: dict[str, ReportingVerb] = {}
    for row in lexicon("reporting_verbs"):
        for word, form in _forms(row["verb"], row["past"], row["participle"]).items():
            forms.setdefault(
                word,
                ReportingVerb(
                    row["verb"],
                    row["kind"],
                    form,
                    row["is_also_noun"] == "yes",
                    frozenset(row["particles"].split()),
                    frozenset(row["complements"].split()),
                ),
            )
    return forms


@cache
def reporting_nouns() -> frozenset[str]:
    """Nouns for what is said, in lower case."""
    return frozenset(row["noun"] for row in lexicon("reporting_nouns"))


@cache
def function_words() -> dict[str, str]:
    """The class letter of every word of a closed class, in lower case."""
    return {
        word: CLASS_LETTERS[row["class"]]
        for row in lexicon("function_words")
        for word in row["words"].split()
    }


@dataclass(slots=True)
class Sentence:
    """Words with their offsets and classes; `quoted` maps a word's place to its quotation."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    classes: str = ""
    quoted: dict[int, int] = field(default_factory=dict)


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
    numbers: list[int] = []
    at = start
    for number, quote in enumerate((*quoted, None)):
        stop = end if quote is None else quote.outer_start
        for match in _WORD.finditer(text, at, stop):
            if match[0] in _STRAY_MARKS:
                continue
            words.append(match[0])
            starts.append(match.start())
            ends.append(match.end())
            numbers.append(-1)
        if quote is not None:
            words.append("")
            starts.append(quote.outer_start)
            ends.append(quote.outer_end)
            numbers.append(number)
            at = quote.outer_end
    classes = _classify(words, numbers, is_title)
    sentences: list[Sentence] = []
    first = 0
    for place in range(len(words)):
        if place + 1 == len(words) or (
            place + 1 - first >= LONGEST_SENTENCE
            or _ends_sentence(text, words, classes, numbers, quoted, place)
        ):
            last = place + 1
            sentences.append(
                Sentence(
                    words[first:last],
                    starts[first:last],
                    ends[first:last],
                    classes[first:last],
                    {i - first: numbers[i] for i in range(first, last) if numbers[i] >= 0},
                )
            )
            first = last
    return sentences


def _classify(words: Sequence[str], numbers: Sequence[int], is_title: bool) -> str:
    closed = function_words()
    verbs = reporting_verbs()
    letters: list[str] = []
    opens = True
    last = len(words) - 1
    for place, (word, number) in enumerate(zip(words, numbers, strict=True)):
        if number >= 0:
            letters.append(QUOTED)
            opens = True
            continue
        first = word[0]
        if (not first.isalnum() and len(word) == 1) or word in ("--", "..."):
            letter = "…" if word == "..." else _PUNCTUATION.get(first, "~")
            letters.append(letter)
            opens = letter in ".:("
            continue
        lower = word.lower()
        letter = closed.get(lower, "")
        upper = first.isupper()
        if upper and opens and letter in ("D", "x") and place < last and words[place + 1].istitle():
            letter = NAME  # April Mellody, Will Smith
        elif upper and not opens and not is_title and letter not in ("h", "d", "D", "w"):
            letter = _possessive(word) or NAME
        elif not letter or (letter == "v" and lower in verbs):
            letter = _letter(word, lower, verbs, is_title)
        letters.append(letter)
        opens = False
    for place, letter in enumerate(letters):
        if (
            letter == "."
            and words[place] == "."
            and place < last
            and words[place + 1][:1].islower()
        ):
            letters[place] = "~"
        if letter in "SI" and _is_noun(letters, words, place, verbs[words[place].lower()]):
            letters[place] = "v" if verbs[words[place].lower()].particles else NOUN
    return "".join(letters)


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
    if before in ("d", "m", "o", "p", "0", "e", "r"):
        return before != "r" or verb.form == "present"
    if before in ("n", "g", "a", "S"):
        plural = before == "n" and words[place - 1].endswith("s")
        return (verb.form == "base") != plural or after not in "tdPqhmH:"
    return before in ("P", "c", ",") and after != "" and after in "poDc)u"


def _possessive(word: str) -> str:
    return POSSESSIVE if word.endswith(("'s", "’s")) else ""


def _letter(word: str, lower: str, verbs: dict[str, ReportingVerb], is_title: bool) -> str:
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
        return "y"
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


_TAG = re.compile(r"[,-]?(?:[dPnm0oa,hpxD]{0,10}S(?=[.,]|$|[^cS])|S[dPnmh])")
_TAG_BEFORE_END = re.compile(r"[,-]?(?:[dPnm0oahxD]{1,8}S(?:\.|$)|S[dPnm0]{1,6}(?:\.|$))")


def _ends_sentence(
    text: str,
    words: Sequence[str],
    classes: str,
    numbers: Sequence[int],
    quoted: Sequence[Quoted],
    place: int,
) -> bool:
    letter = classes[place]
    following = words[place + 1]
    next_letter = classes[place + 1]
    if letter == ".":
        return next_letter in "q(" or following[0].isupper() or following[0].isdigit()
    if letter == QUOTED:
        quote = quoted[numbers[place]]
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
        ahead = classes[place + 1 : place + 16]
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
