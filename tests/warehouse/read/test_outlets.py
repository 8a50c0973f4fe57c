"""Outlets: their volume, what their pages lack, what they promote."""

from made_batches import document_id
from made_names import FIRST_DAY, HOST, QUAY

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.outlets import listed_outlets, outlet_profile


def test_a_host_stands_for_an_outlet_without_a_name(named_lake: Lake) -> None:
    found = listed_outlets(named_lake, None, limit=9)
    assert {it.outlet: it.page_count for it in found.outlets} == {QUAY: 6, HOST: 6}
    assert found.outlet_count == 2
    assert [it.outlet for it in listed_outlets(named_lake, "QUAY", limit=9).outlets] == [QUAY]
    second = listed_outlets(named_lake, None, limit=1, offset=1)
    assert (second.outlets, second.outlet_count) == (found.outlets[1:], 2)


def test_a_profile_has_volume_and_quality_by_day(named_lake: Lake) -> None:
    found = outlet_profile(named_lake, HOST)
    assert found is not None
    assert [it.page_count for it in found.days] == [2, 2, 1]
    assert sum(it.page_count for it in found.days) == found.volume.page_count - 1, "one is undated"
    assert found.volume.date_share == 5 / 6
    assert (found.volume.headline_share, found.volume.author_share) == (1, 1)
    assert (found.volume.first_day, found.hosts) == (FIRST_DAY, [HOST])
    assert found.newest[0].document_id in {document_id(9)}
    assert found.newest[-1].document_id == document_id(11), "what has no day comes last"


def test_quarantined_pages_count_for_their_host(named_lake: Lake) -> None:
    of_host, of_name = outlet_profile(named_lake, HOST), outlet_profile(named_lake, QUAY)
    assert of_host is not None
    assert of_name is not None
    assert [(it.reason, it.page_count) for it in of_host.quarantined] == [("binary", 1)]
    assert of_name.quarantined == []


def test_promoted_posts_are_counted_by_their_pages(named_lake: Lake) -> None:
    found = outlet_profile(named_lake, QUAY)
    assert found is not None
    assert [(it.headline, it.page_count) for it in found.promoted] == [("Bridge shut", 4)]


def test_an_unknown_outlet_has_no_profile(named_lake: Lake) -> None:
    assert outlet_profile(named_lake, "the quay") is None
