"""Mentions of places with their coordinates."""

from made_sentences import person

from dateline.transforms.parsing import parse
from dateline.transforms.places import place_mentions
from dateline.transforms.schema.closed_sets import PlaceBasis, PlaceKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.page import Page
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

PAGE = """Ferry to Trabzon resumes after ten years

TBILISI, Georgia (AP) — The ferry from Georgia to Trabzon sails again, the ministry said on Monday.
The ship leaves every Friday and reaches the port of Trabzon in the morning, the ministry said.

Passengers from Sokhumi can take a bus, and those from Turkey need no visa, it added.
"""


def test_the_places_of_a_page_are_on_the_map() -> None:
    found = parse(Page("ferry", PAGE, None, None)).mentions.to_pylist()
    places = {row["name"]: row for row in found if row["kind"] == "place"}
    assert places["Trabzon"]["country"] == "TUR"
    assert places["Trabzon"]["place_kind"] == PlaceKind.CITY
    assert abs(places["Trabzon"]["latitude"] - 41.0) < 0.1
    assert places["Georgia"]["country"] == "GEO"
    assert places["Georgia"]["place_basis"] == PlaceBasis.DATELINE
    assert places["Turkey"]["place_kind"] == PlaceKind.COUNTRY
    assert places["Sokhumi"]["country"] is None
    assert places["Sokhumi"]["claimed_by"] == ["GEO", "Abkhazia"]


def test_people_stay_as_they_are_and_a_name_means_one_place() -> None:
    text = "Paris Lee left Paris, Texas. Paris is small."
    lee = person(text, "Paris Lee")

    def paris(start: int) -> Mention:
        end = start + 5
        return Mention("d", start, end, "Paris", "place", "Paris", None, "place/paris", 1.0, "x")

    article = ArticleText("d", text, (Passage(0, len(text), PassageKind.PARAGRAPH),), "en")
    found = place_mentions(article, [lee, paris(15), paris(29)], None)
    assert found[0] is lee
    assert {(m.country, m.admin1) for m in found[1:]} == {("USA", "Texas")}
