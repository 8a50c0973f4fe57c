from pathlib import Path

from dateline.flows.show.summary import left_alone


def test_what_is_left_alone_says_how_to_have_it_read(tmp_path: Path) -> None:
    assert left_alone([]) == []
    (tmp_path / "lake").mkdir()
    paths = [Path("page.pdf"), Path("notes.md"), Path(".page.txt"), tmp_path / "lake"]
    others, hidden, lakes = left_alone(paths)
    assert others.startswith("2 files of other types ignored: page.pdf, notes.md; plain text")
    assert ".jsonl" in others
    assert (
        hidden == "1 hidden file ignored: .page.txt; a hidden file is read where it is named itself"
    )
    assert lakes.startswith("1 lake among the inputs ignored: lake;")
