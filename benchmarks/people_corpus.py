"""A made corpus of news in which it is known whom each name means.

`python -m benchmarks.people_corpus --seed 1 --pages 1000 > pages.jsonl` writes it as records that
`dateline run` reads, each with its `people`: start, end and person of every name. People have
offices and families, and some have the surname of somebody else; pages name them in full, by office
and surname, or by the surname alone.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from dateline import seeds
from dateline.transforms.names.lexicon import given_name_genders, name_lexicon

# Country, nationality, capital.
_COUNTRIES = (
    ("Norway", "Norwegian", "Oslo"),
    ("Slovakia", "Slovak", "Bratislava"),
    ("Kenya", "Kenyan", "Nairobi"),
    ("Peru", "Peruvian", "Lima"),
    ("Poland", "Polish", "Warsaw"),
    ("Turkey", "Turkish", "Ankara"),
    ("Japan", "Japanese", "Tokyo"),
    ("Ghana", "Ghanaian", "Accra"),
    ("Serbia", "Serbian", "Belgrade"),
    ("Finland", "Finnish", "Helsinki"),
    ("Armenia", "Armenian", "Yerevan"),
    ("Chile", "Chilean", "Santiago"),
)
# Titles and how many people of a country have them at a time.
_OFFICES = (
    ("President", 1),
    ("Prime Minister", 1),
    ("Foreign Minister", 1),
    ("Defense Minister", 1),
    ("Senator", 4),
    ("Mayor", 2),
    ("Ambassador", 2),
    ("spokesman", 2),
    ("coach", 2),
    ("Professor", 3),
    ("novelist", 2),
    ("", 4),
)
_SHARE_OF_NAMESAKES = 0.12
_SHARE_WITH_FAMILY = 0.08
_SENTENCES = (
    "{who} said on Tuesday that the harbour would stay open.",
    "The agreement was signed by {who} after two days of talks.",
    "“We are ready to go on,” {who} told reporters.",
    "A letter to {who} was read out in the evening.",
    "{who} has asked for more time, officials said.",
    "Critics of {who} called the plan too expensive.",
    "According to {who}, the new road will be finished by summer.",
    "{who} left the hall without a word.",
)
_FILLERS = (
    "The meeting in {capital} lasted for two hours.",
    "The economy of {country} grew by two percent last year.",
    "Thousands of people came to the square in {capital}.",
    "{country} has not yet published the figures.",
    "A second round is expected in {country} in the spring.",
)


@dataclass(frozen=True)
class Person:
    """Somebody of the made world."""

    number: int
    given: str
    surname: str
    title: str
    country: int

    @property
    def full(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"


@dataclass
class MadePage:
    """A page, and the people whom its names mean by start and end."""

    page_id: str
    text: str = ""
    people: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, sentence: str, name: str, person: Person | None) -> None:
        """Put a sentence behind the others; `name` in it means the person."""
        start = len(self.text)
        self.text += sentence
        if person is not None:
            at = start + sentence.index(name)
            self.people.append((at, at + len(name), person.number))


def make(seed: int, page_count: int) -> Iterator[MadePage]:
    """The pages of a made world."""
    random = Random(seed)  # noqa: S311 the corpus is to be the same again
    people = _people(random)
    by_country = [
        [person for person in people if person.country == number]
        for number in range(len(_COUNTRIES))
    ]
    for number in range(page_count):
        yield _page(random, f"{seed}-{number}", by_country)


def _people(random: Random) -> list[Person]:
    given, surnames = _given_names(), _surnames()
    people: list[Person] = []

    def born(surname: str, title: str, country: int) -> None:
        people.append(Person(len(people), random.choice(given), surname, title, country))

    for country in range(len(_COUNTRIES)):
        for title, count in _OFFICES:
            for _ in range(count):
                is_namesake = people and random.random() < _SHARE_OF_NAMESAKES
                surname = random.choice(people).surname if is_namesake else random.choice(surnames)
                born(surname, title, country)
                if random.random() < _SHARE_WITH_FAMILY:
                    born(surname, "", country)
    return people


def _given_names() -> list[str]:
    return [name for name in given_name_genders() if len(name) > 3 and not _is_ordinary(name)]


def _surnames() -> list[str]:
    """Surnames that are no given names, and are read as names wherever they stand."""
    listed = {row["name"] for row in seeds.lexicon("surnames")} - given_name_genders().keys()
    names = sorted(name for name in listed if name.isalpha() and len(name) > 4 and name.istitle())
    return [name for name in names if not _is_ordinary(name)]


def _is_ordinary(name: str) -> bool:
    return name.lower() in name_lexicon().ordinary


def _page(random: Random, page_id: str, by_country: Sequence[Sequence[Person]]) -> MadePage:
    page = MadePage(page_id, "Talks on the harbour go on\n\n")
    country = random.randrange(len(_COUNTRIES))
    # The higher an office, the more often somebody is in the news.
    home = by_country[country]
    abroad = [people[random.randrange(4)] for people in by_country]
    chosen = {random.choice(home[: random.randrange(1, len(home) + 1)]) for _ in range(3)}
    if random.random() < 0.4:
        chosen.add(random.choice(abroad))
    # What a page calls two people by one surname, it says in full.
    surnames = Counter(person.surname for person in chosen)
    for person in sorted(chosen, key=lambda person: person.number):
        _paragraph(random, page, person, country, is_alone=surnames[person.surname] == 1)
    return page


def _paragraph(
    random: Random, page: MadePage, person: Person, country: int, *, is_alone: bool
) -> None:
    name, nationality, _ = _COUNTRIES[person.country]
    title = person.title
    if title and (person.country != country or random.random() < 0.4):
        title = random.choice((f"{nationality} {title}", f"{name}’s {title}"))
    style = random.choices(("full", "office", "bare"), (60, 30, 10))[0]
    if (style == "office" and not title) or not is_alone:
        style = "full"
    first = person.full if style == "full" else person.surname
    with_title = f"{title} {first}" if title and style != "bare" else first
    page.add(_sentence(random, with_title), first, person)
    page.add(" " + _filler(random, country), "", None)
    again = person.surname if is_alone else person.full
    for _ in range(random.randrange(3)):
        page.add(" " + _sentence(random, again), again, person)
    page.text += "\n\n"


def _sentence(random: Random, who: str) -> str:
    sentence = random.choice(_SENTENCES).format(who=who)
    return sentence[0].upper() + sentence[1:]


def _filler(random: Random, country: int) -> str:
    name, _, capital = _COUNTRIES[country]
    return random.choice(_FILLERS).format(country=name, capital=capital)


def main() -> None:
    """Write a corpus to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=1000)
    arguments = parser.parse_args()
    for page in make(arguments.seed, arguments.pages):
        record = {"id": page.page_id, "text": page.text, "people": page.people}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
