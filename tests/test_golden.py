"""Golden cases: a page, and what must come out of it.

`tests/golden/<case>/expected.json` names its page (one of `seeds/sample/`, or `page.txt` beside it)
and says the label of every line that is not blank, the article's fields, and the teasers. Those of
the sample pages, read by hand, also say every quotation between marks, and every name.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.transforms.parsing import Parsed, parse
from dateline.transforms.schema.closed_sets import LABELS
from dateline.transforms.text.page import Page

ROOT = Path(__file__).parent.parent
CASES = sorted(path.parent for path in Path(__file__).parent.glob("golden/*/expected.json"))
SAMPLES = [case for case in CASES if "seeds/sample" in (case / "expected.json").read_text("utf-8")]
QUOTED = [case for case in CASES if '"quotations"' in (case / "expected.json").read_text("utf-8")]
DOCUMENT_ID = "0" * 64


def read(case: Path) -> tuple[dict[str, Any], str, Parsed]:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    path = ROOT / expected["page"] if "page" in expected else case / "page.txt"
    text = path.read_bytes().decode("utf-8")
    return expected, text, parse(Page(DOCUMENT_ID, text, url=expected.get("url")))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def golden(request: pytest.FixtureRequest) -> tuple[dict[str, Any], str, Parsed]:
    return read(request.param)


def test_every_line_has_its_label(golden: tuple[dict[str, Any], str, Parsed]) -> None:
    expected, text, parsed = golden
    lines = [
        [row["label"], text[row["start"] : row["end"]].strip()]
        for row in parsed.lines.to_pylist()
        if row["label"] != "blank"
    ]
    assert [label for label, _ in lines] == [label for label, _ in expected["lines"]], lines
    assert all(
        line.startswith(start)
        for (_, line), (_, start) in zip(lines, expected["lines"], strict=True)
    )


def test_the_article_has_its_fields(golden: tuple[dict[str, Any], str, Parsed]) -> None:
    expected, _, parsed = golden
    articles = parsed.articles.to_pylist()
    assert len(articles) == (1 if expected["article"] else 0)
    for article in articles:
        found = {name: article[name] for name in article if name in FIELDS}
        found["date_published"] = found["date_published"] and str(found["date_published"])
        found["date_modified"] = found["date_modified"] and str(found["date_modified"])
        stated = {name: value for name, value in found.items() if value not in (None, [])}
        paragraphs = article["article_body"].split("\n\n")
        assert (
            stated
            | {
                "body_start": paragraphs[0][:40],
                "body_end": paragraphs[-1][-40:],
                "paragraph_count": len(paragraphs),
            }
            == expected["article"]
        )


def test_teasers_of_other_articles_are_kept_apart(
    golden: tuple[dict[str, Any], str, Parsed],
) -> None:
    expected, _, parsed = golden
    posts = [
        {name: post[name] for name in ("headline", "teaser", "age_text") if post[name]}
        for post in parsed.related_posts.to_pylist()
    ]
    assert posts == expected["related_posts"]


@pytest.mark.parametrize("case", QUOTED, ids=lambda case: case.name)
def test_every_quotation_has_its_speaker(case: Path) -> None:
    expected, _, parsed = read(case)
    quotations = [
        {
            "kind": quote["kind"],
            "start": plain(quote["text"])[:40],
            "end": plain(quote["text"])[-40:],
            "segments": len(quote["segments"]),
            "speaker_text": plain(quote["speaker_text"] or ""),
            "speaker": quote["speaker"],
            "cue": quote["cue"],
            "via": quote["via"],
        }
        for quote in parsed.quotes.to_pylist()
        if quote["kind"] != "indirect"
    ]
    assert quotations == expected["quotations"]


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case.name)
def test_every_name_is_found_with_its_role(case: Path) -> None:
    expected, _, parsed = read(case)
    rows = parsed.mentions.to_pylist()
    people = {(row["name"], row["role"]) for row in rows if row["kind"] == "person"}
    with_role = {name for name, role in people if role}
    assert {person for person in people if person[1] or person[0] not in with_role} == {
        (name, role) for name, role in expected["people"]
    }
    for kind, field in (("organisation", "organisations"), ("place", "places")):
        names = {plain(row["text"]) for row in rows if row["kind"] == kind}
        assert sorted(names) == expected[field]


def test_evidence_slices_to_the_value(golden: tuple[dict[str, Any], str, Parsed]) -> None:
    _, text, parsed = golden
    for article in parsed.articles.to_pylist():
        for evidence in article["evidence"]:
            if evidence["field"] == "page_kind":
                # It stands at the marks of the kind, which is not what the page calls it.
                continue
            value = article[evidence["field"]]
            if evidence["start"] is None:
                assert evidence["basis"]
            elif isinstance(value, str):
                assert text[evidence["start"] : evidence["end"]] == value
            elif isinstance(value, list):
                assert text[evidence["start"] : evidence["end"]] in value


def test_the_golden_pages_show_every_label() -> None:
    seen = {label for case in CASES for label, _ in read(case)[0]["lines"]}
    assert seen >= set(LABELS) - {"blank"}


FIELDS = (
    "headline",
    "alternative_headline",
    "article_section",
    "author",
    "publisher",
    "source_organization",
    "dateline",
    "location_created",
    "date_published",
    "date_published_text",
    "date_published_precision",
    "date_published_basis",
    "date_modified",
    "date_modified_text",
    "in_language",
)
