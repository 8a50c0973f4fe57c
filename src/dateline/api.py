"""The Python API: parse a page, run the pipeline, read a lake.

Every function imports what it needs when it is called: whoever reads a lake loads no models, and
whoever parses a page loads no database.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dateline.warehouse.errors import MissingPackageError, UsageError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from pydantic import SecretStr

    from dateline.flows.jobs.ingest import Result
    from dateline.flows.jobs.summary import Summary
    from dateline.flows.settings import Settings
    from dateline.transforms.schema.content import (
        Article,
        ArticleField,
        Quote,
        RelatedPost,
        TimeExpression,
    )
    from dateline.transforms.schema.names import Mention
    from dateline.transforms.schema.pages import Line
    from dateline.transforms.text.page import Metadata
    from dateline.warehouse.catalog.address import LakeAddress
    from dateline.warehouse.catalog.lake import Lake
    from dateline.warehouse.catalog.parameters import Value


class UnusablePageError(UsageError):
    """A page is empty, too large, or no text; a run would quarantine it."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """What one page holds, as rows of the tables of the same names.

    Attributes:
        document_id: SHA-256 of the page's bytes, in hex.
        text: the decoded text; every `start` and `end` counts its code points.
        encoding: the encoding that the bytes were decoded with.
        repairs: what decoding repaired, such as `byte-order mark removed`.
        lines: every line with its label, blank lines included.
        article: the article, or None if the page has none.
        article_fields: its fields that installed packages bring.
        related_posts: the teasers of other articles.
        quotes: the quotations, in the order of the text.
        mentions: the people, organisations and places that the article names.
        times: the time expressions, with the days that they mean.
    """

    document_id: str
    text: str
    encoding: str
    repairs: tuple[str, ...]
    lines: Sequence[Line]
    article: Article | None
    article_fields: Sequence[ArticleField]
    related_posts: Sequence[RelatedPost]
    quotes: Sequence[Quote]
    mentions: Sequence[Mention]
    times: Sequence[TimeExpression]


def parse(
    text: str | bytes,
    *,
    url: str | None = None,
    fetched_at: datetime | None = None,
    metadata: Mapping[str, object] | None = None,
) -> ParsedPage:
    """Read one page, as a run does; nothing is written.

    A run also compares the lines of a page with those of other pages in the lake, which one page on
    its own does not tell. To read many pages, `run` is faster.

    Args:
        text: the page as a crawler left it: text, or its bytes in any encoding.
        url: the address that the page was fetched from.
        fetched_at: when it was fetched; without a time zone it is taken to be UTC.
        metadata: what else is known about the page, as the fields of a record: `title`, `authors`,
            `date_published`, `language` and others, by any of the names that a run takes.

    Raises:
        UnusablePageError: the page is empty, too large, or no text.
        UsageError: a field that an installed package brings cannot be used.
    """
    import hashlib

    from dateline.flows.jobs.fields import installed_fields
    from dateline.transforms.parsing import parse as parse_page
    from dateline.transforms.schema import content, names, pages
    from dateline.transforms.text.decode import Rejection, decode
    from dateline.transforms.text.page import Page
    from dateline.warehouse.catalog.records import records

    payload = text.encode() if isinstance(text, str) else text
    decoded = decode(payload)
    if isinstance(decoded, Rejection):
        raise UnusablePageError(f"unusable page: {decoded.reason}; {decoded.detail}")
    if fetched_at is not None and fetched_at.tzinfo is None:
        fetched_at = fetched_at.replace(tzinfo=UTC)
    page = Page(
        document_id=hashlib.sha256(payload).hexdigest(),
        text=decoded.text,
        url=url,
        fetched_at=fetched_at,
        metadata=_page_metadata(metadata) if metadata else None,
    )
    parsed = parse_page(page, installed_fields())
    return ParsedPage(
        document_id=page.document_id,
        text=decoded.text,
        encoding=decoded.encoding,
        repairs=decoded.repairs,
        lines=records(pages.Line, parsed.lines),
        article=next(iter(records(content.Article, parsed.articles)), None),
        article_fields=records(content.ArticleField, parsed.article_fields),
        related_posts=records(content.RelatedPost, parsed.related_posts),
        quotes=records(content.Quote, parsed.quotes),
        mentions=records(names.Mention, parsed.mentions),
        times=records(content.TimeExpression, parsed.times),
    )


def _page_metadata(fields: Mapping[str, object]) -> Metadata | None:
    from dateline.flows.inputs.record_fields import NO_MAPPING

    return NO_MAPPING.describe(dict(fields)).page_metadata


def run(
    *inputs: str | os.PathLike[str],
    lake: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    inline: bool = False,
    lineage: str | os.PathLike[str] | None = None,
) -> Summary:
    """Ingest pages, as `dateline run` does: parse, check and publish them to the lake.

    Args:
        inputs: folders, globs or files.
        lake: the folder of the lake, which is created if it does not exist, or the address of its
            PostgreSQL database.
        settings: all settings; by default those of `dateline.toml` and the environment.
        inline: run the same steps without Prefect. Otherwise the run is a Prefect flow on the
            configured server, on one that is started for it, or inside the flow that calls it.
        lineage: a file of JSON lines, or an `http://` or `https://` address, that gets OpenLineage
            events of the run. What cannot be delivered is only warned of.

    Returns:
        What the run did, in figures; `summary.run.status` is `completed`, or `degraded` if pages
        were quarantined or rejected.

    Raises:
        UsageError: an input does not exist, a setting is invalid, or a rule of your own is wrong.
        EnvironmentFailedError: the lake cannot be used; batches published before stay.
        ConnectionError: the configured Prefect server does not answer.
    """
    from dateline.flows.settings import load_settings

    address = None if lake is None else os.fspath(lake)
    if settings is None:
        settings = load_settings(address)
    elif address is not None:
        settings = settings.model_copy(update={"lake": _address(address, settings.data_path)})
    if lineage is not None:
        settings = settings.model_copy(update={"lineage": _lineage_target(os.fspath(lineage))})
    paths = [os.fspath(path) for path in inputs]
    if inline:
        from dateline.flows.jobs.ingest import ingest

        result = ingest(paths, settings)
    else:
        result = _run_outside_event_loop(paths, settings)
    return result.summary


def _address(lake: str, data_path: str | None) -> LakeAddress:
    from dateline.warehouse.catalog.address import lake_address, without_password

    try:
        return lake_address(lake, data_path)
    except ValueError as error:
        raise UsageError(f"invalid lake {without_password(lake)!r}: {error}") from error


def _lineage_target(target: str) -> SecretStr:
    from dateline.flows.settings import lineage_target

    try:
        return lineage_target(target)
    except ValueError as error:
        raise UsageError(f"invalid lineage: {error}") from error


def _run_outside_event_loop(paths: list[str], settings: Settings) -> Result:
    """Run with Prefect; in a notebook, or where else an event loop runs, in a thread without one.

    In an event loop, Prefect would return coroutines that nobody awaits.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run_with_prefect(paths, settings)
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(copy_context().run, _run_with_prefect, paths, settings).result()


