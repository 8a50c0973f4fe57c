"""The files that a command is told to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.flows.cli.exit_codes import EXIT_ENVIRONMENT, EXIT_USAGE, fail


def require_file_path(file: Path) -> None:
    """See that a path can be that of a file, before the work begins whose result it is to hold."""
    if file.is_dir():
        fail(f"{file} is a folder; name a file, such as {file / 'NAME'}", EXIT_USAGE)
    require_folder_path(file.parent)


def require_folder_path(folder: Path) -> None:
    """See that a path can be that of a folder, which is made where there is none yet."""
    whole = folder.absolute()
    above = next(path for path in (whole, *whole.parents) if path.exists())
    if not above.is_dir():
        fail(f"cannot write into {folder}: {above} is a file; choose another folder", EXIT_USAGE)


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Make the folder of a file that is about to be written; say so where that is impossible."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        fail(
            f"cannot write {file}: {error.strerror or error}; make room, or choose another folder",
            EXIT_ENVIRONMENT,
        )
