"""What makes texts the same but for their layout."""

import hashlib
import re

_BODY_WORD = re.compile(r"\w+")


def text_id(article_body: str) -> str:
    """Identity of a text: a hash of the body's words, so that layout makes no difference."""
    words = " ".join(_BODY_WORD.findall(article_body.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:32]
