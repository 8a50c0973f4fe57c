"""Made-up sentences of news, each with its names labelled: titles before people above all.

GUM labels few names behind long titles, and few that no lexicon lists. These sentences have both.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.seeds import lexicon

TITLES = """
President; Vice President; Prime Minister; Deputy Prime Minister; Premier; Chancellor; Governor
Foreign Minister; Defence Minister; Finance Minister; Interior Minister; Health Minister; Mayor
Secretary of State; Assistant Secretary of State; Secretary of Defense; Attorney General; Speaker
Minister of Education; Minister of Foreign Affairs; Minister of the Interior; Home Affairs Minister
Ambassador; Special Envoy; Senator; Commissioner; Secretary General; State Secretary; Home Secretary
Chief Justice; Judge; Police Chief; Army Chief; General; Major General; Lieutenant General
Chief Executive; CEO; Chairman; Director; Director General; Co-Chair; Spokesman; Spokesperson
Opposition Leader; Head Coach; Professor; Dr; Mr; Ms; Sheikh; Archbishop; Bishop
"""
PORTFOLIOS = ("Health", "Defence", "Justice", "Finance", "Education", "Interior", "Energy")
UNIONS = {"EU": "organisation", "UN": "organisation", "U.S.": "place", "US": "place", "UK": "place"}
OPENINGS = (
    "",
    "The meeting was opened by ",
    "On Monday, ",
    "according to ",
    "He thanked ",
    "Later ",
)
AFTER_PEOPLE = (" said on Tuesday.", " told reporters.", ", who resigned.", "’s office said.")
AFTER_ORGANISATIONS = (" said.", " announced.", " reported that.", "’s chairman agreed.")
BEFORE_ORGANISATIONS = ("officials at the ", "a report by ", "the ", "in a statement, the ")
BEFORE_PLACES = ("in ", "near ", "from ", "the city of ", "a village outside ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence, and what it names, if anything."""

    text: str
    kind: str | None = None


class _Writer:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        titles = (title.strip() for title in TITLES.replace("\n", ";").split(";"))
        self._titles = [title for title in titles if title]
        self._given = [row["name"] for row in lexicon("given_names")]
        self._surnames = [row["name"] for row in lexicon("surnames")]
        self._countries = [row["name"] for row in lexicon("countries") if " " not in row["name"]]
        self._peoples = [row["adjective"] for row in lexicon("nationalities")]
        self._cities = [row["name"] for row in lexicon("cities")]

    def _unlisted(self, name: str, share: float) -> str:
        """A name, in a share of cases with a letter more, so that no lexicon has it."""
        if self._random.random() > share:
            return name
        place = self._random.randrange(1, len(name))
        return name[:place] + self._random.choice("aeiouklmnrstz") + name[place:]

    def _person(self) -> str:
        given = self._unlisted(self._random.choice(self._given), 0.4)
        surname = self._unlisted(self._random.choice(self._surnames), 0.6)
        initial = self._random.choice("ABCDEFGHJKLMNPRST")
        middle = self._random.choice(self._given)
        forms = (f"{given} {surname}", surname, f"{given} {initial}. {surname}")
        return self._random.choice([forms[0]] * 3 + [*forms, f"{given} {middle} {surname}"])

    def _organisation(self) -> str:
        pick = self._random.choice
        surname, people, country = pick(self._surnames), pick(self._peoples), pick(self._countries)
        city = self._unlisted(pick(self._cities), 1)
        acronym = "".join(pick("ABCDEFGHIKLMNOPRSTUV") for _ in range(pick((3, 3, 4))))
        return pick(
            (
                *(f"Ministry of {pick(PORTFOLIOS)}", f"{pick(PORTFOLIOS)} Ministry", acronym),
                *(f"University of {city}", f"{city} University", f"{city} City Council"),
                *(f"{surname} Group", f"{surname} Inc", f"{surname} Corporation", f"{city} United"),
                *(f"{surname} Institute", f"{surname} & {pick(self._surnames)}"),
                *(f"Bank of {country}", f"{people} Football Federation", f"{people} Red Crescent"),
            )
        )

    def _titled(self) -> list[Piece]:
        pick = self._random.choice
        country, union = pick(self._countries), pick(list(UNIONS))
        before = pick(
            (
                [],
                [Piece(f"{pick(self._peoples)} ")],
                [Piece(union, UNIONS[union]), Piece(" ")],
                [Piece(country, "place"), Piece(pick((" ", "’s ", "'s ")))],
                [Piece(self._organisation(), "organisation"), Piece(" ")],
            )
        )
        title = Piece(f"{pick(self._titles)} ")
        return [*before, title, Piece(self._person(), "person"), Piece(pick(AFTER_PEOPLE))]

    def sentence(self) -> list[Piece]:
        pick = self._random.choice
        opening = Piece(pick(OPENINGS))
        what = pick(("person", "person", "organisation", "place"))
        if what == "person":
            return [opening, *self._titled()]
        if what == "organisation":
            named = Piece(self._organisation(), what)
            return [
                opening,
                Piece(pick(BEFORE_ORGANISATIONS)),
                named,
                Piece(pick(AFTER_ORGANISATIONS)),
            ]
        city = Piece(self._unlisted(pick(self._cities), 0.5), what)
        joint = Piece(pick((", ", " in ", " and ")))
        country = Piece(pick(self._countries), what)
        return [opening, Piece(pick(BEFORE_PLACES)), city, joint, country, Piece(".")]


def made_up_sentences(count: int, *, seed: int = 0) -> Iterator[list[Piece]]:
    """Make up sentences, the same ones for the same seed and lexicons."""
    writer = _Writer(seed)
    for _ in range(count):
        yield writer.sentence()
