"""Files that a run need not open are counted as if it had, and any other is opened."""

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest
from made_pages import ARTICLE, run

from dateline.flows.jobs.ingest import Result

LONG_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def _no_file_is_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test can't wait until files are old; their time of change is not to be set back."""
    monkeypatch.setattr("dateline.warehouse.lookup.files._CLOCK_STEP_NS", -(10**18))


def counts(result: Result) -> tuple[int, int, int, int]:
    return (
        result.run.loaded_count,
        result.run.already_known_count,
        result.run.quarantined_count,
        result.summary.unopened_files,
    )


def write_pages(folder: Path) -> None:
    folder.mkdir()
    (folder / "page.txt").write_text(ARTICLE)
    records = [{"id": str(day), "text": f"{ARTICLE}\nIt is day {day}.\n"} for day in range(3)]
    with gzip.open(folder / "pages.jsonl.gz", "wt") as file:
        file.write("".join(json.dumps(record) + "\n" for record in records))
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        archive.writestr("one.txt", f"{ARTICLE}\nOne.\n")
        archive.writestr("two.txt", f"{ARTICLE}\nTwo.\n")
    (folder / "empty.jsonl").write_text("")


def test_known_files_are_not_opened_and_their_pages_are_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, lake = tmp_path / "inbox", tmp_path / "lake"
    write_pages(inbox)
    assert counts(run(lake, inbox)) == (6, 0, 0, 0)
    opened: list[str] = []
    path_open = Path.open

    def noting(self: Path, *arguments: object, **options: object) -> object:
        opened.append(self.name)
        return path_open(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", noting)
    (inbox / "new.txt").write_text(f"{ARTICLE}\nNew.\n")
    assert counts(run(lake, inbox)) == (1, 6, 0, 4)
    assert {name for name in opened if (inbox / name).exists()} == {"new.txt"}
    # Only what lies in the inputs is counted.
    (inbox / "pages.jsonl.gz").unlink()
    assert counts(run(lake, inbox)) == (0, 4, 0, 4)


def test_a_file_that_changed_is_opened(tmp_path: Path) -> None:
    inbox, lake = tmp_path / "inbox", tmp_path / "lake"
    inbox.mkdir()
    pages = [inbox / f"{name}.txt" for name in ("longer", "other words", "renamed", "replaced")]
    for page in pages:
        page.write_text(f"{ARTICLE}\nOf {page.name}.\n")
    run(lake, inbox)
    longer, other_words, renamed, replaced = pages
    longer.write_text(longer.read_text() + "More.\n")
    other_words.write_text(other_words.read_text().replace("bridge", "tunnel"))
    renamed.rename(inbox / "new.txt")
    kept = replaced.read_bytes()
    (tmp_path / "another.txt").write_bytes(kept)
    (tmp_path / "another.txt").replace(replaced)
    for page in inbox.iterdir():
        os.utime(page, (LONG_AGO, LONG_AGO))
    # All are opened; of those, two hold other pages than before.
    assert counts(run(lake, inbox)) == (2, 2, 0, 0)


def test_a_file_is_opened_again_while_a_page_of_it_is_missing(tmp_path: Path) -> None:
    inbox, lake = tmp_path / "inbox", tmp_path / "lake"
    inbox.mkdir()
    (inbox / "pages.jsonl").write_text(json.dumps({"id": "1", "text": ARTICLE}) + "\n{broken\n")
    with zipfile.ZipFile(inbox / "pages.zip", "w") as archive:
        archive.writestr("one.txt", f"{ARTICLE}\nOne.\n")
        archive.writestr("two.txt", b"\0\1\2\3" * 100)
    with zipfile.ZipFile(inbox / "others.zip", "w") as archive:
        archive.writestr("three.txt", f"{ARTICLE}\nThree.\n")
        archive.writestr("picture.png", b"x")
    assert counts(run(lake, inbox)) == (3, 0, 2, 0)
    again = run(lake, inbox)
    assert counts(again) == (0, 3, 2, 0)
    assert [path.name for path in again.ignored] == ["picture.png"]


def test_a_file_is_opened_again_where_it_would_be_read_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, lake = tmp_path / "page.txt", tmp_path / "lake"
    page.write_text(ARTICLE)
    run(lake, page)
    assert run(lake, page, page_byte_limit=1 << 20).summary.unopened_files == 0
    assert run(lake, page).summary.unopened_files == 0  # the last reading is kept in mind
    assert run(lake, page).summary.unopened_files == 1
    monkeypatch.setattr("dateline.flows.jobs.lexicons.version", lambda: "99.0")
    assert run(lake, page).summary.unopened_files == 0
