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
    is_written_small = text.split()[-1].islower()
    if is_written_small and words[-1] in statement_forms():
        return ViaKind.DOCUMENT
    if is_written_small and words[-1] in grammar_words("document"):
        return ViaKind.DOCUMENT
    if any(mention.kind == EntityKind.PERSON for mention in mentions):
        return ViaKind.PERSON
    if words[-1] in words_used_as("title") or words[-1].removesuffix("s") in words_used_as("title"):
        return ViaKind.PERSON
    kinds = {outlet_words()[word] for word in words if word in outlet_words()}
    if ViaKind.AGENCY in kinds:
        return ViaKind.AGENCY
    if kinds or "." in text.strip(".") or (not mentions and text[:1].isupper()):
        return ViaKind.OUTLET
    return ViaKind.ORGANISATION if mentions else ViaKind.DOCUMENT
