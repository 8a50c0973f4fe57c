"""Where the noun phrase of a speaker ends, that begins with a title or a name."""

from collections.abc import Sequence

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
        end, run, loose = head, 0, 0
        has_title = False
        at = head
        while at < limit:
            word = self.words[at]
            if word.kind is WordKind.NAME or (word.kind is WordKind.OFFICE and has_title):
                is_complement = has_title and self._kind(at - 1) in LINKS
                run += word.kind is WordKind.NAME and not is_complement
                end = at + 1
                if self._ends_name(word, run, has_title):
                    break
            elif word.kind in TITLES and run < 2:
                has_title, run, end = True, 0, at + 1
            elif self._is_linked(at, limit, has_title, run):
                run = 0
            elif word.kind in PLAIN_WORDS and self._describes(at, has_title, run):
                loose += 1
                if loose > MOST_LOOSE:
                    break
                run = 0
                end = at + 1 if self._kind(at - 1) in LINKS else end
            elif has_title and run == 0 and is_named_thing(word):
                end = at + 1
            elif word.kind is not WordKind.PARTICLE or not self._leads_to_name(at, limit):
                break
            at += 1
        is_bare = has_title and end == head + 1 and not self._grammar.title_is_last
        return min(at, end + 1) if is_bare and self._kind(end) in PLAIN_WORDS else end

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
        joined = TITLES if self._kind(at - 1) in TITLES else PLAIN_WORDS
        return is_and and self._kind(at - 1) in joined and following in joined

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
