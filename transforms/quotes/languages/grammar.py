"""What a language's rows say about how it quotes."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.quotes.languages.word_kinds import WordKind

_FEWEST_OF_COUNTRY = 4
_MARKS_IN_WORDS = re.compile("[\u0640\u064b-\u0652\u0670\u200c\u200d՚՛՜՞\u0301]")
"""Vowel signs, joiners and the Armenian marks of stress, which no lexicon's words have."""

_SAME_LETTERS = str.maketrans(
    {"ي": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ё": "е", "’": "'"}
)
_PARTS_OF_WORDS = (
    WordKind.CLITIC_PRONOUN,
    WordKind.CUE_PREFIX,
    WordKind.TITLE_ENDING,
    WordKind.REPORTED_ENDING,
    WordKind.COMPLEMENT_ENDING,
)
_SPACES = re.compile(r"\s+")


class WordOrder(StrEnum):
    """Where the speaker stands to a verb of speech and the words quoted."""

    SUBJECT_FIRST = "subject_first"
    SUBJECT_AROUND = "subject_around"
    VERB_FIRST = "verb_first"


class Apostrophe(StrEnum):
    """What an apostrophe inside a word does in a language."""

    LETTER = "letter"
    SUFFIX = "suffix"
    ELISION = "elision"


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of a name, and what stands for it in the form that names are listed in."""

    ending: str
    base: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language quotes.

    `expressions` gives, for the first word of each expression, the rest of it and its kind, the
    longest first.
    """

    language: str
    order: WordOrder
    title_is_last: bool
    is_cased: bool
    capitalises_nouns: bool
    marks_case: bool
    agrees: bool
    drops_subject: bool
    has_dotted_i: bool
    apostrophe: Apostrophe
    article_prefix: str
    stops: frozenset[str]
    introducers: frozenset[str]
    expressions: Mapping[str, tuple[tuple[tuple[str, ...], WordKind], ...]]
    suffixes: Mapping[WordKind, tuple[str, ...]]
    subject_endings: tuple[Ending, ...]
    governed_endings: tuple[Ending, ...]
    oblique_endings: tuple[str, ...]
    patronymic_endings: tuple[str, ...]
    countries: Mapping[str, tuple[str, ...]]
    has_postpositions: bool

    @property
    def tells_by_postposition(self) -> bool:
        """Whether nothing but what stands behind a noun tells where its phrase ends."""
        return self.has_postpositions and not self.is_cased and not self.marks_case

    def key(self, word: str) -> str:
        """A word as the lexicons have it: in small letters, without signs of stress and vowels."""
        if self.has_dotted_i:
            word = word.replace("İ", "i").replace("I", "ı")
        return _key(word)

    def is_article(self, word: str) -> bool:
        """Whether a word is an article."""
        return ((), WordKind.ARTICLE) in self.expressions.get(self.key(word), ())

    def is_pronoun(self, word: str) -> bool:
        """Whether a word is a pronoun by itself."""
        return ((), WordKind.PRONOUN) in self.expressions.get(self.key(word), ())

    def is_country(self, key: str) -> bool:
        """Whether a word names a country, whatever its case, or is made of a country's name."""
        if self.article_prefix:
            key = key.removeprefix(self.article_prefix)
        for country in self.countries.get(key[:_FEWEST_OF_COUNTRY], ()):
            common = max(len(country) - 1, _FEWEST_OF_COUNTRY)
            if key.startswith(country[:common]) and len(key) - len(country) <= 2:
                return True
        return False


def _key(word: str) -> str:
    if word.isascii():
        return word.lower()
    return _MARKS_IN_WORDS.sub("", word.lower()).translate(_SAME_LETTERS)


def grammar_of(language: str | None) -> Grammar | None:
    """The grammar of a BCP 47 tag's language; None where no row describes one."""
    return None if language is None else _grammar(language.split("-")[0])


def known_grammar(language: str) -> Grammar:
    """The grammar of a language that a row describes.

    Raises:
        KeyError: None does.
    """
    grammar = _grammar(language)
    if grammar is None:
        raise KeyError(language)
    return grammar


@cache
def _grammar(language: str) -> Grammar | None:
    row = next((row for row in lexicon("quoting_languages") if row["language"] == language), None)
    if row is None:
        return None
    has_dotted_i = row["dotted_i"] == "yes"
    expressions, suffixes = _expressions(language, has_dotted_i)
    return Grammar(
        language=language,
        order=WordOrder(row["order"]),
        title_is_last=row["title"] == "last",
        is_cased=row["cased"] == "yes",
        capitalises_nouns=row["capital_nouns"] == "yes",
        marks_case=row["marks_case"] == "yes",
        agrees=row["given_names_decline"] == "yes",
        drops_subject=row["drops_subject"] == "yes",
        has_dotted_i=has_dotted_i,
        apostrophe=Apostrophe(row["apostrophe"]),
        article_prefix=row["article_prefix"],
        stops=frozenset(row["stops"].split()),
        introducers=frozenset(row["introducers"].split()),
        expressions=expressions,
        suffixes=suffixes,
        subject_endings=_endings(language, "subject"),
        governed_endings=_endings(language, "governed"),
        oblique_endings=tuple(row.ending for row in _endings(language, "oblique")),
        patronymic_endings=tuple(row.ending for row in _endings(language, "patronymic")),
        countries=_countries(language, has_dotted_i),
        has_postpositions=any(
            ((), WordKind.POSTPOSITION) in kinds for kinds in expressions.values()
        ),
    )


def _expressions(
    language: str, has_dotted_i: bool
) -> tuple[
    dict[str, tuple[tuple[tuple[str, ...], WordKind], ...]], dict[WordKind, tuple[str, ...]]
]:
    """A language's words and phrases by their first word, and what is a part of a word."""
    found: dict[str, list[tuple[tuple[str, ...], WordKind]]] = defaultdict(list)
    parts: dict[WordKind, list[str]] = defaultdict(list)
    for row in lexicon("quoting_words"):
        if row["language"] != language:
            continue
        kind = WordKind(row["use"])
        for form in row["forms"].split(", "):
            if kind in _PARTS_OF_WORDS:
                parts[kind].append(form)
                continue
            if has_dotted_i:
                form = form.replace("İ", "i").replace("I", "ı")
            first, *rest = (_key(word) for word in _SPACES.split(form))
            found[first].append((tuple(rest), kind))
    ordered = {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in found.items()
    }
    return ordered, {kind: tuple(forms) for kind, forms in parts.items()}


def _endings(language: str, use: str) -> tuple[Ending, ...]:
    rows = [
        Ending(row["ending"], row["nominative"])
        for row in lexicon("name_endings")
        if row["language"] == language and row["use"] == use
    ]
    return tuple(sorted(rows, key=lambda row: -len(row.ending)))


def _countries(language: str, has_dotted_i: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in lexicon("country_words"):
        if row["language"] == language:
            word = row["word"]
            word = word.replace("İ", "i").replace("I", "ı") if has_dotted_i else word
            key = _key(word)
            found[key[:_FEWEST_OF_COUNTRY]].append(key)
    return {first: tuple(words) for first, words in found.items()}
