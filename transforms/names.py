"""People, organisations and places: where an article names them, and who or what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.entities import entity_id, entity_name
from transforms.name_candidates import Words, runs, split_words
from transforms.name_features import DocumentView
from transforms.name_lexicon import name_lexicon
from transforms.name_model import named_words
from transforms.name_resolution import expanded_acronyms, full_names
from transforms.name_roles import role_after, role_before
from transforms.passages import ArticleText
from transforms.records import Mention

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
_UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class _Found:
    """A name found in a passage: which words it is, and what the text says beside it."""

    words: Words
    first: int
    last: int
    kind: str
    name: str
    probability: float
    rule: str


def _is_supported(language: str | None) -> bool:
    return language is None or language.partition("-")[0] == "en"


def _is_sure_in_any_language(name: str, kind: str) -> bool:
    """Whether lexicons alone vouch for a name, whatever language is around it."""
    lexicon = name_lexicon()
    first, *rest = name.split()
    if kind == PERSON:
        return bool(rest) and "given" in lexicon.words.get(first, ())
    return entity_name(kind, name) != name or "country" in lexicon.words.get(name, ())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _find(article: ArticleText) -> list[_Found]:
    passages = []
    for passage in article.passages:
        words = split_words(article.text, passage.start, passage.end)
        passages.append((words, list(runs(words))))
    document = DocumentView(passages)
    found = []
    for words, found_runs in passages:
        for run in found_runs:
            for named in named_words(words, run, document):
                name = _plain(article.text[words.starts[named.first] : words.ends[named.last - 1]])
                found.append(
                    _Found(
                        words, named.first, named.last, named.kind, name, named.probability, "model"
                    )
                )
    if _is_supported(article.language):
        return found
    return [one for one in found if _is_sure_in_any_language(one.name, one.kind)]


def _role(text: str, one: _Found, around: Sequence[_Found]) -> str | None:
    named = {
        place
        for other in around
        if other.kind != PERSON
        for place in range(other.first, other.last)
    }
    role = role_before(one.words, one.first, named) or role_after(one.words, one.last, named)
    if role is None:
        return None
    return _plain(text[one.words.starts[role.first] : one.words.ends[role.last - 1]])


def find_mentions(article: ArticleText) -> list[Mention]:
    """Find the people, organisations and places that an article's passages name.

    Offsets are code points into the document's text; mentions never overlap and come in order.
    A person's title is no part of the mention: it is the mention's `role`, as the text gives it.
    `name` is the fullest form in the document; a short form that could be two people keeps its own
    form, at half the confidence or less. `entity_id` joins the forms listed in
    `seeds/entity_aliases.csv`; nothing is renamed in the text. Nationalities ("Armenian") name
    no place. In languages other than English only names that lexicons vouch for are given.

    Args:
        article: The document's text and the passages of it that are the article.

    Returns:
        One row a mention, ordered by `start`.
    """
    found = _find(article)
    people = full_names(one.name for one in found if one.kind == PERSON)
    longer = expanded_acronyms(one.name for one in found if one.kind == ORGANISATION)
    by_passage: dict[int, list[_Found]] = {}
    for one in found:
        by_passage.setdefault(id(one.words), []).append(one)
    mentions = []
    for one in found:
        start, end = one.words.starts[one.first], one.words.ends[one.last - 1]
        name: str | None = one.name
        role = None
        if one.kind == PERSON:
            name = people[one.name]
            role = _role(article.text, one, by_passage[id(one.words)])
        elif one.kind == ORGANISATION:
            name = longer.get(one.name, one.name)
        confidence = one.probability if name else one.probability * _UNSURE
        name = name or one.name
        mentions.append(
            Mention(
                document_id=article.document_id,
                start=start,
                end=end,
                text=article.text[start:end],
                kind=one.kind,
                name=name,
                role=role,
                entity_id=entity_id(one.kind, name),
                confidence=round(confidence, 3),
                rule=one.rule,
            )
        )
    return mentions
