"""How good it is: `python -m benchmarks.quality DATA [--part pages|quotes|entities] [--write]`.

DATA is a folder of development data with its own scorer, `measure.py`, which runs the `dateline`
command as a user would. Each figure has a floor in `benchmarks/floors.json`, pinned together with
the hash of the data it was measured on; a figure below its floor, or other data, is a failure.
`--write` writes what was measured as the new floors. The figures for pages are over pages that the
line model was trained on: they show that nothing got worse. How good it is on sites that it has not
seen stands in `docs/reference/line-model.md`.
"""

import argparse
import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
PARTS = ("pages", "quotes", "entities")
# A figure may differ by this much between machines before it counts as worse.
TOLERANCE = 0.002


def main() -> int:
    """Measure, print each figure beside its floor, and return 1 where one is below."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    is_worse = False
    for part in arguments.part or PARTS:
        figures = measure(arguments.data, part)
        data = data_hash(arguments.data / part)
        pinned = floors.get(part, {})
        if pinned and pinned["data"] != data and not arguments.write:
            print(f"{part}: the data is not what the floors were measured on")
            is_worse = True
        for name, figure in figures.items():
            floor = pinned.get("figures", {}).get(name)
            fell = floor is not None and figure < floor - TOLERANCE * max(1, floor)
            is_worse |= fell
            print(f"{part} {name:<60}{figure:>9.3f}  floor {floor}{'  FELL' if fell else ''}")
        floors[part] = {"data": data, "figures": figures}
    if arguments.write:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
        return 0
    return int(is_worse)


def data_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's files."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def measure(data: Path, part: str) -> dict[str, float]:
    """Run the data's scorer for one part and read its figures."""
    dateline = Path(sys.executable).with_name("dateline")
    output = subprocess.run(
        [sys.executable, str(data / "measure.py"), part, "--dateline", str(dateline)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return page_figures(output) if part == "pages" else span_figures(output)


def page_figures(output: str) -> dict[str, float]:
    """The figures of the page scorer: means, fields and segments, by rendering."""
    figures = {}
    for line in output.splitlines():
        rendering, _, rest = line.partition(" ")
        if "mean of the sets" in rest:
            for name, value in re.findall(r"(\w+ F1) ([\d.]+)", rest):
                figures[f"{rendering} {name}"] = float(value)
        elif "fields (English)" in rest:
            for name, value in re.findall(r"(title_\w+|auth_exactset|date_pm1) ([\d.]+)", rest):
                if not name.endswith("_n"):
                    figures[f"{rendering} {name}"] = float(value)
        elif "other languages" in rest:
            figures[f"{rendering} other languages F1"] = float(rest.rsplit("F1 ", 1)[1])
    return figures


SPAN_FIGURES = {
    "joint",
    "typed_direct",
    "typed_mixed",
    "indirect_speech",
    "speaker",
    "exact",
    "by_type",
}


def span_figures(output: str) -> dict[str, float]:
    """The figures of the scorer of quotations and entities: F1 and accuracies, by set."""
    figures, data_set = {}, ""
    for line in output.splitlines():
        name, _, rest = line.partition(" ")
        if name == "==":
            data_set = rest
        elif name in SPAN_FIGURES:
            for key, value in flat(ast.literal_eval(rest.strip()), name):
                if key.endswith(("F1", "acc")) and value is not None:
                    figures[f"{data_set} {key}"] = float(value)
    return figures


def flat(values: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """The leaves of nested dictionaries, each with the names that lead to it."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, f"{name} {key}")
        else:
            yield f"{name} {key}", value


if __name__ == "__main__":
    sys.exit(main())
