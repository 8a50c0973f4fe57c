"""`dateline check`: check whole tables against every rule, in parts that fit into memory.

A part is the rows of some pages, in all the tables of pages, or some rows of another table. Great
Expectations validates a part as it validates a batch. A rule on a whole table, which no part can
tell, is asked of DuckDB by the query that is made of the same condition.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from dateline.expectations.audit import AuditResult, audit
from dateline.expectations.candidates import evaluated_rows_query, failing_rows_query, identity
from dateline.expectations.locations import Location
from dateline.expectations.rules import RowCondition, Rule, TableCondition, UniqueKey
from dateline.expectations.scope import is_of_pages, reach, stands_alone, tables_needed
from dateline.expectations.validation import blamed_on
from dateline.flows.inputs.batches import batch_sizes
from dateline.flows.jobs.findings import Finding, Findings
from dateline.flows.jobs.history import history_results
from dateline.flows.jobs.open_lakes import open_to_read
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.rules import rules_for
from dateline.flows.jobs.serialization import to_json
from dateline.flows.remedies import choose_from
from dateline.flows.settings import Settings
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog.ddl import identifier, literal, qualified
from dateline.warehouse.catalog.folder import MARKER
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.errors import UsageError
from dateline.warehouse.read.page_parts import LOCATION, page_parts
from dateline.warehouse.read.whole_tables import WholeTables, tables_in_files, tables_of_lake

_EXAMPLES = 5
# Of tables whose rows are small.
_ROWS_AT_A_TIME = 20_480


class TargetError(UsageError):
    """What was to be checked can't be; the message says what can."""


@dataclass(slots=True)
class _Tally:
    """What breaks one rule, part by part."""

    failed_count: int = 0
    examples: tuple[Mapping[str, object], ...] = ()

    def add(self, failed_count: int, failures: pa.Table) -> None:
        self.failed_count += failed_count
        wanted = _EXAMPLES - len(self.examples)
        if wanted and failures.num_rows:
            # DuckDB finds them in any order, and a file of the same rows should stay the same.
            ordered = failures.sort_by([(name, "ascending") for name in failures.column_names])
            self.examples += tuple(ordered.slice(0, wanted).to_pylist())


def check(
    settings: Settings,
    target: Path | None = None,
    table: str | None = None,
    progress: Progress = no_progress,
) -> Findings:
    """Check published tables, or candidate rows in Parquet files, against every rule.

    Of a lake, today is compared with the days before it, too.

    Args:
        settings: where the lake is, whose rules hold, and how large a part may be.
        target: a lake; a folder with a file `<table>.parquet` for each table, as `dateline export`
            writes them; or one such file. None for the lake of the settings.
        table: the table whose rows a single file has, where its name does not say it.
        progress: shows how far it is.

    Raises:
        TargetError: the target is nothing of this kind.
        UnusableFileError: a file can't be taken for its table.
        RuleError: a rule of the user's own is wrong, or can't be evaluated for a row.
        LakeError: the lake can't be used.
    """
    if target is None or (target / MARKER).exists():
        address = settings.lake if target is None else target
        settings = settings.model_copy(update={"lake": address})
        rules = rules_for(settings)
        with open_to_read(settings) as lake:
            with tables_of_lake(lake) as whole:
                findings = _findings(whole, rules, settings, progress)
            findings = _in_order((*findings, *_of_history(lake)))
            where = str(lake.address)
        query_tool = f"dateline sql --lake {shlex.quote(str(address))}"
        return Findings(f"the lake in {where}", query_tool, (), findings)
    files = _files(target, table)
    rules = rules_for(settings)
    with tables_in_files(files) as whole:
        findings = _findings(whole, rules, settings, progress)
    absent = tuple(name for name in TABLES if name not in files)
    return Findings(str(target), "DuckDB", absent, findings)


def _files(target: Path, table: str | None) -> dict[str, Path]:
    """The files of a target by their tables."""
    known = f"the tables are {', '.join(TABLES)}"
    if table is not None and not target.is_file():
        raise TargetError(f"--table {table} is for a single file; {target} is not one")
    if table is not None and table not in TABLES:
        raise TargetError(f"the table {table!r} does not exist; {choose_from(table, TABLES)}")
    if target.is_file():
        paths = [target]
    elif target.is_dir():
        paths = sorted(target.glob("*.parquet"))
    else:
        raise TargetError(f"the file or folder {target} does not exist; check the path")
    if not paths:
        raise TargetError(
            f"{target} is neither a lake nor a folder of files TABLE.parquet; {known}"
        )
    files = {table or path.name.removesuffix(".parquet"): path for path in paths}
    for name, path in files.items():
        if name not in TABLES and path.suffix != ".parquet":
            raise TargetError(
                f"cannot check {path}: it is not a Parquet file; give a lake, a folder of files "
                "TABLE.parquet, or one such file (`dateline run` reads pages)"
            )
        if name not in TABLES:
            raise TargetError(
                f"{path} is not named after a table; name the table of a single file "
                f"with --table; {known}"
            )
    return files


