from dateline.flows.cli.quarantine import StateFilter
from dateline.transforms.schema.closed_sets import QuarantineState


def test_a_list_can_show_the_pages_of_every_state() -> None:
    assert {*StateFilter} == {*QuarantineState, "all"}
