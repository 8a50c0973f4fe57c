import errno
import os
import resource
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_pages import ARTICLE

from dateline.flows.inputs.failures import MachineFailedError, raise_for_environment
from dateline.flows.inputs.formats import Format, read_source
from dateline.flows.inputs.sources import ReadOptions, Source

_SURELY_ALL = 64


@contextmanager
def no_more_files() -> Iterator[None]:
    """Let the process open no further file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Descriptors are given from the lowest on, so that none stays free below the last.
    held = [os.open(os.devnull, os.O_RDONLY)]
    while len(held) < _SURELY_ALL:
        held.append(os.open(os.devnull, os.O_RDONLY))
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(held) + 1, hard))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in held:
            os.close(descriptor)


def test_too_many_open_files_are_no_fault_of_the_input(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(ARTICLE)

    source = Source("page.txt", "page.txt", 1, lambda _: page.open("rb"))
    assert len(list(read_source(source, Format.TEXT, ReadOptions(1 << 20)))) == 1
    with no_more_files(), pytest.raises(MachineFailedError, match="ulimit"):
        list(read_source(source, Format.TEXT, ReadOptions(1 << 20)))


@pytest.mark.parametrize(
    "code", [errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EROFS]
)
def test_what_the_machine_lacks_says_what_to_do(code: int) -> None:
    with pytest.raises(MachineFailedError, match=r"cannot read the inputs: .+; .+, then run again"):
        raise_for_environment(OSError(code, os.strerror(code)))


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EACCES, errno.EIO, errno.EISDIR])
def test_what_is_wrong_with_a_file_is_the_file_s(code: int) -> None:
    raise_for_environment(OSError(code, os.strerror(code), "page.txt"))


def test_no_folder_for_temporary_files_is_no_fault_of_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("page.txt", ARTICLE)
    source = Source("pages.zip", "pages.zip", 1, lambda _: (tmp_path / "pages.zip").open("rb"))
    assert len(list(read_source(source, Format.ZIP, ReadOptions(1 << 20)))) == 1
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "missing")])
    with pytest.raises(MachineFailedError, match="TMPDIR"):
        list(read_source(source, Format.ZIP, ReadOptions(1 << 20)))
