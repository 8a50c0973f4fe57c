"""What the pages of an outlet tell about each other, by whole runs and a replay."""

import random
from dataclasses import replace
from typing import Any

import pytest
from made_pages import ask, json_lines, rows_of_the_lake

from dateline.expectations.audit import Audit
from dateline.flows.jobs.ingest import STEPS, ingest
from dateline.flows.jobs.replay import replay
from dateline.flows.settings import Settings
from dateline.transforms.lines.repetition import LEAST_STORIES
from dateline.warehouse.catalog.address import LakeAddress

# No rule is broken here, and Great Expectations takes its time.
UNAUDITED = replace(STEPS, audit=lambda *_: Audit(()))
PAGES = 12
SERIES = (
    "This is one of a series of reports on how towns along the coast deal with a rising sea, with "
    "bridges that grow old and with fewer ferries than there were."
)
PLEA = (
    "This newspaper is supported by its readers, and when you give as little as two crowns a month "
    "you help our reporters to keep asking questions of those in power."
)
THINGS = [
    "bridge",
    "harbour",
    "council",
    "school",
    "hospital",
    "tunnel",
    "ferry",
    "museum",
    "library",
    "market",
    "forest",
]
PLACES = ["Oslo", "Lisbon", "Tartu", "Graz", "Lyon", "Leeds", "Cork", "Porto", "Turin", "Brno"]


def sentence(chosen: random.Random) -> str:
    return (
        f"The {chosen.choice(THINGS)} in {chosen.choice(PLACES)} was closed on Monday after "
        f"{chosen.randint(2, 90)} people had asked the city for a new {chosen.choice(THINGS)}, "
        "officials said."
    )


def page(number: int) -> dict[str, Any]:
    """A report on an outlet that ends each page with a plea; half of them belong to a series."""
    chosen = random.Random(number)  # noqa: S311
    paragraphs = [f"{sentence(chosen)} {sentence(chosen)}" for _ in range(5)]
    series = [SERIES] if number % 2 else []
    title = f"{chosen.choice(PLACES)} waits for report {number} on its {chosen.choice(THINGS)}"
    text = "\n\n".join(["Home", title, "By Ana Lima", *series, *paragraphs, PLEA])
    return {
        "id": f"{number}",
        "url": f"https://www.harbour.example/{number}",
        "text": text,
        "fetched_at": f"2026-03-{number % 28 + 1:02}T00:00:00Z",
    }


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> list[Settings]:
    """Lakes of the same pages, loaded in other orders and batches."""
    folder = tmp_path_factory.mktemp("lakes")
    pages = [page(number) for number in range(PAGES)]
    made = []
    for name, records, size in (("forth", pages, 6), ("back", pages[::-1], 4)):
        settings = Settings(lake=folder / name, batch_pages=size)
        file = json_lines(folder / f"{name}.jsonl", records)
        ingest([str(file)], settings, UNAUDITED)
        made.append(settings)
    return made


def rules(lake: LakeAddress, text: str) -> dict[str, int]:
    """How many lines with a text each rule labelled."""
    rows = ask(
        lake,
        'SELECT rule, count(*) FROM (SELECT rule, trim(d.text[l.start + 1 : l."end"], '
        "chr(10)) AS text FROM lines l JOIN documents d USING (document_id)) "
        f"WHERE text = '{text}' GROUP BY rule",
    )
    return dict(rows)


def test_a_run_goes_by_what_was_published_before_it_and_a_replay_by_all(
    lakes: list[Settings],
) -> None:
    first, second = lakes
    assert rules(first.lake, PLEA)["line_model"] >= LEAST_STORIES
    assert rules(first.lake, PLEA) != rules(second.lake, PLEA)
    for settings in lakes:
        assert replay(settings, publish=True, steps=UNAUDITED).changed_count
        assert rules(settings.lake, PLEA) == {"repeated_on_outlet": PAGES}
        assert rules(settings.lake, SERIES) == {"line_model": PAGES / 2}
        assert replay(settings, publish=True, steps=UNAUDITED).changed_count == 0
    assert rows_of_the_lake(first.lake) == rows_of_the_lake(second.lake)
    evidence = "SELECT * FROM repeated_lines ORDER BY ALL"
    assert ask(first.lake, evidence) == ask(second.lake, evidence)
    ((page_count, first_seen, last_seen),) = ask(
        first.lake,
        "SELECT page_count, first_seen_at::VARCHAR, last_seen_at::VARCHAR FROM repeated_lines "
        f"WHERE host = 'harbour.example' AND text = '{PLEA}'",
    )
    assert (page_count, first_seen[:10], last_seen[:10]) == (PAGES, "2026-03-01", "2026-03-12")
    assert not ask(first.lake, f"FROM articles WHERE contains(article_body, '{PLEA}')")
