"""One name, one meaning: no two classes share a name, nor do two constants of different values."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "expectations", "warehouse", "transforms", "seeds")


def statements() -> Iterator[tuple[str, ast.stmt]]:
    """The statements of every module's own level, each with the module's path."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for statement in ast.parse(file.read_text(encoding="utf-8")).body:
                yield str(file.relative_to(ROOT)), statement


def shared(definitions: Iterator[tuple[str, str, str]]) -> list[str]:
    """The names that have several values, with where they are; of (name, value, path)."""
    values = defaultdict(set)
    paths = defaultdict(set)
    for name, value, path in definitions:
        values[name].add(value)
        paths[name].add(path)
    return [
        f"{name}: {', '.join(sorted(paths[name]))}"
        for name in sorted(values)
        if len(values[name]) > 1
    ]


def classes() -> Iterator[tuple[str, str, str]]:
    for path, statement in statements():
        if isinstance(statement, ast.ClassDef):
            yield statement.name, path, path


def constants() -> Iterator[tuple[str, str, str]]:
    for path, statement in statements():
        match statement:
            case (
                ast.Assign(targets=[ast.Name(name)], value=value)
                | ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value)
            ):
                if name.isupper():
                    yield name, ast.dump(value), path
            case _:
                pass


def test_no_two_classes_share_a_name() -> None:
    assert not (found := shared(classes())), "\n".join(found)


def test_no_two_constants_of_different_values_share_a_name() -> None:
    assert not (found := shared(constants())), "\n".join(found)


def test_a_shared_name_is_found() -> None:
    assert len(list(classes())) > 50
    assert len(list(constants())) > 50
    assert shared(iter([("A", "1", "x.py"), ("A", "2", "y.py"), ("B", "1", "x.py")])) == [
        "A: x.py, y.py"
    ]
