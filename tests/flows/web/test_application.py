"""What the pages answer: each in all its representations, at each snapshot, and what goes wrong."""

import csv
import io
from pathlib import Path

import httpx
import pytest
from served import served

from dateline.flows.web.access import SECURITY_HEADERS, Access
from dateline.flows.web.pages import ALL_PAGES

TOKEN = " ".join(("a", "token", "of", "some", "length"))


def test_a_page_has_its_twins(client: httpx.Client) -> None:
    page = client.get("/articles", params={"language": "en"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    by_ending = client.get("/articles.json", params={"language": "en"})
    by_header = client.get(
        "/articles", params={"language": "en"}, headers={"Accept": "application/json"}
    )
    assert by_ending.json() == by_header.json()
    articles = by_ending.json()["articles"]
    rows = list(csv.DictReader(io.StringIO(client.get("/articles.csv?language=en").text)))
    assert [row["document_id"] for row in rows] == [it["document_id"] for it in articles]
    for article in articles:
        assert f'href="/articles/{article["document_id"]}"' in page.text


def test_an_address_with_its_snapshot_gives_the_same_later(client: httpx.Client) -> None:
    latest = client.get("/articles.json?language=en")
    cited = latest.headers["content-location"]
    snapshot = int(cited.split("/")[2])
    assert cited == f"/at/{snapshot}/articles?language=en"
    assert client.get(cited, headers={"Accept": "application/json"}).json() == latest.json()
    earlier = client.get(f"/at/{snapshot - 1}/articles.json").json()
    assert earlier["paging"] == {"page": 1, "count": 4, "rows_of_a_page": 50}
    page = client.get(f"/at/{snapshot - 1}/articles").text
    assert f'href="/at/{snapshot - 1}/articles/' in page
    assert "which is not the latest" in page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/at/99/articles", 404, "snapshot 99 does not exist yet"),
        ("/at/x/articles", 400, "invalid snapshot: &#39;x&#39;; use a whole number"),
        ("/articles?page=0", 400, "invalid page: &#39;0&#39;; use 1 or more"),
        ("/articles?since=March", 400, "use a day, such as 2026-03-01"),
        ("/nothing/<b>", 404, "no such page"),
        ("//example.org/", 404, "no such page"),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(
    client: httpx.Client, address: str, status: int, said: str
) -> None:
    page = client.get(f"{client.base_url}{address}")
    assert page.status_code == status
    assert said in page.text
    twin = client.get(f"{client.base_url}{address}", headers={"Accept": "application/json"})
    assert twin.status_code == status
    assert list(twin.json()) == ["error"]


def test_fields_that_are_left_empty_ask_for_nothing(client: httpx.Client) -> None:
    empty = client.get("/articles.json?outlet=&language=&since=&until=").json()
    assert empty == client.get("/articles.json").json()


def test_nothing_can_be_written(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/articles").status_code == 405
    assert client.head("/articles").status_code == 200


def test_openapi_describes_every_page(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    for page in ALL_PAGES:
        asked = page.path.replace(":path", "")
        for path in (asked, f"/at/{{snapshot}}{asked}"):
            content = described["paths"][path]["get"]["responses"]["200"]["content"]
            assert set(content) == {it.media_type for it in page.representations}
            assert content["application/json"]["schema"]


def test_every_answer_tells_the_browser_what_to_keep_out(client: httpx.Client) -> None:
    for address in ("/", "/articles.json", "/nothing", "/openapi.json"):
        headers = client.get(address).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert "script" not in SECURITY_HEADERS["Content-Security-Policy"]


def test_a_name_that_is_not_the_servers_gets_no_answer(client: httpx.Client) -> None:
    for name in ("rebound.example", "127.0.0.1.rebound.example:80", ""):
        answer = client.get("/articles", headers={"Host": name})
        assert answer.status_code == 421
        assert "<" not in answer.text
    assert client.get("/articles", headers={"Host": "LOCALHOST:1"}).status_code == 200


def test_only_who_shows_the_token_is_let_in(served_lake: Path) -> None:
    with served(served_lake, Access(None, TOKEN)) as client:
        for address in ("/", "/articles.json", "/openapi.json", "/?token=another"):
            assert client.get(address).status_code == 401
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/articles", headers=bearer).status_code == 200
        assert client.get("/articles", headers={"Cookie": f"dateline={TOKEN}"}).status_code == 401
        welcome = client.get("/articles", params={"page": 1, "token": TOKEN})
        assert (welcome.status_code, welcome.headers["location"]) == (303, "/articles?page=1")
        cookie = welcome.headers["set-cookie"]
        assert TOKEN not in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        # The client has the cookie now.
        assert client.get(welcome.headers["location"]).status_code == 200
