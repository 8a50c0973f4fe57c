"""People whose full names a lake has, with all that its pages say of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.transforms.identity.forms import Form
from dateline.transforms.identity.offices import Office, agree
from dateline.transforms.names.lexicon import given_name_genders
from dateline.transforms.text.person_names import is_given_name, is_ordinary_word

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

    @property
    def own_countries(self) -> frozenset[str]:
        """The countries that roles of the person name on a good part of the pages."""
        least = _OFFICE_SHARE * self.countries.total()
        return frozenset(code for code, count in self.countries.items() if count >= least)

    @property
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

    Names that differ by a middle name are one person where an office or a country agrees and no
    other middle name is known; then several ids lead to one bearer.
    """
    people: dict[str, Bearer] = {}
    for key, entity_id, form, document_count in full:
        person = people.setdefault(entity_id, Bearer(entity_id, key))
        # Any of the equal names will do, as long as it is always the same.
        person.key = min(person.key, key)
        person.add(form, document_count)
    return _with_middle_names(people)


def _with_middle_names(people: Mapping[str, Bearer]) -> dict[str, Bearer]:
    found = dict(people)
    by_ends: dict[tuple[str, str], list[Bearer]] = defaultdict(list)
    for person in people.values():
        by_ends[person.key[0], person.key[-1]].append(person)
    for namesakes in by_ends.values():
        plain = [person for person in namesakes if len(person.key) == 2]
        longer = [person for person in namesakes if len(person.key) > 2]
        if len(plain) == 1 and _can_be_one(person.key for person in longer):
            # All are compared with what the short name alone tells: no matter in which order.
            alike = [person for person in longer if _are_alike(plain[0], person)]
            for person in sorted(alike, key=lambda person: person.entity_id):
                found[person.entity_id] = plain[0]
                plain[0].merge(person)
    return found


def _can_be_one(keys: Iterable[Sequence[str]]) -> bool:
    """Whether names of equal ends have one middle name among them, be it as an initial."""
    middles = sorted({tuple(key[1:-1]) for key in keys}, key=lambda words: -len("".join(words)))
    return all(
        len(words) == len(middles[0])
        and all(word.startswith(other) for word, other in zip(middles[0], words, strict=True))
        for words in middles
    )


def _are_alike(one: Bearer, other: Bearer) -> bool:
    are_of_one_country = not one.own_countries.isdisjoint(other.own_countries)
    is_known = bool(one.own_countries and other.own_countries)
    return are_of_one_country or (not is_known and one.holding(other.offices) > 0)


def is_name_of_bearer(key: Sequence[str]) -> bool:
    """Whether a full name can be a person's: "Team Vrana" is what was read wrongly."""
    return not is_ordinary_word(key[0]) or is_given_name(key[0])
