"""Where the name proper begins in the noun phrase of a speaker."""

from collections.abc import Sequence

from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.word_kinds import TITLES, WordKind
from dateline.transforms.quotes.languages.words import Word, is_latin

_FEWEST_WITH_NOUN = 3
_WORDS_OF_FULL_NAME = 2
LINKS = frozenset((WordKind.LINK, WordKind.ARTICLE))
"""What ties a complement to its title: "le ministre *de l'*Intérieur"."""


class NameReader:
    """Tells names from the titles, bodies and countries before them in one sentence."""

    def __init__(self, words: Sequence[Word], grammar: Grammar) -> None:
        self.words = words
        self._grammar = grammar

    def _kind(self, index: int) -> WordKind | None:
        return self.words[index].kind if 0 <= index < len(self.words) else None

    def start(self, first: int, last: int) -> int:
        """Where the name proper begins in a phrase: behind titles, offices and countries."""
        name = self._first_word(first, last)
        is_long = last - name >= _FEWEST_WITH_NOUN
        if first + 1 < name < last and self._kind(name - 1) in LINKS:
            name = last - 2 if is_long else last
        elif is_long and self._opens_with_noun(name, first, last):
            name = last - 2
        start = name
        while start < last and self._only_describes(start, last):
            start += 1
        if start < last:
            return start
        is_titled = name > first
        return last if is_titled or not self._grammar.is_cased else name

    def _first_word(self, first: int, last: int) -> int:
        """Where the words begin at the end of a phrase that may be of a name."""
        name = last
        while name > first and self._is_of_name(name - 1, first):
            name -= 1
        while name < last and self.words[name].kind is not WordKind.NAME and self._grammar.is_cased:
            name += 1
        return name

    def _opens_with_noun(self, name: int, first: int, last: int) -> bool:
        """Whether a noun that no lexicon lists stands before a name of two words.

        Told behind an article where nouns have capitals, and before a bare name where nothing has.
        """
        if self._grammar.capitalises_nouns:
            return name == first + 1 and self._kind(first) is WordKind.ARTICLE
        is_caseless = not self._grammar.is_cased and self._grammar.title_is_last
        return is_caseless and name == first

    def _is_of_name(self, index: int, first: int) -> bool:
        word = self.words[index]
        if word.kind is WordKind.NAME or self._is_surname_like_title(index, first):
            return True
        if word.kind in (WordKind.PARTICLE, WordKind.LINK, WordKind.ARTICLE):
            return index > first and self._kind(index - 1) in (
                WordKind.NAME,
                WordKind.PARTICLE,
                WordKind.LINK,
            )
        return not self._grammar.is_cased and word.kind is WordKind.WORD

    def _is_surname_like_title(self, index: int, first: int) -> bool:
        """Whether a title is a family name: it has an article, and ends a name behind a title."""
        prefix = self._grammar.article_prefix
        word = self.words[index]
        return (
            bool(prefix)
            and word.kind is WordKind.TITLE
            and word.key.startswith(prefix)
            and index > first + 1
            and self._kind(index - 1) is WordKind.WORD
        )

    def _only_describes(self, index: int, last: int) -> bool:
        """Whether a word before a name only says of which country or body its bearer is."""
        word = self.words[index]
        if self._grammar.is_cased:
            is_foreign = is_latin(word) and not is_latin(self.words[last - 1])
            is_known = is_foreign or self.is_acronym(index) or self._grammar.is_country(word.key)
            is_known = is_known or self._ends_like_complement(index, last)
            return is_known or (index + 1 < last and self._is_genitive(index, last))
        prefix = self._grammar.article_prefix
        if prefix and word.key.startswith(prefix) and not self._is_bare(index - 1):
            return True
        return self._grammar.is_country(word.key) or self._is_complement(index, last)

    def _ends_like_complement(self, index: int, last: int) -> bool:
        """Whether a word right behind a title ends as its complements do, before a full name."""
        endings = self._grammar.suffixes.get(WordKind.COMPLEMENT_ENDING, ())
        is_behind = self._kind(index - 1) in TITLES and last - index > _WORDS_OF_FULL_NAME
        return is_behind and bool(endings) and self.words[index].key.endswith(endings)

    def _is_complement(self, index: int, last: int) -> bool:
        """Whether a word right behind a title says of what its bearer is the head.

        Told where titles come first and letters have no case: by itself, or before a full name.
        """
        title = self.words[index - 1]
        if self._grammar.title_is_last or title.kind not in TITLES or index == 0:
            return False
        prefix = self._grammar.article_prefix
        if prefix:
            return last - index == 1 and not title.key.startswith(prefix)
        return last - index != _WORDS_OF_FULL_NAME

    def _is_bare(self, index: int) -> bool:
        """Whether a plain word has no article written together with it."""
        is_word = self._kind(index) is WordKind.WORD
        return is_word and not self.words[index].key.startswith(self._grammar.article_prefix)

    def _is_genitive(self, index: int, last: int) -> bool:
        """Whether a name right behind a title stands in the genitive, before its bearer's name.

        Given names in the nominative can end like a genitive of men: three words are more sure.
        """
        if self._kind(index - 1) not in TITLES:
            return False
        ending = self.ends_like_genitive(index)
        return bool(ending) and (last - index > 2 or ending[-1] not in "ая")

    def ends_like_genitive(self, index: int) -> str:
        """The ending of a name that can be a genitive's, where names decline; else nothing."""
        if not self._grammar.agrees:
            return ""
        word = self.words[index].text
        endings = self._grammar.governed_endings
        return next((item.ending for item in endings if word.endswith(item.ending)), "")

    def is_acronym(self, index: int) -> bool:
        """Whether a name begins with two capitals: "МИДа"."""
        word = self.words[index]
        return (
            word.kind is WordKind.NAME
            and len(word.text) > 1
            and word.text[:2].isalpha()
            and word.text[:2].isupper()
        )

    def opens_with_word(self, last: int) -> bool:
        """Whether a name of three words is two and another that opens the sentence.

        Told where languages have patronymics, without which names of three words are rare.
        """
        endings = self._grammar.patronymic_endings
        return bool(endings) and last >= 3 and not self.words[1].key.endswith(endings)
