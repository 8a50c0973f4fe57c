"""The pages of names, outlets, days, health and SQL: what they show, and in a browser."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import Visit
from hostile_markup import PAYLOADS
from made_batches import document_id
from made_names import FIRST_DAY, HOST, PAGES, QUAY, TOWN, make_named_lake
from playwright.sync_api import Browser
from served import served

ANA = "person-0"
LAST_DAY = "2026-03-11"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a lake with names: see `made_names`."""
    folder: Path = make_named_lake(tmp_path_factory.mktemp("named") / "lake")
    with served(folder) as client:
        yield client


def asked(client: httpx.Client, address: str, **query: str) -> Any:
    """The JSON twin of a page."""
    answer = client.get(f"{address}.json", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows_of(client: httpx.Client, address: str, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"{address}.csv", params=query).text)))


def text_of(page: httpx.Response) -> str:
    """The words of a page."""
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


ADDRESSES = (
    *("/entities", "/entities?kind=place", f"/entities/{ANA}", f"/entities/{TOWN}"),
    *("/outlets", f"/outlets/{quote(QUAY)}", f"/outlets/{HOST}", "/days", f"/days/{FIRST_DAY}"),
    *("/runs", "/runs/run", "/quarantine", "/checks", f"/history?day={LAST_DAY}"),
    *("/sql", "/sql?name=speaker", "/sql?query=FROM+mentions", "/sql?query=FROM+nothing"),
)


# What they show


@pytest.mark.parametrize("address", ["/entities", f"/entities/{TOWN}", "/outlets", "/days", "/sql"])
def test_a_page_can_be_cited(named: httpx.Client, address: str) -> None:
    page = named.get(address)
    cited = page.headers["content-location"]
    assert re.fullmatch(rf"/at/\d+{address}", cited)
    assert named.get(cited).status_code == 200
    links = set(re.findall(r'href="([^"]+)"', named.get(cited).text))
    outside = {it for it in links if not it.startswith(("/at/", "#", "http", "data:", "/static/"))}
    assert outside <= {address, "/openapi.json"}, "all else stays in the snapshot"


def test_the_list_of_entities_leads_to_each(named: httpx.Client) -> None:
    for row in rows_of(named, "/entities"):
        page = named.get(f"/entities/{row['entity_id']}")
        assert page.status_code == 200
        assert f"<h1><bdi>{row['name'].replace(chr(39), '&#39;')}</bdi></h1>" in page.text
    assert [row["entity_id"] for row in rows_of(named, "/entities", kind="place")] == [TOWN]
    assert asked(named, "/entities", kind="", words="")["paging"]["count"] == 4
    assert named.get("/entities?kind=ship").status_code == 400


def test_a_speakers_page_has_its_quotations_and_charts(named: httpx.Client) -> None:
    page = named.get(f"/entities/{ANA}")
    words = text_of(page)
    assert "on 4 pages of 4 stories, 4 quotations" in words
    assert "roles Mayor 1" in words
    assert "Through the ministry 1" in words
    assert page.text.count('class="bars') == 2
    first = asked(named, f"/entities/{ANA}")["quotations"][0]
    assert f'/articles/{first["document_id"]}#quote-{first["quote_number"]}"' in page.text
    assert rows_of(named, f"/entities/{ANA}")[0]["document_id"] == document_id(9)


def test_a_place_is_on_the_map(named: httpx.Client) -> None:
    page = named.get(f"/entities/{TOWN}").text
    assert 'cx="185.3" cy="29.6"' in page
    assert "https://www.geonames.org/123" in page
    assert "NOR, 60.40°, 5.30°" in page
    assert "<svg" in page
    assert "<image" not in page


def test_what_is_not_there_is_said_to_be_missing(named: httpx.Client) -> None:
    for address in ("/entities/person/none", "/outlets/none", "/days/1999-01-01", "/runs/none"):
        answer = named.get(address)
        assert answer.status_code == 404
        assert "lead" in text_of(answer)
    assert named.get("/days/soon").status_code == 400
    assert named.get("/days/0001-01-01").status_code == 404


def test_an_outlet_has_volume_quality_and_what_it_promotes(named: httpx.Client) -> None:
    words = text_of(named.get(f"/outlets/{HOST}"))
    assert "with date 83 % " in words
    assert "1 page: binary , last" in words
    assert "Bridge shut" in words
    assert [row["page_count"] for row in rows_of(named, f"/outlets/{HOST}")] == ["2", "2", "1"]
    assert [it["outlet"] for it in asked(named, "/outlets", words="quay")["outlets"]] == [QUAY]


def test_a_day_has_its_stories_once(named: httpx.Client) -> None:
    rows = rows_of(named, f"/days/{FIRST_DAY}")
    assert [row["article_count"] for row in rows] == ["2", "1", "1"]
    page = named.get(f"/days/{FIRST_DAY}")
    assert f'/stories/{rows[0]["story_id"]}"' in page.text
    assert 'href="/days/2026-02-28"' in page.text
    assert [it["day"] for it in asked(named, "/days")["days"]][-1] == str(FIRST_DAY)


def test_health_shows_runs_checks_and_what_was_quarantined(named: httpx.Client) -> None:
    (run,) = asked(named, "/runs")["runs"]
    assert (run["run_id"], run["loaded"], run["seconds"]) == ("run", 12, 90.0)
    words = text_of(named.get("/runs/run"))
    assert "took 90.0 seconds" in words
    assert "It holds NUL bytes." in words
    assert document_id(0) in words
    assert [row["rule"] for row in rows_of(named, "/checks")] == ["articles.short", "a rule"]
    page = text_of(named.get("/quarantine"))
    assert "dateline quarantine retry --reason binary" in page
    assert "dateline quarantine retry batch-0" in page
    assert rows_of(named, "/quarantine", state="resolved") == []
    assert len(rows_of(named, "/quarantine", reason="binary", file="in")) == 1
    assert "invalid reason" in text_of(named.get("/quarantine?reason=none"))