def _run_with_prefect(paths: list[str], settings: Settings) -> Result:
    from dateline.flows.deploy.server import run_server
    from dateline.flows.prefect_runs.environment import set_defaults, use_server

    set_defaults()
    from prefect.context import FlowRunContext
    from prefect.settings import PREFECT_API_URL

    from dateline.flows.ingest import ingest_with_prefect

    if PREFECT_API_URL.value() is not None or FlowRunContext.get() is not None:
        return ingest_with_prefect(paths, settings)
    with run_server() as server:
        server.wait_until_ready()
        with use_server(server.api):
            return ingest_with_prefect(paths, settings)


def open_lake(
    path: str | os.PathLike[str] | None = None, *, at: int | datetime | None = None
) -> LakeReader:
    """Open a lake to read its rows; use it in a `with` block, or close it.

    Args:
        path: the folder of the lake, or the address of its PostgreSQL database; by default the
            setting `lake`.
        at: the snapshot to read, by its number or by a time with its time zone. By default each
            query reads what was published last when it begins.

    Raises:
        EnvironmentFailedError: there is no lake in the folder, or it cannot be read.
        UsageError: the lake has no snapshot `at`, or a setting is invalid.
    """
    from dateline.flows.settings import load_settings
    from dateline.warehouse.catalog.lake import Lake

    address = load_settings(None).lake if path is None else _address(os.fspath(path), None)
    return LakeReader(Lake.open(address, read_only=True, at=at))


