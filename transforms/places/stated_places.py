"""Places that an article states in ways that tell them: `Lima, Ohio`, `Mass.`, `Allen County`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.names.confidence import confidence_of
from dateline.transforms.names.entities import entity_id
from dateline.transforms.places.gazetteer import locations
from dateline.transforms.schema.closed_sets import EntityKind, PlaceKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText

_STATE_BEHIND = re.compile(
    r",\s(?P<state>[A-Z]\.? ?[A-Z]\.|[A-Z][a-z]{1,4}\.|[A-Z]{2}\b|[A-Z]\. ?[A-Z][a-z]{1,2}\.)"
)
_COUNTY_WORDS = ("County", "Parish")
_COUNTY = re.compile(
    rf"\b(?:[A-Z][a-z]+ ){{1,3}}(?:{'|'.join(_COUNTY_WORDS)})\b(?! (?:[A-Z]|of\b))"
)
_LONGEST_PLACE_NAME = 3
STATE, COUNTY = "state_behind_place", "county"


@cache
def state_abbreviations() -> Mapping[str, str]:
    """The states by their abbreviations."""
    return {row["abbreviation"]: row["state"] for row in lexicon("state_abbreviations")}


def stated_places(article: ArticleText, mentions: Sequence[Mention]) -> list[Mention]:
    """The states whose abbreviation stands behind a place, and the counties, as mentions.

    Args:
        article: The document's text and the passages of it that are the article.
        mentions: Its mentions in order; what lies in one of them is left out.
    """
    found = [*_states(article.text, mentions), *_counties(article)]
    if not found:
        return []
    taken = {place for mention in mentions for place in range(mention.start, mention.end)}
    return [
        Mention(
            document_id=article.document_id,
            start=start,
            end=end,
            text=article.text[start:end],
            kind=EntityKind.PLACE,
            name=name,
            role=None,
            entity_id=entity_id(EntityKind.PLACE, name),
            confidence=confidence_of(rule),
            rule=rule,
        )
        for start, end, name, rule in found
        if taken.isdisjoint(range(start, end))
    ]


def _states(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str, str]]:
    for mention in mentions:
        if mention.kind == EntityKind.PLACE:
            match = _STATE_BEHIND.match(text, mention.end)
            state = state_abbreviations().get(match["state"]) if match else None
            if match and state:
                yield match.start("state"), match.end("state"), state, STATE


def _counties(article: ArticleText) -> Iterator[tuple[int, int, str, str]]:
    # The pattern is tried at any capital, and few pages have one of the words.
    if not any(word in article.text for word in _COUNTY_WORDS):
        return
    for passage in article.passages:
        for match in _COUNTY.finditer(article.text, passage.start, passage.end):
            start = match.start()
            words = match[0].split(" ")
            # "On Monday Allen County" begins with words that are no part of it.
            for skipped in range(len(words) - 1):
                name = " ".join(words[skipped:])
                if any(place.kind is PlaceKind.COUNTY for place in locations(name)):
                    yield start, match.end(), name, COUNTY
                    break
                start += len(words[skipped]) + 1


def places_in_names(organisations: Sequence[str]) -> list[str]:
    """The places in names of organisations, one of each: `Ohio Board of Regents`."""
    found = (_place_in(name.split()) for name in organisations)
    return list(dict.fromkeys(name for name in found if name is not None))


def _place_in(words: Sequence[str]) -> str | None:
    for first in range(len(words)):
        for last in range(min(len(words), first + _LONGEST_PLACE_NAME), first, -1):
            name = " ".join(words[first:last])
            if name[:1].isupper() and last - first < len(words) and locations(name):
                return name
    return None
