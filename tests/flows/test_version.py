"""The version names the release, and between releases the commit, wherever the code came from.

The repositories are real ones, made of the files that a version and a wheel come from.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

from dateline.flows.version import RELEASE

HERE = Path(__file__).resolve().parents[2]
FILES = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "flows/version.py",
    "src/dateline/__init__.py",
    ".gitattributes",
)
PACKAGES = ("transforms", "expectations", "warehouse", "flows", "seeds")
# What git sets for a hook would lead it to the repository that the hook is of.
ENVIRONMENT = {name: it for name, it in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def output(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def git(repository: Path, *arguments: str) -> str:
    return output("git", *arguments, cwd=repository)


def version_in(folder: Path, **environment: str) -> str:
    """What the code in a folder says its version is, with no distribution beside it (`-S`)."""
    code = (
        "import sys; sys.path.insert(0, 'src');"
        "from dateline.flows.version import version; print(version())"
    )
    return output(sys.executable, "-S", "-c", code, cwd=folder, **environment)


def commit(repository: Path) -> str:
    return git(repository, "rev-parse", "--short=10", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of two commits, without tags."""
    folder = tmp_path / "repository"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / name, folder / name)
    for package in PACKAGES:
        (folder / package).mkdir(exist_ok=True)
        (folder / package / "__init__.py").touch()
        (folder / "src/dateline" / package).symlink_to(f"../../{package}")
    (folder / ".gitignore").write_text("dist/\n__pycache__/\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=first")
    git(folder, "commit", "--quiet", "--message=second", "--allow-empty")
    return folder


def test_a_commit_without_tags_is_named_with_the_release_it_follows(repository: Path) -> None:
    assert version_in(repository) == f"{RELEASE}+g{commit(repository)}"
    assert Version(version_in(repository)) > Version(RELEASE)


def test_the_tagged_commit_is_the_release_and_the_next_one_is_not(repository: Path) -> None:
    before = version_in(repository)
    git(repository, "tag", f"v{RELEASE}")
    assert version_in(repository) == RELEASE
    git(repository, "commit", "--quiet", "--message=third", "--allow-empty")
    after = version_in(repository)
    assert after == f"{RELEASE}+g{commit(repository)}"
    assert after != before


def test_tags_of_other_releases_change_nothing(repository: Path) -> None:
    git(repository, "tag", "v0.0.1")
    git(repository, "tag", f"v{RELEASE}-candidate")
    assert version_in(repository) == f"{RELEASE}+g{commit(repository)}"


def test_a_shallow_clone_is_named_as_a_whole_one(repository: Path, tmp_path: Path) -> None:
    url = repository.as_uri()
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-tags", url, "shallow")
    assert version_in(tmp_path / "shallow") == version_in(repository)


def test_changes_that_are_not_committed_show(repository: Path) -> None:
    (repository / "lake").touch()  # not the code's
    assert not version_in(repository).endswith("dirty")
    (repository / "seeds/__init__.py").write_text("# changed\n")
    assert version_in(repository) == f"{RELEASE}+g{commit(repository)}.dirty"
    git(repository, "tag", f"v{RELEASE}")
    assert version_in(repository) == f"{RELEASE}+dirty"


def test_a_linked_worktree_is_named_by_its_own_commit(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "linked"), "HEAD~1")
    assert version_in(tmp_path / "linked") == f"{RELEASE}+g{commit(tmp_path / 'linked')}"


def test_a_hook_of_another_repository_does_not_lend_its_commit(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    git(tmp_path / "other", "commit", "--quiet", "--message=other", "--allow-empty")
    found = version_in(repository, GIT_DIR=str(tmp_path / "other/.git"))
    assert found == f"{RELEASE}+g{commit(repository)}"


def test_an_archive_names_its_commit(repository: Path, tmp_path: Path) -> None:
    git(repository, "archive", "--output", str(tmp_path / "archive.tar"), "--prefix=made/", "HEAD")
    with tarfile.open(tmp_path / "archive.tar") as archive:
        archive.extractall(tmp_path, filter="data")
    found = version_in(tmp_path / "made")
    assert found.startswith(f"{RELEASE}+g")
    assert commit(repository).startswith(found.removeprefix(f"{RELEASE}+g"))


def test_a_copy_without_git_does_not_claim_to_be_the_release(
    repository: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(repository, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    assert version_in(copy) == f"{RELEASE}+unknown"
    assert version_in(repository, PATH=str(tmp_path)) == f"{RELEASE}+unknown"


def test_a_wheel_keeps_its_commit_also_when_it_is_made_from_an_sdist(
    repository: Path, tmp_path: Path
) -> None:
    expected = f"{RELEASE}+g{commit(repository)}"
    build = (sys.executable, "-m", "hatchling", "build", "--target")
    output(*build, "sdist", cwd=repository)
    with tarfile.open(repository / f"dist/dateline-{expected}.tar.gz") as sdist:
        sdist.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"dateline-{expected}"
    for source in (repository, unpacked):
        output(*build, "wheel", cwd=source)
        installed = tmp_path / f"installed-{source.name}"
        with ZipFile(source / f"dist/dateline-{expected}-py3-none-any.whl") as wheel:
            wheel.extractall(installed)  # noqa: S202 - made three lines above
        # A repository around the place where it is installed is not the code's.
        git(tmp_path, "init", "--quiet")
        assert version_in(installed) == expected


def test_the_newest_section_of_the_changelog_is_the_release() -> None:
    changelog = (HERE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S*) - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)[0] == RELEASE
