"""The pages in a real browser: nothing runs or is fetched, and everybody can read them.

The browser is Chromium from the system's packages (`make browser`); the tests say so where it is
missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from inspect import signature
from itertools import cycle
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import Visit
from filled import filled
from hostile_markup import PAYLOADS
from made_stories import document
from playwright.sync_api import Browser
from served import served
from served_pages import ARABIC, SPEAKER, lines_of

from dateline.flows.web.page import WebPage
from dateline.flows.web.pages import ALL_PAGES
from dateline.flows.web.pages.article import ArticleAnswer
from dateline.flows.web.pages.search import SearchAnswer
from dateline.transforms.schema.content import Evidence, Quote, Span
from dateline.transforms.schema.names import Mention
from dateline.warehouse.search.words import Match

PARTS = 3  # of the payloads, on a page each


def addresses(client: httpx.Client) -> dict[str, str]:
    """An address of each kind of page, and of a page that is wrong."""
    story = client.get(f"/articles/{document(0)}.json").json()["story"]["story_id"]
    return {
        "start": "/",
        "articles": "/articles",
        "search": f"/search?q={SPEAKER.replace(' ', '+')}",
        "empty search": "/search",
        "article": f"/articles/{document(0)}?lines=all",
        "arabic article": f"/articles/{document(ARABIC)}",
        "story": f"/stories/{story}?article={document(5)}",
        "earlier": "/at/2/articles",
        "error": "/nothing",
    }


# Hostile text


@dataclass(frozen=True, slots=True)
class Hostile:
    """A kind of page whose answers hold the payloads in every field."""

    page: WebPage
    texts: Sequence[str]

    def answer(self) -> Any:
        """An answer of the page."""
        wanted = signature(self.page.answer).return_annotation
        answer = filled(wanted, partial(next, cycle(self.texts)))
        if wanted is ArticleAnswer:
            return _article(answer, self.texts)
        if wanted is SearchAnswer:
            hits = [replace(hit, matches=[Match(1, 9, 0)]) for hit in answer.hits]
            return replace(answer, hits=hits)
        return answer


def _article(answer: ArticleAnswer, texts: Sequence[str]) -> ArticleAnswer:
    """An article whose every line is a payload, half of it quoted and half of it a name."""
    text = "".join(f"{' '.join(one.split())}\n" for one in texts)
    lines = lines_of("0" * 64, text)
    take = partial(next, cycle(texts))
    quotes, mentions, evidence = [], [], []
    for line in lines:
        middle = (line.start + line.end) // 2
        quotes.append(
            replace(
                filled(Quote, take),
                segments=(Span(line.start, middle),),
                start=line.start,
                speaker_start=middle,
                speaker_end=line.end,
            )
        )
        mention = filled(Mention, take)
        mentions.append(replace(mention, start=middle - 2, end=line.end - 1))
        evidence.append(Evidence("headline", line.start, line.end, take()))
    assert answer.article is not None
    return replace(
        answer,
        document=replace(answer.document, text=text),
        article=replace(answer.article, evidence=tuple(evidence)),
        lines=[replace(line, rule=take(), label=take()) for line in lines],
        quotes=quotes,
        mentions=mentions,
    )


def _hostile_pages() -> Iterator[WebPage]:
    """Every page, asked for what it can be asked for, with its share of the payloads each time."""
    for part in range(PARTS):
        for page in ALL_PAGES:
            hostile = Hostile(page, PAYLOADS[part::PARTS])

            def answer(lake: object, *, hostile: Hostile = hostile, **asked: object) -> Any:
                return hostile.answer()

            answer.__signature__ = signature(page.answer)  # type: ignore[attr-defined]
            yield replace(page, path=f"/hostile/{part}{page.path}", answer=answer, menu=None)


def test_no_payload_in_any_field_runs_or_fetches(visit: Visit, served_lake: Path) -> None:
    pages = list(_hostile_pages())
    with served(served_lake, pages=pages) as client:
        for page in pages:
            path = page.path.replace("{day}", "2026-05-04")
            address = re.sub("{[^}]*}", "0" * 64, path) + "?q=peace"
            assert client.get(address).status_code == 200, page.template
            visit.show(f"{client.base_url}{address}")
            assert visit.page.title().endswith("Dateline")
            own = [url for url in visit.fetched if not url.startswith(str(client.base_url))]
            assert own == []
            assert visit.problems == []
            bad = "script, iframe, object, embed, base, img, [style], [onload], [onerror]"
            assert visit.page.locator(bad).count() == 0
            links = visit.page.locator("a").evaluate_all("all => all.map(each => each.origin)")
            known = {"https://www.wikidata.org", "https://www.geonames.org"}
            assert set(links) - known == {str(client.base_url).rstrip("/")}


def test_what_is_typed_runs_nowhere(visit: Visit, client: httpx.Client) -> None:
    for payload in PAYLOADS[::61]:
        for name in ("q", "outlet", "language"):
            query = httpx.QueryParams({"q": "ruiz", name: payload.replace("\ud800", "")})
            visit.show(f"{client.base_url}/search?{query}")
            assert visit.page.title().endswith("Dateline")
            problems = [it for it in visit.problems if "400 (Bad Request)" not in it]
            assert problems == []
            assert all(url.startswith(str(client.base_url)) for url in visit.fetched)


# Reading


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "dark"),
        (1280, "light"),
        pytest.param(360, "light", marks=pytest.mark.soak),
        pytest.param(1280, "dark", marks=pytest.mark.soak),
    ],
)
def test_every_page_reads_well_for_everybody(
    visit: Visit, client: httpx.Client, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for name, address in addresses(client).items():
        visit.show(f"{client.base_url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        violations = Axe().run(page).response["violations"]
        found = [(one["id"], one["nodes"][0]["html"]) for one in violations]
        assert (name, found) == (name, [])
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, width)


@pytest.mark.parametrize("width", [360, 2560])
def test_no_page_is_wider_than_the_window(visit: Visit, client: httpx.Client, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(client).values():
        visit.show(f"{client.base_url}{address}")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_pages_read_without_scripts(browser: Browser, client: httpx.Client) -> None:
    """Evidence shows on hover and on focus, and boilerplate unfolds, by the browser alone."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{client.base_url}/articles/{document(0)}")
    name = page.locator("a.mention").first
    evidence = page.locator(".ev:has(a.mention) > .tip").first
    assert not evidence.is_visible()
    name.hover()
    assert evidence.is_visible()
    page.mouse.move(0, 0)
    assert not evidence.is_visible()
    name.focus()
    assert evidence.is_visible()
    folded = page.locator("#line-0")
    assert not folded.is_visible()
    page.locator("details.folded summary").first.focus()
    page.keyboard.press("Enter")
    assert folded.is_visible()
    context.close()


def test_a_keyboard_alone_finds_an_article(visit: Visit, client: httpx.Client) -> None:
    page = visit.page
    visit.show(f"{client.base_url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    while page.evaluate("document.activeElement.name") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type(SPEAKER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    while not page.evaluate("document.activeElement.href || ''").startswith(
        f"{client.base_url}/articles/"
    ):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")


def test_arabic_reads_from_right_to_left(visit: Visit, client: httpx.Client) -> None:
    visit.show(f"{client.base_url}/articles/{document(ARABIC)}")
    for text in ("#line-2 .words", "blockquote"):
        drawn = visit.page.locator(text).first
        assert drawn.evaluate("each => getComputedStyle(each).direction") == "rtl"
        assert drawn.evaluate("each => getComputedStyle(each).borderRightStyle") == "solid"
    number = visit.page.locator("#line-2 .number")
    assert number.evaluate("each => getComputedStyle(each).direction") == "ltr"
