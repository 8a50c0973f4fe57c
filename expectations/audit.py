"""The audit of a batch: a result for each rule, and what follows from it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dateline.expectations import ALL_RULES
from dateline.expectations.candidates import candidates, failing_rows, identity
from dateline.expectations.rules import Rule
from dateline.expectations.validation import validate
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity


@dataclass(frozen=True, slots=True)
class AuditResult:
    """One rule's result on one batch.

    `checked_count` and `failed_count` count rows, or the table itself for a rule on the whole of
    it. `failures` has a row for each failing row, with its document_id, where the table has one,
    and its key; it is empty where the rule passed or holds for the whole table. `is_attributable`
    says whether every failing row belongs to a document of the batch.
    """

    rule: Rule
    passed: bool
    checked_count: int
    failed_count: int
    failures: pa.Table
    is_attributable: bool

    def examples(self, limit: int = 5) -> tuple[str, ...]:
        """The keys of the first few failing rows, as JSON objects."""
        rows = self.failures.slice(0, limit).to_pylist()
        return tuple(json.dumps(row, ensure_ascii=False, default=str) for row in rows)


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that must not be published, the first rule it breaks, and all of them in words."""

    document_id: str
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The results on one batch, in the order of the rules."""

    results: tuple[AuditResult, ...]

    def failed(self, severity: Severity) -> tuple[AuditResult, ...]:
        """The results of failed rules of a severity."""
        return tuple(
            result
            for result in self.results
            if not result.passed and result.rule.severity == severity
        )

    @property
    def blocking(self) -> tuple[AuditResult, ...]:
        """Failed critical rules that setting documents aside cannot mend.

        A batch with one of them is not published: the rule holds for a whole table, or for rows
        that belong to no document of the batch.
        """
        return tuple(
            result for result in self.failed(Severity.CRITICAL) if not result.is_attributable
        )

    @property
    def failed_documents(self) -> tuple[FailedDocument, ...]:
        """The documents that break a critical rule, by document_id."""
        broken: dict[str, list[tuple[Rule, int]]] = {}
        for result in self.failed(Severity.CRITICAL):
            if result.is_attributable:
                for count in result.failures["document_id"].value_counts().to_pylist():
                    broken.setdefault(count["values"], []).append((result.rule, count["counts"]))
        return tuple(
            FailedDocument(document_id, rules[0][0].name, _detail(rules))
            for document_id, rules in sorted(broken.items())
        )

    def failures(self, document_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The documents of the batch that must not be published, each with a rule and the detail.

        Where a failure can be blamed on no document of the batch, none of them can be told to be
        sound.

        Args:
            document_ids: the documents of the batch.
        """
        failures = {
            failed.document_id: (failed.rule, failed.detail) for failed in self.failed_documents
        }
        for result in self.blocking:
            rule = result.rule
            blocked = (rule.name, f"the batch breaks {rule.name}: {rule.meaning}")
            failures |= dict.fromkeys(document_ids, blocked)
        return failures


def _detail(rules: Iterable[tuple[Rule, int]]) -> str:
    return "; ".join(
        f"{rule.name} is broken by {count} row{'' if count == 1 else 's'}: {rule.meaning}"
        for rule, count in rules
    )


def audit(tables: Mapping[str, pa.Table], rules: Sequence[Rule] = ALL_RULES) -> Audit:
    """Evaluate rules on one batch's candidate rows.

    Great Expectations gives the results; failing rows are looked up in DuckDB, and only for rules
    that failed.

    Args:
        tables: The rows of one batch, by qualified table name; every table of
            `transforms.schema.TABLES` is there, maybe empty.
        rules: The rules to evaluate; their names are distinct.

    Raises:
        KeyError: A table is missing.
        RuleError: A written condition is wrong, or can't be evaluated for a row.
        RuntimeError: A rule could not be evaluated, or its two forms disagree.
    """
    documents = tables["documents"]["document_id"]
    with candidates(tables) as connection:
        passed = validate(connection, rules)
        failing = failing_rows(
            connection,
            [rule for rule in rules if rule.scope == "row" and not passed[rule.name]],
        )
    return Audit(
        tuple(
            _pass(rule, tables[rule.table].num_rows)
            if passed[rule.name]
            else _failure(rule, tables[rule.table].num_rows, failing.get(rule.name), documents)
            for rule in rules
        )
    )


def _pass(rule: Rule, row_count: int) -> AuditResult:
    checked_count = 1 if rule.scope == "table" else row_count
    return AuditResult(rule, True, checked_count, 0, _no_rows(rule), is_attributable=True)


def _failure(
    rule: Rule, row_count: int, failures: pa.Table | None, documents: pa.ChunkedArray
) -> AuditResult:
    if failures is None:
        return AuditResult(rule, False, 1, 1, _no_rows(rule), is_attributable=False)
    if failures.num_rows == 0:
        raise RuntimeError(f"{rule.name}: Great Expectations fails it, yet no row breaks it")
    # In the run ledger, `document_id` names pages that are not of the batch, or not loaded.
    is_attributable = (
        TABLES[rule.table].schema == "main"
        and "document_id" in failures.column_names
        and failures["document_id"].null_count == 0
        and pc.all(pc.is_in(failures["document_id"], value_set=documents)).as_py()
    )
    return AuditResult(rule, False, row_count, failures.num_rows, failures, is_attributable)


def _no_rows(rule: Rule) -> pa.Table:
    table = TABLES[rule.table]
    return pa.schema([table.arrow_schema.field(name) for name in identity(table)]).empty_table()
