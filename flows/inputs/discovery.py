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
from dateline.warehouse.catalog.folder import CATALOG, MARKER
from dateline.warehouse.errors import UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


class UnknownInputError(UsageError):
    """An input that the command was given and cannot read."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of pages.

    `format` and `compression` are as its name tells (`flows.inputs.formats`), `byte_count` is its
    size.
    """

    path: Path
    format: str
    compression: str | None
    byte_count: int


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


def discover(inputs: Sequence[str], settle_seconds: float = 0) -> Discovery:
    """Find the files behind folders, globs and paths, in a stable order, each once.

    Args:
        inputs: folders, globs and paths.
        settle_seconds: how long a file must stay as it is to be read; 0 reads all as they are.

    Raises:
        UnknownInputError: a path does not exist, a glob matches nothing, or a file that was named
            outright is of no known kind.
    """
    input_files: dict[Path, InputFile] = {}
    rejected: dict[Path, UnusablePage] = {}
    ignored: dict[Path, None] = {}
    for argument in inputs:
        for path, folder in _named_by(argument):
            problem = _rejection(path, folder)
            if problem is not None:
                rejected.setdefault(path, problem)
                continue
            input_file = _input_file(path)
            if folder is not None and path.name.startswith("."):
                # Programs that copy or download write to a hidden name first.
                ignored.setdefault(path)
            elif input_file is not None:
                input_files.setdefault(path, input_file)
            elif folder is not None:
                ignored.setdefault(path)
            else:
                raise UnknownInputError(
                    f"unknown format of {printable_name(path)!r}: name it with "
                    f"{', '.join(suffixes())}, plain or with {' or '.join(COMPRESSIONS)}, or "
                    "convert it to JSON lines with `id` and `text`"
                )
    unsettled = _unsettled(input_files, settle_seconds)
    return Discovery(
        input_files=tuple(file for path, file in input_files.items() if path not in unsettled),
        rejected=tuple(rejected.values()),
        ignored=tuple(ignored),
        unsettled=unsettled,
    )


def _unsettled(paths: Iterable[Path], settle_seconds: float) -> tuple[Path, ...]:
    """The files whose size or time of change does not stay the same for `settle_seconds`.

    Only files that were changed within that time, or by their time will be, are waited for.
    """
    before = {path: _size_and_time(path) for path in paths} if settle_seconds else {}
    now_ns = time.time_ns()
    young = {
        path: seen
        for path, seen in before.items()
        if seen is None or now_ns - seen[1] < settle_seconds * 1e9
    }
    if young:
        time.sleep(settle_seconds)
    return tuple(path for path, seen in young.items() if _size_and_time(path) != seen)


def _size_and_time(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _named_by(argument: str) -> Iterator[tuple[Path, Path | None]]:
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
        absolute = match.absolute()
        if absolute.is_dir():
            yield from ((path, absolute) for path in _walk(absolute))
        else:
            yield absolute, None


def _walk(folder: Path) -> Iterable[Path]:
    """The files under a folder, and links to folders, lakes and what is closed, not entered."""
    closed: list[OSError] = []
    for parent, folder_names, file_names in os.walk(folder, onerror=closed.append):
        folder_names.sort()
        here = Path(parent)
        # A lake's own Parquet files have a `text` too, yet are no pages to read.
        if {MARKER, CATALOG}.issubset(file_names):
            folder_names.clear()
            yield here
            continue
        linked = [name for name in folder_names if (here / name).is_symlink()]
        yield from (here / name for name in sorted([*file_names, *linked]))
    yield from (Path(error.filename) for error in closed)


def _rejection(path: Path, folder: Path | None) -> UnusablePage | None:
    def rejected(reason: QuarantineReason, detail: str) -> UnusablePage:
        origin = Origin(printable_name(path), printable_name(Path(path.name)))
        return UnusablePage(origin, reason, detail, rule=f"input.{reason}", byte_count=0)

    is_link = os.path.islink(path)  # noqa: PTH114 - `Path` raises in a closed folder
    target = Path(os.path.realpath(path))  # `Path` raises for a link back to itself
    if is_link and folder is not None and not target.is_relative_to(os.path.realpath(folder)):
        return rejected(
            QuarantineReason.LINK_OUTSIDE,
            f"a link out of the folder, to {printable_name(target)!r}; "
            "name the target itself if it is to be read",
        )
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise_for_environment(error)
        return rejected(*_why_out_of_reach(error, is_link=is_link))
    if stat.S_ISDIR(mode):
        if os.access(path, os.R_OK | os.X_OK):
            return None
        return rejected(
            QuarantineReason.UNREADABLE, "a folder that may not be listed; change who may read it"
        )
    if not stat.S_ISREG(mode):
        return rejected(
            QuarantineReason.NOT_A_FILE, "neither a file nor a folder; copy its content into a file"
        )
    return None


def _why_out_of_reach(error: OSError, *, is_link: bool) -> tuple[QuarantineReason, str]:
    """Why an entry of a folder cannot be looked at."""
    if is_link and error.errno == errno.ELOOP:
        return QuarantineReason.BROKEN_LINK, "a link that leads back to itself; remove or fix it"
    if is_link:
        return QuarantineReason.BROKEN_LINK, "a link to a file that is not there; remove or fix it"
    if error.errno == errno.ENOENT:
        return QuarantineReason.UNREADABLE, "gone since its folder was listed; put it there whole"
    return QuarantineReason.UNREADABLE, f"{error.strerror}; change who may read it"


def _input_file(path: Path) -> InputFile | None:
    """A path as a file to read; None for a folder, and for a file of another kind."""
    kind = format_of(path.name)
    found = _size_and_time(path) if kind is not None and path.is_file() else None
    return None if kind is None or found is None else InputFile(path, *kind, found[0])
