"""States behind places, and counties, are places of their own."""

import pytest

from dateline.transforms.places.stated_places import stated_places
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def found_in(text: str, *named: str) -> list[tuple[str, str]]:
    article = ArticleText("d", text, (Passage(0, len(text), PassageKind.PARAGRAPH),), "en")
    mentions = [
        Mention(
            "d",
            text.index(name),
            text.index(name) + len(name),
            name,
            EntityKind.PLACE,
            name,
            None,
            "place/x",
            1.0,
            "model",
        )
        for name in named
    ]
    found = stated_places(article, mentions)
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.text, one.name) for one in found]


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (", Minn., after dark", [("Minn.", "Minnesota")]),
        (", W.Va.", [("W.Va.", "West Virginia")]),
        (", ND, after dark", [("ND", "North Dakota")]),
        (", N.D., after dark", [("N.D.", "North Dakota")]),
        (", Mr. Olm said", []),
        (" Minn.", []),
        (", OK!", [("OK", "Oklahoma")]),
    ],
)
def test_a_state_behind_a_place_is_a_place(behind: str, found: list[tuple[str, str]]) -> None:
    assert found_in(f"They left Brainerd{behind}", "Brainerd") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Crews from Rapides Parish came.", [("Rapides Parish", "Rapides Parish")]),
        ("On Monday Navarro County voted.", [("Navarro County", "Navarro County")]),
        ("The Navarro County Court ruled.", []),
        ("The County of Navarro voted.", []),
        ("Orange Wobble County voted.", []),
    ],
)
def test_counties_are_places(text: str, found: list[tuple[str, str]]) -> None:
    assert found_in(text) == found


def test_what_is_named_already_stays() -> None:
    assert found_in("Navarro County voted.", "Navarro") == []
