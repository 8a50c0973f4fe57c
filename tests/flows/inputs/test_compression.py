import bz2
import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest

from dateline.flows.inputs.compression import unpacked
from dateline.flows.inputs.sources import CHUNK, UnreadableError

MEMBERS = [b"one\n" * 500, b"two\n" * 500, b"three\n" * 500]
PACKED = [gzip.compress(member) for member in MEMBERS]


def read(packed: bytes, compression: str | None = "gzip", resynchronise: bool = False) -> bytes:
    """What can be read, then `!` where reading ends with an error."""
    content = b""
    with unpacked(io.BytesIO(packed), compression, resynchronise=resynchronise) as stream:
        try:
            while piece := stream.read1(100):
                content += piece
        except UnreadableError:
            content += b"!"
    return content


def test_members_one_after_the_other() -> None:
    assert read(b"".join(PACKED)) == b"".join(MEMBERS)
    assert read(b"".join(PACKED) + b"\0" * 100) == b"".join(MEMBERS)
    assert read(b"") == b""


@pytest.mark.parametrize("compression", [None, "zstd", "bz2"])
def test_other_compressions(compression: str | None, tmp_path: Path) -> None:
    with pa.output_stream(tmp_path / "packed", compression=compression or None) as file:
        file.write(MEMBERS[0])
    packed = (tmp_path / "packed").read_bytes()
    assert compression != "bz2" or bz2.decompress(packed) == MEMBERS[0]
    assert read(packed, compression) == MEMBERS[0]


def test_damage_ends_the_stream_behind_what_came_before() -> None:
    damaged = PACKED[0] + b"no gzip" + PACKED[1]
    assert read(damaged) == MEMBERS[0] + b"!"
    assert read(PACKED[0] + PACKED[1][:-6]).removesuffix(b"!") == MEMBERS[0] + MEMBERS[1]
    assert read(PACKED[0][:10]) == b"!"


def test_a_damaged_stretch_is_left_out_and_told_at_the_end() -> None:
    damaged = PACKED[0] + b"no gzip" + PACKED[1] + PACKED[2][:-8] + b"\xff" * 8 + PACKED[0]
    content = read(damaged, resynchronise=True)
    assert content.endswith(b"\n" + MEMBERS[0] + b"!")
    assert content.startswith(MEMBERS[0] + b"\n" + MEMBERS[1])
    assert read(b"none at all", resynchronise=True) == b"\n!"


def test_very_many_members_and_beginnings_of_members() -> None:
    members = gzip.compress(b"") * 50_000 + gzip.compress(b"end")
    with unpacked(io.BytesIO(members), "gzip") as stream:
        assert stream.read() == b"end"
    beginnings = gzip.compress(b"first") + b"\x1f\x8b\x08\0" * 50_000 + gzip.compress(b"last")
    with unpacked(io.BytesIO(beginnings), "gzip", resynchronise=True) as stream:
        assert stream.read1().startswith(b"first")


def test_a_member_that_begins_at_the_edge_of_what_is_read_is_found() -> None:
    for edge in range(CHUNK - 4, CHUNK + 4):
        first = gzip.compress(b"first")
        damaged = first + b"\x1f\x8b\x08\xff".ljust(edge - len(first), b"x")
        with unpacked(
            io.BytesIO(damaged + gzip.compress(b"last")), "gzip", resynchronise=True
        ) as s:
            lines = [s.read1(), s.read1(), s.read1()]
        assert b"".join(lines).split(b"\n")[-1] == b"last"
