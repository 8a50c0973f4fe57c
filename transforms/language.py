"""Which language an article is written in, found offline."""

from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Below this many letters the identifier guesses; above this many characters it learns nothing new.
_LEAST_LETTERS = 60
_SAMPLE_SIZE = 1000


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str) -> str | None:
    """The text's language as a BCP 47 tag; None where there is too little text to tell."""
    sample = text[:_SAMPLE_SIZE]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    language, _ = _identifier().classify(sample)
    return str(language)


def identify_languages(texts: Sequence[str]) -> list[str | None]:
    """The language of each text, as `identify_language` finds it."""
    return [identify_language(text) for text in texts]
