"""What a page says of whom it names: a name, and what tells its bearer from others.

A form is the same on all pages that say the same; so a lake has far fewer forms than mentions, and
people are joined form by form. A bare surname tells too little for that: its form is of one page.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeVar

from dateline.seeds import lexicon
from dateline.transforms.identity.confidence import confidence
from dateline.transforms.identity.offices import Office, role_of
from dateline.transforms.names.entities import entity_name, fold
from dateline.transforms.names.resolution import name_key
from dateline.transforms.schema.closed_sets import EntityKind, IdentityBasis
from dateline.transforms.schema.columns import altered
from dateline.transforms.schema.content import Quote
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.name_words import words_used_as

_Value = TypeVar("_Value", str, Office)

_MOST_OFFICES = 2
_MOST_COUNTRIES_OF_A_PAGE = 3
_LEAST_SHARE_OF_A_PAGE = 0.2
_PARTS, _VALUES = "|", ";"
_PART_COUNT = 8
_LEAST_ACRONYM, _LONGEST_ACRONYM = 2, 8
_HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Form:
    """A name as pages give it, with what they say of its bearer.

    `name_id` is the identity by the name alone. `countries` are those that the roles name,
    `page_countries` those that the page speaks of most. `acronym` is the short form that a page
    introduces for an organisation. `page` is set where the form is of one page alone.
    """

    name_id: str
    offices: tuple[Office, ...] = ()
    countries: tuple[str, ...] = ()
    page_countries: tuple[str, ...] = ()
    gender: str = ""
    acronym: str = ""
    is_ambiguous: bool = False
    page: str = ""

    @property
    def form_id(self) -> str:
        """The form as a text that tells it from all others."""
        offices = _VALUES.join(f"{office.title}/{office.of}" for office in self.offices)
        parts = (
            self.name_id,
            offices,
            _VALUES.join(self.countries),
            _VALUES.join(self.page_countries),
            self.gender,
            self.acronym,
            "ambiguous" if self.is_ambiguous else "",
            self.page,
        )
        return _PARTS.join(parts).rstrip(_PARTS)


def form_of(form_id: str) -> Form:
    """The form that a text stands for."""
    if form_id.count(_PARTS) < _PART_COUNT - 1:
        return _form_of_any_page(form_id)
    of_any_page, _, page = form_id.rpartition(_PARTS)
    return replace(_form_of_any_page(of_any_page), page=page)


@lru_cache(maxsize=1 << 16)
def _form_of_any_page(form_id: str) -> Form:
    parts = form_id.split(_PARTS)
    parts += [""] * (_PART_COUNT - 1 - len(parts))
    name_id, offices, countries, page_countries, gender, acronym, ambiguous = parts
    return Form(
        name_id,
        tuple(Office(*office.split("/")) for office in _values(offices)),
        _values(countries),
        _values(page_countries),
        gender,
        acronym,
        bool(ambiguous),
    )


def _values(text: str) -> tuple[str, ...]:
    return tuple(text.split(_VALUES)) if text else ()


def with_forms(mentions: Sequence[Mention]) -> list[Mention]:
    """Note with each of a page's mentions which form it has, and how the page alone resolves it.

    Args:
        mentions: All mentions of the page; its places are put on the map.
    """
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[mention.entity_id].append(mention)
    spoken_of = _page_countries(mentions)
    endings = _endings_of_full_names(mentions)
    forms = {
        name_id: _form(name_id, of_name, spoken_of, endings).form_id
        for name_id, of_name in by_name.items()
    }
    return [
        altered(
            mention,
            form_id=forms[mention.entity_id],
            resolved_by=basis,
            entity_confidence=confidence(basis),
        )
        for mention in mentions
        for basis in (_basis(mention.kind, mention.name, mention.text),)
    ]


def with_speaker_forms(quotes: Sequence[Quote], mentions: Sequence[Mention]) -> list[Quote]:
    """Note with each of a page's quotations the form that the page has of its speaker."""
    forms = {mention.entity_id: mention.form_id for mention in mentions}
    return [
        altered(quote, speaker_form_id=forms.get(quote.speaker_entity_id or "")) for quote in quotes
    ]


