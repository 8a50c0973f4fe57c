"""Archives: zip and tar files of the formats that are read by themselves.

An archive is read as a folder would be. Nothing is written to disk under a name from an archive.
Limits hold against archives that are made to harm: on their entries, on what they unpack to, on
names, and on archives inside archives.
"""

import io
import shutil
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from dateline.flows.inputs.compression import unpacked
from dateline.flows.inputs.expansion import ExpansionBudget, Metered
from dateline.flows.inputs.formats import ARCHIVES, format_of, read_source
from dateline.flows.inputs.pages import Origin, UnusablePage
from dateline.flows.inputs.sources import (
    CHUNK,
    ArchiveLimitError,
    Found,
    LeftAlone,
    ReadOptions,
    Source,
    UnreadableError,
    printable_name,
    rejected,
)
from dateline.transforms.schema.closed_sets import QuarantineReason

_MOST_ENTRIES = 1_000_000
_LONGEST_ENTRY_NAME = 1024
# The headers of one entry of a tar, its long names too.
_TAR_HEADER = 1 << 20
# The directory of a zip is held in memory.
_ZIP_DIRECTORY = 256 << 20
# The end of a zip says how large its directory is; a comment of up to 64 KiB follows.
_ZIP_TAIL = (1 << 16) + 128
_ZIP64 = 0xFFFFFFFF
# What zipfile raises for headers that make no sense.
_NO_ZIP = (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error)


def read_zip(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The pages of the files in a zip archive."""
    with source.open(False) as stream, tempfile.TemporaryFile() as spooled:
        seekable = _seekable(cast(BinaryIO, stream), cast(BinaryIO, spooled))
        _require_small_directory(seekable)
        budget = ExpansionBudget(source.byte_count)
        with _opened(seekable) as archive:
            for number, info in enumerate(archive.infolist()):
                _require_few_entries(number)
                if not info.filename.endswith("/"):  # `is_dir` raises for an empty name
                    entry = _Entry(source, info.filename, info.file_size, budget)
                    yield from entry.read(partial(_zip_file, archive, info), options)


def read_tar(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The pages of the files in a tar archive, which is read from start to end."""
    with source.open(False) as stream:
        budget = ExpansionBudget(source.byte_count)
        metered = Metered(cast(BinaryIO, stream), budget, _TAR_HEADER)
        try:
            with tarfile.open(fileobj=cast(BinaryIO, metered), mode="r|") as archive:
                number = 0
                while (member := archive.next()) is not None:
                    _require_few_entries(number)
                    number += 1
                    # tarfile keeps every header that it has seen.
                    archive.members = []  # type: ignore[attr-defined]
                    metered.allowance = _TAR_HEADER + member.size
                    yield from _tar_entry(source, archive, member, budget, options)
        except (tarfile.TarError, EOFError) as error:
            raise UnreadableError(f"no whole tar archive: {error}") from error


def _tar_entry(
    source: Source,
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    budget: ExpansionBudget,
    options: ReadOptions,
) -> Iterator[Found]:
    entry = _Entry(source, member.name, member.size, budget)
    if member.isfile() and not member.issparse():
        yield from entry.read(lambda: _tar_file(archive, member), options)
    elif not member.isdir():
        yield entry.rejected(
            QuarantineReason.NOT_A_FILE,
            "a link, a device or a sparse file; put the file itself into the archive",
        )


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except _NO_ZIP as error:
        raise UnreadableError(f"no zip archive: {error}") from error
    with archive:
        yield archive


@contextmanager
def _zip_file(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    try:
        file = archive.open(info)
    except (*_NO_ZIP, RuntimeError) as error:
        # A RuntimeError is what zipfile raises for an entry that needs a password.
        raise UnreadableError(str(error)) from error
    try:
        with file:
            yield cast(BinaryIO, file)
    except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError) as error:
        raise UnreadableError(str(error)) from error


@contextmanager
def _tar_file(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[BinaryIO]:
    yield cast(BinaryIO, archive.extractfile(member))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file in an archive: its name there and its size."""

    archive: Source
    name: str
    byte_count: int
    budget: ExpansionBudget

    @property
    def location(self) -> str:
        return f"{self.archive.location}/{printable_name(self.name)}"

    def origin(self) -> Origin:
        return Origin(self.location, printable_name(PurePosixPath(self.name).name))

    def rejected(self, reason: QuarantineReason, detail: str) -> UnusablePage:
        """Note that the entry is not read, and why."""
        return rejected(self.origin(), reason, detail, self.byte_count)

    def read(
        self, opened: Callable[[], AbstractContextManager[BinaryIO]], options: ReadOptions
    ) -> Iterator[Found]:
        """The pages of the file, or why it is not read."""
        path = PurePosixPath(self.name)
        if self._is_unsafe():
            yield self.rejected(
                QuarantineReason.UNSAFE_PATH,
                "a name that leads out of the archive or is too long; give it another name",
            )
            return
        kind = format_of(path.name)
        if kind is None or any(part.startswith((".", "__MACOSX")) for part in path.parts):
            yield LeftAlone(self.location)
            return
        format_, compression = kind
        if format_ in ARCHIVES:
            yield self.rejected(
                QuarantineReason.NESTED_ARCHIVE,
                "an archive inside an archive; unpack the outer one",
            )
            return

        @contextmanager
        def content(resynchronise: bool) -> Iterator[io.BufferedReader]:
            with (
                opened() as file,
                unpacked(file, compression, resynchronise=resynchronise) as stream,
            ):
                metered = Metered(cast(BinaryIO, stream), self.budget)
                yield io.BufferedReader(metered, CHUNK)

        source = Source(self.location, self.origin().source_id, self.byte_count, content)
        yield from read_source(source, format_, options)

    def _is_unsafe(self) -> bool:
        parts = self.name.replace("\\", "/").split("/")
        return (
            self.name.startswith(("/", "\\"))
            or ".." in parts
            or "\0" in self.name
            or len(self.name) > _LONGEST_ENTRY_NAME
        )


def _require_few_entries(number: int) -> None:
    if number >= _MOST_ENTRIES:
        raise ArchiveLimitError(f"it has more than {_MOST_ENTRIES:,} entries; unpack it")


def _require_small_directory(file: BinaryIO) -> None:
    """See that what zipfile reads into memory is not too large.

    Raises:
        ArchiveLimitError: it is.
    """
    size = file.seek(0, io.SEEK_END)
    tail_start = max(0, size - _ZIP_TAIL)
    file.seek(tail_start)
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    directory = int.from_bytes(tail[found + 12 : found + 16], "little") if found >= 0 else 0
    if directory == _ZIP64:
        wide = tail.rfind(b"PK\x06\x06")
        directory = (
            int.from_bytes(tail[wide + 40 : wide + 48], "little") if wide >= 0 else directory
        )
    file.seek(0)
    if directory > _ZIP_DIRECTORY:
        raise ArchiveLimitError("its directory of entries is too large; unpack it")


def _seekable(stream: BinaryIO, spooled: BinaryIO) -> BinaryIO:
    """A file that can be read from its end: the stream itself or a copy of it."""
    if stream.seekable():
        return stream
    shutil.copyfileobj(stream, spooled, CHUNK)
    return spooled
