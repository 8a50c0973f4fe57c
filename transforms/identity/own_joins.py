"""Joins that a person forces or undoes: rows of `seeds/entity_joins.csv`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.identity.countries import country_code
from dateline.transforms.identity.forms import Form
from dateline.transforms.identity.offices import Office, agree, role_of
from dateline.transforms.names.entities import fold


@dataclass(frozen=True, slots=True)
class _OwnJoin:
    """A name is joined to another one, or to itself: where an office or country is given, if so."""

    offices: Sequence[Office]
    country: str | None
    joined_to: str

    @property
    def condition_count(self) -> int:
        return bool(self.offices) + bool(self.country)

    def applies_to(self, form: Form) -> bool:
        if self.country and self.country not in (*form.countries, *form.page_countries):
            return False
        return not self.offices or any(
            agree(wanted, found) for wanted in self.offices for found in form.offices
        )


@cache
def _rows() -> Mapping[tuple[str, str], Sequence[_OwnJoin]]:
    """The rows by kind and folded name, those with more conditions first."""
    rows: dict[tuple[str, str], list[_OwnJoin]] = defaultdict(list)
    for row in lexicon("entity_joins"):
        country = row["country"] and (country_code(row["country"]) or row["country"].upper())
        one = _OwnJoin(role_of(row["office"]).offices, country or None, row["joined_to"])
        rows[row["kind"], fold(row["name"])].append(one)
    for found in rows.values():
        # The last of equal rank counts: a user's rows stand behind those that ship.
        found.reverse()
        found.sort(key=lambda one: -one.condition_count)
    return rows


def own_join(kind: str, name: str, form: Form) -> str | None:
    """The name of the entity that a row gives a form; None where no row speaks of it.

    What could be two people of its page is not one person, whatever a row says.
    """
    if form.is_ambiguous:
        return None
    rows = _rows().get((kind, fold(name)), ())
    return next((row.joined_to for row in rows if row.applies_to(form)), None)
