"""Days: their stories once each, who spoke and which places were named."""

from datetime import date, timedelta

from made_batches import document_id
from made_names import FIRST_DAY, TOWN

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.days import day_profile, listed_days


def test_days_come_newest_first(named_lake: Lake) -> None:
    found = listed_days(named_lake, limit=9)
    assert [it.day for it in found.days] == [FIRST_DAY + timedelta(days=n) for n in (2, 1, 0)]
    assert [it.page_count for it in found.days] == [3, 4, 4]
    second = listed_days(named_lake, limit=1, offset=1)
    assert (second.days, second.day_count) == (found.days[1:2], 3)


def test_a_story_that_two_articles_tell_stands_once_and_first(named_lake: Lake) -> None:
    found = day_profile(named_lake, FIRST_DAY, limit=9)
    assert found is not None
    assert (found.volume.page_count, found.volume.story_count, found.volume.outlet_count) == (
        4,
        3,
        2,
    )
    assert [it.article_count for it in found.stories] == [2, 1, 1]
    assert found.stories[0].article.document_id in {document_id(0), document_id(1)}
    assert found.stories[0].outlet_count == 2
    assert [it.story_id is None for it in found.stories] == [False, True, True]
    rest = day_profile(named_lake, FIRST_DAY, limit=9, offset=2)
    assert rest is not None
    assert rest.stories == found.stories[2:]


def test_speakers_and_places_are_those_of_the_day(named_lake: Lake) -> None:
    found = day_profile(named_lake, FIRST_DAY, limit=9)
    assert found is not None
    assert {it.name: it.count for it in found.speakers} == {
        "Ana Lima": 2,
        "Bo Ek": 1,
        "Cy O'Hara": 1,
    }
    assert [(it.entity_id, it.count) for it in found.places] == [(TOWN, 2)]
    middle = day_profile(named_lake, FIRST_DAY + timedelta(days=1), limit=9)
    assert middle is not None
    assert middle.places == []


def test_a_day_without_pages_has_no_profile(named_lake: Lake) -> None:
    assert day_profile(named_lake, date(1999, 1, 1), limit=9) is None
