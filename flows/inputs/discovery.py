"""What the command was asked to read: folders, globs and files, as a list of input files."""

import errno
import glob
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.flows.inputs.failures import raise_for_environment
from dateline.flows.inputs.formats import COMPRESSIONS, format_of, suffixes
from dateline.flows.inputs.pages import Origin, UnusablePage
from dateline.flows.inputs.sources import printable_name
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.warehouse.catalog.folder import CATALOG, DATA, MARKER
from dateline.warehouse.errors import UsageError
from dateline.warehouse.files import FileState

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


class UnknownInputError(UsageError):
    """An input that the command was given and cannot read."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of pages.

    `format` and `compression` are as its name tells (`flows.inputs.formats`), `state` is as it was
    found.
    """

    path: Path
    format: str
    compression: str | None
    state: FileState

    @property
    def byte_count(self) -> int:
        """Its size."""
        return self.state.byte_count


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: files to read, files rejected, and what was left alone.

    `ignored` are files of other kinds and hidden ones; `unsettled` are files that are still being
    written, for the next run to read.
    """

    input_files: tuple[InputFile, ...]
    rejected: tuple[UnusablePage, ...]
    ignored: tuple[Path, ...]
    unsettled: tuple[Path, ...] = ()

    @property
    def byte_count(self) -> int:
        """The size of the files to read, which may be compressed."""
        return sum(file.byte_count for file in self.input_files)


def discover(inputs: Sequence[str], settle_seconds: float = 0) -> Discovery:
    """Find the files behind folders, globs and paths, in a stable order, each once.

    Args:
        inputs: folders, globs and paths.
        settle_seconds: how long a file must stay as it is to be read; 0 reads all as they are.

    Raises:
        UnknownInputError: a path does not exist, a glob matches nothing, or a file that was named
            outright is of no known kind.
    """
    suffixes()  # what is wrong with installed readers is said before files are looked at
    input_files: dict[str, InputFile] = {}
    rejected: dict[str, UnusablePage] = {}
    ignored: dict[str, None] = {}
    for argument in inputs:
        for path, folder in _named_by(argument):
            status = _look_at(path, folder)
            if isinstance(status, UnusablePage):
                rejected.setdefault(path, status)
                continue
            name = os.path.basename(path)  # noqa: PTH119 - a `Path` for each file costs more
            kind = format_of(name) if stat.S_ISREG(status.st_mode) else None
            if folder is not None and name.startswith("."):
                # Programs that copy or download write to a hidden name first.
                ignored.setdefault(path)
            elif kind is not None:
                input_files.setdefault(path, InputFile(Path(path), *kind, FileState.of(status)))
            elif folder is not None:
                ignored.setdefault(path)
            else:
                raise UnknownInputError(
                    f"unknown format of {printable_name(path)!r}: name it with "
                    f"{', '.join(suffixes())}, plain or with {' or '.join(COMPRESSIONS)}, or "
                    "convert it to JSON lines with `id` and `text`"
                )
    unsettled = _unsettled(input_files.values(), settle_seconds)
    return Discovery(
        input_files=tuple(
            file for file in input_files.values() if not (unsettled and file.path in unsettled)
        ),
        rejected=tuple(rejected.values()),
        ignored=tuple(map(Path, ignored)),
        unsettled=tuple(unsettled),
    )


def _unsettled(files: Iterable[InputFile], settle_seconds: float) -> dict[Path, None]:
    """The files whose size or time of change does not stay the same for `settle_seconds`.

    Only files that were changed within that time, or by their time will be, are waited for.
    """
    if not settle_seconds:
        return {}
    now_ns = time.time_ns()
    young = [file for file in files if now_ns - file.state.modified_ns < settle_seconds * 1e9]
    if young:
        time.sleep(settle_seconds)
    return {file.path: None for file in young if _state_of(file.path) != file.state}


def _state_of(path: Path) -> FileState | None:
    try:
        return FileState.of(path.stat())
    except FileNotFoundError:
        return None


def _named_by(argument: str) -> Iterator[tuple[str, str | None]]:
    """The paths an argument names, each with the folder it was found under, if any."""
    if not argument:
        raise UnknownInputError("an input is empty; name a file or folder, such as inbox")
    given = Path(argument)
    if given.exists() or given.is_symlink():
        matches = [given]
    elif glob.has_magic(argument):
        matches = [Path(match) for match in sorted(glob.glob(argument, recursive=True))]  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            raise UnknownInputError(f"no file matches {argument!r}; check the pattern and quote it")
    elif _SCHEME.match(argument):
        raise UnknownInputError(
            f"{argument!r} is an address: Dateline fetches nothing; download it and name the file"
        )
    else:
        raise UnknownInputError(f"the file or folder {argument!r} does not exist; check the path")
    for match in matches:
        absolute = str(match.absolute())
        if match.is_dir():
            yield from ((path, absolute) for path in _walk(absolute))
        else:
            yield absolute, None


def _walk(folder: str) -> Iterator[str]:
    """The files under a folder, and links to folders, lakes and what is closed, not entered."""
    closed: list[OSError] = []
    for parent, folder_names, file_names in os.walk(folder, onerror=closed.append):
        folder_names.sort()
        # A lake's own Parquet files have a `text` too, yet are no pages to read.
        if MARKER in file_names and (CATALOG in file_names or DATA in folder_names):
            folder_names.clear()
            yield parent
            continue
        linked = [name for name in folder_names if (Path(parent) / name).is_symlink()]
        prefix = parent if parent.endswith(os.sep) else parent + os.sep
        yield from (prefix + name for name in sorted([*file_names, *linked]))
    yield from (error.filename for error in closed)


def _look_at(path: str, folder: str | None) -> os.stat_result | UnusablePage:
    """What a path leads to, a link followed; why nothing can be read there, if nothing can."""
    is_link = False
    try:
        status = os.lstat(path)
        is_link = stat.S_ISLNK(status.st_mode)
        if is_link:
            target = os.path.realpath(path)  # `Path` raises for a link back to itself
            if folder is not None and not Path(target).is_relative_to(os.path.realpath(folder)):
                return _rejected(
                    path,
                    QuarantineReason.LINK_OUTSIDE,
                    f"a link out of the folder, to {printable_name(target)!r}; "
                    "name the target itself if it is to be read",
                )
            status = os.stat(path)  # noqa: PTH116 - a `Path` for each file costs more
    except OSError as error:
        raise_for_environment(error)
        return _rejected(path, *_why_out_of_reach(error, is_link=is_link))
    if stat.S_ISDIR(status.st_mode):
        if os.access(path, os.R_OK | os.X_OK):
            return status
        return _rejected(
            path,
            QuarantineReason.UNREADABLE,
            "a folder that may not be listed; change who may read it",
        )
    if not stat.S_ISREG(status.st_mode):
        return _rejected(
            path,
            QuarantineReason.NOT_A_FILE,
            "neither a file nor a folder; copy its content into a file",
        )
    return status


def _rejected(path: str, reason: QuarantineReason, detail: str) -> UnusablePage:
    origin = Origin(printable_name(path), printable_name(Path(path).name))
    return UnusablePage(origin, reason, detail, rule=f"input.{reason}", byte_count=0)


def _why_out_of_reach(error: OSError, *, is_link: bool) -> tuple[QuarantineReason, str]:
    """Why an entry of a folder cannot be looked at."""
    if is_link and error.errno == errno.ELOOP:
        return QuarantineReason.BROKEN_LINK, "a link that leads back to itself; remove or fix it"
    if is_link:
        return QuarantineReason.BROKEN_LINK, "a link to a file that is not there; remove or fix it"
    if error.errno == errno.ENOENT:
        return QuarantineReason.UNREADABLE, "gone since its folder was listed; put it there whole"
    return QuarantineReason.UNREADABLE, f"{error.strerror}; change who may read it"
