"""What a crash interrupts, and what must hold after it: a program that is warm, and forks.

It reads requests, a line of JSON each, and answers each by a line. A request is met by a fork of
this process, which has loaded all models and opened nothing; `crashes.py` asks it.
"""

import json
import os
import resource
import shutil
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import made_batches
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from disk_faults import Fault, arm, disarm
from made_pages import ARTICLE, json_lines
from old_lakes import lake_of_0_1_0

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import Audit, AuditResult
from dateline.expectations.rules import Rule
from dateline.flows.cli.exit_codes import exit_code
from dateline.flows.jobs.ingest import STEPS, ingest, publish
from dateline.flows.jobs.quarantine import retry
from dateline.flows.jobs.replay import replay
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.warehouse.catalog.ddl import identifier as identifier_of
from dateline.warehouse.catalog.errors import LakeMissingError, LakeVersionError
from dateline.warehouse.catalog.folder import DATA, STAGING, WRITING
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.publish.staging import StagedBatch
from dateline.warehouse.read.data_package import write_data_package
from dateline.warehouse.read.duckdb_file import export_database
from dateline.warehouse.read.export import export
from dateline.warehouse.read.graph import export_graph
from dateline.warehouse.search.index import reading_index, rebuild
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query

LAKE, OUT, DISK, ACKNOWLEDGED = "lake", "out", "disk", "acknowledged"
# What differs from run to run.
_OF_A_RUN = {"run_id", "batch_id", "resolved_run_id", "version", "evidence_snapshot"}
_OF_BATCHES = {"ops.runs", "ops.batches", "ops.checks", "ops.measures"}

Case = Path
"""A folder: `disk` holds the lake and what is exported; beside it is what the disk cannot lose."""


def pages(inputs: Path, name: str, first: int, last: int) -> Path:
    records = [
        {
            "id": str(number),
            "url": f"https://outlet{number % 3}.example/{number}",
            "text": ARTICLE.replace("two weeks", f"{number} weeks"),
        }
        for number in range(first, last)
    ]
    if first == 0:
        records.append({"id": "failing", "text": ARTICLE})
    return json_lines(inputs / f"{name}.jsonl", records)


def settings(case: Case) -> Settings:
    return Settings(lake=case / DISK / LAKE, batch_pages=2, rules=())


def steps_of(case: Case, transform: Callable[..., BatchTables] = STEPS.transform) -> Any:
    """The steps of a run that notes which batches it was told to be safe; the audit finds nothing.

    To audit, Great Expectations would be loaded, which touches no file of a lake.
    """

    def publish_and_note(lake: Lake, staged: StagedBatch | None, rows: BatchTables) -> int:
        snapshot_id = publish(lake, staged, rows)
        with (case / ACKNOWLEDGED).open("a") as file:
            file.write(f"{rows.batches['batch_id'][0]}\n")
        return snapshot_id

    return replace(
        STEPS, transform=transform, audit=lambda batch, rules: Audit(()), publish=publish_and_note
    )


def _otherwise(*arguments: Any) -> BatchTables:
    """What an earlier version would have made of pages: neither mentions nor times."""
    batch = STEPS.transform(*arguments)
    return replace(batch, mentions=batch.mentions.slice(0, 0), times=batch.times.slice(0, 0))


def _run(case: Case) -> None:
    ingest([str(case.parent / "later.jsonl")], settings(case), steps_of(case))


def _audit(batch: BatchTables, rules: Sequence[Rule]) -> Audit:
    """One page fails the audit of the first lake, so that it can be tried again."""
    failing = batch.documents.filter(pc.equal(batch.documents["source_id"], "failing"))
    rule = next(it for it in ALL_RULES if it.table == "documents" and it.severity == "critical")
    rows = failing.select(["document_id"])
    result = AuditResult(rule, False, batch.documents.num_rows, rows.num_rows, rows, True)
    return Audit((result,) if rows.num_rows else ())


def _first_lake(case: Case) -> None:
    """Two batches of three pages; a fourth fails the audit."""
    steps = replace(steps_of(case), audit=_audit)
    ingest([str(case.parent / "first.jsonl")], settings(case), steps)


def _compact(case: Case) -> None:
    with Lake.open(case / DISK / LAKE) as lake:
        compact(lake)
    with Lake.open(case / DISK / LAKE) as lake:
        compact(lake, keep=timedelta(0))


def _export(case: Case) -> None:
    out = case / DISK / OUT
    with Lake.open(case / DISK / LAKE, read_only=True) as current, current.pinned() as lake:
        write_data_package(lake, export(lake, out), out)
        export(lake, out, "jsonl")
        export_database(lake, out / "lake.duckdb")
        export_graph(lake, out / "lake.graphml")


def _leave_rubbish(case: Case) -> None:
    """What killed runs leave: a staged batch, and a data file that no snapshot names."""
    _first_lake(case)
    lake = case / DISK / LAKE
    (lake / WRITING).touch()
    staged = lake / STAGING / "left"
    staged.mkdir()
    (staged / "lines.parquet").write_bytes(b"half")
    shutil.copyfile(
        next((lake / DATA / "main/lines").iterdir()), lake / DATA / "main/lines/orphan.parquet"
    )


