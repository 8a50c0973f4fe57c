"""The version of the code that runs: the release, and between releases the commit.

It is read when it is asked for: in a checkout, what was true at install time no longer is after the
next commit. hatchling evaluates this file for a wheel, so it imports the standard library alone.
"""

import re
import subprocess
from functools import cache
from pathlib import Path

RELEASE = "0.2.0"
_ARCHIVED_COMMIT = "$Format:%h$"  # `git archive` fills it in; see .gitattributes


@cache
def version() -> str:
    """Return the version as PEP 440 writes it.

    - `0.2.0`: the commit that is tagged `v0.2.0`, or a wheel of it;
    - `0.2.0+g1f2e3d4c5b`: any other commit, the same in a clone with tags and without;
    - `0.2.0+g1f2e3d4c5b.dirty`: that commit with uncommitted changes;
    - `0.2.0+unknown`: a copy of the files that tells no commit.
    """
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / ".git").exists() and (described := _described(checkout)):
        return described
    if not _ARCHIVED_COMMIT.startswith("$"):
        return f"{RELEASE}+g{_ARCHIVED_COMMIT}"
    # Imported only where it is asked: with it come the parsers of e-mail, ZIP and CSV.
    from importlib import metadata

    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return f"{RELEASE}+unknown"


def _described(checkout: Path) -> str | None:
    """Return the version by the commit that is checked out, or None where git can't tell."""
    # The folders are named: a hook of another repository sets GIT_DIR, which would win otherwise.
    git = [
        "git",
        f"--git-dir={checkout / '.git'}",
        f"--work-tree={checkout}",
        "--no-optional-locks",
    ]
    describe = ["describe", "--tags", f"--match=v{RELEASE}", "--always", "--long", "--abbrev=10"]
    try:
        found = subprocess.run(  # noqa: S603 - all of it is written here
            [*git, *describe, "--dirty"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    parts = re.fullmatch(
        r"(?:.*-(?P<distance>\d+)-g)?(?P<commit>\w+)(?:-(?P<dirty>dirty))?", found.stdout.strip()
    )
    if parts is None:
        return None
    commit = None if parts["distance"] == "0" else f"g{parts['commit']}"
    local = ".".join(filter(None, (commit, parts["dirty"])))
    return f"{RELEASE}+{local}" if local else RELEASE
