"""Compressed files as streams of their content; gzip is read on behind a damaged stretch."""

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from dateline.flows.inputs.sources import CHUNK, UnreadableError

_GZIP_MAGIC = b"\x1f\x8b\x08"
_NOT_ZERO = re.compile(rb"[^\0]")
# zlib's window of 32 KiB, with the header and the checksum of gzip around.
_GZIP_WINDOW = 31
# What zlib is given at once: it copies what of it belongs to the next member.
_STEP = 1 << 14


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
        self._position = 0
        self._passed = 0
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
            self._refill()
            if self._member is None and not self._open_member():
                return b""
            if self._is_used_up():
                raise UnreadableError("the compressed data break off")
            try:
                piece = self._unpack(most)
            except zlib.error as error:
                piece = self._pass_over(str(error).partition(": ")[2])
            if piece:
                return piece

    def _open_member(self) -> bool:
        """Begin the next member; False at the end of the file. Zeros may pad it."""
        while not self._is_used_up() and not _NOT_ZERO.search(self._packed, self._position):
            self._position = len(self._packed)
            self._refill()
        if not self._is_used_up():
            self._member = zlib.decompressobj(_GZIP_WINDOW)
            return True
        if self._first_damage is not None:
            raise UnreadableError(f"{self._first_damage}; what stands behind was read")
        return False

    def _unpack(self, most: int) -> bytes:
        assert self._member is not None  # noqa: S101 - for mypy: _open_member has made it
        packed = self._packed[self._position : self._position + _STEP]
        piece = self._member.decompress(packed, most)
        left = self._member.unconsumed_tail or self._member.unused_data
        self._position += len(packed) - len(left)
        if self._member.eof:
            self._member = None
        return piece

    def _pass_over(self, problem: str) -> bytes:
        """Go on at the next member, behind a line end that parts it from what came before."""
        offset = self._passed + self._position
        damage = f"the compressed data are damaged at byte {offset:,} ({problem})"
        if not self._resynchronise:
            raise UnreadableError(damage)
        self._first_damage = self._first_damage or damage
        self._member = None
        self._position += 1
        while (found := self._packed.find(_GZIP_MAGIC, self._position)) < 0:
            # The next member may begin in what is read already.
            self._position = max(self._position, len(self._packed) - len(_GZIP_MAGIC) + 1)
            if not self._read_on():
                self._position = len(self._packed)
                return b"\n"
        self._position = found
        return b"\n"

    def _is_used_up(self) -> bool:
        return self._position >= len(self._packed)

    def _refill(self) -> None:
        """See that there are packed bytes, if the file has more."""
        if self._is_used_up():
            self._read_on()

    def _read_on(self) -> bool:
        """Read behind what is not used yet; False at the end of the file."""
        more = self._file.read(CHUNK)
        self._passed += self._position
        self._packed, self._position = self._packed[self._position :] + more, 0
        return bool(more)
