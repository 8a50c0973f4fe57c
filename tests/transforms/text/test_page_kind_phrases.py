from hypothesis import given
from hypothesis import strategies as st

from dateline import seeds
from dateline.transforms.schema.closed_sets import PageKind
from dateline.transforms.text.page_kind_phrases import (
    leading_phrases,
    phrases_in_address,
    phrases_within,
    whole_phrases,
)


def test_every_phrase_speaks_for_a_kind() -> None:
    assert {row["kind"] for row in seeds.lexicon("page_kind_phrases")} <= set(PageKind)


def test_a_section_may_have_marks_around_it() -> None:
    (phrase,) = whole_phrases("» Opinion |", "section")
    assert (phrase.kind, phrase.start, phrase.end) == ("opinion", 2, 9)


def test_a_headline_opens_with_a_kind_only_before_a_mark() -> None:
    assert [p.kind for p in leading_phrases("Opinion | No car park", "headline_start")] == [
        "opinion"
    ]
    assert not list(leading_phrases("Opinion polls are wrong", "headline_start"))
    assert [p.kind for p in leading_phrases("Corrections", "headline_start")] == ["correction"]


def test_words_are_whole_words() -> None:
    assert not list(phrases_within("Olivedies atlas", "headline"))


def test_an_address_is_read_by_its_folders() -> None:
    assert [p.kind for p in phrases_in_address("https://h.example/Obituaries/ada")] == ["obituary"]
    assert not list(phrases_in_address("https://opinion.example/news/ada"))
    assert not list(phrases_in_address("nothing"))


@given(st.text(), st.sampled_from(["section", "headline", "headline_start", "text", "post"]))
def test_spans_lie_inside_the_text(text: str, stands: str) -> None:
    for find in (whole_phrases, leading_phrases, phrases_within):
        assert all(0 <= p.start < p.end <= len(text) for p in find(text, stands))