def _form(
    name_id: str,
    mentions: Sequence[Mention],
    spoken_of: Sequence[str],
    endings: Collection[tuple[str, ...]],
) -> Form:
    kind, name = mentions[0].kind, entity_name(mentions[0].kind, mentions[0].name)
    if kind == EntityKind.ORGANISATION:
        return Form(name_id, acronym=_introduced_acronym(mentions))
    if kind != EntityKind.PERSON:
        return Form(name_id)
    roles = [role_of(mention.role) for mention in mentions if mention.role]
    offices = _most_common((office for role in roles for office in role.offices), _MOST_OFFICES)
    countries = _most_common((code for role in roles for code in role.countries), _MOST_OFFICES)
    if not is_short(name):
        return Form(name_id, offices, countries, tuple(spoken_of[:1]))
    is_bare = not offices
    return Form(
        name_id,
        offices,
        countries,
        tuple(sorted(spoken_of)),
        _gender(mentions),
        is_ambiguous=name_key(name) in endings,
        page=mentions[0].document_id[:_HASH_DIGITS] if is_bare else "",
    )


def _most_common(values: Iterable[_Value], most: int) -> tuple[_Value, ...]:
    """The most frequent values, in their own order."""
    counts = Counter(values)
    return tuple(sorted(sorted(counts, key=lambda value: (-counts[value], value))[:most]))


def _page_countries(mentions: Sequence[Mention]) -> list[str]:
    """The countries that a page speaks of most, the first one first."""
    counts = Counter(mention.country for mention in mentions if mention.country)
    for mention in mentions:
        if mention.role:
            counts.update(role_of(mention.role).countries)
    least = _LEAST_SHARE_OF_A_PAGE * counts.total()
    found = sorted(counts, key=lambda code: (-counts[code], code))
    return [code for code in found if counts[code] >= least][:_MOST_COUNTRIES_OF_A_PAGE]


@lru_cache(maxsize=1 << 16)
def is_short(name: str) -> bool:
    """Whether a person's name is a surname alone, be it with initials or particles before it."""
    *before, _ = name_key(name) or ("",)
    return all(len(word) == 1 or word in words_used_as("surname_particle") for word in before)


def acronym_of(text: str) -> str:
    """A text as an acronym, without its full stops; empty where it is none."""
    letters = text.replace(".", "")
    is_one = letters.isalpha() and letters.isupper()
    return letters if is_one and _LEAST_ACRONYM <= len(letters) <= _LONGEST_ACRONYM else ""


def _introduced_acronym(mentions: Sequence[Mention]) -> str:
    """The acronym that a page uses for an organisation that it also gives in full."""
    full = mentions[0].name
    found = {acronym_of(mention.text) for mention in mentions} - {""}
    return min(found, default="") if not acronym_of(full) else ""


@cache
def _genders() -> Mapping[str, str]:
    return {row["title"]: row["gender"] for row in lexicon("personal_titles") if row["gender"]}


def _gender(mentions: Sequence[Mention]) -> str:
    """The gender that forms of address give a name, where they agree."""
    roles = (mention.role.split() for mention in mentions if mention.role)
    addresses = {words[0].rstrip(".").lower() for words in roles if words}
    found = {_genders()[address] for address in addresses if address in _genders()}
    return found.pop() if len(found) == 1 else ""


def _endings_of_full_names(mentions: Sequence[Mention]) -> set[tuple[str, ...]]:
    """How the full names of a page end: what ends so and was not resolved could be several."""
    return {
        key[start:]
        for mention in mentions
        if mention.kind == EntityKind.PERSON and not is_short(mention.name)
        for key in (name_key(mention.name),)
        for start in range(1, len(key))
    }


@lru_cache(maxsize=1 << 16)
def _basis(kind: str, name: str, text: str) -> IdentityBasis:
    """How the page alone resolves a mention by its kind, its fullest name and how it is written."""
    listed_name = entity_name(kind, name)
    if kind == EntityKind.PERSON and is_short(listed_name):
        return IdentityBasis.UNRESOLVED
    folded = fold(name)
    if fold(listed_name) != folded:
        return IdentityBasis.ALIAS
    return IdentityBasis.NAME if fold(text) == folded else IdentityBasis.PAGE