def _findings(
    whole: WholeTables, rules: Sequence[Rule], settings: Settings, progress: Progress
) -> tuple[Finding, ...]:
    """What becomes of each rule on a table that is there, in the order of the tables."""
    order = {name: index for index, name in enumerate(whole.origins)}
    rules = sorted(
        (rule for rule in rules if rule.table in order), key=lambda rule: order[rule.table]
    )
    missing = {rule.name: sorted(tables_needed(rule) - order.keys()) for rule in rules}
    checked = [rule for rule in rules if not missing[rule.name]]
    tallies = _tallies(whole, checked, settings, progress)
    counts = {name: _row_count(whole.connection, TABLES[name]) for name in order}
    return tuple(
        _finding(rule, whole, counts[rule.table], tallies[rule.name])
        if rule.name in tallies
        else _skipped(rule, missing[rule.name])
        for rule in rules
    )


def _tallies(
    whole: WholeTables, rules: Sequence[Rule], settings: Settings, progress: Progress
) -> dict[str, _Tally]:
    """How often each rule is broken, by its name."""
    tallies = {rule.name: _Tally() for rule in rules}
    in_parts = [rule for rule in rules if reach(rule) != "table"]
    for result in _results(whole, in_parts, settings, progress):
        tallies[result.rule.name].add(result.failed_count, result.failures)
    # What is read by now is sound: an error from here on is a condition's.
    for rule in rules:
        if reach(rule) == "table":
            with blamed_on(rule):
                _ask(whole.connection, rule, tallies[rule.name])
    return tallies


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their tables."""
    order = {name: number for number, name in enumerate(TABLES)}
    return tuple(sorted(findings, key=lambda finding: order[finding.table]))


def _of_history(lake: Lake) -> Iterator[Finding]:
    """Compare today with its baseline; a rule without anything to compare has no finding."""
    for result in history_results(lake, datetime.now(UTC).date()):
        if result.checked_count:
            yield Finding(
                rule=result.rule.name,
                table=result.rule.table,
                meaning=result.rule.meaning,
                severity=result.rule.severity,
                outcome="passed" if result.passed else "failed",
                unit="source",
                checked_count=result.checked_count,
                failed_count=result.failed_count,
                examples=result.examples(_EXAMPLES),
                query=None,
                reason=None,
                location=_shown(result.rule.location),
            )


def _row_count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM {qualified(table)}").fetchall()
    return int(count)


def _ask(connection: duckdb.DuckDBPyConnection, rule: Rule, tally: _Tally) -> None:
    """Check a rule on a whole table; a condition that is null passes."""
    if rule.scope == "table":
        ((holds,),) = connection.execute(evaluated_rows_query(rule)).fetchall()
        tally.failed_count = int(holds is False)
        return
    failing = connection.execute(f"{failing_rows_query(rule)} ORDER BY ALL")
    for rows in failing.to_arrow_reader(_ROWS_AT_A_TIME):
        tally.add(rows.num_rows, pa.Table.from_batches([rows]))


def _results(
    whole: WholeTables, rules: Sequence[Rule], settings: Settings, progress: Progress
) -> Iterator[AuditResult]:
    """The results on every part."""
    empty = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    of_pages = [rule for rule in rules if reach(rule) == "page"]
    for part in _parts_of_pages(whole, of_pages, settings, progress):
        yield from audit(empty | part, of_pages).results
    for name in whole.origins:
        of_table = [rule for rule in rules if rule.table == name and reach(rule) == "row"]
        if of_table:
            rows = whole.connection.execute(f"FROM {qualified(TABLES[name])}")
            for batch in rows.to_arrow_reader(_ROWS_AT_A_TIME):
                part = {name: pa.Table.from_batches([batch])}
                yield from audit(empty | part, of_table).results


def _parts_of_pages(
    whole: WholeTables, rules: Sequence[Rule], settings: Settings, progress: Progress
) -> Iterator[dict[str, pa.Table]]:
    """All the rows of some pages at a time, in the order in which the pages lie there.

    Rows whose page is not there, or not named, come last.
    """
    connection = whole.connection
    tables = [TABLES[name] for name in whole.origins if is_of_pages(TABLES[name])]
    if not tables:
        return
    sizes = connection.execute(_sizes_query(tables, whole)).to_arrow_table()
    cut = batch_sizes(
        sizes["byte_count"].to_numpy(),
        page_limit=settings.batch_pages,
        byte_limit=settings.batch_bytes,
    )

    def select(name: str, rows: str) -> str:
        return f"SELECT {_columns(TABLES[name], rules)} FROM ({whole.shown(name, rows)}) AS row"

    located = {table.qualified_name: whole.located[table.qualified_name] for table in tables}
    pages = sizes.select(["document_id"])
    del sizes
    with progress(sum(byte_count for _, byte_count in cut)) as advance:
        read = page_parts(connection, located, pages, [page_count for page_count, _ in cut], select)
        for part, (page_count, byte_count) in zip(read, cut, strict=True):
            yield part
            advance(page_count, byte_count)


def _sizes_query(tables: Sequence[Table], whole: WholeTables) -> str:
    """The query for every `document_id` that is named anywhere, with the page's bytes."""
    named = " UNION ALL ".join(
        f"SELECT document_id, byte_count, 0, {LOCATION} FROM {whole.located[table.name]}"
        if table.name == "documents"
        else f"SELECT DISTINCT document_id, 0, {number}, '', 0 FROM {qualified(table)}"
        for number, table in enumerate(tables)
    )
    columns = f"document_id, byte_count, table_index, {LOCATION}"
    return (
        "SELECT document_id, greatest(sum(byte_count), 0)::BIGINT AS byte_count"
        f" FROM ({named}) AS named({columns}) GROUP BY document_id"
        f" ORDER BY min(table_index), max(({LOCATION})), document_id"
    )


