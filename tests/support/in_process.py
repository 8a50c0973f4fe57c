"""The `dateline` command in this process, where one of its own would show nothing more."""

import io
import sys
from pathlib import Path
from subprocess import CompletedProcess
from typing import TextIO

import pytest

from dateline.flows.cli import main
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons


def dateline(
    *arguments: object, home: Path, standard_input: str | TextIO = ""
) -> CompletedProcess[str]:
    """Run the command in `home`, with its output kept."""
    written = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("HOME", str(home))
        patch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        if isinstance(standard_input, str):
            standard_input = io.StringIO(standard_input)
        patch.setattr(sys, "stdin", standard_input)
        patch.setattr(sys, "stdout", written[0])
        patch.setattr(sys, "stderr", written[1])
        with pytest.raises(SystemExit) as ended:
            main()
    use_lexicons(OwnLexicons())
    output, errors = (_text(stream) for stream in written)
    return CompletedProcess(sys.argv, int(ended.value.code or 0), output, errors)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
