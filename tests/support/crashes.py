"""Crashes and failing disks, made to happen to what a user does, and what must hold after each."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

import crash_program
from disk_faults import Fault, build

from dateline.transforms.schema import TABLES

PUBLISH = "publish"
DERIVED_FROM_RUNS = frozenset({"ops.runs", "ops.batches", "ops.checks", "ops.measures"})


class BrokenPromiseError(AssertionError):
    """Something is lost, there twice, out of step, or not explained."""


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """An action without a fault: what it counts, and what there is after it."""

    operation_count: int
    after: dict[str, str]


@dataclass
class Harness:
    """Has faults happen to actions on copies of small lakes, and looks at what is left."""

    home: Path
    library: Path
    program: "subprocess.Popen[str]"
    undisturbed: dict[str, Undisturbed] = field(default_factory=dict)
    verified: set[str] = field(default_factory=set)
    errors: dict[str, int] = field(default_factory=dict)
    most_operations: float = 0.0
    numbers: Iterator[int] = field(default_factory=count)

    def ask(self, case: Path, **request: Any) -> dict[str, Any]:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{json.dumps({'case': str(case), **request})}\n")
        self.program.stdin.flush()
        found: dict[str, Any] = json.loads(self.program.stdout.readline())
        assert "raised" not in found, found["raised"]
        return found

    def prepared(self, action: str) -> Undisturbed:
        """The action's lake, made once, and what the action does where nothing disturbs it."""
        if action not in self.undisturbed:
            self.ask(self._base(action), do="prepare", action=action)
            with self.case(action) as case:
                found = self.ask(case, do="after", action=action)
                self._hold(case, found)
            count = self.count(action, Fault.NONE)
            self.undisturbed[action] = Undisturbed(count, found["content"])
        return self.undisturbed[action]

    def count(self, action: str, fault: Fault, *, each_write: bool = False) -> int:
        """How many operations an action counts that could meet a fault."""
        with self.case(action) as case:
            met = self.ask(case, do="meet", action=action, fault=fault, at=0, each_write=each_write)
        assert met["exit"] == 0, met["error"]
        return int(met["count"])

    def _base(self, action: str) -> Path:
        return self.home / f"{action.replace(' ', '-')}-base"

    @contextmanager
    def case(self, action: str) -> Iterator[Path]:
        """A copy of an action's lake, for as long as it is looked at."""
        folder = self.home / f"case-{next(self.numbers)}"
        shutil.copytree(self._base(action), folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)

    def look(self, case: Path, action: str = "") -> dict[str, Any]:
        """Hold what must be so whatever happened; made rows are looked at when all is done."""
        found = self.ask(case, do="look", with_content=action != PUBLISH)
        self._hold(case, found)
        return found

    def _hold(self, case: Path, found: dict[str, Any]) -> None:
        """Hold what must be so in every lake; one of the same rows is verified once."""
        if found["wrong"]:
            raise BrokenPromiseError("; ".join(found["wrong"]))
        key = json.dumps(found["content"], sort_keys=True)
        if found["missing"] or not found["is_parsed"] or key in self.verified:
            return
        if differing := self.ask(case, do="verify")["differing"]:
            raise BrokenPromiseError(f"verify: {differing}")
        self.verified.add(key)

    def kill(
        self, action: str, at: int, fault: Fault = Fault.KILL, *, each_write: bool = False
    ) -> None:
        """Kill an action at an operation; nothing is lost, and the next run finishes the work."""
        self.prepared(action)
        with self.case(action) as case:
            met = self.ask(
                case, do="meet", action=action, fault=fault, at=at, each_write=each_write
            )
            # Where threads take turns, the last operations may not come.
            assert met["status"] in (-signal.SIGKILL, 0), met
            self.look(case, action)
            self.finish(case, action)

    def fail(self, action: str, fault: Fault, at: int, error: int = 0, **request: Any) -> None:
        """Have the disk fail; the command says so, nothing is lost, and the next run finishes."""
        self.prepared(action)
        with self.case(action) as case:
            met = self.ask(
                case, do="meet", action=action, fault=fault, at=at, error=error, **request
            )
            gone = case / "disk.gone"
            if gone.exists():
                shutil.rmtree(case / "disk", ignore_errors=True)
                gone.rename(case / "disk")
            if met["status"] != 0:
                raise BrokenPromiseError(f"ended with {met['status']}")
            if met["exit"] is None:
                raise BrokenPromiseError(f"a traceback: {met['error']}")
            said = met["error"].partition("\n")[0] or "nothing"
            self.errors[said] = self.errors.get(said, 0) + 1
            self.look(case, action)
            self.finish(case, action)

    def finish(self, case: Path, action: str) -> None:
        """Let the next run finish the work; what is there then is what is there without faults."""
        whole = self.undisturbed[action]
        found = self.ask(case, do="after", action=action)
        self._hold(case, found)
        differing = [
            name
            for name in TABLES
            if name not in DERIVED_FROM_RUNS and found["content"][name] != whole.after[name]
        ]
        if differing:
            raise BrokenPromiseError(f"other rows than in a run that nothing disturbs: {differing}")
        operations = found["operations"] / whole.operation_count
        self.most_operations = max(self.most_operations, operations)

    def close(self) -> None:
        self.program.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def start(home: Path, warmed_up: str = "run") -> Harness:
    """Start the program that meets the faults, with its files in a folder.

    What the action `warmed_up` loads is loaded once.
    """
    library = build(home)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")},
        "LD_PRELOAD": str(library),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    program = subprocess.Popen(
        [sys.executable, crash_program.__file__, warmed_up],
        env=environment,
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Harness(home, library, program)
