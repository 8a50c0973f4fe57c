"""Which input files a run need not open, and which of them the next one need not."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from dateline.flows.inputs.discovery import InputFile
from dateline.flows.inputs.formats import FORMATS
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import read
from dateline.flows.inputs.sources import LeftAlone, ReadOptions, printable_name
from dateline.flows.jobs.run_ledger import BatchLedger
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.lookup.files import FileRead, note_read, page_counts

_OWN_FORMATS = frozenset(FORMATS.values())


@dataclass(slots=True)
class KnownFiles:
    """What a run knows of its input files.

    A file is opened unless an earlier run of this version read it in the same way, the lake has
    every page of it, and the file system says that it was not changed since. Files of installed
    readers are always opened: what a newer release of theirs would find is not known.

    `unopened_count` is of files, `page_count` of the pages in these.
    """

    options: ReadOptions
    version: str
    unopened_count: int = 0
    page_count: int = 0
    _read: dict[str, FileRead] = field(default_factory=dict)
    _incomplete: set[str] = field(default_factory=set)

    def to_open(self, lake: Lake, files: tuple[InputFile, ...]) -> tuple[InputFile, ...]:
        """Those of the files that must be opened; the others are counted.

        Raises:
            LakeNotWritableError: the index of known files can't be written.
        """
        counts = page_counts(lake, ((file.path, file.state) for file in files), self._read_with)
        known = [count for count in counts if count is not None]
        self.unopened_count += len(known)
        self.page_count += sum(known)
        return tuple(file for file, count in zip(files, counts, strict=True) if count is None)

    def pages(self, file: InputFile) -> Iterator[RawPage | UnusablePage | LeftAlone]:
        """The pages of a file that is opened."""
        began_ns, page_count = time.time_ns(), 0
        name = printable_name(file.path)
        for page in read(file, self.options):
            page_count += 1
            if isinstance(page, LeftAlone):
                self._incomplete.add(name)
            yield page
        if file.format in _OWN_FORMATS:
            self._read[name] = FileRead(file.path, file.state, began_ns, page_count)

    def note(self, batch: BatchLedger) -> None:
        """Note which pages of a batch the lake has not got."""
        for entry in batch.entries:
            if not entry.is_sighted:
                location = entry.page.origin.file_path
                # A page of an archive lies below the archive's path.
                self._incomplete |= {location, *map(str, PurePath(location).parents)}

    def keep(self, lake: Lake) -> None:
        """Keep in mind the files whose pages the lake has, once all of them are published.

        Raises:
            LakeNotWritableError: the index of known files can't be written.
        """
        whole = [file for name, file in self._read.items() if name not in self._incomplete]
        note_read(lake, whole, self._read_with)

    @property
    def _read_with(self) -> str:
        return hashlib.sha256(repr((self.version, self.options)).encode()).hexdigest()
