"""Sentences and articles for tests of quotations."""

import re

from dateline.transforms.quotes.matcher import Phrase, Sentence
from dateline.transforms.quotes.quotation_marks import find_quoted
from dateline.transforms.quotes.sentences import PassageWords, read_sentences
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

_LINE = re.compile(r"[^\r\n]*[^\s]")


def article_of(text: str, headline: bool = False) -> ArticleText:
    """An article with a paragraph for each line; the first may be its headline."""
    passages: list[Passage] = []
    for match in _LINE.finditer(text):
        start = match.end() - len(match[0].lstrip())
        is_title = headline and not passages
        kind = PassageKind.HEADLINE if is_title else PassageKind.PARAGRAPH
        passages.append(Passage(start, match.end(), kind))
    return ArticleText("d", text, tuple(passages), "en")


def person(text: str, name: str, full: str | None = None, role: str | None = None) -> Mention:
    """The first mention of a person's name in a text."""
    start = text.index(name)
    full = full or name
    return Mention(
        "d", start, start + len(name), name, "person", full, role, f"person/{full}", 1.0, "given"
    )


def sentences_of(text: str) -> list[Sentence]:
    return read_sentences(PassageWords(text, 0, len(text), find_quoted(text, 0, len(text))))


def sentence_of(text: str) -> Sentence:
    (sentence,) = sentences_of(text)
    return sentence


def words_of(sentence: Sentence, phrase: Phrase | None) -> str | None:
    """A phrase's words with spaces between them; a quotation is “…”."""
    if phrase is None:
        return None
    return " ".join(word or "“…”" for word in sentence.words[phrase[0] : phrase[1]])
