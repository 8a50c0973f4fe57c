"""Pages that a lake has, looked up by what they have: a text, a shingle, a line."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.stories import Story, StoryMember
from dateline.transforms.stories.shingles import Hashes, Indices
from dateline.transforms.stories.topics import Marks
from dateline.warehouse.lookup.contents import ArticleContent, unpack

_UTC_TIME = pa.timestamp("us", tz="UTC")
_ARTICLE_COLUMNS = pa.schema(
    {
        "document_id": pa.string(),
        "text_id": pa.string(),
        "source_organization": pa.string(),
        "publisher": pa.string(),
        "date_published": pa.string(),
        "fetched_at": pa.int64(),
        "url": pa.string(),
    }
)
_MEMBER = table_of(StoryMember).arrow_schema
MEMBER_COLUMNS = tuple(name for name in _MEMBER.names if name != "document_id")
_MEMBER_SCHEMA = pa.schema(
    [pa.field("text_id", pa.string()), *map(_MEMBER.field, ("document_id", *MEMBER_COLUMNS))]
)
_STORY_SCHEMA = table_of(Story).arrow_schema
STORY_COLUMNS = tuple(_STORY_SCHEMA.names)
# A story that went into another one has no pages.
_STORY_ROWS = (
    f"SELECT {', '.join(f'stories.{name}' for name in STORY_COLUMNS)} "
    "FROM json_each(?) CROSS JOIN stories ON {} = value "
    "WHERE EXISTS (SELECT 1 FROM members WHERE members.story_id = stories.story_id)"
)
_KNOWN_PAGE = "SELECT page FROM pages WHERE document_id = ?"
_REPORT_COLUMNS = pa.schema(
    {"text_id": pa.string(), "day": pa.date32(), "marks": pa.list_(pa.int64())}
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINE_COLUMNS = pa.schema(
    {
        "line_hash": pa.int64(),
        "document_id": pa.string(),
        "host": pa.string(),
        "story_signature": pa.int64(),
        "seen_at": pa.int64(),
    }
)


@dataclass(frozen=True, slots=True)
class Sharers:
    """Hashes and the texts that have them, by number, and the hashes that too many texts have."""

    hashes: Hashes
    texts: Indices
    too_common: Hashes


class KnownPages:
    """What the index has, which is as good as the lake's last snapshot.

    Texts go by numbers of the index's own.
    """

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    def known_among(self, document_ids: Iterable[str]) -> set[str]:
        """Those of some pages that are known."""
        return {page for page, _ in self._of_pages(_KNOWN_PAGE, document_ids)}

    def texts_with(self, hashes: Hashes, most: int) -> Sharers:
        """The texts whose sketches have hashes; of a hash that more than `most` have, none."""
        return self._sharers("shingles", hashes, most)

    def texts_with_keys(self, keys: Hashes, most: int) -> Sharers:
        """The same of the keys by which topics are found."""
        return self._sharers("topic_keys", keys, most)

    def _sharers(self, table: str, hashes: Hashes, most: int) -> Sharers:
        found: list[list[int]] = [[] for _ in hashes]
        too_common = np.zeros(len(hashes), bool)
        rows = self._index.execute(
            "SELECT key, (SELECT json_group_array(text) FROM "
            f"(SELECT text FROM {table} WHERE hash = value LIMIT ?)) FROM json_each(?) "
            f"WHERE EXISTS (SELECT 1 FROM {table} WHERE hash = value)",
            (most + 1, json.dumps(hashes.astype(np.int64).tolist())),
        )
        for number, listed in rows:
            texts = json.loads(listed)
            too_common[number] = len(texts) > most
            found[number] = [] if too_common[number] else texts
        counts = [len(texts) for texts in found]
        sharing = np.array([text for texts in found for text in texts], np.int64)
        return Sharers(np.repeat(hashes, counts), sharing, hashes[too_common])

    def numbers(self, text_ids: Iterable[str]) -> dict[str, int]:
        """The numbers of those of some texts that are known."""
        rows = self._index.execute(
            "SELECT text_id, text FROM json_each(?) CROSS JOIN texts ON text_id = value",
            [json.dumps(list(text_ids))],
        )
        return dict(rows.fetchall())

    def text_ids(self, texts: Indices) -> list[str]:
        """What identifies texts."""
        return [str(text_id) for text_id, _ in self._texts(texts)]

    def sketch_sizes(self, texts: Indices) -> Indices:
        """How many hashes the sketches of texts have."""
        return np.array([size for _, size in self._texts(texts)], np.int64)

    def _texts(self, texts: Indices) -> list[tuple[str, int]]:
        return self._index.execute(
            "SELECT text_id, sketch_size FROM json_each(?) AS wanted "
            "CROSS JOIN texts ON text = value ORDER BY wanted.key",
            [json.dumps(texts.tolist())],
        ).fetchall()

    def stories(self, texts: Indices) -> list[tuple[int, str]]:
        """The texts, by number, with the story that their articles tell, where they have one."""
        return self._index.execute(
            "SELECT DISTINCT text, story_id FROM json_each(?) "
            "CROSS JOIN pages ON text = value JOIN members USING (page)",
            [json.dumps(texts.tolist())],
        ).fetchall()

    def members(self, story_ids: Iterable[str]) -> pa.Table:
        """The rows of `story_members` of stories, with the texts of their articles as `text_id`."""
        columns = ", ".join(f"members.{name}" for name in MEMBER_COLUMNS)
        rows = self._index.execute(
            f"SELECT text_id, lower(hex(document_id)), {columns} FROM json_each(?) "
            "CROSS JOIN members ON story_id = value "
            "CROSS JOIN pages USING (page) CROSS JOIN texts USING (text)",
            [json.dumps(list(story_ids))],
        ).fetchall()
        return _table(_MEMBER_SCHEMA, rows)

    def story_rows(self, story_ids: Iterable[str]) -> pa.Table:
        """The rows of stories."""
        return self._stories_by("story_id", story_ids)

    def stories_of_topics(self, topic_ids: Iterable[str]) -> pa.Table:
        """The rows of the stories of topics."""
        return self._stories_by("topic_id", topic_ids)

    def _stories_by(self, column: str, values: Iterable[str]) -> pa.Table:
        query = _STORY_ROWS.format(f"stories.{column}")
        return _table(
            _STORY_SCHEMA, self._index.execute(query, [json.dumps(list(values))]).fetchall()
        )

    def told(self, text_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The story of each text, and its topic."""
        rows = self._index.execute(
            "SELECT DISTINCT text_id, story_id, topic_id FROM json_each(?) "
            "CROSS JOIN texts ON text_id = value CROSS JOIN pages USING (text) "
            "CROSS JOIN members USING (page) CROSS JOIN stories USING (story_id)",
            [json.dumps(list(text_ids))],
        )
        return {text_id: (story, topic) for text_id, story, topic in rows}

    def days(self, text_ids: Iterable[str]) -> list[tuple[str, date | None]]:
        """The days of the articles that have one of the texts."""
        rows = self._index.execute(
            "SELECT text_id, date_published, fetched_at FROM json_each(?) "
            "CROSS JOIN texts ON text_id = value CROSS JOIN pages USING (text)",
            [json.dumps(list(text_ids))],
        )
        return [(text_id, _day(*times)) for text_id, *times in rows]

    def reports(self, text_ids: Iterable[str]) -> pa.Table:
        """The days and the marks of the articles that have one of the texts."""
        days = self.days(text_ids)
        numbers = self.numbers({text_id for text_id, _ in days})
        marks = self.marks(np.array(list(numbers.values()), np.int64))
        bounds = zip(marks.offsets[:-1], marks.offsets[1:], strict=True)
        of_text = {
            text_id: marks.marks[first:last].astype(np.int64)
            for text_id, (first, last) in zip(numbers, bounds, strict=True)
        }
        rows = [(text_id, day, of_text[text_id]) for text_id, day in days if len(of_text[text_id])]
        return _table(_REPORT_COLUMNS, rows)

    def marks(self, texts: Indices) -> Marks:
        """The marks of texts, by number."""
        rows = self._index.execute(
            "SELECT marks FROM json_each(?) AS wanted CROSS JOIN texts ON text = value "
            "ORDER BY wanted.key",
            [json.dumps(texts.tolist())],
        )
        found = [np.frombuffer(packed or b"", "<u8") for (packed,) in rows]
        sizes = [len(one) for one in found]
        return Marks(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([np.empty(0, np.uint64), *found]),
        )

    def articles(self, text_ids: Iterable[str]) -> pa.Table:
        """What orders the articles of a story, for all articles that have one of the texts."""
        rows = self._index.execute(
            "SELECT lower(hex(document_id)), text_id, source_organization, publisher, "
            "date_published, fetched_at, url "
            "FROM json_each(?) CROSS JOIN texts ON text_id = value CROSS JOIN pages USING (text)",
            [json.dumps(list(text_ids))],
        ).fetchall()
        found = _table(_ARTICLE_COLUMNS, rows)
        days = found["date_published"].cast(pa.date32())
        times = found["fetched_at"].cast(_UTC_TIME)
        names = found.column_names
        found = found.set_column(names.index("date_published"), "date_published", days)
        return found.set_column(names.index("fetched_at"), "fetched_at", times)

    def bodies(self, text_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """For texts, the least page that has it, and the article's body there."""
        rows = self._index.execute(
            "SELECT text_id, lower(hex(min(document_id))), content FROM json_each(?) "
            "CROSS JOIN texts ON text_id = value CROSS JOIN pages USING (text) GROUP BY text_id",
            [json.dumps(list(text_ids))],
        )
        return {text_id: (page, unpack(packed).body) for text_id, page, packed in rows}

    def contents(self, document_ids: Iterable[str]) -> dict[str, ArticleContent]:
        """What pages with an article have."""
        query = "SELECT content FROM pages WHERE document_id = ? AND content IS NOT NULL"
        return {page: unpack(packed) for page, (packed,) in self._of_pages(query, document_ids)}

    def _of_pages(
        self, query: str, document_ids: Iterable[str]
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for page in document_ids:
            for row in self._index.execute(query, [bytes.fromhex(page)]):
                yield page, row

    def pages_with_lines(self, line_hashes: Iterable[int]) -> pa.Table:
        """The pages that have lines, a row for each such line of a page."""
        rows = self._index.execute(
            "SELECT lines.hash, lower(hex(document_id)), host, story_signature, seen_at "
            "FROM json_each(?) CROSS JOIN lines ON hash = value CROSS JOIN pages USING (page)",
            [json.dumps(list(line_hashes))],
        ).fetchall()
        found = _table(_LINE_COLUMNS, rows)
        times = found["seen_at"].cast(_UTC_TIME)
        return found.set_column(found.column_names.index("seen_at"), "seen_at", times)


def _day(date_published: str | None, fetched_at: int | None) -> date | None:
    """The day of an article, by which topics are found."""
    if date_published is not None:
        return date.fromisoformat(date_published)
    return None if fetched_at is None else (_EPOCH + timedelta(microseconds=fetched_at)).date()


def packed_marks(marks: Sequence[int] | None) -> bytes | None:
    """Marks as the index keeps them; none of a row that an older version made."""
    return None if marks is None else np.array(marks, "<i8").tobytes()


def _table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    columns: Mapping[str, Sequence[Any]] = dict(
        zip(schema.names, zip(*rows, strict=True) if rows else ((),) * len(schema), strict=True)
    )
    return pa.table(
        {name: pa.array(columns[name], schema.field(name).type) for name in schema.names}
    )