class LakeReader:
    """A lake that is open to be read; a context manager.

    It can change nothing, blocks no run, and is not blocked by one.
    """

    def __init__(self, lake: Lake) -> None:
        self._lake = lake

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables and views, as `table` and SQL take them."""
        from dateline.warehouse.catalog.views import views_in

        return (*self._lake.tables, *views_in(self._lake.connection))

    @property
    def snapshot_id(self) -> int:
        """The number of the snapshot that a query reads now."""
        return self._lake.snapshot_id

    def table(self, name: str, columns: Sequence[str] | None = None) -> Rows:
        """The rows of a table or view.

        Args:
            name: one of `tables`, such as `articles` or `ops.runs`.
            columns: the columns to read, all by default.

        Raises:
            UsageError: the lake has no such table or view.
        """
        from dateline.warehouse.catalog.ddl import identifier

        if name not in self.tables:
            raise UsageError(f"unknown table: {name!r}; choose from {', '.join(self.tables)}")
        source = ".".join(map(identifier, name.split(".")))
        selected = "*" if columns is None else ", ".join(map(identifier, columns))
        return self.query(f"SELECT {selected} FROM {source}")

    def query(self, sql: str, parameters: Sequence[Value] = ()) -> Rows:
        """The rows that a query gives; it is run when the rows are asked for.

        Args:
            sql: one query in DuckDB's dialect.
            parameters: values for `?`, or for `$1`, `$2` and so on.

        Raises:
            UsageError: when the rows are asked for, and `sql` is not a plain query.
            duckdb.Error: when the rows are asked for, and the query is wrong.
        """
        return Rows(self._lake, sql, parameters)

    def close(self) -> None:
        """Close the lake; relations and batches that were not read by then are gone."""
        self._lake.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Rows:
    """The rows of a query on an open lake, in the form that is asked for.

    Each call runs the query. Whatever takes Arrow streams, such as `polars.DataFrame(rows)` or
    `pyarrow.table(rows)`, takes the rows as they are.
    """

    def __init__(self, lake: Lake, sql: str, parameters: Sequence[Value]) -> None:
        self._lake = lake
        self._sql = sql
        self._parameters = parameters

    def to_arrow(self) -> pa.Table:
        """The rows as a `pyarrow.Table`."""
        return self._lake.query(self._sql, self._parameters)

    def to_batches(self) -> pa.RecordBatchReader:
        """The rows as a `pyarrow.RecordBatchReader`, for more than memory holds.

        It is valid until the next query on the same lake.
        """
        return self._lake.stream(self._sql, self._parameters)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a `pandas.DataFrame`; dates and times are datetimes, lists are arrays."""
        frame: pd.DataFrame = self.to_arrow().to_pandas(date_as_object=False)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The rows as a `polars.DataFrame`.

        Raises:
            EnvironmentFailedError: Polars is not installed.
        """
        try:
            import polars as pl
        except ModuleNotFoundError as error:
            raise MissingPackageError(
                "Polars is not installed; install it with pip install 'dateline[polars]'"
            ) from error
        return pl.DataFrame(self.to_arrow())

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """The rows as a relation of DuckDB, to be refined there; valid while the lake is open."""
        from dateline.warehouse.catalog.sandbox import check_query

        check_query(self._lake.connection, self._sql)
        return self._lake.connection.sql(self._sql, params=list(self._parameters))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows by the Arrow PyCapsule protocol."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)
