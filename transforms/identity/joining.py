"""Which forms of all pages name one person or organisation.

The result is a function of the forms, with no regard to their order: a lake that was filled page by
page is as if it had been filled at once. A form is resolved by those that share a key with it,
`key_of`, the consonants of a surname or an acronym, so that a batch concerns the forms of its own
keys and no others.

A wrong join is worse than a missing one. A surname is joined to a full name by an office or by a
country that agrees; alone only where a single person bears it, and the page speaks of a country
where that person is at home.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.transforms.identity.bearers import Bearer, bearers_of, is_name_of_bearer
from dateline.transforms.identity.confidence import confidence
from dateline.transforms.identity.forms import Form, acronym_of, is_short
from dateline.transforms.identity.offices import Office
from dateline.transforms.identity.own_joins import own_join
from dateline.transforms.identity.transliteration import joined_scripts, sound_key
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.resolution import name_key
from dateline.transforms.schema.closed_sets import EntityKind, IdentityBasis

# So many times as many pages must give an office to one bearer of a surname as to any other.
_HOLDING_DOMINANCE = 20
_PAGE_DIGITS = 10


@dataclass(frozen=True)
class SeenForm:
    """A form with the kind and the name that it has, and on how many pages it stands."""

    form: Form
    kind: str
    name: str
    document_count: int

    @cached_property
    def form_id(self) -> str:
        """The form as a text."""
        return self.form.form_id


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom or what a form names."""

    entity_id: str
    resolved_by: IdentityBasis
    confidence: float


def key_of(kind: str, name: str, form: Form) -> str | None:
    """What a form has in common with all those that it could be joined to; None for a place."""
    if kind == EntityKind.PERSON:
        words = name_key(name)
        return f"{kind}/{sound_key(words[-1])}" if words else None
    acronym = form.acronym or acronym_of(name)
    return f"{kind}/{acronym.lower()}" if acronym and kind == EntityKind.ORGANISATION else None


def join(seen: Iterable[SeenForm]) -> dict[str, Identity]:
    """Find whom the forms name.

    Args:
        seen: Forms; with each of them all others of the lake that share a key with it.

    Returns:
        For each form that is not simply who its name says, by `form_id`, whom it names.
    """
    groups: dict[str, list[SeenForm]] = defaultdict(list)
    for one in seen:
        groups[key_of(one.kind, one.name, one.form) or one.form.name_id].append(one)
    found: dict[str, Identity] = {}
    for members in groups.values():
        members.sort(key=lambda one: one.form_id)
        own = dict(_by_own_joins(members))
        found |= own
        rest = [one for one in members if one.form_id not in own]
        if members[0].kind == EntityKind.PERSON:
            found.update(_people_of_key(members, rest, own))
        elif members[0].kind == EntityKind.ORGANISATION:
            found.update(_organisations(rest))
    return found


def _by_own_joins(members: Sequence[SeenForm]) -> Iterator[tuple[str, Identity]]:
    for one in members:
        name = own_join(one.kind, one.name, one.form)
        if name is not None:
            yield one.form_id, _identity(entity_id(one.kind, name), IdentityBasis.LEXICON)


def _identity(entity: str, basis: IdentityBasis) -> Identity:
    return Identity(entity, basis, confidence(basis))


def _organisations(members: Sequence[SeenForm]) -> Iterator[tuple[str, Identity]]:
    """Join an acronym to the only organisation that pages introduce it for."""
    introduced = {one.form.name_id for one in members if one.form.acronym}
    if len(introduced) == 1:
        for one in members:
            if not one.form.acronym:
                yield one.form_id, _identity(min(introduced), IdentityBasis.ACRONYM)


def _people_of_key(
    members: Sequence[SeenForm], rest: Sequence[SeenForm], own: Mapping[str, Identity]
) -> dict[str, Identity]:
    """Join the people whose surnames sound alike: each surname by itself, then across scripts."""
    by_surname: dict[str, tuple[list[SeenForm], list[SeenForm]]] = defaultdict(lambda: ([], []))
    for number, forms in enumerate((members, rest)):
        for one in forms:
            by_surname[name_key(one.name)[-1] if name_key(one.name) else ""][number].append(one)
    found: dict[str, Identity] = {}
    for of_surname, open_forms in by_surname.values():
        found.update(_people(of_surname, open_forms, own))
    found.update(_across_scripts([one for one in members if one.form_id not in own], found))
    return found


def _across_scripts(
    members: Sequence[SeenForm], known: Mapping[str, Identity]
) -> Iterator[tuple[str, Identity]]:
    """Join those who have one full name in several scripts, as far as it is one in each of them."""
    names: dict[str, str] = {}
    entities: dict[str, str] = {}
    for one in members:
        found = known.get(one.form_id)
        entities[one.form_id] = found.entity_id if found else one.form.name_id
        if _is_full(one.name) and entities[one.form_id] == one.form.name_id:
            names[one.form.name_id] = one.name
    joined = joined_scripts(names)
    for one in members:
        entity = joined.get(entities[one.form_id])
        if entity is not None:
            yield one.form_id, _identity(entity, IdentityBasis.TRANSLITERATION)


