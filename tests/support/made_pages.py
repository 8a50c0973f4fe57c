"""Made-up pages, and lakes made of them by whole runs without Prefect."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dateline.flows.jobs.ingest import Result, ingest
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.lake import Lake

ARTICLE = """Harbour bridge to close for repairs

TROMSØ — The bridge over the northern sound will be closed for two weeks in June, the city said.

“We have put this off for too long,” said the mayor, Kari Lund, at a meeting on Tuesday evening.

Drivers are asked to take the tunnel instead, which will be open day and night during the repairs.
"""


def run(lake: LakeAddress, *inputs: Path, **settings: Any) -> Result:
    return ingest([str(path) for path in inputs], Settings(lake=lake, **settings))


def ask(lake: LakeAddress, sql: str) -> list[tuple[Any, ...]]:
    with Lake.open(lake, read_only=True) as opened:
        return [tuple(row.values()) for row in opened.query(sql).to_pylist()]


def json_lines(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


TABLES = (
    *("documents", "lines", "articles", "article_fields", "related_posts", "quotes", "mentions"),
    "entities",
)
NOT_OF_THE_PAGE = "EXCLUDE (ingested_at, run_id)"
LATER = "EXCLUDE (first_seen_at, last_seen_at)"


def rows_of_the_lake(lake: LakeAddress) -> dict[str, list[tuple[Any, ...]]]:
    without = {"documents": NOT_OF_THE_PAGE, "entities": LATER}
    with Lake.open(lake, read_only=True) as opened:
        return {
            table: [
                tuple(row.values())
                for row in opened.query(
                    f"SELECT * {without.get(table, '')} FROM {table} ORDER BY ALL"
                ).to_pylist()
            ]
            for table in TABLES
        }