def _columns(table: Table, rules: Sequence[Rule]) -> str:
    """The table's columns; bytes that no rule looks into come as a mark that they are there."""

    def selected(column: Column) -> str:
        name = f"row.{identifier(column.name)}"
        looked_into = any(column.name in rule.check.condition for rule in rules)
        if pa.types.is_binary(column.arrow) and not looked_into:
            return f"CASE WHEN {name} IS NOT NULL THEN ''::BLOB END AS {identifier(column.name)}"
        return name

    return ", ".join(map(selected, table.columns))


def _finding(rule: Rule, whole: WholeTables, row_count: int, tally: _Tally) -> Finding:
    failed = tally.failed_count > 0
    return Finding(
        rule=rule.name,
        table=rule.table,
        meaning=rule.meaning,
        severity=rule.severity,
        outcome="failed" if failed else "passed",
        unit=rule.scope,
        checked_count=1 if rule.scope == "table" else row_count,
        failed_count=tally.failed_count,
        examples=tuple(to_json(example) for example in tally.examples),
        query=_query(rule, whole.origins, tally.examples) if failed else None,
        reason=None,
        location=_shown(rule.location),
    )


def _shown(location: Location) -> Location:
    """A location as seen from the working folder, which for a CI job is the repository."""
    here = Path.cwd()
    path = location.path.relative_to(here) if location.path.is_relative_to(here) else location.path
    return Location(path, location.line)


def _skipped(rule: Rule, missing: Sequence[str]) -> Finding:
    return Finding(
        rule=rule.name,
        table=rule.table,
        meaning=rule.meaning,
        severity=rule.severity,
        outcome="skipped",
        unit=rule.scope,
        checked_count=0,
        failed_count=0,
        examples=(),
        query=None,
        reason=f"it looks into {', '.join(missing)}, and there is no such table",
        location=_shown(rule.location),
    )


def _query(rule: Rule, origins: Mapping[str, str], examples: Sequence[Mapping[str, object]]) -> str:
    """The query that shows what breaks a rule; examples where it sees more than its table."""
    table = TABLES[rule.table]
    rows = f"{origins[rule.table]} AS {identifier(table.name)}"
    condition = rule.check.condition
    match rule.check:
        case TableCondition():
            return f"SELECT ({condition}\n) AS holds FROM {rows}"
        case UniqueKey():
            return f"FROM {rows} QUALIFY NOT ({condition})"
        case RowCondition() if stands_alone(rule):
            checked = f"SELECT *, ({condition}\n) AS holds FROM {rows}"
            return f"SELECT * EXCLUDE (holds) FROM ({checked}) WHERE NOT holds"
        case RowCondition():
            keys = (f"({_key(table, example)})" for example in examples)
            return f"FROM {rows} WHERE {' OR '.join(keys)}"
        case _:
            return f"FROM {rows} WHERE NOT ({condition})"


def _key(table: Table, example: Mapping[str, object]) -> str:
    return " AND ".join(f"{identifier(name)} {_is(example[name])}" for name in identity(table))


def _is(value: object) -> str:
    match value:
        case None:
            return "IS NULL"
        case int():
            return f"= {value}"
        case _:
            return f"= {literal(str(value))}"
