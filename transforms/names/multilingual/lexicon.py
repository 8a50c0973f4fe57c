"""Names that are known in a language other than English, in any of their forms."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.names.multilingual.endings import base_forms
from dateline.transforms.names.multilingual.tokens import head_of

_LEAST_CAPITALS = 4


@cache
def listed_names(language: str) -> Mapping[str, frozenset[str]]:
    """The names of one word in `seeds/language_names.csv`, each with its uses, such as `given`."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in lexicon("language_names"):
        if row["language"] == language:
            words = row["name"].split()
            use = row["use"] if len(words) == 1 else f"part_of_{row['use']}"
            for word in words:
                if not word.islower() or not word.isascii():
                    found[word].add(use)
    return {name: frozenset(uses) for name, uses in found.items()}


@cache
def genders_of_given_names(language: str) -> Mapping[str, str]:
    """Given names of a language that bearers of one gender have: `female` or `male`."""
    return {
        row["name"]: row["gender"]
        for row in lexicon("language_names")
        if row["language"] == language and row["use"] == "given" and row["gender"]
    }


@lru_cache(maxsize=50_000)
def uses_of(language: str, word: str) -> tuple[str, ...]:
    """What a word is listed as; `form_of_given` and the like where a form of it without ending is.

    What stands in capitals throughout counts as a word with one capital.
    """
    listed = listed_names(language)
    head = head_of(word)
    if len(head) >= _LEAST_CAPITALS and head.isupper():
        head = head.capitalize()
    if found := listed.get(head):
        return tuple(sorted(found))
    for form in base_forms(language, "", head):
        if found := listed.get(form.text):
            return tuple(sorted(f"form_of_{use}" for use in found))
    return ()


@cache
def listed_places(language: str) -> frozenset[str]:
    """All places that are listed for a language, of one word or more."""
    return frozenset(english_names(language))


@cache
def english_names(language: str) -> Mapping[str, str]:
    """The English names of the places that are listed for a language."""
    return {
        row["name"]: row["stands_for"]
        for row in lexicon("language_names")
        if row["language"] == language and row["stands_for"]
    }


@cache
def words_for(language: str, use: str) -> frozenset[str]:
    """The words of `seeds/language_words.csv` that have a use in a language."""
    return frozenset(
        row["word"]
        for row in lexicon("language_words")
        if (row["language"], row["use"]) == (language, use)
    )


def is_listed_given_name(language: str, word: str) -> bool:
    """Whether a word is listed as a given name in just this form."""
    return "given" in listed_names(language).get(word, ())


def is_listed_surname(language: str, word: str) -> bool:
    """Whether a word is listed as a surname, or ends as surnames of the language do."""
    if "surname" in listed_names(language).get(word, ()):
        return True
    endings = tuple(words_for(language, "surname_ending"))
    return bool(endings) and word.endswith(endings)


@cache
def articles_before_nouns(language: str) -> frozenset[str]:
    """The articles of a language whose nouns have capitals, in lower case; else none.

    There a capital behind one tells no name: "das Grundgesetz".
    """
    if (language, "yes") not in {
        (row["language"], row["capital_nouns"]) for row in lexicon("quoting_languages")
    }:
        return frozenset()
    return frozenset(
        form
        for row in lexicon("quoting_words")
        if (row["language"], row["use"]) == (language, "article")
        for form in row["forms"].split(", ")
    )