def _earlier_rows(case: Case) -> None:
    steps = steps_of(case, _otherwise)
    ingest([str(case.parent / "first.jsonl")], settings(case), steps)


def _nothing(case: Case) -> None:
    (case / DISK).mkdir(exist_ok=True)


def _publish(case: Case) -> None:
    """Two batches of made rows, as a run publishes them: those that the lake lacks."""
    with Lake.open(case / DISK / LAKE) as lake:
        for number in range(2):
            if not lake.known_documents([made_batches.document_id(number)]):
                made_batches.load(lake, [number], batch_id=f"made-{number}")
                with (case / ACKNOWLEDGED).open("a") as file:
                    file.write(f"made-{number}\n")
        compact(lake, keep=timedelta(0))


# By action, what there is before it, and the action.
ACTIONS: Mapping[str, tuple[Callable[[Case], object], Callable[[Case], object]]] = {
    "publish": (_nothing, _publish),
    "first run": (_nothing, _run),
    "run": (_first_lake, _run),
    "compact": (_first_lake, _compact),
    "replay": (
        _earlier_rows,
        lambda case: replay(settings(case), publish=True, steps=steps_of(case)),
    ),
    "retry": (_first_lake, lambda case: retry(settings(case), steps=steps_of(case))),
    "migrate": (
        lambda case: lake_of_0_1_0(case / DISK),
        lambda case: Lake.open(case / DISK / LAKE).close(),
    ),
    "export": (_first_lake, _export),
    "clean up": (_leave_rubbish, lambda case: Lake.open(case / DISK / LAKE).close()),
    "rebuild": (_first_lake, lambda case: _rebuild(case)),
}


def _rebuild(case: Case) -> None:
    with Lake.open(case / DISK / LAKE, read_only=True) as lake:
        rebuild(lake)


def content(lake: Lake) -> dict[str, str]:
    """By table, the number of its rows and a hash of all that does not differ from run to run."""
    found = {}
    for name, table in TABLES.items():
        columns = [
            identifier_of(column.name)
            for column in table.columns
            if column.name not in _OF_A_RUN and not pa.types.is_timestamp(column.arrow)
        ]
        packed = ", ".join(f"{column} := {column}" for column in columns)
        ((count, digest),) = lake.connection.execute(
            f"SELECT count(*), md5(coalesce(string_agg(row, '' ORDER BY row), '')) FROM "
            f"(SELECT to_json(struct_pack({packed}))::VARCHAR AS row FROM {name})"
        ).fetchall()
        found[name] = f"{count} {digest}"
    return found


def look(case: Case, *, with_content: bool = True) -> dict[str, Any]:
    """What a reader finds: the content, and what of it is wrong."""
    folder = case / DISK / LAKE
    try:
        lake = Lake.open(folder, read_only=True)
    except (LakeMissingError, LakeVersionError) as error:
        return {"missing": type(error).__name__, "wrong": [], "content": {}}
    wrong = []
    with lake:
        batches = {str(key) for (key,) in lake.rows("SELECT batch_id FROM ops.batches")}
        noted = case / ACKNOWLEDGED
        acknowledged = set(noted.read_text().split()) if noted.exists() else set()
        if lost := acknowledged - batches:
            wrong.append(f"batches are lost: {lost}")
        # Made rows are not what their texts say, so that they can't be verified.
        is_parsed = not any(name.startswith("made-") for name in batches)
        wrong += _keys_twice(lake)
        wrong += _not_in_step(lake, is_parsed)
        wrong += _not_found(lake)
        return {
            "missing": None,
            "wrong": wrong,
            "content": content(lake) if with_content else {},
            "is_parsed": is_parsed,
        }


def _keys_twice(lake: Lake) -> list[str]:
    query = " UNION ALL ".join(
        f"SELECT '{name}' FROM (FROM {name} SELECT {', '.join(map(identifier_of, table.key))} "
        "GROUP BY ALL HAVING count(*) > 1)"
        for name, table in TABLES.items()
        if table.key
    )
    return [f"{name} has a key twice" for (name,) in lake.rows(query)]


def _not_in_step(lake: Lake, is_parsed: bool) -> list[str]:
    """Each page has an article, lines, a fingerprint and a sighting; each text is in a story."""
    others = ["articles", "lines", "ops.sightings", *(["fingerprints"] if is_parsed else [])]
    query = " UNION ALL ".join(
        [
            f"SELECT '{name}' FROM (SELECT document_id FROM documents) "
            f"FULL JOIN (SELECT DISTINCT document_id, 1 AS there FROM {name}) USING (document_id) "
            "GROUP BY ALL HAVING count(*) <> count(there) "
            "OR count(*) <> (SELECT count(*) FROM documents)"
            for name in others
        ]
        + [
            "SELECT 'story_members' FROM articles ANTI JOIN story_members USING (document_id) "
            "WHERE text_id IS NOT NULL"
        ]
    )
    return [f"{name} is not in step with documents" for (name,) in lake.rows(query)]


