"""Whether a stretch of another language than English is somebody's words, and how much of them."""

import re
from collections.abc import Sequence

from dateline.transforms.quotes.languages.attribution import Link
from dateline.transforms.quotes.languages.dashes import DASH_MARK
from dateline.transforms.quotes.languages.grammar import Grammar, WordOrder
from dateline.transforms.quotes.languages.word_kinds import CUES, MARKS, WordKind
from dateline.transforms.quotes.languages.words import Word
from dateline.transforms.schema.closed_sets import QuoteKind

# With the vowel signs of Hindi, which are no letters.
_QUOTED_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0900-\u0963]|['’\-‑\u200c](?=[^\W_]))*")
_STOPS = frozenset(".!?…؟։।:,،")
_LEADS_TO_DIRECT = MARKS | CUES | {WordKind.QUOTATION, WordKind.COMPLEMENTIZER, WordKind.AUXILIARY}
_TIED = frozenset((Link.AFTER.value, Link.BEFORE.value, Link.LABEL.value, Link.UNLISTED.value))
_LONGEST_NAMED = 5
_LONGEST_NAMED_CASELESS = 3
_FEWEST_TOLD = 2
_FEWEST_UNATTRIBUTED = 7
_FEWEST_LOOSE = 3
_FEWEST_CARRIED = 4


def word_count(text: str) -> int:
    """How many words a stretch has."""
    return len(_QUOTED_WORD.findall(text))


def is_spoken(words: Sequence[Word], index: int, grammar: Grammar) -> bool:
    """Whether words between marks can be somebody's, and are no name and nothing so-called.

    Args:
        words: The sentence that holds them.
        index: Their index in it.
        grammar: The grammar of the language.
    """
    word = words[index]
    if word.quoted is not None and word.quoted.mark == DASH_MARK:
        return True
    count = word_count(word.text)
    if count == 0 or (index and words[index - 1].kind is WordKind.SO_CALLED):
        return False
    return not _is_named(words, index, count, grammar)


def is_long_enough(words: Sequence[Word], index: int, rule: str) -> bool:
    """Whether there are as many words as the rule asks for that attributes them.

    Args:
        words: The sentence that holds them.
        index: Their index in it.
        rule: What attributes them; weaker rules ask for more words.
    """
    word = words[index]
    if word.quoted is not None and word.quoted.mark == DASH_MARK:
        return True
    count = word_count(word.text)
    ends = word.text[-1:] in _STOPS or _follows_tie(words, index)
    if rule.removesuffix(" bare") in _TIED:
        return ends or count >= 2
    if rule.startswith(("verb", "according")):
        return count >= _FEWEST_LOOSE
    if rule == "none":
        if _is_told(words, index):
            return count >= _FEWEST_TOLD
        return count >= _FEWEST_UNATTRIBUTED and ends
    return count >= _FEWEST_CARRIED


def kind_of(words: Sequence[Word], index: int, grammar: Grammar) -> QuoteKind:
    """`direct` where the quoted words are all that is attributed, `mixed` where they are a part."""
    before = words[index - 1].kind if index else None
    after = words[index + 1].kind if index + 1 < len(words) else None
    text = words[index].text
    is_continued = after in (WordKind.WORD, WordKind.NAME) and text[-1:] not in _STOPS
    if grammar.order is WordOrder.SUBJECT_AROUND or _precedes_cue(words, index):
        is_continued = False
    first = next((character for character in text if character.isalnum()), "A")
    if grammar.is_cased and first.islower():
        return QuoteKind.MIXED
    is_direct = before is None or before in _LEADS_TO_DIRECT
    return QuoteKind.DIRECT if is_direct and not is_continued else QuoteKind.MIXED


def _precedes_cue(words: Sequence[Word], index: int) -> bool:
    return any(word.kind in CUES for word in words[index + 1 : index + 3])


def _is_told(words: Sequence[Word], index: int) -> bool:
    """Whether somebody tells of the words: a comma and a dash, or a verb of speech, is next."""
    behind = tuple(word.kind for word in words[index + 1 : index + 3])
    if behind == (WordKind.COMMA, WordKind.DASH) or _precedes_cue(words, index):
        return True
    return index > 1 and words[index - 1].kind is WordKind.COLON and words[index - 2].kind in CUES


def _follows_tie(words: Sequence[Word], index: int) -> bool:
    ties = (WordKind.COMMA, WordKind.DASH, WordKind.QUOTATIVE, WordKind.STOP)
    return index + 1 < len(words) and words[index + 1].kind in ties


def _is_named(words: Sequence[Word], index: int, count: int, grammar: Grammar) -> bool:
    """Whether the stretch is the name of a thing: ООО «Газпром», the newspaper «Известия»."""
    word = words[index]
    if (
        count > (_LONGEST_NAMED if grammar.is_cased else _LONGEST_NAMED_CASELESS)
        or word.text[-1:] in ".,!?…،؟"
    ):
        return False
    before = words[index - 1].kind if index else None
    after = words[index + 1].kind if index + 1 < len(words) else None
    if before is WordKind.NAMED_NOUN:
        return True
    is_tied = after in (WordKind.COMMA, WordKind.DASH, WordKind.QUOTATIVE)
    if grammar.order is WordOrder.SUBJECT_AROUND and _precedes_cue(words, index):
        return count < 2 and not is_tied
    if before is None:
        return after is not None and after not in MARKS and after is not WordKind.QUOTATIVE
    if before in (WordKind.COLON, WordKind.COMPLEMENTIZER):
        return False
    return _is_named_behind(before, word.text, count, grammar)


def _is_named_behind(before: WordKind, text: str, count: int, grammar: Grammar) -> bool:
    """Whether a stretch behind a word is the name of what that word means."""
    first = next((character for character in text if character.isalnum()), "")
    if grammar.is_cased and first.islower():
        return count < 2
    is_behind_cue = before in CUES and not grammar.is_cased
    return not is_behind_cue and before is not WordKind.COMMA
