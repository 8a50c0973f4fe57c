"""One writer at a time, and the next one hears who it is."""

import json
import os
import threading
from pathlib import Path

import pytest

from dateline.warehouse.catalog.errors import LakeHeldError, LakeNotWritableError
from dateline.warehouse.catalog.lock import HOLDER_FILE, LOCK_FILE, writer_lock


def test_a_writer_is_named_while_it_holds_the_lake(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        holder = json.loads((tmp_path / HOLDER_FILE).read_text())
        assert holder["pid"] == os.getpid()
        message = f"the lake {tmp_path}: process {holder['pid']} on .*, since {holder['since'][:4]}"
        with pytest.raises(LakeHeldError, match=message), writer_lock(tmp_path):
            pass
    assert not (tmp_path / HOLDER_FILE).exists()


def test_the_lock_is_let_go_when_its_holder_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="failed"), writer_lock(tmp_path):
        raise RuntimeError("failed")
    with writer_lock(tmp_path):
        assert (tmp_path / LOCK_FILE).exists()


def test_another_thread_may_let_go(tmp_path: Path) -> None:
    held = writer_lock(tmp_path)
    held.__enter__()
    closing = threading.Thread(target=held.__exit__, args=(None, None, None))
    closing.start()
    closing.join()
    with writer_lock(tmp_path):
        pass


def test_a_lock_that_cannot_be_written_is_no_other_run(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).mkdir()
    with (
        pytest.raises(LakeNotWritableError, match="cannot write to the lake"),
        writer_lock(tmp_path),
    ):
        pass


def test_a_second_run_can_wait(tmp_path: Path) -> None:
    def second() -> None:
        with writer_lock(tmp_path, wait_seconds=300):
            got_it.set()

    got_it = threading.Event()
    waiting = threading.Thread(target=second)
    with writer_lock(tmp_path):
        waiting.start()
        with pytest.raises(LakeHeldError), writer_lock(tmp_path, wait_seconds=0.2):
            pass
        assert not got_it.is_set()
    waiting.join()
    assert got_it.is_set()


def test_the_holder_is_unknown_for_a_moment(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        (tmp_path / HOLDER_FILE).write_text(json.dumps([]))
        with pytest.raises(LakeHeldError, match="another process"), writer_lock(tmp_path):
            pass
