"""People, organisations and places: where an article names them, and who or what they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.transforms.names.candidates import Words, runs, split_words
from dateline.transforms.names.confidence import UNSURE_SHARE, confidence
from dateline.transforms.names.consistency import FoundName, Passages, consistent
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.features import DocumentView
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
_MOST_READ_AT_ONCE = 32
"""Articles whose words are labelled together: with more, what is kept of each costs more time."""

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


def _read(documents: Sequence[Passages]) -> list[list[FoundName]]:
    """The names of each document by the model alone, each run read for itself."""
    places = []
    runs_of_all = []
    for number, passages in enumerate(documents):
        document = DocumentView(passages)
        for index, (words, found) in enumerate(passages):
            for run in found:
                if not document.is_plain(words, run):
                    places.append((number, index))
                    runs_of_all.append((words, run, document))
    read: list[list[FoundName]] = [[] for _ in documents]
    for (number, index), names in zip(places, named_words(runs_of_all), strict=True):
        read[number] += [
            FoundName(index, named.first, named.last, named.kind, named.probability, MODEL)
            for named in names
        ]
    return read


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
    """The people, organisations and places of one article; see `find_all_mentions`."""
    return find_all_mentions([article])[0]


def find_all_mentions(articles: Sequence[ArticleText]) -> list[list[Mention]]:
    """Find the people, organisations and places that the passages of articles name.

    Offsets are code points into the document's text; mentions never overlap and come in order.
    A person's title is no part of the mention: it is the mention's `role`, as the text gives it.
    `name` is the fullest form in the document; a short form that could be two people keeps its own
    form, at half the confidence or less. `entity_id` joins the forms listed in
    `seeds/entity_aliases.csv`; nothing is renamed in the text. Nationalities ("Armenian") name
    no place. Languages with a model of their own are read by it; there, a place inside the name of
    an organisation is a mention, too. In others only names that lexicons vouch for are given.

    Each article is read for itself: together they only take less time.

    Args:
        articles: For each, the document's text and the passages of it that are the article.

    Returns:
        For each article one row a mention, ordered by `start`.
    """
    return [
        mentions
        for first in range(0, len(articles), _MOST_READ_AT_ONCE)
        for mentions in _find_together(articles[first : first + _MOST_READ_AT_ONCE])
    ]


def _find_together(articles: Sequence[ArticleText]) -> list[list[Mention]]:
    languages = [language_of(article) for article in articles]
    read = iter(
        find_names(
            article
            for article, language in zip(articles, languages, strict=True)
            if language is None or not reads_people(language)
        )
    )
    found = []
    for article, language in zip(articles, languages, strict=True):
        if language is None:
            found.append(_mentions(article, next(read)))
        else:
            others = [] if reads_people(language) else _vouched_for(next(read), language)
            found.append(find_mentions_in(language, article, others))
    return found


def _mentions(article: ArticleText, read: "NamesOfArticle") -> list[Mention]:
    """The names of an article with what it says of their bearers."""
    passages, names = read.passages, read.names
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


def _vouched_for(read: "NamesOfArticle", language: str) -> list[LanguageName]:
    """Names that lexicons of any language vouch for, where the language's own have no people."""
    return [
        LanguageName(
            name.start, name.end, name.found.kind, round(confidence(name.found), 3), name.found.rule
        )
        for name in read.names
        if not _is_article_and_noun(language, name)
    ]


def _is_article_and_noun(language: str, name: "LocatedName") -> bool:
    """Whether a person's name is a noun with its article: "Das Grundgesetz"."""
    words = name.plain.lower().split()
    articles = articles_before_nouns(language)
    return name.found.kind == PERSON and len(words) == 2 and words[0] in articles


def find_names(articles: Iterable[ArticleText]) -> list["NamesOfArticle"]:
    """The words and runs of the passages of articles, and the names in them as they were found."""
    texts = list(articles)
    documents = []
    for article in texts:
        words_of_all = (split_words(article.text, p.start, p.end) for p in article.passages)
        documents.append([(words, list(runs(words))) for words in words_of_all])
    return [
        NamesOfArticle(passages, _located_names(article, passages, found))
        for article, passages, found in zip(texts, documents, _read(documents), strict=True)
    ]


def _located_names(
    article: ArticleText, passages: Passages, read: Sequence[FoundName]
) -> list["LocatedName"]:
    """Names that the model has read, and others of the article, where they stand in its text."""
    names = []
    for found in consistent(passages, repaired(passages, read)):
        name = _located(article.text, passages[found.passage][0], found)
        if _is_supported(article.language) or _is_sure_in_any_language(name.plain, found.kind):
            names.append(name)
    return names


@dataclass(frozen=True, slots=True)
class LocatedName:
    """A found name, where it stands in the text, and its text with plain spaces."""

    found: FoundName
    start: int
    end: int
    plain: str


class NamesOfArticle(NamedTuple):
    """The words and runs of an article's passages, and the names in them."""

    passages: Passages
    names: list[LocatedName]


def _shared_roles(
    passages: Passages,
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
