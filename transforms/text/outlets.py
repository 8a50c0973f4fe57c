"""Words of the names of outlets and news agencies, and the names of sites."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from dateline.seeds import lexicon

_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$", re.IGNORECASE)
_WORD_OF_NAME = re.compile(r"[^\W_][\w.&-]*")


@cache
def outlet_words() -> Mapping[str, str]:
    """Words in lower case to `agency` or `outlet`, what a name that holds them names."""
    return {row["word"]: row["kind"] for row in lexicon("outlet_words")}


@lru_cache(maxsize=1 << 12)
def is_outlet_word(word: str) -> bool:
    """Whether a word, in lower case, is one of outlets and agencies, or the name of a site."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    return word in outlet_words() or ("." in word and _SITE.match(word) is not None)


def names_outlet(text: str) -> bool:
    """Whether a name holds a word of outlets or agencies, or is that of a site."""
    return any(map(is_outlet_word, _WORD_OF_NAME.findall(text.lower())))
