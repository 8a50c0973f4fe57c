import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import seeds
from dateline.transforms.text.lexicon import any_of, any_phrase, phrases

# What the rows of each lexicon are used for; a row of another use would be read by nobody.
USES = {
    "age_words": {"before", "number", "unit", "after", "whole"},
    "byline_phrases": {
        *("by", "by_glued", "by_within", "author_label", "author_label_bare", "written"),
        "article",
        *("other_work", "and", "after_name", "glued_date", "name_particle"),
        *("personal_title", "collective", "newsroom"),
    },
    "credit_words": {"picture", "by", "picture_agency", "source", "with", "the", "agency"},
    "date_particles": {
        *("ordinal", "before_month", "before_year", "after_year", "after_month"),
        *("before_month_number", "after_leading_year"),
    },
    "dateline_words": {"agency", "place_particle", "reporter"},
    "signature_phrases": {
        *("as", "verb_after_outlet", "correspondent_verb", "verb_before_outlet", "citing", "the"),
        *("correspondent", "copyright", "copyright_by", "after_holder", "rights"),
    },
    "time_words": {
        *("unit", "day", "part_of_day", "direction", "direction_in_text", "distance", "number"),
        *("vague_number", "season", "season_alone", "part", "preposition", "every", "set"),
        *("future", "holiday", "named_time", "era_before", "era_after", "ordinal", "counted"),
        *("business", "section"),
    },
}


@pytest.mark.parametrize("subject", USES)
def test_every_row_is_used_sourced_and_there_once(subject: str) -> None:
    rows = seeds.lexicon(subject)
    assert {row["use"] for row in rows} == USES[subject]
    assert all(row["phrase"].strip() and row["source"] for row in rows)
    keys = [(row["phrase"], row["use"], row["language"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_phrases_are_those_of_one_use() -> None:
    assert set(phrases("credit_words", "by")) == {"by", "via", "von"}
    assert re.fullmatch(any_phrase("credit_words", "by"), "via")


@given(st.lists(st.text(alphabet="ab. |[", min_size=1, max_size=5), min_size=1, unique=True))
def test_each_word_is_matched_whole_and_nothing_else(words: list[str]) -> None:
    pattern = re.compile(any_of(words))
    for word in words:
        assert pattern.fullmatch(word)
        found = pattern.match(word + "b")
        assert found is not None
        assert found.end() >= len(word)
    assert not pattern.fullmatch("zz")


def test_a_space_stands_for_any_white_space() -> None:
    assert re.fullmatch(any_of(["guest post"]), "guest\u00a0post")
