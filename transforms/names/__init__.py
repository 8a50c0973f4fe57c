"""People, organisations and places: where an article names them, and who or what they are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateline.transforms.names.candidates import Words, runs, split_words
from dateline.transforms.names.confidence import UNSURE_SHARE, confidence
from dateline.transforms.names.consistency import FoundName, consistent
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.features import DocumentView, Run
from dateline.transforms.names.lexicon import (
    KNOWN_NAMES,
    LISTED_PEOPLE,
    given_name_genders,
    is_listed,
    words_of,
)
from dateline.transforms.names.model import named_words
from dateline.transforms.names.multilingual import (
    LanguageName,
    find_mentions_in,
    language_of,
    reads_people,
)
from dateline.transforms.names.multilingual.lexicon import articles_before_nouns
from dateline.transforms.names.repair import repaired
from dateline.transforms.names.resolution import expanded_acronyms, full_names
from dateline.transforms.names.roles import role_after, role_before
from dateline.transforms.names.shared_roles import shared_roles
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText

PERSON, ORGANISATION = EntityKind.PERSON, EntityKind.ORGANISATION
MODEL = "model"
_ADDRESSES = {"Mr": "male", "Sir": "male", "Mrs": "female", "Ms": "female", "Miss": "female"}


def _is_supported(language: str | None) -> bool:
    return language is None or language.partition("-")[0] == "en"


def _is_sure_in_any_language(name: str, kind: str) -> bool:
    """Whether lexicons alone vouch for a name, whatever language is around it."""
    words = words_of(name)
    if kind == PERSON:
        return len(words) > 1 and is_listed(words[:1], LISTED_PEOPLE)
    return is_listed(words, KNOWN_NAMES)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read(passages: Sequence[tuple[Words, Sequence[Run]]]) -> list[FoundName]:
    """The names of all passages by the model alone, each run read for itself."""
    document = DocumentView(passages)
    return [
        FoundName(number, named.first, named.last, named.kind, named.probability, MODEL)
        for number, (words, found) in enumerate(passages)
        for run in found
        if not document.is_plain(words, run)
        for named in named_words(words, run, document)
    ]


def _role(text: str, words: Words, name: FoundName, named: Collection[int]) -> str | None:
    before = role_before(words, name.first, named)
    after = role_after(words, name.last, named)
    office = _plain(text[words.starts[after.first] : words.ends[after.last - 1]]) if after else None
    if before is None:
        return office
    end = words.ends[before.last - 1]
    if words.gaps[name.first].startswith("."):
        end += 1
    title = _plain(text[words.starts[before.first] : end])
    is_bare = before.last - before.first == 1 and title.rstrip(".") not in _ADDRESSES
    return f"{title}, {office}" if office is not None and is_bare else title


def _is_someone_else(role: str | None, fullest: str | None) -> bool:
    """Whether a form of address speaks against the given name: "Mrs Key" is not John Key."""
    if role is None or fullest is None:
        return False
    gender = _ADDRESSES.get(role.rstrip("."))
    return gender is not None and given_name_genders().get(fullest.split()[0]) not in {None, gender}


def find_mentions(article: ArticleText) -> list[Mention]:
    """Find the people, organisations and places that an article's passages name.

    Offsets are code points into the document's text; mentions never overlap and come in order.
    A person's title is no part of the mention: it is the mention's `role`, as the text gives it.
    `name` is the fullest form in the document; a short form that could be two people keeps its own
    form, at half the confidence or less. `entity_id` joins the forms listed in
    `seeds/entity_aliases.csv`; nothing is renamed in the text. Nationalities ("Armenian") name
    no place. Languages with a model of their own are read by it; there, a place inside the name of
    an organisation is a mention, too. In others only names that lexicons vouch for are given.

    Args:
        article: The document's text and the passages of it that are the article.

    Returns:
        One row a mention, ordered by `start`.
    """
    language = language_of(article)
    if language is not None:
        return find_mentions_in(language, article, _others(language, article))
    passages, names = find_names(article)
    # Indices of words in names of organisations and places, by passage: roles can hold those.
    named: list[set[int]] = [set() for _ in passages]
    for name in names:
        if name.found.kind != PERSON:
            named[name.found.passage].update(range(name.found.first, name.found.last))
    shared = _shared_roles(passages, names, named)
    people = full_names(name.plain for name in names if name.found.kind == PERSON)
    longer = expanded_acronyms(name.plain for name in names if name.found.kind == ORGANISATION)
    mentions = []
    for name in names:
        fullest: str | None = name.plain
        role = None
        if name.found.kind == PERSON:
            fullest = people[name.plain]
            number = name.found.passage
            key = (number, name.found.first)
            if key in shared:
                role = shared[key]
            else:
                role = _role(article.text, passages[number][0], name.found, named[number])
            if _is_someone_else(role, fullest):
                fullest = None
        elif name.found.kind == ORGANISATION:
            fullest = longer.get(name.plain, name.plain)
        mentions.append(_mention(article, name, fullest, role))
    return mentions


def _others(language: str, article: ArticleText) -> list[LanguageName]:
    """Names that lexicons of any language vouch for, where the language's own have no people."""
    if reads_people(language):
        return []
    _, names = find_names(article)
    return [
        LanguageName(
            name.start, name.end, name.found.kind, round(confidence(name.found), 3), name.found.rule
        )
        for name in names
        if not _is_article_and_noun(language, name)
    ]


