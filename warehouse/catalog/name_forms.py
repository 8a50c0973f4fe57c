"""The forms in which pages name people, organisations and places, and whom they name: `name_forms`.

Counts come from the mentions; whom a form names is found by `transforms.identity.joining` from all
forms that share a `name_key`. So a part of the table that holds all rows of some keys is made as if
the whole had been.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import duckdb
import pyarrow as pa

from dateline.transforms.identity.confidence import confidence
from dateline.transforms.identity.countries import country_in, country_of_place
from dateline.transforms.identity.forms import Form, form_of, is_short
from dateline.transforms.identity.joining import Identity, SeenForm, join, key_of
from dateline.transforms.names.entities import entity_name
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import EntityKind, IdentityBasis
from dateline.warehouse.catalog.derived_tables import SEEN_AT

_COUNTED = (
    "form_id",
    "name",
    "kind",
    "name_id",
    "mention_count",
    "document_count",
    "aliases",
    "first_seen_at",
    "last_seen_at",
)
COUNTED = ", ".join(_COUNTED)
"""The columns of `name_forms` that mentions alone tell."""


def counted_forms_of(mentions: str, documents: str) -> str:
    """The query for the forms that mentions have, with the columns `COUNTED`.

    Args:
        mentions: What FROM takes for the mentions as they are stored.
        documents: The same for their documents.
    """
    return f"""
        SELECT form_id, name, min(kind) AS kind, min(entity_id) AS name_id,
            count(*) AS mention_count,
            count(DISTINCT document_id) FILTER (is_first) AS document_count,
            list_sort(list_distinct(list(DISTINCT m.text) || [name])) AS aliases,
            min({SEEN_AT}) AS first_seen_at, max({SEEN_AT}) AS last_seen_at
        FROM (
            SELECT document_id, name, kind, entity_id, text,
                coalesce(m.form_id, m.entity_id) AS form_id,
                name = min(name) OVER (
                    PARTITION BY document_id, coalesce(m.form_id, m.entity_id)) AS is_first
            FROM {mentions} AS m
        ) AS m JOIN {documents} AS d USING (document_id)
        GROUP BY form_id, name
    """


def merged_forms_of(*parts: str) -> str:
    """The query for the forms of several parts, with the columns `COUNTED`."""
    rows = " UNION ALL ".join(f"SELECT {COUNTED} FROM {part}" for part in parts)
    return f"""
        SELECT form_id, name, min(kind) AS kind, min(name_id) AS name_id,
            sum(mention_count)::BIGINT AS mention_count,
            sum(document_count)::BIGINT AS document_count,
            list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
            min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
        FROM ({rows}) GROUP BY form_id, name
    """


def all_forms(connection: duckdb.DuckDBPyConnection, mentions: str, documents: str) -> pa.Table:
    """The rows of `name_forms` for all mentions; the arguments are those of `counted_forms_of`."""
    return resolved(connection.execute(counted_forms_of(mentions, documents)).to_arrow_table())


def keys_in(counted: pa.Table) -> list[str | None]:
    """The `name_key` of each row."""
    return [
        _key(kind, name, form_id)
        for kind, name, form_id in _rows(counted, "kind", "name", "form_id")
    ]


def resolved(counted: pa.Table) -> pa.Table:
    """The rows of `name_forms`, whom they name included.

    Args:
        counted: Rows with the columns `COUNTED`: with each, all that share its key.
    """
    found = join(_seen(counted))
    identities = [
        found.get(form_id) or _by_name(kind, name, name_id)
        for kind, name, name_id, form_id in _rows(counted, "kind", "name", "name_id", "form_id")
    ]
    columns: Mapping[str, list[object]] = {
        "name_key": [*keys_in(counted)],
        "country": [
            _country(kind, name, form_id)
            for kind, name, form_id in _rows(counted, "kind", "name", "form_id")
        ],
        "entity_id": [identity.entity_id for identity in identities],
        "resolved_by": [str(identity.resolved_by) for identity in identities],
        "entity_confidence": [identity.confidence for identity in identities],
    }
    schema = TABLES["name_forms"].arrow_schema
    return pa.table(
        [
            pa.array(columns[field.name], field.type)
            if field.name in columns
            else counted[field.name].cast(field.type)
            for field in schema
        ],
        schema=schema,
    ).sort_by([("form_id", "ascending"), ("name", "ascending")])


def _rows(table: pa.Table, *names: str) -> Iterable[tuple[str, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _seen(counted: pa.Table) -> Iterable[SeenForm]:
    """The forms, each once, however many names it has."""
    found: dict[str, tuple[str, str, int]] = {}
    for kind, name, form_id, count in zip(
        *(counted[column].to_pylist() for column in ("kind", "name", "form_id", "document_count")),
        strict=True,
    ):
        _, known, known_count = found.get(form_id, (kind, name, 0))
        found[form_id] = (kind, min(name, known), known_count + count)
    for form_id, (kind, name, count) in found.items():
        yield SeenForm(form_of(form_id), kind, entity_name(kind, name), count)


def _by_name(kind: str, name: str, name_id: str) -> Identity:
    is_surname = kind == EntityKind.PERSON and is_short(entity_name(kind, name))
    basis = IdentityBasis.UNRESOLVED if is_surname else IdentityBasis.NAME
    return Identity(name_id, basis, confidence(basis))


def _key(kind: str, name: str, form_id: str) -> str | None:
    # What a form says of a person makes no difference to the key.
    return _key_of_name(kind, name, "" if kind == EntityKind.PERSON else form_of(form_id).acronym)


@lru_cache(maxsize=1 << 16)
def _key_of_name(kind: str, name: str, acronym: str) -> str | None:
    return key_of(kind, entity_name(kind, name), Form("", acronym=acronym))


def _country(kind: str, name: str, form_id: str) -> str | None:
    if kind == EntityKind.PERSON:
        return next(iter(form_of(form_id).countries), None)
    return _country_of_name(kind, name)


@lru_cache(maxsize=1 << 16)
def _country_of_name(kind: str, name: str) -> str | None:
    name = entity_name(kind, name)
    return country_of_place(name) if kind == EntityKind.PLACE else country_in(name)
