"""docs/explanation/architecture.md is true of the code: its paths, folders, layers and steps."""

import ast
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from dateline.flows.jobs.ingest import Steps

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
CODE_SPANS = re.findall(r"`([^`\n]+)`", PAGE)
PATHS = sorted({span for span in CODE_SPANS if re.fullmatch(r"[\w./*-]+(/|\.[a-z]+)", span)})
PACKAGES = ("flows", "expectations", "warehouse", "transforms")


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_column(table: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize("path", PATHS)
def test_a_named_path_exists(path: str) -> None:
    is_in_a_lake_or_folder_of_ones_own = path == "rules.toml"
    assert is_in_a_lake_or_folder_of_ones_own or list(ROOT.glob(path))


def test_paths_are_found_in_the_page() -> None:
    assert {"flows/jobs/", "transforms/parsing.py", "pyproject.toml"} <= set(PATHS)


def test_every_folder_is_named() -> None:
    folders = {
        f"{file.parent.relative_to(ROOT)}/"
        for package in PACKAGES
        for pattern in ("**/*.py", "**/*.sql")
        for file in (ROOT / package).glob(pattern)
    }
    named = set(first_column(section("Folders")))
    assert folders - {f"{package}/" for package in PACKAGES} <= named
    assert len(folders) > len(PACKAGES)


def contracts() -> list[str]:
    """The layers that import-linter holds, as the page writes them."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    lines = []
    for contract in linter["contracts"]:
        if contract["type"] != "layers":
            continue
        layers = " → ".join(contract["layers"]).replace("dateline.", "")
        packages = {layer.partition(".")[0] for layer in re.findall(r"[\w.]+", layers)}
        if len(packages) > 1:
            lines.append(layers)
        else:
            (package,) = packages
            lines.append(f"{package}: {layers.replace(f'{package}.', '')}")
    return lines


def test_the_layers_are_those_of_the_contracts() -> None:
    (block,) = re.findall(r"```text\n(.*?)\n```", section("Layers"), re.DOTALL)
    assert block.splitlines() == contracts()


def called_in(path: str, function: str) -> list[str]:
    """The names that a function of a file calls, in the order of the text."""
    tree = ast.parse((ROOT / path).read_text())
    (found,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == function
    )
    calls = [node for node in ast.walk(found) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.end_lineno, call.end_col_offset))
    called = [call.args[0] if is_map(call) else call.func for call in calls]
    return [ast.unparse(function).rpartition(".")[2] for function in called]


def is_map(call: ast.Call) -> bool:
    """Whether a call has another function called."""
    return isinstance(call.func, ast.Name) and call.func.id == "map"


def test_parsing_calls_the_functions_of_the_page_in_their_order() -> None:
    table = section("The path of a page").partition("| function |")[2]
    named = first_column(table)
    assert len(named) > 5
    calls = called_in("transforms/parsing.py", "parse_batch")
    assert [name for name in dict.fromkeys(calls) if name in named] == named


def test_the_steps_are_those_of_the_loop_and_of_prefect() -> None:
    table = section("The path of a page").partition("| step |")[2].partition("\n\n")[0]
    named = first_column(table)
    # Who else reads batches is hired for a run, and no step on the path of a page.
    assert [field.name for field in fields(Steps)] == ["discover", "open_lake", *named, "hire"]
    tasks = [
        call
        for call in ast.walk(ast.parse((ROOT / "flows/ingest.py").read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Steps"
    ]
    (steps,) = tasks
    *keywords, hired = steps.keywords
    assert ast.unparse(hired.value) == "STEPS.hire"
    for keyword in keywords:
        assert keyword.arg is not None
        name = keyword.arg.replace("_", " ")
        assert ast.unparse(keyword.value) == f"as_task(STEPS.{keyword.arg}, {name!r})"
    assert [keyword.arg for keyword in keywords][2:] == named


def test_each_step_is_a_function_of_its_file() -> None:
    table = section("The path of a page").partition("| step |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]+\| `([^`]+)`", table, re.MULTILINE)
    assert len(rows) == 4
    for step, path in rows:
        body = ast.parse((ROOT / path).read_text()).body
        assert step in {node.name for node in body if isinstance(node, ast.FunctionDef)}
