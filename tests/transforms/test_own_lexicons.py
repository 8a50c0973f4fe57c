"""Rows of one's own count in every lexicon, for the pages that are parsed from then on."""

from collections.abc import Callable, Iterator

import pytest

from dateline import seeds
from dateline.transforms.lines.phrases import line_keys, match_phrases
from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.lexicon import is_listed
from dateline.transforms.names.wikidata import wikidata_ids
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons
from dateline.transforms.parsing import parse
from dateline.transforms.quotes.classification import function_words
from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.quotes.reporting_verbs import reporting_nouns, reporting_verbs
from dateline.transforms.text.page import Page

SAID = "The mayor of the harbour said on Tuesday that the ferry would go on for one more week."
# By lexicon, a row, and whether it counts.
COUNTS: dict[str, tuple[dict[str, str], Callable[[], bool]]] = {
    "reporting_verbs": (
        {"verb": "zorble", "kind": "speech", "is_also_noun": "no", "complements": "clause"},
        lambda: "zorbled" in reporting_verbs(),
    ),
    "reporting_nouns": ({"noun": "zorble"}, lambda: "zorble" in reporting_nouns()),
    "grammar_words": (
        {"word": "zorble", "use": "contrast"},
        lambda: "zorble" in grammar_words("contrast"),
    ),
    "function_words": (
        {"class": "preposition", "words": "zorble zarble"},
        lambda: "zarble" in function_words(),
    ),
    "statement_forms": ({"word": "zorble"}, lambda: "zorble" in statement_forms()),
    "entity_aliases": (
        {"alias": "Zorble Town", "kind": "place", "name": "Zarbleton"},
        lambda: entity_id("place", "Zorble Town") == "place/zarbleton",
    ),
    "wikidata_ids": (
        {"kind": "organisation", "name": "Zorble Post", "wikidata_id": "Q9"},
        lambda: wikidata_ids().get("organisation/zorble-post") == "Q9",
    ),
    "cities": ({"name": "Zorbleton"}, lambda: is_listed(["Zorbleton"], frozenset({"city"}))),
    "line_phrases": (
        {"phrase": "zorble post", "label": "subscribe", "match": "anywhere"},
        lambda: match_phrases(line_keys(["Read more in the Zorble Post today"]))[0] >= 0,
    ),
}


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    use_lexicons(OwnLexicons())


def own(subject: str, row: dict[str, str]) -> OwnLexicons:
    return OwnLexicons({subject: (dict.fromkeys(seeds.shipped_lexicon(subject)[0], "") | row,)})


@pytest.mark.parametrize("subject", COUNTS)
def test_a_row_counts_until_it_is_taken_away(subject: str) -> None:
    row, counts = COUNTS[subject]
    assert not counts()
    use_lexicons(own(subject, row))
    assert counts()
    use_lexicons(OwnLexicons())
    assert not counts()


def test_a_phrase_changes_the_label_of_a_line() -> None:
    page = Page("page", "\n\n".join(["Ferry goes on", *[SAID] * 4, "Get the Zorble Post today"]))

    def last_line() -> tuple[str, str]:
        line = parse(page).lines.to_pylist()[-1]
        return line["label"], line["rule"]

    assert last_line()[0] != "subscribe"
    use_lexicons(own(*("line_phrases", COUNTS["line_phrases"][0])))
    assert last_line() == ("subscribe", "phrase_within_line")


def test_the_digest_tells_rows_from_others() -> None:
    digests = {own(subject, row).digest for subject, (row, _) in COUNTS.items()}
    assert len(digests) == len(COUNTS)
    assert OwnLexicons().digest == ""
    assert own("cities", {"name": "A"}).digest == own("cities", {"name": "A"}).digest
