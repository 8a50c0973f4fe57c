"""Which language an article is written in, found offline."""

from functools import cache
from threading import Lock

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dateline import seeds

# Below this many letters the identifier guesses.
_LEAST_LETTERS = 60
# A short sample nearly always settles it; where it leaves a doubt, a longer one is read.
_FIRST_SAMPLE, _SECOND_SAMPLE = 200, 1000
_DOUBT = 0.99
_LEAST_SHARE = 0.02


_LOADING = Lock()


@cache
def _load() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identifier() -> LanguageIdentifier:
    """The identifier, loaded once: its model takes longer than hundreds of pages.

    Unpacking the model lets other threads run meanwhile.
    """
    with _LOADING:
        return _load()


def identify_language(text: str) -> str | None:
    """The text's language as a BCP 47 tag; None where there is too little text to tell."""
    sample = text[:_SECOND_SAMPLE]
    first_sample = sample[:_FIRST_SAMPLE]
    # Nearly always, the first sample has enough.
    if all(sum(map(str.isalpha, some)) < _LEAST_LETTERS for some in (first_sample, sample)):
        return None
    language, probability = identifier().classify(first_sample)
    if probability < _DOUBT:
        language, _ = identifier().classify(sample)
    return _by_letters(str(language), sample)


def _by_letters(language: str, sample: str) -> str:
    """The language whose letters the text has, where the identifier mistakes it for another.

    `seeds/language_letters.csv` says which; letters that it does not have speak against it. A name
    in another language has a letter or two of it: they have to be a share of the text.
    """
    if sample.isascii():
        return language
    text = sample.lower()
    letters = frozenset(text)
    for row in seeds.lexicon("language_letters"):
        if language not in row["instead_of"].split():
            continue
        if not letters.issuperset(row["letters"]) or not letters.isdisjoint(row["not_letters"]):
            continue
        if sum(map(text.count, row["letters"])) >= _LEAST_SHARE * len(text):
            return row["language"]
    return language
