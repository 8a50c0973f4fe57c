"""Titles and roles of people in other languages than English, by the grammar of their language."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dateline.transforms.names.entities import entity_id
from dateline.transforms.quotes.languages.grammar import Grammar, grammar_of
from dateline.transforms.quotes.languages.phrases import PhraseReader, SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import MARKS, TITLES, WordKind
from dateline.transforms.quotes.languages.words import Word, read_sentences
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage

_OPENS_NAME = frozenset((WordKind.ARTICLE, WordKind.COMMA, WordKind.CONJUNCTION))
_OF_COMPLEMENTS = TITLES | {
    WordKind.OFFICE,
    WordKind.CONJUNCTION,
    WordKind.QUOTATION,
    WordKind.NAMED_NOUN,
}
_MOST_SMALL_WORDS = 3
_LONGEST_ROLE = 100


class _Role(NamedTuple):
    """A role, where it starts, and where the name starts that it belongs to."""

    name: int
    start: int
    text: str


def with_roles(article: ArticleText, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of an article, those of people with the titles and roles beside their names.

    Nothing changes in English, where names are read with their roles, and in languages without a
    grammar.
    """
    grammar = grammar_of(article.language)
    if grammar is None:
        return list(mentions)
    people = [mention.start for mention in mentions if mention.kind == EntityKind.PERSON]
    roles = [
        role
        for passage in article.passages
        if any(passage.start <= start < passage.end for start in people)
        for role in _roles(article.text, passage, grammar)
    ]
    starts = [role.name for role in roles]
    return [
        _with_role(mention, roles[index])
        if mention.kind == EntityKind.PERSON
        and (index := bisect_left(starts, mention.start)) < len(roles)
        else mention
        for mention in mentions
    ]


def _with_role(mention: Mention, role: _Role) -> Mention:
    """A mention with the role whose name it is, without words of the role that are part of it."""
    if mention.start == role.name:
        return replace(mention, role=role.text)
    is_inside = role.start < mention.start < role.name < mention.end
    name = mention.text[role.name - mention.start :]
    if not is_inside or " " not in name or not mention.name.endswith(name):
        return mention
    return replace(
        mention,
        start=role.name,
        text=name,
        name=name,
        role=role.text,
        entity_id=entity_id(mention.kind, name),
    )


def _roles(text: str, passage: Passage, grammar: Grammar) -> Iterator[_Role]:
    """The roles that a passage gives people, in order."""
    for words in read_sentences(text, passage.start, passage.end, (), grammar):
        reader = PhraseReader(words, grammar)
        at = 0
        while at < len(words):
            phrase = reader.at(at, len(words))
            if phrase is None:
                at += 1
                continue
            role = _before(words, phrase, grammar) or _behind(words, phrase, reader)
            if role is not None and phrase.has_name and role.end - role.start <= _LONGEST_ROLE:
                yield _Role(words[phrase.name].start, role.start, text[role.start : role.end])
            at = max(phrase.last, at + 1)


def _before(words: Sequence[Word], phrase: SpeakerPhrase, grammar: Grammar) -> Span | None:
    """The role that stands before a name: "*министр обороны* Антон Сомов"."""
    first, last = phrase.first, phrase.name
    while first < last and words[first].kind in _OPENS_NAME:
        first += 1
    while last > first and words[last - 1].kind in _OPENS_NAME:
        last -= 1
    if grammar.title_is_last:
        first = _start_of_complement(words, first, last, grammar)
    return _span(words, first, last)


def _start_of_complement(words: Sequence[Word], first: int, last: int, grammar: Grammar) -> int:
    """Where the words begin that say of what somebody is the head, before a title at the end."""
    if last == first or words[last - 1].kind not in TITLES:
        return last
    small = 0
    at = last - 1
    while at > first and _is_complement(words[at - 1], grammar):
        is_small = words[at - 1].kind is WordKind.WORD
        small += is_small and not grammar.suffixes.get(WordKind.COMPLEMENT_ENDING)
        if small > _MOST_SMALL_WORDS:
            break
        at -= 1
    while words[at].kind is WordKind.CONJUNCTION:
        at += 1
    return at


def _is_complement(word: Word, grammar: Grammar) -> bool:
    """Whether a word can say of what somebody is the head: in the genitive, where that is told."""
    if word.kind in (WordKind.WORD, WordKind.NAME):
        endings = grammar.suffixes.get(WordKind.COMPLEMENT_ENDING, ())
        return not endings or word.text.isupper() or word.key.endswith(endings)
    return word.kind in _OF_COMPLEMENTS


def _behind(words: Sequence[Word], phrase: SpeakerPhrase, reader: PhraseReader) -> Span | None:
    """The role that a comma sets off behind a name: "Антон Сомов, *министр обороны*, ..."."""
    if reader.kind(phrase.last) is not WordKind.COMMA or phrase.last + 1 >= len(words):
        return None
    role = reader.at(phrase.last + 1, len(words))
    is_role = role is not None and not role.has_name and reader.kind(role.last) in (None, *MARKS)
    if role is None or not is_role:
        return None
    first = role.first + (words[role.first].kind is WordKind.ARTICLE)
    return _span(words, first, role.last)


def _span(words: Sequence[Word], first: int, last: int) -> Span | None:
    if not any(word.kind in TITLES for word in words[first:last]):
        return None
    return Span(words[first].start, words[last - 1].end)
