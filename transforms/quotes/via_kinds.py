"""What each link of a chain of reporting is: an outlet, an agency, a person, a document."""

import re
from collections.abc import Sequence

from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.schema.closed_sets import EntityKind, ViaKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.name_words import words_used_as
from dateline.transforms.text.outlets import outlet_words

_LINK_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def kind_of_link(text: str, mentions: Sequence[Mention]) -> ViaKind:
    """What a link is, by its words and by the names in it.

    Args:
        text: The link as mentioned.
        mentions: The mentions inside it, in order.
    """
    words = [re.sub("['’]s?$", "", word.lower()) for word in _LINK_WORD.findall(text)]
    if not words:
        return ViaKind.DOCUMENT
    if text.split()[-1].islower() and _is_document(words[-1]):
        return ViaKind.DOCUMENT
    if _is_title(words[-1]) or any(mention.kind == EntityKind.PERSON for mention in mentions):
        return ViaKind.PERSON
    kinds = set(map(outlet_words().get, words))
    if ViaKind.AGENCY in kinds:
        return ViaKind.AGENCY
    if kinds != {None} or "." in text.strip("."):
        return ViaKind.OUTLET
    if mentions:
        return ViaKind.ORGANISATION
    return ViaKind.OUTLET if text[:1].isupper() else ViaKind.DOCUMENT


def _is_document(word: str) -> bool:
    return word in statement_forms() or word in grammar_words("document")


def _is_title(word: str) -> bool:
    """Whether a word is a title, in the singular or the plural."""
    return not words_used_as("title").isdisjoint((word, word.removesuffix("s")))
