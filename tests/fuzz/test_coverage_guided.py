"""Fuzzing that is led by coverage: long, and only where atheris has a wheel."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hostile_texts import HOSTILE_TEXTS, on_a_page
from sound_files import SOUND

from dateline.flows.inputs.formats import FORMATS, Format

_PROGRAM = Path(__file__).with_name("coverage_guided.py")
_SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))


@pytest.mark.soak
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no wheel for this Python")
@pytest.mark.parametrize("target", ["decode", "page", *map(str, Format)])
def test_nothing_raises_or_hangs(tmp_path: Path, target: str) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for number, text in enumerate(HOSTILE_TEXTS.values()):
        if target in ("decode", "page"):
            (inputs / f"text {number}").write_text(on_a_page(text(300)))
    for suffix, content in SOUND.items():
        if FORMATS[suffix] == target:
            (inputs / f"sound{suffix}").write_bytes(content)
    ended = subprocess.run(
        [sys.executable, _PROGRAM, target, f"-max_total_time={_SECONDS}", inputs],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-5000:]
    assert "DONE" in ended.stderr
