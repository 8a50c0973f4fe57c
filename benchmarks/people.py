"""How well people are joined over pages: `python -m benchmarks.people [--pages N] [--seed N]`.

On a made corpus in which it is known whom each name means (`benchmarks.people_corpus`): B-cubed,
the share of mentions that are joined to somebody else, and of those joined to their person.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256
from typing import NamedTuple

from benchmarks.people_corpus import MadePage, make
from dateline.transforms.identity.forms import form_of
from dateline.transforms.identity.joining import SeenForm, join
from dateline.transforms.names.entities import entity_name
from dateline.transforms.parsing import parse_batch
from dateline.transforms.text.page import Page

_PAGES_AT_A_TIME = 500


class Named(NamedTuple):
    """A mention: the person meant, the entity found, and by what."""

    person: Hashable
    entity_id: str
    resolved_by: str
    name_id: str


def found_in(pages: Sequence[MadePage]) -> list[Named]:
    """The mentions that were found where the pages name people."""
    rows: list[tuple[int, str, str, str, str, str]] = []
    for first in range(0, len(pages), _PAGES_AT_A_TIME):
        batch = pages[first : first + _PAGES_AT_A_TIME]
        ids = {sha256(page.text.encode()).hexdigest(): page for page in batch}
        parsed = parse_batch([Page(key, page.text) for key, page in ids.items()])
        for row in parsed.mentions.to_pylist():
            people = {(start, end): person for start, end, person in ids[row["document_id"]].people}
            person = people.get((row["start"], row["end"]))
            if person is not None and row["kind"] == "person":
                columns = ("document_id", "form_id", "name", "entity_id", "resolved_by")
                rows.append((person, *(row[column] for column in columns)))
    documents = defaultdict(set)
    names = {}
    for _, document_id, form_id, name, _, _ in rows:
        documents[form_id].add(document_id)
        names[form_id] = entity_name("person", name)
    identities = join(
        SeenForm(form_of(form_id), "person", names[form_id], len(found))
        for form_id, found in documents.items()
    )
    return [
        Named(person, identities[form_id].entity_id, identities[form_id].resolved_by, name_id)
        if form_id in identities
        else Named(person, name_id, basis, name_id)
        for person, _, form_id, _, name_id, basis in rows
    ]


class Score(NamedTuple):
    """B-cubed, the share of mentions joined to somebody else, and to their person."""

    precision: float
    recall: float
    wrong: float
    joined: float

    def __str__(self) -> str:
        f1 = 2 * self.precision * self.recall / (self.precision + self.recall)
        return (
            f"B-cubed precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {f1:.4f}; "
            f"wrong {self.wrong:.4f}, joined {self.joined:.4f}"
        )


def score(named: Sequence[Named], entity_of: Callable[[Named], str]) -> Score:
    """Compare entities with people."""
    both = Counter((one.person, entity_of(one)) for one in named)
    people = Counter(one.person for one in named)
    entities = Counter(entity_of(one) for one in named)
    most_of_entity, most_of_person = Counter[str](), Counter[Hashable]()
    for (person, entity), count in both.items():
        most_of_entity[entity] = max(most_of_entity[entity], count)
        most_of_person[person] = max(most_of_person[person], count)
    total = len(named)
    return Score(
        sum(count * count / entities[entity] for (_, entity), count in both.items()) / total,
        sum(count * count / people[person] for (person, _), count in both.items()) / total,
        1 - most_of_entity.total() / total,
        most_of_person.total() / total,
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--pages", type=int, default=3000)
    arguments = parser.parse_args()
    pages = list(make(arguments.seed, arguments.pages))
    named = found_in(pages)
    expected = sum(len(page.people) for page in pages)
    sys.stdout.write(f"{len(named)} of {expected} names found\n")
    sys.stdout.write(f"by name alone: {score(named, lambda one: one.name_id)}\n")
    sys.stdout.write(f"joined:        {score(named, lambda one: one.entity_id)}\n")
    majority: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for one in named:
        majority[one.entity_id][one.person] += 1
    chief = {entity: people.most_common(1)[0][0] for entity, people in majority.items()}
    for basis, count in Counter(one.resolved_by for one in named).most_common():
        of_basis = [one for one in named if one.resolved_by == basis]
        right = sum(chief[one.entity_id] == one.person for one in of_basis)
        sys.stdout.write(f"{basis:>15}: {count} mentions, {right / count:.4f} with their person\n")


if __name__ == "__main__":
    main()
