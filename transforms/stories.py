"""Which articles tell the same story: for now, those whose bodies have the same words."""

import hashlib
import re

_BODY_WORD = re.compile(r"\w+")


def story_id(article_body: str) -> str:
    """Identity of the story: a hash of the body's words, so that layout makes no difference."""
    words = " ".join(_BODY_WORD.findall(article_body.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:32]
