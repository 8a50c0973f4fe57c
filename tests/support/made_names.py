"""A lake in which outlets quote three people and name a place, on a few days."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from made_batches import document_id, tables, with_column

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import RelatedPost
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.operations import Check, Measure, Run
from dateline.transforms.schema.pages import Fingerprint
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import insert
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

PAGES = range(12)
FIRST_DAY = date(2026, 3, 1)
QUAY, HOST = "The Quay", "harbour.example"
TOWN = "place/quaytown"


def day_of(page: int) -> date | None:
    """Four pages a day; the last page has none."""
    return None if page == PAGES[-1] else FIRST_DAY + timedelta(days=page // 4)


def _place(page: int) -> Mention:
    plain = Mention(
        document_id(page), 0, 8, "Quaytown", "place", "Quaytown", None, TOWN, 0.9, "made"
    )
    return replace(
        plain, latitude=60.4, longitude=5.3, geoname_id="123", country="NOR", place_basis="unique"
    )


def named_batch() -> dict[str, pa.Table]:
    """The rows: even pages are of one outlet, odd ones of a host without a name."""
    rows = tables(PAGES)
    articles = with_column(rows["articles"], "date_published", [day_of(page) for page in PAGES])
    days = [str(day) if (day := day_of(page)) else None for page in PAGES]
    articles = with_column(articles, "date_published_text", days)
    names = [QUAY if page % 2 == 0 else None for page in PAGES]
    urls = [f"https://www.{HOST}/{page}" if page % 2 else None for page in PAGES]
    roles = ["Mayor" if page == 0 else None for page in PAGES]
    vias: list[tuple[str, ...]] = [("the ministry",) if page == 3 else () for page in PAGES]
    places = to_arrow(Mention, [_place(page) for page in (1, 2, 8, 9)])
    bad = with_column(rows["ops.quarantine"], "url", [f"http://{HOST}:8080/bad"])
    return rows | {
        "articles": with_column(articles, "publisher", names),
        "documents": with_column(rows["documents"], "url", urls),
        "mentions": pa.concat_tables([with_column(rows["mentions"], "role", roles), places]),
        "quotes": with_column(rows["quotes"], "via", vias),
        "related_posts": to_arrow(
            RelatedPost,
            [
                RelatedPost(
                    document_id(page), 0, "Bridge shut" if page < 8 else None, None, None, 0, 5
                )
                for page in PAGES
            ],
        ),
        "fingerprints": to_arrow(
            Fingerprint,
            [
                Fingerprint(document_id(page), HOST if page % 2 else None, page, ())
                for page in PAGES
            ],
        ),
        "ops.quarantine": bad,
    }


def _measures() -> list[Measure]:
    """Eleven days of one host, on the last of which it brings far more pages."""
    last = 10
    return [
        Measure(
            batch_id=f"m{n}",
            source=HOST,
            run_id="run",
            day=FIRST_DAY + timedelta(days=n),
            page_count=400 if n == last else 20 + n % 3,
            without_headline_count=1,
            without_date_count=1,
            without_body_count=0,
            body_share_total=15.0,
            other_share_total=1.0,
            quotation_count=30,
        )
        for n in range(last + 1)
    ]


def make_named_lake(folder: Path) -> Path:
    """Make the lake: its pages, and a ledger with a run, a failed rule and a history."""
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    run = Run(
        "run", noon, noon + timedelta(seconds=90), "degraded", "1", ("in",), 1, 13, 12, 0, 1, 0, 0
    )
    key = json.dumps({"document_id": document_id(0)})
    failed = Check(
        "run", "batch", "articles.short", "articles", "warning", False, 9, 2, (key,), noon
    )
    with Lake.open(folder) as lake:
        publish(lake, stage(lake.folder, named_batch()))
        for table, row_type, rows in (
            ("ops.runs", Run, [run]),
            ("ops.checks", Check, [failed]),
            ("ops.measures", Measure, _measures()),
        ):
            insert(lake.connection, table, to_arrow(row_type, rows))
    return folder
