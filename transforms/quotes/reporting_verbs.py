"""Verbs and nouns that report words or thoughts, in all their forms."""

import re
from dataclasses import dataclass
from functools import cache

from dateline.seeds import lexicon


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A form of a verb that reports words or thoughts."""

    lemma: str
    kind: str
    form: str
    is_also_noun: bool
    particles: frozenset[str]
    complements: frozenset[str]


def _forms(lemma: str, past: str, participle: str) -> dict[str, str]:
    """Each form of a verb and what it is: base, present, past, participle or ing."""
    silent = lemma.endswith("e") and not lemma.endswith(("ee", "oe"))
    if re.search(r"[^aeiou]y$", lemma):
        present, regular = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        present = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        regular = lemma + ("d" if lemma.endswith("e") else "ed")
    gerund = lemma[:-1] + "ing" if silent else lemma + "ing"
    doubled = re.search(r"(?:[^aeiou][aeiou]|qui)([bdgmnpt])$|(?:[^f]fe|cu|ave)(r)$", lemma)
    forms = {lemma: "base", present: "present", gerund: "ing", past or regular: "past"}
    if doubled:
        forms.setdefault(lemma + (doubled[1] or doubled[2]) + "ing", "ing")
        if not past:
            forms.setdefault(lemma + (doubled[1] or doubled[2]) + "ed", "past")
    if participle and participle not in forms:
        forms[participle] = "participle"
    return forms


@cache
def reporting_verbs() -> dict[str, ReportingVerb]:
    """Every form of every reporting verb, in lower case."""
    forms: dict[str, ReportingVerb] = {}
    for row in lexicon("reporting_verbs"):
        for word, form in _forms(row["verb"], row["past"], row["participle"]).items():
            forms.setdefault(
                word,
                ReportingVerb(
                    row["verb"],
                    row["kind"],
                    form,
                    row["is_also_noun"] == "yes",
                    frozenset(row["particles"].split()),
                    frozenset(row["complements"].split()),
                ),
            )
    return forms


@cache
def reporting_nouns() -> frozenset[str]:
    """Nouns for what is said, in lower case."""
    return frozenset(row["noun"] for row in lexicon("reporting_nouns"))
