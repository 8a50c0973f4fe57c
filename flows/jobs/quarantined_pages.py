"""Quarantined pages for `dateline quarantine`: those chosen, their counts, or one by its id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dateline.flows.remedies import choose_from
from dateline.transforms.schema.closed_sets import QuarantineReason, QuarantineState
from dateline.transforms.schema.operations import Quarantined
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.errors import UsageError
from dateline.warehouse.publish.quarantine import CURRENT, WAIVERS, rows_of

_SHORTEST_ID = 6


class QuarantineError(UsageError):
    """What was asked of the quarantine can't be done; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that are meant: those that agree with all that is not None.

    `file_path` is a part of the path of the file that held the page, `older_than` the time since it
    was first quarantined.
    """

    reason: str | None = None
    file_path: str | None = None
    state: str | None = "open"
    older_than: timedelta | None = None


_CHOSEN = f"""
    FROM {CURRENT} LEFT JOIN {WAIVERS} USING (reason)
    WHERE ($2 IS NULL OR reason = $2) AND ($3 IS NULL OR contains(file_path, $3))
        AND ($4 IS NULL OR state = $4)
        AND ($5 IS NULL OR quarantined_at < $5)
"""
_LISTED = f"""
    SELECT quarantine_id, state, reason, outcome,
        floor(epoch($6 - quarantined_at) / 86400)::BIGINT AS age_days, file_path, source_id,
        document_id, byte_count, octet_length(payload) AS kept_byte_count, rule, detail, version,
        len(retries) AS retry_count, run_id, batch_id, quarantined_at, state_at, resolved_run_id,
        until_date AS waived_until, waived_by
    {_CHOSEN} ORDER BY reason, file_path, quarantined_at, quarantine_id
"""
_BY_REASON = f"""
    SELECT reason, count(*) AS pages,
        coalesce(sum(octet_length(payload)), 0)::BIGINT AS kept_bytes,
        max(floor(epoch($6 - quarantined_at) / 86400))::BIGINT AS oldest_days,
        coalesce('until ' || any_value(until_date) || ' by ' || any_value(waived_by), 'no')
            AS waived
    {_CHOSEN} GROUP BY reason ORDER BY pages DESC, reason
"""
_LISTED_SHORT = f"""
    SELECT quarantine_id[:12] AS id, state, reason, age_days, source_id, file_path,
        byte_count, detail FROM ({_LISTED})
"""


def listed(lake: Lake, chosen: Chosen, *, now: datetime) -> QueryResult:
    """The rows that are meant, by reason, file and age, without their payloads.

    Raises:
        QuarantineError: there is no such reason or state.
    """
    return _asked(lake, _LISTED, chosen, now)


def listed_short(lake: Lake, chosen: Chosen, *, now: datetime) -> QueryResult:
    """The same in the columns that a terminal has room for."""
    return _asked(lake, _LISTED_SHORT, chosen, now)


def by_reason(lake: Lake, chosen: Chosen, *, now: datetime) -> QueryResult:
    """How many rows are meant by reason, with the waiver where one holds."""
    return _asked(lake, _BY_REASON, chosen, now)


def _asked(lake: Lake, query: str, chosen: Chosen, now: datetime) -> QueryResult:
    for what, value, values in (
        ("reason", chosen.reason, QuarantineReason),
        ("state", chosen.state, QuarantineState),
    ):
        check_choice(what, value, values)
    before = None if chosen.older_than is None else now - chosen.older_than
    return lake.rows(
        query,
        [
            *(now.date(), chosen.reason, chosen.file_path, chosen.state),
            *(before, now),
        ],
    )


def check_choice(what: str, value: str | None, values: Iterable[StrEnum]) -> None:
    """See that a value is one of a closed set, or None.

    Raises:
        QuarantineError: it is not.
    """
    if value is not None and value not in tuple(values):
        raise QuarantineError(f"invalid {what} {value!r}; {choose_from(value, values)}")


def row_named(lake: Lake, name: str) -> Quarantined:
    """The row whose id is `name` or begins with it (six characters or more).

    Raises:
        QuarantineError: no row, or more than one, is meant.
    """
    return rows_of(lake, [identity_of(lake, name)])[0]


def identity_of(lake: Lake, name: str) -> str:
    """The whole id that `name` is, or begins (six characters or more).

    Raises:
        QuarantineError: no row, or more than one, is meant.
    """
    found = lake.rows(
        "SELECT quarantine_id FROM ops.quarantine WHERE quarantine_id = $1 "
        "OR (length($1) >= $2 AND starts_with(quarantine_id, lower($1))) LIMIT 2",
        [name, _SHORTEST_ID],
    )
    ids = [str(quarantine_id) for (quarantine_id,) in found]
    if not ids:
        raise QuarantineError(
            f"no quarantined page has the id {name!r}; `dateline quarantine --state all` lists the "
            f"ids, of which the first {_SHORTEST_ID} characters are enough"
        )
    if len(ids) > 1:
        raise QuarantineError(f"{name!r} begins several ids; give more characters of one")
    return ids[0]
