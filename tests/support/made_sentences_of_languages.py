"""Sentences of other languages, read by the rows of their language."""

from dateline.transforms.quotes.languages.attribution import SentenceReader
from dateline.transforms.quotes.languages.grammar import Grammar, grammar_of
from dateline.transforms.quotes.languages.words import Word, read_sentences
from dateline.transforms.quotes.quotation_marks import find_quoted


def grammar(language: str) -> Grammar:
    """The grammar of a language that has one."""
    found = grammar_of(language)
    assert found is not None
    return found


def sentences_of(language: str, text: str) -> list[list[Word]]:
    """The sentences of a text that is one passage."""
    quoted = find_quoted(text, 0, len(text))
    return read_sentences(text, 0, len(text), quoted, grammar(language))


def read(language: str, text: str) -> SentenceReader:
    """A text that is one sentence."""
    (words,) = sentences_of(language, text)
    return SentenceReader(words, grammar(language))


def texts(words: list[Word]) -> list[str]:
    """What words are, as written."""
    return [word.text for word in words]
