"""Who may speak: the noun phrases and pronouns of a sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.names import NameReader
from dateline.transforms.quotes.languages.phrase_ends import (
    MOST_LOOSE,
    PLAIN_WORDS,
    PhraseEnds,
    is_named_thing,
)
from dateline.transforms.quotes.languages.word_kinds import (
    CUES,
    ENDS_PHRASE,
    MARKS,
    TITLES,
    WordKind,
)
from dateline.transforms.quotes.languages.words import Word, is_latin
from dateline.transforms.text.outlets import names_outlet

_HEADS = TITLES | {WordKind.NAME}
_COMPLEMENT = PLAIN_WORDS | {WordKind.NAME, WordKind.OFFICE, WordKind.LINK}
_OF_LABELS = _COMPLEMENT | TITLES | {WordKind.ARTICLE, WordKind.PARTICLE}
_LONGEST_BARE = 5
"""Words of a phrase without a title, where letters have no case."""

_LONGEST_TITLED = 10
_WORDS_OF_FULL_NAME = 2
_PARTS_SUBJECT = frozenset(
    (WordKind.ADVERB, WordKind.PREPOSITION, WordKind.AUXILIARY, WordKind.ADDRESSEE)
)
_LONGEST_APPOSITION = 5
_CLOSES_APPOSITION = (
    MARKS
    | CUES
    | {
        WordKind.AUXILIARY,
        WordKind.PREPOSITION,
        WordKind.CONJUNCTION,
        WordKind.ADVERB,
        WordKind.ADDRESSEE,
        WordKind.COMPLEMENTIZER,
    }
)


class SpeakerPhrase(NamedTuple):
    """Words of a sentence that may mean a speaker: from `first` up to `last`, which is left out.

    `name` is where the name proper begins, `last` where there is none.
    """

    first: int
    last: int
    name: int

    @property
    def has_name(self) -> bool:
        """Whether a name is a part of it."""
        return self.name < self.last


class PhraseReader:
    """Reads the noun phrases of one sentence."""

    def __init__(self, words: Sequence[Word], grammar: Grammar) -> None:
        self.words = words
        self._grammar = grammar
        self._names = NameReader(words, grammar)
        self._ends = PhraseEnds(words, grammar, self._names)

    def kind(self, index: int) -> WordKind | None:
        """What the word at an index is; None outside the sentence."""
        return self.words[index].kind if 0 <= index < len(self.words) else None

    def first_in(self, first: int, last: int) -> SpeakerPhrase | None:
        """The first phrase or pronoun between two indices that can be a subject.

        A single word that opens a sentence has a capital letter without being a name.
        """
        at = first
        while at < last:
            kind = self.words[at].kind
            if kind in (WordKind.PRONOUN, WordKind.CLITIC_PRONOUN):
                return SpeakerPhrase(at, at + 1, at + 1)
            if kind is WordKind.PREPOSITION:
                at = self._after_object(at + 1, last)
                continue
            if kind is WordKind.ADDRESSEE:
                at = self._after_addressee(at + 1, last)
                continue
            phrase = self.at(at, last)
            if phrase is None:
                at += 1
            elif self.is_subject(phrase) and not self._is_doubtful(phrase, last):
                return phrase
            else:
                at = max(phrase.last, at + 1)
        return None

    def at(self, index: int, limit: int, *, is_governed: bool = False) -> SpeakerPhrase | None:
        """The phrase that begins at an index and ends at a limit at the latest.

        A name that a comma sets off from its title goes beyond the limit: "the chief, *Ann Lee*".
        `is_governed` says that "according to" governs the phrase, which is no subject then.
        """
        if self._grammar.is_cased:
            phrase = self._cased(index, limit)
        else:
            phrase = self._caseless(index, limit, is_governed=is_governed)
        if phrase is None or (is_governed and not self._grammar.is_cased):
            return phrase
        return self._with_apposition(phrase)

    def label(self, last: int) -> SpeakerPhrase | None:
        """The phrase that is all of the sentence up to an index, where a full name ends it."""
        if not 0 < last <= _LONGEST_TITLED:
            return None
        phrase = self.at(0, last)
        if phrase is not None and phrase.last == last and phrase.has_name:
            is_full = last - phrase.name > 1 or phrase.name > phrase.first
            return phrase if is_full else None
        is_plain = all(
            word.kind in _OF_LABELS or is_named_thing(word) for word in self.words[:last]
        )
        name = self._names.start(0, last)
        if not (is_plain and self._grammar.is_cased and last - name > 1):
            return None
        return SpeakerPhrase(0, last, max(name, last - 2))

    def ending_at(self, last: int, first: int) -> SpeakerPhrase | None:
        """The longest phrase between two indices that ends at the second."""
        for index in range(first, last):
            phrase = self.at(index, last, is_governed=True)
            if phrase is not None and phrase.last == last:
                return phrase
        return None

    def _with_apposition(self, phrase: SpeakerPhrase) -> SpeakerPhrase:
        """A title with the name behind the comma that follows it."""
        has_title = any(word.kind in TITLES for word in self.words[phrase.first : phrase.last])
        if phrase.has_name or not has_title or self.kind(phrase.last) is not WordKind.COMMA:
            return phrase
        first = phrase.last + 1
        last = first
        while last < len(self.words) and self.words[last].kind in self._kinds_of_names():
            last += 1
        closes = last == len(self.words) or self.words[last].kind in _CLOSES_APPOSITION
        is_name = 2 <= last - first <= _LONGEST_APPOSITION
        return SpeakerPhrase(phrase.first, last, first) if is_name and closes else phrase

    def _kinds_of_names(self) -> tuple[WordKind, ...]:
        own = WordKind.NAME if self._grammar.is_cased else WordKind.WORD
        return (own, WordKind.PARTICLE)

    def _cased(self, index: int, limit: int) -> SpeakerPhrase | None:
        head = self._head(index, limit)
        if head is None:
            return None
        end = self._ends.end(head, limit)
        name = self._names.start(index, end)
        if index == name == 0 and self._names.opens_with_word(end):
            return SpeakerPhrase(1, end, 1)
        return SpeakerPhrase(index, end, name)

    def _head(self, index: int, limit: int) -> int | None:
        """The title or name that a phrase beginning at an index is about.

        Where titles come last, their complement stands before them; an article may open a phrase.
        """
        kind = self.words[index].kind
        if kind in _HEADS:
            return self._last_title(index, limit) if self._grammar.title_is_last else index
        if kind is WordKind.ARTICLE:
            return self._behind_article(index + 1, limit)
        if kind in _COMPLEMENT and self._grammar.title_is_last:
            head = self._last_title(index, limit)
            return head if head > index and self.words[head].kind in TITLES else None
        return None

    def _behind_article(self, index: int, limit: int) -> int | None:
        for at in range(index, min(limit, index + 3)):
            kind = self.words[at].kind
            if kind in _HEADS:
                return at
            if kind is not WordKind.WORD:
                return None
        return None

    def _last_title(self, index: int, limit: int) -> int:
        """The last title of a row of words, or the index itself."""
        head = index
        for at in range(index, min(limit, index + _LONGEST_TITLED)):
            word = self.words[at]
            if word.kind in TITLES:
                head = at
            elif word.kind in _COMPLEMENT or is_named_thing(word):
                continue
            elif word.kind is not WordKind.CONJUNCTION or self.kind(at + 1) not in _COMPLEMENT:
                break
        return head

    def _caseless(self, index: int, limit: int, *, is_governed: bool) -> SpeakerPhrase | None:
        """A row of words up to what no noun phrase contains; shorter where no title tells."""
        last = index
        titles = 0
        while last < min(limit, index + _LONGEST_TITLED):
            word = self.words[last]
            if word.kind in ENDS_PHRASE:
                break
            if word.kind is WordKind.QUOTATION and not is_named_thing(word):
                break
            titles += word.kind in TITLES
            last += 1
        if last == index:
            return None
        if self._grammar.subject_endings and not is_governed:
            last = self._last_subject(index, last)
        if last == index or (not titles and last - index > _LONGEST_BARE):
            return None
        last = self._end_before_title(index, last)
        return SpeakerPhrase(index, last, self._names.start(index, last))

    def _end_before_title(self, index: int, last: int) -> int:
        """Where a full name ends whose bearer's title stands behind it, where titles come first."""
        if self._grammar.title_is_last or self._grammar.article_prefix:
            return last
        title = next((at for at in range(index, last) if self.words[at].kind in TITLES), index)
        is_name = all(word.kind is WordKind.WORD for word in self.words[index:title])
        return title if is_name and title - index == _WORDS_OF_FULL_NAME else last

    def _last_subject(self, index: int, last: int) -> int:
        """Where the last word with a subject's ending stands, within a few of another."""
        found = index
        for at in range(index, last):
            word = self.words[at]
            is_subject = word.kind is WordKind.TITLE or self._ends.has_subject_ending(word)
            found = at + 1 if is_subject else found
        return found

    def _after_addressee(self, index: int, last: int) -> int:
        """Where the acronym or the name between marks ends of a body that somebody told."""
        at = index
        while at < last and (is_named_thing(self.words[at]) or self._names.is_acronym(at)):
            at += 1
        return at

    def _after_object(self, index: int, last: int) -> int:
        """Where the noun phrase ends that a preposition governs."""
        at = index
        if not self._grammar.is_cased:
            while at < last and self.words[at].kind is not WordKind.COMMA:
                at += 1
            return at
        loose = 0
        while at < last:
            kind = self.words[at].kind
            if loose and (kind is WordKind.ARTICLE or self._is_full_name(at, last)):
                return at
            if kind is WordKind.NAME or (kind is WordKind.TITLE and not self._grammar.marks_case):
                return max(self._ends.end(at, last), at + 1)
            is_object = kind in (WordKind.ARTICLE, WordKind.LINK, WordKind.OFFICE) or (
                kind is WordKind.WORD and loose < MOST_LOOSE
            )
            if not is_object:
                return at
            loose += kind is WordKind.WORD
            at += 1
        return at

    def _is_full_name(self, at: int, last: int) -> bool:
        """Whether two names follow of which the first is in no case that an object has."""
        return (
            self._grammar.agrees
            and at + 1 < last
            and self.kind(at) is WordKind.NAME
            and self.kind(at + 1) is WordKind.NAME
            and not self._names.ends_like_genitive(at)
        )

    def is_subject(self, phrase: SpeakerPhrase) -> bool:
        """Whether a phrase can be a subject: in no other case, and no outlet."""
        if self._grammar.tells_by_postposition and self.kind(phrase.last) is WordKind.POSTPOSITION:
            return False
        last = self.words[phrase.last - 1]
        if last.has_suffix and self._grammar.marks_case:
            return False
        if last.kind is WordKind.NAME and last.text.endswith(self._grammar.oblique_endings):
            return False
        if self._goes_on(phrase) or self._is_of_word_before(phrase):
            return False
        text = " ".join(word.text for word in self.words[phrase.first : phrase.last])
        return not names_outlet(text) or phrase.last - phrase.first > 1

    def _is_of_word_before(self, phrase: SpeakerPhrase) -> bool:
        """Whether a name of another script only says whose the noun before it is."""
        before = self.kind(phrase.first - 1)
        is_single = phrase.last - phrase.first == 1
        return (
            is_single
            and before in PLAIN_WORDS
            and is_latin(self.words[phrase.first])
            and not is_latin(self.words[phrase.first - 1])
        )

    def _goes_on(self, phrase: SpeakerPhrase) -> bool:
        """Whether names without a subject's ending only begin a longer phrase.

        Told where names of subjects have an ending, and letters have case.
        """
        last = self.words[phrase.last - 1]
        if not (self._grammar.is_cased and self._grammar.subject_endings):
            return False
        is_bare = last.kind is WordKind.NAME and not self._ends.has_subject_ending(last)
        return is_bare and self.kind(phrase.last) in PLAIN_WORDS

    def _is_doubtful(self, phrase: SpeakerPhrase, last: int) -> bool:
        """Whether a phrase is a word that only its place at the beginning makes look like a name.

        It is none right before what is sought, or before what often parts a subject from its verb.
        """
        if not self._grammar.is_cased or phrase.first > 0 or phrase.last > 1:
            return False
        if self.words[0].kind in TITLES or phrase.last == last:
            return False
        if self._grammar.subject_endings:
            return not self._ends.has_subject_ending(self.words[0])
        behind = self.kind(phrase.last)
        is_set_off = self._grammar.title_is_last and behind is WordKind.COMMA
        return not (is_set_off or behind in _PARTS_SUBJECT)
