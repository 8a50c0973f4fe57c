"""Whether words between quotation marks are a quotation, and of what kind."""

import re

from seeds import lexicon
from transforms.quotes.narrative import Sentence
from transforms.quotes.reporting_verbs import reporting_verbs

_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_TITLE_NOUNS = frozenset(row["word"] for row in lexicon("titled_works"))
_SMALL_WORD = 3
_FEWEST_UNREAD = 4
"""Words that a quotation has at least where the language around it is not read."""


def word_count(text: str) -> int:
    """Words in a stretch of text."""
    return len(_WORD.findall(text))


def looks_like_title(text: str) -> bool:
    """Whether every longer word is capitalised and no sentence ends inside: "Meet the Press"."""
    words = _WORD.findall(text)
    return (
        0 < len(words) <= 12
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word[0].isupper() or len(word) <= _SMALL_WORD for word in words)
        and not text.rstrip(" ,.'’").endswith(("!", "?"))
    )


def is_named(sentence: Sentence, place: int, text: str) -> bool:
    """Whether the words between marks at `place` are a title, a nickname or another name."""
    classes = sentence.classes
    before = classes[place - 1] if place else ""
    after = classes[place + 1] if place + 1 < len(classes) else ""
    words = word_count(text)
    if place and sentence.words[place - 1].lower() == "so-called":
        return True
    if before == "P" and after == "P" and words <= 3 and not text.endswith((",", ".")):
        return True
    if not looks_like_title(text):
        return False
    if place and sentence.words[place - 1].lower() in _TITLE_NOUNS:
        return True
    if before in ("p", "m", "o") and words <= 8:
        return True
    return before in ("c", ",") and place > 1 and classes[place - 2] == "q" and words <= 4


def is_quotation(sentence: Sentence, place: int, text: str, rule: str, single_title: bool) -> bool:
    """Whether the words between marks are somebody's words.

    Args:
        sentence: The sentence that holds them.
        place: Their place in it.
        text: The words.
        rule: What attributed them; weak rules ask for more words.
        single_title: Whether they stand between single marks in a headline.
    """
    words = word_count(text)
    if words == 0 or is_named(sentence, place, text):
        return False
    ends = text[-1:] in ".!?,…"
    title = looks_like_title(text)
    if rule == "other language":
        return words >= _FEWEST_UNREAD
    if rule == "none":
        return words >= 7 and ends and not single_title
    if single_title:
        return words >= 4
    if rule.startswith(("carried", "topic")):
        return words >= 7 or (words >= 4 and ends)
    if rule == "same paragraph":
        return words >= 4 or (ends and words >= 2)
    if rule == "same paragraph after":
        return words >= 4 and not title
    if rule.startswith("verb"):
        return not title and words >= 4
    return not (title and words <= 3 and not ends and not rule.startswith("judge"))


def kind_of(sentence: Sentence, place: int, text: str) -> str:
    """`direct` where the quoted words are all that is attributed, `mixed` where they are a part."""
    classes = sentence.classes
    before = classes[:place].rstrip("~")
    last = before[-1:]
    following = classes[place + 1 : place + 2]
    first = next((character for character in text if character.isalnum()), "a")
    words = sentence.words
    if following and (following == "c" or (following in "poubvxBwnt" and text[-1:] not in ".!?,…")):
        return "mixed"
    if first.islower():
        is_told = last in (",", ":") and before[-2:-1] in ("S", "I", "D", "H")
        if last == "S":
            verb = reporting_verbs()[words[place - 1].lower()]
            is_told = verb.kind == "speech" and text[-1:] in ".!?"
            if verb.kind == "judge" and "what" in words[max(0, place - 6) : place]:
                return "direct"
        return "direct" if is_told and word_count(text) >= 4 else "mixed"
    return "direct" if not last or last in ",:-.q;SIo(" else "mixed"
