from pathlib import Path
from typing import Any

import pytest
from labelled_pages import PARAGRAPH, article_page

from dateline import seeds
from dateline.transforms.article.page_kind import read_page_kind
from dateline.transforms.parsing import Parsed, parse
from dateline.transforms.schema.closed_sets import PageKind
from dateline.transforms.text.page import Metadata, Page

GOLDEN = Path(__file__).parents[2] / "golden" / "kinds"


def read(kind: str) -> tuple[str, Parsed]:
    text = (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")
    return text, parse(Page("0" * 64, text))


def article_of(kind: str) -> tuple[str, dict[str, Any]]:
    text, parsed = read(kind)
    (article,) = parsed.articles.to_pylist()
    return text, article


@pytest.mark.parametrize("kind", list(PageKind))
def test_a_page_of_each_kind_is_told_and_has_its_evidence(kind: PageKind) -> None:
    text, article = article_of(kind)
    assert article["page_kind"] == kind
    assert 0.5 < article["page_kind_confidence"] < 1
    marks = [piece for piece in article["evidence"] if piece["field"] == "page_kind"]
    assert all(text[mark["start"] : mark["end"]].strip() for mark in marks)
    assert marks


def test_times_and_titles_of_entries_are_no_text() -> None:
    _, article = article_of("live_blog")
    body = article["article_body"].split("\n\n")
    assert not any(line[:1].isdigit() for line in body)
    assert "Buses take the passengers" not in body


def test_counters_are_no_text_and_captions_are() -> None:
    _, article = article_of("gallery")
    assert "Photo" not in article["article_body"].replace("Photograph", "")
    assert article["article_body"].count("Photograph: ") == 3


def test_an_index_has_no_article_and_says_why() -> None:
    text, parsed = read("index")
    (article,) = parsed.articles.to_pylist()
    nulls = ("headline", "article_body", "date_published", "publisher", "text_id")
    assert [article[name] for name in nulls] == [None] * 5
    assert (article["author"], article["word_count"]) == ([], 0)
    reasons = {it["field"]: it["basis"] for it in article["evidence"]}
    assert reasons["headline"] == "an index of 3 articles"
    posts = parsed.related_posts.to_pylist()
    assert [post["headline"] for post in posts] == [
        "Bakery wins prize for its rye bread",
        "Swimming bath stays open until ten",
        "Bus to the beach runs again",
    ]
    assert all(text[post["start"] : post["end"]].endswith(post["teaser"]) for post in posts)
    assert (len(parsed.quotes), len(parsed.mentions)) == (0, 0)
    assert not any(parsed.lines["is_body"].to_pylist())


def test_without_marks_the_kind_is_null_with_the_reason() -> None:
    reading = read_page_kind(article_page(*[("body", PARAGRAPH)] * 3))
    assert (reading.value, reading.confidence) == (None, None)
    assert reading.basis == "nothing on the page tells its kind"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (("section", "Meinung"), "opinion"),
        (("section", "Некролог"), "obituary"),
        (("navigation", "Pressemitteilung"), "press_release"),
        (("section", "Economy"), "article"),
    ],
)
def test_a_section_tells_the_kind_in_any_language(line: tuple[str, str], kind: str) -> None:
    rest = [("headline", "Talks"), ("byline", "By Ida Koch"), *[("body", PARAGRAPH)] * 3]
    assert read_page_kind(article_page(line, *rest)).value == kind


def test_an_entry_of_a_menu_tells_nothing() -> None:
    menu = [("navigation", "News"), ("navigation", "Opinion")]
    rest = [("headline", "Talks"), ("byline", "By Ida Koch"), *[("body", PARAGRAPH)] * 3]
    assert read_page_kind(article_page(*menu, *rest)).value == "article"


def test_an_address_and_metadata_tell_the_kind_with_their_basis() -> None:
    lines = [("headline", "Talks"), *[("body", PARAGRAPH)] * 3]
    by_address = read_page_kind(article_page(*lines, url="https://h.example/opinion/2024/talks"))
    assert (by_address.value, by_address.basis) == ("opinion", "url")
    by_metadata = read_page_kind(article_page(*lines, metadata=Metadata(section="Obituaries")))
    assert (by_metadata.value, by_metadata.basis) == ("obituary", "metadata")


def test_the_last_part_of_an_address_is_its_article() -> None:
    lines = [("headline", "Talks"), ("byline", "By Ida Koch"), *[("body", PARAGRAPH)] * 3]
    assert read_page_kind(article_page(*lines, url="https://h.example/news/opinion")).value == (
        "article"
    )


def test_a_headline_with_interview_needs_questions() -> None:
    lines = [("headline", "Interview: no boat"), ("byline", "By Ida Koch")]
    text = [("body", PARAGRAPH)] * 3
    assert read_page_kind(article_page(*lines, *text)).value == "article"


def test_names_of_parts_are_no_speakers() -> None:
    parts = [("body", f"Pros: {PARAGRAPH}"), ("body", f"Cons: {PARAGRAPH}")] * 3
    lines = [("headline", "Three phones"), ("byline", "By Ida Koch"), *parts]
    assert read_page_kind(article_page(*lines)).value == "article"


def test_times_of_a_programme_are_no_live_blog() -> None:
    shows = [("date", time) for time in ("20:15", "18:00", "22:30", "19:00")]
    lines = [line for show in shows for line in (show, ("body", PARAGRAPH))]
    page = article_page(("headline", "Tonight"), *lines, rule="clock_shape")
    assert read_page_kind(page).value == "article"


def test_every_confidence_is_of_a_kind() -> None:
    kinds = {row["rule"].partition(":")[0] for row in seeds.lexicon("page_kind_confidence")}
    assert kinds == set(PageKind)
