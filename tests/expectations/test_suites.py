"""The suites load in a data context of one's own, and find what Dateline's own audit finds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from in_process import dateline
from made_rows import as_tables, edge_rows

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import audit
from dateline.expectations.rules import RowCondition, TableCondition
from dateline.expectations.suites import suites

# A data context on disk, whose store of expectations is given the files as they are.
LOAD = """
import json, sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
import great_expectations as gx
import pandas as pd

home = Path(sys.argv[1])
context = gx.get_context(mode="file", project_root_dir=str(home))
source = context.data_sources.add_pandas("rows")
found = {}
for file in sorted(Path(home, "gx/expectations").glob("*.json")):
    suite = context.suites.get(name=file.stem)
    frame = pd.read_parquet(home / f"{suite.meta['table']}.parquet")
    asset = source.add_dataframe_asset(file.stem)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    results = batch.validate(suite, result_format="BOOLEAN_ONLY").results
    assert not any(one.exception_info["raised_exception"] for one in results), results
    found[file.stem] = {
        one.expectation_config.meta["rule"]: [one.success, one.expectation_config.severity]
        for one in results
    }
print(json.dumps(found))
"""


def test_a_suite_has_each_rule_or_lists_it_as_left_out() -> None:
    for name, suite in suites(ALL_RULES):
        found: Any = suite
        assert found["name"] == name
        table = found["meta"]["table"]
        expressed = {one["meta"]["rule"] for one in found["expectations"]}
        left_out = {one["rule"] for one in found["meta"]["not_expressed"]}
        own = [rule for rule in ALL_RULES if rule.table == table]
        written = {r.name for r in own if isinstance(r.check, RowCondition | TableCondition)}
        assert left_out == written
        assert expressed == {rule.name for rule in own} - written


# One rule of each kind that the rows at the edge break.
BROKEN = {
    "articles.word_count.between",
    "lines.label.in_set",
    "mentions.text.not_null",
    "quotes.document_id.matches",
    "entities.key.unique",
    "quotes.key.unique",
}


def test_a_context_of_ones_own_loads_them_and_finds_the_same(tmp_path: Path) -> None:
    wrote = dateline("rules", "--gx", "gx/expectations", home=tmp_path)
    tables = as_tables(edge_rows())
    assert wrote.stdout == f"{len(tables)} suites written to gx/expectations\n"
    for name, table in tables.items():
        nullable = pa.schema([field.with_nullable(True) for field in table.schema])
        pq.write_table(table.cast(nullable), tmp_path / f"{name}.parquet")
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(tmp_path)],
        env=os.environ | {"GX_ANALYTICS_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[Any]]] = json.loads(done.stdout)
    audited = {result.rule.name: result for result in audit(tables).results}
    seen = {name: one for suite in found.values() for name, one in suite.items()}
    assert len(seen) > 100
    assert {name for name, (passed, _) in seen.items() if not passed} >= BROKEN
    for name, (passed, severity) in seen.items():
        assert (name, passed) == (name, audited[name].passed)
        assert severity == audited[name].rule.severity
