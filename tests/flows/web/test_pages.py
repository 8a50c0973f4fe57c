"""What each kind of page has of the lake."""

import csv
import io
import re

import httpx
import pytest
from made_stories import document
from served_pages import ARABIC, ARABIC_SPEAKER, BATCHES, SPEAKER

PAGES = [page for batch in BATCHES for page in batch]


def story_of(client: httpx.Client, page: int) -> str:
    return str(client.get(f"/articles/{document(page)}.json").json()["story"]["story_id"])


def text_of(page: httpx.Response) -> str:
    """The words of a page."""
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


def test_the_start_counts_and_lists(client: httpx.Client) -> None:
    found = client.get("/index.json").json()
    assert found["row_counts"]["articles"] == len(PAGES)
    assert {it["document_id"] for it in found["newest"]} == set(map(document, PAGES))
    assert f"{len(PAGES)} articles" in text_of(client.get("/"))


# The search


def test_a_search_finds_articles_and_quotations(client: httpx.Client) -> None:
    found = client.get("/search.json", params={"q": "ruiz"}).json()
    rest = client.get("/search.json", params={"q": "ruiz", "page": 2}).json()
    keys = [(hit["document_id"], hit["quote_number"]) for hit in found["hits"] + rest["hits"]]
    assert len(set(keys)) == found["hit_count"] == len(keys) > len(found["hits"])
    for hit in found["hits"]:
        marked = [hit["snippet"][it["start"] : it["end"]].lower() for it in hit["matches"]]
        assert hit["kind"] == "quotation" or "ruiz" in marked
    page = client.get("/search", params={"q": "ruiz"})
    assert "<mark>Ruiz</mark>" in page.text
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=ruiz").text)))
    assert [row["document_id"] for row in rows] == [it["document_id"] for it in found["hits"]]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        ({"kind": "quotation"}, {"quotation"}),
        ({"kind": "article"}, {"article"}),
        ({"kind": "", "outlet": "", "since": ""}, {"article", "quotation"}),
        ({"speaker": "ana"}, {"quotation"}),
        ({"language": "en"}, {"article", "quotation"}),
        ({"language": "ar"}, set()),
        ({"outlet": "1.example"}, {"article", "quotation"}),
        ({"place": "Atlantis"}, set()),
        ({"since": "2026-01-01"}, set()),
    ],
)
def test_facets_narrow_a_search(
    client: httpx.Client, facet: dict[str, str], expected: set[str]
) -> None:
    found = client.get("/search.json", params={"q": SPEAKER, **facet}).json()
    assert {hit["kind"] for hit in found["hits"]} == expected


def test_facets_are_counted_and_link_to_what_they_narrow_to(client: httpx.Client) -> None:
    found = client.get("/search.json", params={"q": SPEAKER, "kind": "article"}).json()
    outlets = {it["value"]: it["count"] for it in found["facets"]["outlet"]}
    assert sum(outlets.values()) == found["hit_count"]
    page = client.get("/search", params={"q": SPEAKER, "kind": "article"}).text
    for outlet, count in outlets.items():
        narrowed = client.get(
            "/search.json", params={"q": SPEAKER, "kind": "article", "outlet": outlet}
        ).json()
        # A page that credits one outlet and is of another counts for the first alone.
        assert narrowed["hit_count"] >= count > 0
        assert f"kind=article&amp;outlet={outlet}" in page


def test_a_search_without_words_says_how_to_search(client: httpx.Client) -> None:
    assert "finds what begins so" in text_of(client.get("/search"))
    assert client.get("/search?q=").status_code == 200
    wrong = client.get("/search.json?q=-ruiz")
    assert wrong.status_code == 400
    assert "no word to search for" in wrong.json()["error"]


# An article


def test_an_article_shows_its_page_whole(client: httpx.Client) -> None:
    rows = client.get(f"/articles/{document(0)}.json").json()
    page = client.get(f"/articles/{document(0)}")
    assert text_of(page).count("1 line of boilerplate: navigation") == 1
    for line in rows["lines"]:
        words = rows["document"]["text"][line["start"] : line["end"]].split()
        assert " ".join(words[:1] + words[-1:]) or not words
        assert f'id="line-{line["line_number"]}"' in page.text
    assert page.text.count("<details") - page.text.count("<details open") >= 2
    unfolded = client.get(f"/articles/{document(0)}?lines=all").text
    assert unfolded.count('<details class="folded" open>') == 2


def test_an_article_leads_to_whom_it_names_and_why(client: httpx.Client) -> None:
    page = client.get(f"/articles/{document(0)}")
    assert 'href="/entities/person/ana%20ruiz"' in page.text
    words = text_of(page)
    assert "Why this speaker: named beside the words ; attributed by “with”" in words
    assert "it could also be Bo Lind" in words
    assert "person ; Ana Ruiz ; Mayor" in words
    for described in re.findall('aria-describedby="([^"]+)"', page.text):
        assert page.text.count(f'id="{described}"') == 1


def test_the_words_of_an_arabic_page_stand_in_their_place(client: httpx.Client) -> None:
    page = client.get(f"/articles/{document(ARABIC)}")
    assert f">{ARABIC_SPEAKER}</a>" in page.text
    assert "<q>لقد أجلنا هذا طويلا</q>" in page.text


def test_a_page_that_is_not_there_is_said_to_be_missing(client: httpx.Client) -> None:
    for address in (f"/articles/{'0' * 64}", "/stories/none", f"/at/1/articles/{document(9)}"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "exist" in text_of(answer)
    assert client.get("/articles/none").status_code == 400


# A story


def test_a_story_shows_its_articles_and_what_changed(client: httpx.Client) -> None:
    story = story_of(client, 0)
    found = client.get(f"/stories/{story}.json").json()
    assert found["articles"][0]["role"] == "origin"
    assert {it["document_id"] for it in found["articles"]} == {
        *(document(page) for page in (0, 1, 3, 4, 5))
    }
    assert f"of {len(found['articles'])} articles" in text_of(
        client.get(f"/articles/{document(0)}")
    )
    page = client.get(f"/stories/{story}", params={"article": document(5)})
    assert "<ins>" in page.text
    assert "<del>" in page.text
    comparison = client.get(f"/stories/{story}.json", params={"article": document(5)}).json()
    assert comparison["comparison"]["compared_document_id"] == document(0)
    assert {it["change"] for it in comparison["comparison"]["changes"]} == {"altered"}


def test_what_a_change_leaves_the_same_is_not_marked(client: httpx.Client) -> None:
    story = story_of(client, 0)
    page = client.get(f"/stories/{story}", params={"article": document(5)}).text
    before, after = re.findall(r'<p dir="auto">(.*?)</p>', page)[:2]
    kept = [re.sub("<(del|ins)>.*?</(del|ins)>", "", side).split() for side in (before, after)]
    assert kept[0] == kept[1] != []