def _not_found(lake: Lake) -> list[str]:
    """Each article and quotation is in the index of the search, which catches up by itself."""
    there = {
        (document_id, quote_number)
        for document_id, quote_number in lake.rows(
            "SELECT document_id, NULL::BIGINT AS quote_number FROM articles "
            "WHERE article_body IS NOT NULL UNION ALL SELECT document_id, quote_number FROM quotes"
        )
    }
    with reading_index(lake) as index:
        found = [
            (document.hex(), quote_number)
            for document, quote_number in index.execute(
                "SELECT document, quote_number FROM entries WHERE removed IS NULL"
            )
        ]
    if sorted(found, key=str) != sorted(there, key=str):
        return [f"the index has {len(found)} entries, the lake {len(there)}"]
    ((count,),) = lake.rows("SELECT count(*) FROM articles WHERE article_body ILIKE '%said%'")
    hits = search(lake, parse_query("said"), Filters(kind="article"), limit=count + 1).hits
    return [] if len(hits) == count else [f"{len(hits)} of {count} articles are found"]


def after(case: Case, action: str) -> dict[str, Any]:
    """Do what was interrupted once more, undisturbed; what there is then, and what it took."""
    arm(case / DISK, Fault.NONE, 0)
    ACTIONS[action][1](case)
    operations = disarm()
    found = look(case)
    found["operations"] = operations
    folder = case / DISK / LAKE
    if left := [path.name for path in (folder / STAGING).iterdir()]:
        found["wrong"].append(f"left in staging: {left}")
    with Lake.open(folder) as lake:
        named = {
            path
            for table in TABLES.values()
            for (path,) in lake.connection.execute(
                "SELECT data_file FROM ducklake_list_files('lake', ?, schema => ?)",
                [table.stored_as or table.name, table.schema],
            ).fetchall()
        }
    there = {str(path) for path in (folder / DATA).rglob("*.parquet")}
    if lost := named - there:
        found["wrong"].append(f"files are lost: {lost}")
    found["wrong"] += _unlike_export(case) if action == "export" else []
    return found


def _unlike_export(case: Case) -> list[str]:
    out = case / DISK / OUT
    with Lake.open(case / DISK / LAKE, read_only=True) as lake:
        counts = {name: lake.query(f"FROM {name}").num_rows for name in TABLES}
    found = {name: pq.read_metadata(out / f"{name}.parquet").num_rows for name in TABLES}
    parts = [path.name for path in out.iterdir() if path.name.startswith(".")]
    return [str(one) for one in (found, parts) if one not in (counts, [])]


def meet(case: Case, request: Mapping[str, Any]) -> dict[str, Any]:
    """Do an action that meets a fault; one that fails must say so in words for a person."""
    arm(
        case / DISK,
        Fault(request["fault"]),
        request["at"],
        request.get("error", 0),
        each_write=request.get("each_write", False),
    )
    if "file_limit" in request:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["file_limit"],) * 2)
    try:
        ACTIONS[request["action"]][1](case)
    except Exception as error:  # noqa: BLE001 - which errors there may be is what is tested
        count = disarm()
        return {"count": count, "exit": _exit(error), "error": f"{type(error).__name__}: {error}"}
    return {"count": disarm(), "exit": 0, "error": ""}


def _exit(error: Exception) -> int | None:
    """The exit code of a command that ends with an error; None where it would be a traceback."""
    try:
        return exit_code(error)
    except Exception:  # noqa: BLE001 - it is the same error again
        return None


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    case = Path(request["case"])
    match request["do"]:
        case "prepare":
            pages(case.parent, "first", 0, 3)
            pages(case.parent, "later", 3, 5)
            (case / DISK).mkdir(parents=True)
            ACTIONS[request["action"]][0](case)
            return {}
        case "meet":
            return meet(case, request)
        case "look":
            return look(case, with_content=request["with_content"])
        case "after":
            return after(case, request["action"])
        case "verify":
            verification = verify(settings(case))
            return {
                "differing": [part.name for part in verification.compared if part.differing_count]
            }
        case other:
            raise ValueError(other)


def in_fork(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a request in a fork of this process."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries hold nothing
        pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            found = answer(request)
        except BaseException as error:  # noqa: BLE001 - it is told to who asked
            import traceback

            found = {"raised": "".join(traceback.format_exception(error))}
        os.write(writer, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answered:
        text = answered.read()
    _, status, used = os.wait4(pid, 0)
    return {
        **(json.loads(text) if text else {}),
        "status": os.waitstatus_to_exitcode(status),
        "seconds": used.ru_utime + used.ru_stime,
    }


def main(warmed_up: str) -> None:
    with TemporaryDirectory() as home:  # all that the action loads once, a fork has
        answer({"do": "prepare", "case": f"{home}/case", "action": warmed_up})
        answer({"do": "after", "case": f"{home}/case", "action": warmed_up})
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(in_fork(json.loads(line)))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
