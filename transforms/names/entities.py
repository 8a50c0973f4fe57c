"""Whom or what a name means across documents: one entity for all listed forms of its name."""

import hashlib
import re
from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.text.folding import fold_letters

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """A name for comparison: accents, case, punctuation and a leading article do not count."""
    letters = fold_letters(name)
    words = "".join(c if c.isalnum() else "" if c in ".'’" else " " for c in letters).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _aliases() -> dict[tuple[str, str], str]:
    return {(row["kind"], fold(row["alias"])): row["name"] for row in lexicon("entity_aliases")}


@cache
def _places_in_languages() -> dict[str, str]:
    """English names of places by their folded names in other languages and scripts.

    A country goes before a city of the same name, and what CLDR says before GeoNames; a name that
    means two places of one rank is left out.
    """
    found: dict[str, str] = {}
    rank_of: dict[str, tuple[bool, bool]] = {}
    unclear: set[str] = set()
    for row in lexicon("language_names"):
        if not row["stands_for"] or row["name"].isascii():
            continue
        name, rank = fold(row["name"]), (row["use"] == "city", row["source"] != "Unicode CLDR")
        if name not in found or rank < rank_of[name]:
            found[name], rank_of[name] = row["stands_for"], rank
            unclear.discard(name)
        elif rank == rank_of[name] and found[name] != row["stands_for"]:
            unclear.add(name)
    return {name: place for name, place in found.items() if name not in unclear}


@lru_cache(maxsize=100_000)
def entity_name(kind: str, name: str) -> str:
    """The name that stands for all listed forms of a name; the name itself where none is listed.

    Which forms are one entity is said in `seeds/entity_aliases.csv`. That two names are joined
    there does not say which of them is right. Places have English names for those that other
    languages give them, from `seeds/language_names.csv`.
    """
    found = _aliases().get((kind, fold(name)))
    if found is None and kind == EntityKind.PLACE and not name.isascii():
        english = _places_in_languages().get(fold(name), name)
        found = _aliases().get((kind, fold(english)), english)
    return found or name


@lru_cache(maxsize=100_000)
def entity_id(kind: str, name: str) -> str:
    """The identity of an entity, such as `place/nagorno-karabakh`, from kind and name alone.

    Documents agree on it without seeing each other. A name that no readable Latin form is left of,
    or a very long one, is told apart by a hash.
    """
    folded = fold(entity_name(kind, name))
    slug = _OTHER.sub("-", folded).strip("-")
    if slug.replace("-", " ") != folded or len(slug) > _LONGEST_SLUG:
        digest = hashlib.sha256(folded.encode()).hexdigest()[:10]
        slug = f"{slug[:_LONGEST_SLUG].strip('-')}-{digest}".strip("-")
    return f"{kind}/{slug}"
