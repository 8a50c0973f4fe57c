import pytest
from made_sentences import person

from dateline.transforms.quotes.via_kinds import kind_of_link
from dateline.transforms.schema.closed_sets import ViaKind


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("a written statement", ViaKind.DOCUMENT),
        ("the ministry’s press service", ViaKind.DOCUMENT),
        ("Reuters", ViaKind.AGENCY),
        ("the Harbour Times", ViaKind.OUTLET),
        ("Harbour.az", ViaKind.OUTLET),
        ("Lantern", ViaKind.OUTLET),
        ("Ann Lee", ViaKind.PERSON),
        ("two witnesses and a lawyer", ViaKind.PERSON),
        ("…", ViaKind.DOCUMENT),
    ],
)
def test_what_passes_words_on(link: str, kind: ViaKind) -> None:
    mentions = [person(link, link)] if link == "Ann Lee" else []
    assert kind_of_link(link, mentions) is kind
