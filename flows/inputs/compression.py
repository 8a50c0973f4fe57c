"""Compressed files as streams of their content; gzip is read on behind a damaged stretch."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from dateline.flows.inputs.sources import CHUNK, UnreadableError

_GZIP_MAGIC = b"\x1f\x8b\x08"
# zlib's window of 32 KiB, with the header and the checksum of gzip around.
_GZIP_WINDOW = 31


@contextmanager
def unpacked(
    file: BinaryIO, compression: str | None, *, resynchronise: bool = False
) -> Iterator[io.BufferedReader]:
    """The content of a file.

    Args:
        file: The file, open for reading.
        compression: `gzip`, `zstd`, `bz2` or None.
        resynchronise: Whether to leave out what cannot be unpacked and go on behind it. What
            `read` gives then ends with a line end where something is left out, and the last
            `read` raises `UnreadableError`.
    """
    if compression is None:
        stream: io.BufferedReader
        with io.BufferedReader(cast(Any, file), CHUNK) as stream:
            yield stream
    elif compression == "gzip":
        with io.BufferedReader(cast(Any, _GzipStream(file, resynchronise)), CHUNK) as stream:
            yield stream
    else:
        import pyarrow as pa

        try:
            with pa.CompressedInputStream(file, compression) as packed:
                yield io.BufferedReader(cast(Any, packed), CHUNK)
        except pa.ArrowException as error:
            raise UnreadableError(str(error)) from error


class _GzipStream(io.RawIOBase):
    """The content of a gzip file of any number of members, each unpacked by itself."""

    def __init__(self, file: BinaryIO, resynchronise: bool) -> None:
        self._file = file
        self._resynchronise = resynchronise
        self._packed = b""
        self._offset = 0
        self._member: zlib._Decompress | None = None
        self._first_damage: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer as far as the next piece goes; 0 at the end.

        Raises:
            UnreadableError: the data are damaged, or were and that part is left out.
        """
        view = memoryview(cast(bytearray, buffer)).cast("B")
        piece = self._next_piece(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def _next_piece(self, most: int) -> bytes:
        while True:
            if not self._packed:
                self._packed = self._file.read(CHUNK)
            if self._member is None and not self._open_member():
                return b""
            if not self._packed:
                raise UnreadableError("the compressed data break off")
            try:
                piece = self._unpack(most)
            except zlib.error as error:
                piece = self._pass_over(str(error).partition(": ")[2])
            if piece:
                return piece

    def _open_member(self) -> bool:
        """Begin the next member; False at the end of the file. Zeros may pad it."""
        while self._packed and not self._packed.strip(b"\0"):
            self._drop(len(self._packed))
            self._packed = self._file.read(CHUNK)
        if self._packed:
            self._member = zlib.decompressobj(_GZIP_WINDOW)
            return True
        if self._first_damage is not None:
            raise UnreadableError(f"{self._first_damage}; what stands behind was read")
        return False

    def _unpack(self, most: int) -> bytes:
        assert self._member is not None  # noqa: S101 - for mypy: _open_member has made it
        packed = self._packed
        piece = self._member.decompress(packed, most)
        self._packed = self._member.unconsumed_tail or self._member.unused_data
        self._offset += len(packed) - len(self._packed)
        if self._member.eof:
            self._member = None
        return piece

    def _pass_over(self, problem: str) -> bytes:
        """Go on at the next member, behind a line end that parts it from what came before."""
        damage = f"the compressed data are damaged at byte {self._offset:,} ({problem})"
        if not self._resynchronise:
            raise UnreadableError(damage)
        self._first_damage = self._first_damage or damage
        self._member = None
        self._drop(1)
        while (found := self._packed.find(_GZIP_MAGIC)) < 0:
            kept = self._packed[-len(_GZIP_MAGIC) + 1 :]
            more = self._file.read(CHUNK)
            self._offset += len(self._packed) - len(kept)
            self._packed = kept + more
            if not more:
                self._packed = b""
                return b"\n"
        self._drop(found)
        return b"\n"

    def _drop(self, count: int) -> None:
        self._packed = self._packed[count:]
        self._offset += count
