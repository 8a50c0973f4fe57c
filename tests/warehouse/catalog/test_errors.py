"""What went wrong with a lake, told apart by who can mend it."""

import ast
import inspect
from pathlib import Path

import pytest

from dateline.warehouse.catalog import errors
from dateline.warehouse.catalog.errors import (
    LakeError,
    QueryTimeoutError,
    RowLimitError,
    StaleResultError,
    StatementRejectedError,
    UnknownSnapshotError,
    UnsupportedValueError,
)
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

WAREHOUSE = Path(errors.__file__).parents[1]
CLASSES = {
    name: value
    for name, value in vars(errors).items()
    if inspect.isclass(value) and value.__module__ == errors.__name__
}


def test_asking_otherwise_helps_where_the_query_or_the_snapshot_is_wrong() -> None:
    usage = {error for error in CLASSES.values() if issubclass(error, UsageError)}
    assert usage == {
        QueryTimeoutError,
        RowLimitError,
        StaleResultError,
        StatementRejectedError,
        UnknownSnapshotError,
        UnsupportedValueError,
    }


def test_all_else_can_be_caught_as_what_is_wrong_with_the_lake() -> None:
    for error in CLASSES.values():
        assert issubclass(error, UsageError) or issubclass(error, LakeError)
    assert issubclass(LakeError, EnvironmentFailedError)


@pytest.mark.parametrize("name", sorted(set(CLASSES) - {"LakeError"}))
def test_every_error_is_raised_somewhere_and_nothing_raises_their_base(name: str) -> None:
    used = set()
    for path in WAREHOUSE.rglob("*.py"):
        if path != Path(errors.__file__):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "LakeError":
                    pytest.fail(f"{path}:{node.lineno} does not say what is wrong with the lake")
    assert name in used
