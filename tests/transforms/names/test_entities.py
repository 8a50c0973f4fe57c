import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_id, entity_name, fold
from dateline.transforms.schema.closed_sets import EntityKind


@pytest.mark.parametrize(
    ("kind", "name", "identity"),
    [
        ("place", "Artsakh", "place/nagorno-karabakh"),
        ("place", "TÜRKİYE", "place/turkey"),
        ("organisation", "The Washington Post", "organisation/washington-post"),
        ("organisation", "U.N.", "organisation/united-nations"),
        ("person", "Ilham Əliyev", "person/ilham-aliyev"),
        ("person", "James O’Brien", "person/james-obrien"),
    ],
)
def test_identity_follows_from_kind_and_name(kind: str, name: str, identity: str) -> None:
    assert entity_id(kind, name) == identity


def test_names_without_latin_letters_stay_apart() -> None:
    assert entity_id("person", "Никол Пашинян") != entity_id("person", "Ильхам Алиев")


def test_an_alias_is_an_alias_of_its_own_kind_only() -> None:
    assert entity_name("place", "America") == "United States"
    assert entity_name("person", "America") == "America"


def test_every_alias_leads_to_a_name_that_stands_for_itself() -> None:
    for row in lexicon("entity_aliases"):
        assert row["kind"] in tuple(EntityKind)
        assert row["source"]
        assert fold(entity_name(row["kind"], row["name"])) == fold(row["name"])


@given(st.sampled_from(EntityKind), st.text(min_size=1, max_size=200))
def test_identity_is_short_plain_and_the_same_for_the_same_folded_name(
    kind: str, name: str
) -> None:
    identity = entity_id(kind, name)
    assert re.fullmatch(r"[a-z]+/[a-z0-9-]*", identity)
    assert len(identity) < 100
    assert identity == entity_id(kind, fold(name)) or fold(fold(name)) != fold(name)
