"""Where the noun phrase of a speaker ends, that begins with a title or a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.names import LINKS, NameReader
from dateline.transforms.quotes.languages.word_kinds import TITLES, WordKind
from dateline.transforms.quotes.languages.words import Word

PLAIN_WORDS = frozenset((WordKind.WORD, WordKind.NAMED_NOUN))
_AFTER_LINK = TITLES | PLAIN_WORDS | {WordKind.NAME, WordKind.OFFICE, WordKind.ARTICLE}
MOST_LOOSE = 4
"""Words in small letters that a title's complement has at most."""

_LONGEST_NAMED_QUOTED = 4


def is_named_thing(word: Word) -> bool:
    """Whether a stretch between marks can be the name of a thing: «Газпром»."""
    return (
        word.kind is WordKind.QUOTATION
        and word.text[-1:] not in ".,!?…"
        and len(word.text.split()) <= _LONGEST_NAMED_QUOTED
    )


@dataclass(slots=True)
class _Reach:
    """How far a phrase goes: its end, the names in a row before it, and the words that describe."""

    end: int
    run: int = 0
    loose: int = 0
    has_title: bool = False


class PhraseEnds:
    """Tells how far titles, their complements and names go in one sentence."""

    def __init__(self, words: Sequence[Word], grammar: Grammar, names: NameReader) -> None:
        self.words = words
        self._grammar = grammar
        self._names = names

    def _kind(self, index: int) -> WordKind | None:
        return self.words[index].kind if 0 <= index < len(self.words) else None

    def end(self, head: int, limit: int) -> int:
        """Where the phrase around a title or a name ends."""
        reach = _Reach(head)
        at = head
        while at < limit and self._goes_on(at, limit, reach):
            at += 1
        is_bare = reach.has_title and reach.end == head + 1 and not self._grammar.title_is_last
        if is_bare and self._kind(reach.end) in PLAIN_WORDS:
            return min(at, reach.end + 1)
        return reach.end

    def _goes_on(self, at: int, limit: int, reach: _Reach) -> bool:
        """Whether the phrase goes on behind a word, which `reach` then counts."""
        word = self.words[at]
        if word.kind is WordKind.NAME or (word.kind is WordKind.OFFICE and reach.has_title):
            return self._takes_name(at, reach)
        if word.kind in TITLES and reach.run < 2:
            reach.has_title, reach.run, reach.end = True, 0, at + 1
        elif self._is_linked(at, limit, reach.has_title, reach.run):
            reach.run = 0
        elif word.kind in PLAIN_WORDS and self._describes(at, reach.has_title, reach.run):
            return self._takes_plain_word(at, reach)
        elif reach.has_title and reach.run == 0 and is_named_thing(word):
            reach.end = at + 1
        else:
            return word.kind is WordKind.PARTICLE and self._leads_to_name(at, limit)
        return True

    def _takes_name(self, at: int, reach: _Reach) -> bool:
        word = self.words[at]
        is_complement = reach.has_title and self._kind(at - 1) in LINKS
        reach.run += word.kind is WordKind.NAME and not is_complement
        reach.end = at + 1
        return not self._ends_name(word, reach.run, reach.has_title)

    def _takes_plain_word(self, at: int, reach: _Reach) -> bool:
        reach.loose += 1
        if reach.loose > MOST_LOOSE:
            return False
        reach.run = 0
        if self._kind(at - 1) in LINKS:
            reach.end = at + 1
        return True

    def _ends_name(self, word: Word, run: int, has_title: bool) -> bool:
        """Whether an ending says that a name ends here, whatever follows."""
        if not self._grammar.title_is_last:
            return False
        is_whole = run > 1 or not has_title
        return word.has_suffix or (is_whole and self.has_subject_ending(word))

    def has_subject_ending(self, word: Word) -> bool:
        """Whether a word ends as a subject does, where names of subjects have an ending."""
        return any(word.key.endswith(item.ending) for item in self._grammar.subject_endings)

    def _describes(self, at: int, has_title: bool, run: int) -> bool:
        """Whether a word in small letters goes on with a title: "глава *комитета*".

        So does one behind a name that is its adjective: "глава Исламского *комитета*".
        """
        return has_title and (
            run == 0 or (run == 1 and bool(self._names.ends_like_genitive(at - 1)))
        )

    def _is_linked(self, at: int, limit: int, has_title: bool, run: int) -> bool:
        """Whether a word links a complement to its title: "le ministre *de l'*Intérieur"."""
        kind = self.words[at].kind
        following = self._kind(at + 1) if at + 1 < limit else None
        if kind is WordKind.LINK:
            return (has_title and run <= 1 and following in _AFTER_LINK) or (
                run > 0 and self._leads_to_name(at, limit)
            )
        if kind is WordKind.ARTICLE:
            return self._is_article_inside(at, has_title)
        if kind is WordKind.PREPOSITION:
            return has_title and run <= 1 and self._resumes(at, limit, run)
        is_and = kind is WordKind.CONJUNCTION and has_title and run == 0
        return is_and and self._joins(self._kind(at - 1), following)

    def _joins(self, before: WordKind | None, following: WordKind | None) -> bool:
        """Whether two titles, or two words that describe, stand around a conjunction."""
        joined = TITLES if before in TITLES else PLAIN_WORDS
        return before in joined and following in joined

    def _is_article_inside(self, at: int, has_title: bool) -> bool:
        """Whether an article goes on with a phrase: "de *la* Culture", "Sprecher *der* Polizei"."""
        before = self._kind(at - 1)
        if before in (WordKind.LINK, WordKind.PARTICLE):
            return True
        is_genitive = before in TITLES or self._kind(at - 2) is WordKind.ARTICLE
        return has_title and self._grammar.capitalises_nouns and is_genitive

    def _resumes(self, at: int, limit: int, run: int) -> bool:
        """Whether a name follows that a complement with a preposition parts from its title."""
        if not self._grammar.agrees or (run and not self._names.ends_like_genitive(at - 1)):
            return False
        index = at + 1
        while index < min(limit, at + MOST_LOOSE) and self.words[index].kind in PLAIN_WORDS:
            index += 1
        return (
            index + 1 < limit
            and self._kind(index) is WordKind.NAME
            and self._kind(index + 1) is WordKind.NAME
        )

    def _leads_to_name(self, at: int, limit: int) -> bool:
        return any(
            self.words[index].kind is WordKind.NAME for index in range(at + 1, min(limit, at + 3))
        ) and self._kind(at + 1) in (WordKind.NAME, WordKind.PARTICLE, WordKind.ARTICLE)