def _people(
    members: Sequence[SeenForm], rest: Sequence[SeenForm], own: Mapping[str, Identity]
) -> Iterator[tuple[str, Identity]]:
    """Join the people who have one surname, as far as no row of the lexicon says whom they are."""
    entities = {
        one.form_id: own[one.form_id].entity_id if one.form_id in own else one.form.name_id
        for one in members
    }
    known = bearers_of(
        (name_key(one.name), entities[one.form_id], one.form, one.document_count)
        for one in members
        if _is_full(one.name)
    )
    bearers = sorted(
        {id(person): person for person in known.values()}.values(),
        key=lambda person: person.entity_id,
    )
    unresolved = []
    for one in rest:
        if is_short(one.name):
            identity = _surname(one, bearers)
            if identity is None:
                unresolved.append(one)
            else:
                yield one.form_id, identity
        elif _is_full(one.name):
            person = known[one.form.name_id]
            if person.entity_id != one.form.name_id:
                yield one.form_id, _identity(person.entity_id, IdentityBasis.MIDDLE_NAME)
    yield from _unresolved(unresolved, is_borne=bool(bearers))


def _is_full(name: str) -> bool:
    return not is_short(name) and is_name_of_bearer(name_key(name))


def _surname(one: SeenForm, bearers: Sequence[Bearer]) -> Identity | None:
    """Whom a surname means; None where that is not known."""
    form, key = one.form, name_key(one.name)
    fitting = [person for person in bearers if person.may_be_called(key, form)]
    if form.is_ambiguous or not fitting:
        return None
    if form.offices:
        person = _by_office(form, fitting)
        basis = IdentityBasis.OFFICE
        if person is None and len(bearers) == 1 and not fitting[0].offices:
            person, basis = _at_home(form, fitting[0]), IdentityBasis.COUNTRY
    elif form.countries:
        from_there = [person for person in fitting if person.own_countries & {*form.countries}]
        person = from_there[0] if len(from_there) == 1 else None
        basis = IdentityBasis.COUNTRY
    else:
        person = _at_home(form, fitting[0]) if len(bearers) == 1 else None
        basis = IdentityBasis.SOLE_BEARER
    return None if person is None else _identity(person.entity_id, basis)


def _by_office(form: Form, fitting: Sequence[Bearer]) -> Bearer | None:
    """The one who has an office of the form; by far the most often, where several have it."""
    pages = {
        index: count
        for index, person in enumerate(fitting)
        if (count := person.holding(form.offices)) and not person.is_elsewhere(form)
    }
    same = [i for i in pages if fitting[i].own_countries & {*form.countries}]
    if len(same) == 1 and pages[same[0]] == max(pages.values()):
        return fitting[same[0]]
    first, *others = sorted(pages, key=lambda index: -pages[index]) or (None,)
    if first is None or (others and pages[first] < _HOLDING_DOMINANCE * pages[others[0]]):
        return None
    return fitting[first]


def _at_home(form: Form, person: Bearer) -> Bearer | None:
    """The person, if a page that says no more than the surname speaks of where he or she is."""
    if person.is_elsewhere(form):
        return None
    return person if person.homes.intersection((*form.page_countries, *form.countries)) else None


def _unresolved(members: Sequence[SeenForm], *, is_borne: bool) -> Iterator[tuple[str, Identity]]:
    """Keep apart those of whom nobody knows that they are one person.

    Where no full name is known and all have one office, they are taken for one. Else those with one
    office are one, and a surname that stands alone means somebody else on each page.
    """
    offices = _Offices(members)
    if not is_borne and offices.count <= 1 and not any(one.form.is_ambiguous for one in members):
        return
    for one in members:
        addition = offices.of(one.form) or one.form.page[:_PAGE_DIGITS]
        if addition:
            identity = entity_id(one.kind, f"{one.name} {addition}")
            yield one.form_id, _identity(identity, IdentityBasis.UNRESOLVED)


class _Offices:
    """The offices of forms, each with its country where it is an office of several."""

    def __init__(self, members: Iterable[SeenForm]) -> None:
        self._countries: dict[Office, set[str]] = defaultdict(set)
        for one in members:
            for office in one.form.offices[:1]:
                self._countries[office].update(one.form.countries[:1])

    @property
    def count(self) -> int:
        """How many people with an office there are at least."""
        return sum(max(1, len(countries)) for countries in self._countries.values())

    def of(self, form: Form) -> str:
        """What tells a form from those with other offices; empty where it has none."""
        if not form.offices:
            return ""
        office = form.offices[0]
        country = form.countries[:1] if len(self._countries[office]) > 1 else ()
        return " ".join(filter(None, (office.title, office.of, *country)))