def test_history_compares_a_day_with_those_before(named: httpx.Client) -> None:
    latest = asked(named, "/history")
    assert latest["day"] == LAST_DAY, "the last that was loaded"
    assert latest == asked(named, "/history", day=LAST_DAY)
    words = text_of(named.get("/history"))
    assert "anomalies: too many pages" in words
    rows = {row["rule"]: row for row in rows_of(named, "/history", source=HOST)}
    assert rows["history.too_many_pages"]["is_anomalous"] == "true"
    assert rows["history.too_many_pages"]["value"] == "400.0"
    assert "Too little history" in text_of(named.get("/history?day=2020-01-01"))
    assert named.get("/history?source=none").status_code == 400


# SQL


def test_a_query_has_its_result_in_all_representations(named: httpx.Client) -> None:
    query = (
        "SELECT document_id, 7 AS n, [1, 2] AS l, NULL AS x, DATE '2026-01-02' AS d, '=1' AS f "
        "FROM documents ORDER BY document_id"
    )
    answer = asked(named, "/sql", query=query)
    assert [it["name"] for it in answer["columns"]] == ["document_id", "n", "l", "x", "d", "f"]
    first = min(map(document_id, PAGES))
    assert answer["rows"][0] == [first, 7, [1, 2], None, "2026-01-02", "=1"]
    row = rows_of(named, "/sql", query=query)[0]
    assert (row["document_id"], row["l"], row["x"], row["f"]) == (first, "[1, 2]", "", "'=1")
    page = named.get("/sql", params={"query": query})
    assert "12 rows" in text_of(page)
    assert f'<a href="/articles/{first}">' in page.text
    assert '<td class="number"><span class="cell" dir="auto">7</span></td>' in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("FROM articlez", "Did you mean articles"),
        ("SELECT speeker FROM quotes", "speaker"),
        ("SELECT 1; SELECT 2", "found 2 statements; write one at a time"),
        ("DROP TABLE articles", "the lake is open for reading only"),
        ("FROM read_csv('/etc/passwd')", "reaches outside the lake"),
        ("FROM '/etc/passwd'", "cannot read"),
        ("COPY articles TO '/tmp/x.csv'", "the lake is open for reading only"),
        (" ", "the query is empty"),
        ("FROM range(10001)", "more than 10,000 rows; ask for less, such as with LIMIT"),
        ("SELECT repeat('x', 1000000) FROM range(9)", "larger than 8 MiB"),
        ("SELECT 'infinity'::DATE", "cast its column to VARCHAR"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_beside_it(
    named: httpx.Client, query: str, said: str
) -> None:
    twin = named.get("/sql.json", params={"query": query})
    assert twin.status_code == 400
    assert said in twin.json()["error"]
    page = named.get("/sql", params={"query": query})
    assert page.status_code == 400
    assert re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.S)[1] == query.replace(  # type: ignore[index]
        "'", "&#39;"
    )


def test_the_page_of_sql_lists_what_there_is_to_ask(named: httpx.Client) -> None:
    answer = asked(named, "/sql")
    tables = {it["name"]: it for it in answer["tables"]}
    assert {"articles", "quotes", "ops.runs", "quotations"} <= tables.keys()
    assert tables["quotations"]["is_view"]
    assert all(column["meaning"] for column in tables["articles"]["columns"])
    assert {it["name"] for it in asked(named, "/sql", name="SPEAKER_BASIS")["tables"]} == {"quotes"}
    assert "No table and no column is called so" in text_of(named.get("/sql?name=none"))
    for example in answer["examples"][::4]:
        assert named.get("/sql", params={"query": example["query"]}).status_code == 200


# The browser


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "light"),
        (1280, "dark"),
        pytest.param(360, "dark", marks=pytest.mark.soak),
        pytest.param(1280, "light", marks=pytest.mark.soak),
    ],
)
def test_pages_of_names_read_well_for_everybody(
    visit: Visit, named: httpx.Client, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for address in ADDRESSES:
        visit.show(f"{named.base_url}{address}")
        page.evaluate(
            "[...document.querySelectorAll('details')].slice(0, 9).map(d => d.open = true)"
        )
        violations = Axe().run(page).response["violations"]
        found = [(one["id"], one["nodes"][0]["html"]) for one in violations]
        assert (address, found) == (address, [])
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, width)


def test_what_is_typed_into_these_pages_runs_nowhere(visit: Visit, named: httpx.Client) -> None:
    for payload in PAYLOADS[::60]:
        for path, name in (("/entities", "words"), ("/sql", "query"), ("/quarantine", "reason")):
            query = httpx.QueryParams({name: payload.replace("\ud800", "")})
            visit.show(f"{named.base_url}{path}?{query}")
            assert visit.page.title().endswith("Dateline")
            assert [it for it in visit.problems if "400 (Bad Request)" not in it] == []
            assert all(url.startswith(str(named.base_url)) for url in visit.fetched)


def test_a_query_runs_from_the_keyboard_without_scripts(
    browser: Browser, named: httpx.Client
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{named.base_url}/sql")
    page.locator("#query").focus()
    page.keyboard.type("SELECT count(*) AS pages FROM documents")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sql?query=*")
    assert page.locator("main td").all_inner_texts() == [str(len(PAGES))]
    context.close()
