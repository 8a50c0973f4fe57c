"""Topics go by their earliest story."""

from datetime import date

import numpy as np
import pyarrow as pa

from dateline.transforms.schema import TABLES
from dateline.warehouse.read.topics import earliest, reports_in, with_topics


def stories(*story_ids: str) -> pa.Table:
    rows = [{"story_id": one, "document_id": one, "topic_id": one} for one in story_ids]
    schema = TABLES["stories"].arrow_schema
    return pa.Table.from_pylist(rows, pa.schema([field.with_nullable(True) for field in schema]))


def test_the_earliest_story_names_the_topic() -> None:
    days = {"b": date(2026, 3, 1), "c": date(2026, 3, 1), "d": date(2026, 2, 1)}
    found = with_topics(stories("a", "c", "b", "d"), np.array([0, 0, 0, 3]), days)
    assert found["topic_id"].to_pylist() == ["b", "b", "b", "d"]


def test_of_a_text_the_earliest_day_counts() -> None:
    told = [("a", date(2026, 3, 2)), ("a", date(2026, 3, 1)), ("b", None), ("a", None)]
    assert earliest(told) == {"a": date(2026, 3, 1)}


def test_articles_of_one_text_are_one_report_of_several_days() -> None:
    rows = pa.table(
        {
            "text_id": ["a", "b", "a"],
            "day": [date(1, 1, 1), None, date(1, 1, 3)],
            "marks": [[5, 7], [7], [5, 7]],
        }
    )
    text_ids, text, marks, days = reports_in(rows)
    assert (text_ids, text.tolist(), days.tolist()) == (["a", "b"], [0, 1, 0], [1, -1, 3])
    assert marks.offsets.tolist() == [0, 2, 3]
