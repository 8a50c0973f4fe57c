"""Names in languages other than English, by a model of the language or by lexicons."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.transforms.names.confidence import UNSURE_SHARE
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.multilingual.base_names import BaseNames, WrittenName
from dateline.transforms.names.multilingual.confidence import confidence
from dateline.transforms.names.multilingual.features import DocumentNotes
from dateline.transforms.names.multilingual.lexicon import english_names
from dateline.transforms.names.multilingual.listed import ListedReader, lists_names, lists_people
from dateline.transforms.names.multilingual.model import has_model_of, named_tokens
from dateline.transforms.names.multilingual.tokens import Tokens, pieces_of, tokens_of
from dateline.transforms.names.resolution import full_names
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText

LANGUAGE_MODEL, LANGUAGE_LEXICON = "language_model", "language_lexicon"


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A name in a text: where it stands, its kind, how sure it is, and by which rule."""

    start: int
    end: int
    kind: str
    confidence: float
    rule: str


def language_of(article: ArticleText) -> str | None:
    """The language in which the article's names are read; None where none of ours is known."""
    language = (article.language or "").partition("-")[0]
    is_ours = language and (has_model_of(language) or lists_names(language))
    return language if is_ours else None


def reads_people(language: str) -> bool:
    """Whether people are found in a language: by its model, or by given names that are listed."""
    return has_model_of(language) or lists_people(language)


def find_names_in(language: str, article: ArticleText) -> list[LanguageName]:
    """The names of an article by the model of its language, or by lexicons where there is none.

    They come in order. A place inside an organisation's name comes after it; no others overlap.
    """
    passages = [
        piece
        for one in article.passages
        for piece in pieces_of(tokens_of(article.text, one.start, one.end))
    ]
    if not has_model_of(language):
        reader = ListedReader(language)
        return [name for tokens in passages for name in _listed(language, tokens, reader)]
    view = DocumentNotes(language, passages)
    return [name for tokens in passages for name in _modelled(language, tokens, view)]


def _modelled(language: str, tokens: Tokens, view: DocumentNotes) -> Iterator[LanguageName]:
    for name in named_tokens(language, tokens, view):
        start, end = tokens.starts[name.first], tokens.ends[name.last - 1]
        sure = confidence(language, name.kind, name.probability)
        yield LanguageName(start, end, name.kind, sure, LANGUAGE_MODEL)


def _listed(language: str, tokens: Tokens, reader: ListedReader) -> Iterator[LanguageName]:
    for name in reader.names(tokens):
        end = tokens.starts[name.last - 1] + name.last_length
        sure = confidence("", name.kind, 1.0)
        yield LanguageName(tokens.starts[name.first], end, name.kind, sure, LANGUAGE_LEXICON)


def find_mentions_in(
    language: str, article: ArticleText, others: Sequence[LanguageName] = ()
) -> list[Mention]:
    """The mentions of an article, in order.

    `others` are names that were read otherwise; where two overlap, these give way. `text` is as
    written; `name` is the fullest form in the document, without its endings.
    """
    names = _apart(find_names_in(language, article), others)
    written = [
        WrittenName(name.kind, " ".join(article.text[name.start : name.end].split()))
        for name in names
    ]
    bases = BaseNames(language, written)
    forms = [bases.of(name) for name in written]
    people = full_names(
        form for name, form in zip(names, forms, strict=True) if name.kind == EntityKind.PERSON
    )
    return [
        _mention(
            article,
            name,
            people[form] if name.kind == EntityKind.PERSON else form,
            form,
            known_as=english_names(language).get(form) if name.kind == EntityKind.PLACE else None,
        )
        for name, form in zip(names, forms, strict=True)
    ]


def _apart(names: list[LanguageName], others: Sequence[LanguageName]) -> list[LanguageName]:
    """Names with those of others that overlap none of them, in order."""
    starts = [name.start for name in names]
    added = []
    for other in others:
        index = bisect_left(starts, other.end)
        if index == 0 or names[index - 1].end <= other.start:
            added.append(other)
    return sorted((*names, *added), key=lambda name: name.start)


def _mention(
    article: ArticleText,
    name: LanguageName,
    fullest: str | None,
    form: str,
    *,
    known_as: str | None,
) -> Mention:
    """A row for a name; `fullest` is None where a short form could be two people.

    `known_as` is the English name of a place, by which it is one entity in all languages.
    """
    share = 1 if fullest else UNSURE_SHARE
    return Mention(
        document_id=article.document_id,
        start=name.start,
        end=name.end,
        text=article.text[name.start : name.end],
        kind=name.kind,
        name=fullest or form,
        role=None,
        entity_id=entity_id(name.kind, known_as or fullest or form),
        confidence=round(name.confidence * share, 3),
        rule=name.rule,
    )
