"""What the tables of names have in common."""

import pytest

from dateline.transforms.schema.closed_sets import EntityKind, IdentityBasis
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.names import Entity, Mention, NameForm


@pytest.mark.parametrize("row", [Mention, NameForm])
def test_what_names_an_entity_refers_to_it_and_says_why(row: type) -> None:
    columns = {column.name: column for column in table_of(row).columns}
    assert columns["entity_id"].declared.references == "entities.entity_id"
    assert columns["entity_id"].arrow == table_of(Entity).columns[0].arrow
    assert set(columns["resolved_by"].declared.values or ()) == set(IdentityBasis)


@pytest.mark.parametrize("row", [Mention, NameForm, Entity])
def test_kinds_are_those_of_entities(row: type) -> None:
    columns = {column.name: column for column in table_of(row).columns}
    assert set(columns["kind"].declared.values or ()) == set(EntityKind)


def test_a_mention_refers_to_its_form() -> None:
    columns = {column.name: column for column in table_of(Mention).columns}
    assert columns["form_id"].declared.references == "name_forms.form_id"
    assert columns["form_id"].arrow == table_of(NameForm).columns[0].arrow
