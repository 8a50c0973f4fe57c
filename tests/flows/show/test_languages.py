"""What tier 1 promises is there for each of its languages, with pages that try it."""

import csv
from pathlib import Path

import pytest

from dateline.flows.show.languages import languages_as_markdown
from dateline.seeds import lexicon

TESTED = Path(__file__).parents[2] / "support/pages_of_languages.csv"
TIER_1 = {row["language"] for row in lexicon("languages")}
OTHERS = sorted(TIER_1 - {"en"})


def test_each_language_of_tier_1_has_a_row() -> None:
    rows = [line.split(" | ") for line in languages_as_markdown().splitlines()[7:]]
    assert {code.strip("`") for _, code, tier, *_ in rows if tier == "1"} == TIER_1
    for _, code, tier, phrases, attribution, names in rows:
        assert phrases != "0", code
        if tier == "1":
            assert attribution != "0", code
            assert not names.startswith("none"), code


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_of_tier_1_has_the_rows_that_it_is_read_by(language: str) -> None:
    for subject in ("months", "weekdays", "line_phrases", "quoting_words", "quoting_languages"):
        assert language in {row["language"] for row in lexicon(subject)}, subject


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_of_tier_1_is_tried_on_a_good_and_on_a_bad_page(language: str) -> None:
    with TESTED.open(encoding="utf-8", newline="") as rows:
        luck = {row["luck"] for row in csv.DictReader(rows) if row["language"] == language}
    assert luck == {"good", "bad"}