def _is_article_and_noun(language: str, name: "LocatedName") -> bool:
    """Whether a person's name is a noun with its article: "Das Grundgesetz"."""
    words = name.plain.lower().split()
    articles = articles_before_nouns(language)
    return name.found.kind == PERSON and len(words) == 2 and words[0] in articles


def find_names(
    article: ArticleText,
) -> tuple[list[tuple[Words, list[Run]]], list["LocatedName"]]:
    """The words and runs of an article's passages, and the names in them as they were found."""
    passages = []
    for passage in article.passages:
        words = split_words(article.text, passage.start, passage.end)
        passages.append((words, list(runs(words))))
    names = []
    for found in consistent(passages, repaired(passages, _read(passages))):
        name = _located(article.text, passages[found.passage][0], found)
        if _is_supported(article.language) or _is_sure_in_any_language(name.plain, found.kind):
            names.append(name)
    return passages, names


@dataclass(frozen=True, slots=True)
class LocatedName:
    """A found name, where it stands in the text, and its text with plain spaces."""

    found: FoundName
    start: int
    end: int
    plain: str


def _shared_roles(
    passages: Sequence[tuple[Words, Sequence[Run]]],
    names: Sequence[LocatedName],
    named: Sequence[Collection[int]],
) -> dict[tuple[int, int], str | None]:
    """The roles that people in a list share, by passage and first word."""
    roles = {}
    people: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name in names:
        if name.found.kind == PERSON:
            people[name.found.passage].append((name.found.first, name.found.last))
    for number, found in people.items():
        if len(found) > 1:
            shared = shared_roles(passages[number][0], found, named[number])
            roles.update({(number, first): role for first, role in shared.items()})
    return roles


def _located(text: str, words: Words, found: FoundName) -> LocatedName:
    start, end = words.starts[found.first], words.ends[found.last - 1]
    return LocatedName(found, start, end, _plain(text[start:end]))


def _mention(
    article: ArticleText, name: LocatedName, fullest: str | None, role: str | None
) -> Mention:
    """A row for a name; `fullest` is None where a short form could be two people."""
    kind = name.found.kind
    return Mention(
        document_id=article.document_id,
        start=name.start,
        end=name.end,
        text=article.text[name.start : name.end],
        kind=kind,
        name=fullest or name.plain,
        role=role,
        entity_id=entity_id(kind, fullest or name.plain),
        confidence=round(confidence(name.found) * (1 if fullest else UNSURE_SHARE), 3),
        rule=name.found.rule,
    )
