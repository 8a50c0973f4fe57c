"""People whose full names a lake has, with all that its pages say of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dateline.transforms.identity.forms import Form
from dateline.transforms.identity.offices import Office, agree
from dateline.transforms.names.lexicon import given_name_genders

# Of the pages that name a person, the share that must speak of a country for it to be a home.
_HOME_SHARE = 0.25
# Of the pages that give a person an office, the share that must give this one.
_OFFICE_SHARE = 0.1


@dataclass
class Bearer:
    """A person with a full name: on how many pages, with which offices and countries."""

    entity_id: str
    key: tuple[str, ...]
    document_count: int = 0
    offices: Counter[Office] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    page_countries: Counter[str] = field(default_factory=Counter)
    _with_office_count: int = 0

    def add(self, form: Form, document_count: int) -> None:
        """Count pages on which the person has a form."""
        self.document_count += document_count
        self._with_office_count += document_count * bool(form.offices)
        for office in form.offices:
            self.offices[office] += document_count
        for country in form.countries:
            self.countries[country] += document_count
        for country in form.page_countries:
            self.page_countries[country] += document_count

    def merge(self, other: "Bearer") -> None:
        """Take over what is known of another name of the same person."""
        self.document_count += other.document_count
        self._with_office_count += other._with_office_count
        self.offices += other.offices
        self.countries += other.countries
        self.page_countries += other.page_countries

    def holding(self, offices: Iterable[Office]) -> int:
        """On how many pages the person has an office that agrees; 0 where these are few."""
        wanted = tuple(offices)
        count = max(
            (
                pages
                for office, pages in self.offices.items()
                if any(agree(office, one) for one in wanted)
            ),
            default=0,
        )
        return count if count >= _OFFICE_SHARE * self._with_office_count else 0

    @cached_property
    def own_countries(self) -> frozenset[str]:
        """The countries that roles of the person name on a good part of the pages."""
        least = _OFFICE_SHARE * self.countries.total()
        return frozenset(code for code, count in self.countries.items() if count >= least)

    @cached_property
    def homes(self) -> frozenset[str]:
        """The countries of which the pages speak that name the person, and those of roles."""
        least = _HOME_SHARE * self.document_count
        found = (code for code, count in self.page_countries.items() if count >= least)
        return self.own_countries.union(found)

    def may_be_called(self, key: Sequence[str], form: Form) -> bool:
        """Whether a short name can be this person's: its words, and the gender of its address."""
        *before, _ = key
        initials = [word for word in before if len(word) == 1]
        particles = [word for word in before if len(word) > 1]
        gender = given_name_genders().get(self.key[0].title())
        return (
            self.key[len(self.key) - 1 - len(particles) : -1] == tuple(particles)
            and (not initials or self.key[0].startswith(initials[0]))
            and (not form.gender or gender in {None, form.gender})
        )

    def is_elsewhere(self, form: Form) -> bool:
        """Whether the roles of a form name other countries than those of this person."""
        return bool(form.countries and self.own_countries) and self.own_countries.isdisjoint(
            form.countries
        )


def bearers_of(
    full: Iterable[tuple[tuple[str, ...], str, Form, int]],
) -> dict[str, Bearer]:
    """The people who have full names, by `entity_id`: each with its key, form and pages.

    Names that differ by a middle initial are one person where an office or a country agrees and no
    third name could be meant; then several ids lead to one bearer.
    """
    people: dict[str, Bearer] = {}
    for key, entity_id, form, document_count in full:
        person = people.get(entity_id)
        if person is None or key < person.key:
            # Any of the equal names will do, as long as it is always the same.
            person = people.setdefault(entity_id, Bearer(entity_id, key))
            person.key = min(person.key, key)
        people[entity_id].add(form, document_count)
    return _with_middle_initials(people)


def _with_middle_initials(people: Mapping[str, Bearer]) -> dict[str, Bearer]:
    found = dict(people)
    by_ends: dict[tuple[str, str], list[Bearer]] = defaultdict(list)
    for person in people.values():
        if len(person.key) > 1:
            by_ends[person.key[0], person.key[-1]].append(person)
    for namesakes in by_ends.values():
        plain = [person for person in namesakes if len(person.key) == 2]
        initialled = [person for person in namesakes if _has_initials(person.key)]
        if len(plain) == len(initialled) == 1 and _are_alike(plain[0], initialled[0]):
            found[initialled[0].entity_id] = plain[0]
            plain[0].merge(initialled[0])
    return found


def _has_initials(key: Collection[str]) -> bool:
    _, *middle, _ = key
    return bool(middle) and all(len(word) == 1 for word in middle)


def _are_alike(one: Bearer, other: Bearer) -> bool:
    are_of_one_country = not one.own_countries.isdisjoint(other.own_countries)
    is_known = bool(one.own_countries and other.own_countries)
    return are_of_one_country or (not is_known and one.holding(other.offices) > 0)
