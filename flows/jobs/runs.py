"""The latest runs of a lake with their page counts, and its latest snapshots."""

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.results import QueryResult

# A run writes its own row last, so batches without one belong to a run that was stopped.
_RUNS = """
    WITH stopped AS (
        SELECT run_id, min(published_at) AS started_at, max(published_at) AS finished_at,
            'stopped' AS status, count(*) AS batches, sum(sighting_count)::BIGINT AS pages,
            sum(loaded_count)::BIGINT AS loaded, sum(already_known_count)::BIGINT AS already_known,
            sum(quarantined_count)::BIGINT AS quarantined, sum(rejected_count)::BIGINT AS rejected,
            NULL AS waived
        FROM ops.batches ANTI JOIN ops.runs USING (run_id) GROUP BY run_id
    ),
    accounts AS (
        SELECT run_id, started_at, finished_at, status, batch_count AS batches,
            sighting_count AS pages, loaded_count AS loaded, already_known_count AS already_known,
            quarantined_count AS quarantined, rejected_count AS rejected, waived_count AS waived
        FROM ops.runs
        UNION ALL BY NAME FROM stopped
    )
    SELECT run_id, started_at, round(epoch(finished_at - started_at), 1) AS seconds,
        * EXCLUDE (run_id, started_at, finished_at)
    FROM accounts
    ORDER BY started_at DESC, run_id DESC
    LIMIT $1
"""


def last_runs(lake: Lake, limit: int) -> QueryResult:
    """The latest runs, newest first; times are in UTC, counts in pages."""
    return lake.rows(_RUNS, [limit])


def last_snapshots(lake: Lake, limit: int) -> QueryResult:
    """The latest snapshots, newest first, each with its time (UTC) and what made it."""
    return lake.rows(
        """
        SELECT snapshot_id, snapshot_time AS since,
            coalesce(commit_message, array_to_string(map_keys(changes), ', ')) AS made_by
        FROM lake.snapshots() WHERE schema_version > 0
        ORDER BY snapshot_id DESC LIMIT ?
        """,
        [limit],
    )
