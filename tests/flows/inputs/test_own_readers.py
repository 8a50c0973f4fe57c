"""What installed readers read becomes pages; what is wrong with them ends their file, no run."""

import gzip
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_distributions import install
from made_pages import ARTICLE, ask, run

from dateline.flows.extensions import ExtensionError
from dateline.flows.inputs.discovery import UnknownInputError, discover
from dateline.flows.inputs.own_readers import own_readers
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import options_of, read
from dateline.flows.settings import Settings

HOW_TO = Path(__file__).parents[3] / "docs/how-to/add-a-reader.md"
READER = '''
"""Bulletins: a page behind each line of equals signs."""


def read(file, name):
    for number, page in enumerate(file.read().split(b"=====\\n"), 1):
        yield {"id": f"{name}:{number}", "text": page, "title": "Harbour bridge to close"}
'''
POINTS = "[dateline.readers]\nbulletin = harbour:read\n"

Install = Callable[[str, str], None]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    def add(points: str, code: str) -> None:
        install(tmp_path / "site", monkeypatch, "harbour-news", points, {"harbour.py": code})
        own_readers.cache_clear()

    monkeypatch.chdir(tmp_path)
    yield add
    monkeypatch.undo()
    own_readers.cache_clear()


def page_of(path: Path) -> RawPage | UnusablePage:
    (file,) = discover([str(path)]).input_files
    (page,) = read(file, options_of(Settings()))
    assert isinstance(page, RawPage | UnusablePage)
    return page


def test_files_of_an_installed_reader_are_loaded(installed: Install, tmp_path: Path) -> None:
    installed(POINTS, READER)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.bulletin").write_text(f"{ARTICLE}=====\nAnother one.\n\n{ARTICLE}")
    (folder / "b.BULLETIN.gz").write_bytes(gzip.compress(f"One more.\n\n{ARTICLE}".encode()))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("day/c.bulletin", f"And this.\n\n{ARTICLE}")
    assert run(tmp_path / "lake", folder).run.loaded_count == 4
    assert ask(
        tmp_path / "lake", "SELECT source_id, page_metadata.title FROM documents ORDER BY ALL"
    ) == [
        (source_id, "Harbour bridge to close")
        for source_id in ("a.bulletin:1", "a.bulletin:2", "b.BULLETIN.gz:1", "c.bulletin:1")
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise RuntimeError('torn')", "cannot be imported: RuntimeError: torn"),
        ("read = 3", "TypeError: 'int' object is not callable"),
        ("def read(file, name): yield {'text': 'Fine.'}; raise KeyError('head')", "KeyError"),
        ("def read(file, name): yield {'text': 'Fine.'}; yield 'page'", "a record must be a"),
        ("def read(file, name): raise RecursionError", "RecursionError"),
    ],
)
def test_what_a_reader_raises_rejects_its_file_and_the_run_goes_on(
    installed: Install, tmp_path: Path, code: str, expected: str
) -> None:
    installed(POINTS, code)
    (tmp_path / "a.bulletin").write_text("any")
    (tmp_path / "b.txt").write_text(ARTICLE)
    result = run(tmp_path / "lake", tmp_path / "a.bulletin", tmp_path / "b.txt")
    assert result.run.rejected_count == 1
    ((reason, detail),) = ask(tmp_path / "lake", "SELECT reason, detail FROM ops.quarantine")
    assert reason == "unreadable"
    assert detail.startswith("reading stopped: dateline.readers bulletin")
    assert "of harbour-news" in detail
    assert expected in detail
    given_before = [("record 1",)] if "Fine" in code else []
    assert (
        ask(tmp_path / "lake", "SELECT source_id FROM documents WHERE source_id != 'b.txt'")
        == given_before
    )


def test_a_record_without_text_is_quarantined(installed: Install, tmp_path: Path) -> None:
    installed(POINTS, "def read(file, name): yield {'title': 'No more', 'n': 2**70, 'b': b'\\xff'}")
    (tmp_path / "a.bulletin").write_text("any")
    page = page_of(tmp_path / "a.bulletin")
    assert isinstance(page, UnusablePage)
    assert page.reason == "missing_text"
    assert json.loads(page.payload or b"")["n"] == str(2**70)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["text", "id", "url", "title", "authors", "date", "fetched_at", "x"])
        | st.text(st.characters(codec=None)),
        st.recursive(
            st.none() | st.integers() | st.floats() | st.binary() | st.dates() | st.datetimes()
            | st.text(st.characters(codec=None)) | st.sets(st.integers(), max_size=2),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(), inner),
            max_leaves=5,
        ),
    )
)  # fmt: skip
def test_whatever_a_record_holds_can_be_stored(
    installed: Install, tmp_path: Path, record: dict[str, object]
) -> None:
    installed_record.clear()
    installed_record.update(record)
    if not (tmp_path / "site").exists():
        held = f"sys.modules[{__name__!r}].installed_record"
        installed(POINTS, f"import sys\n\ndef read(file, name): yield {held}")
        (tmp_path / "a.bulletin").write_text("any")
    page = page_of(tmp_path / "a.bulletin")
    assert "raised" not in getattr(page, "detail", "")
    for text in (page.origin.source_id, page.origin.url, page.origin.metadata):
        assert text is None or text.encode().decode() == text


installed_record: dict[str, object] = {}


def test_messages_name_the_suffix(installed: Install, tmp_path: Path) -> None:
    (tmp_path / "a.bulletin").write_text("any")
    with pytest.raises(UnknownInputError):
        discover([str(tmp_path / "a.bulletin")])
    installed(POINTS, READER)
    (tmp_path / "a.xyz").write_text("any")
    with pytest.raises(UnknownInputError, match=r"\.xml, \.bulletin, plain"):
        discover([str(tmp_path / "a.xyz")])


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("txt = harbour:read\n", "txt of harbour-news: Dateline itself reads .txt; name another"),
        ("mail = harbour:read\n.MAIL = harbour:read\n", "read the same suffix; uninstall one"),
    ],
)
def test_a_suffix_has_one_reader(
    installed: Install, tmp_path: Path, points: str, expected: str
) -> None:
    installed(f"[dateline.readers]\n{points}", READER)
    (tmp_path / "a.txt").write_text(ARTICLE)
    with pytest.raises(ExtensionError, match=expected):
        discover([str(tmp_path / "a.txt")])


def test_the_package_of_the_how_to_works(installed: Install, tmp_path: Path) -> None:
    page = HOW_TO.read_text()
    (reader,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    ((point, target),) = re.findall(r"^(\w+) = \"(harbour_\w+:\w+)\"$", page, re.MULTILINE)
    (sample,) = re.findall(r"```xml\n(.*?)```", page, re.DOTALL)
    module, _, function = target.partition(":")
    installed(f"[dateline.readers]\n{point} = harbour:{function}\n", reader)
    assert f"src/{module}.py" in page
    (tmp_path / f"may.{point}").write_text(sample.replace("…", ARTICLE))
    (tmp_path / f"torn.{point}").write_text(sample[:-20])
    result = run(tmp_path / "lake", tmp_path / f"may.{point}", tmp_path / f"torn.{point}")
    assert (result.run.loaded_count, result.run.rejected_count) == (1, 1)
    read_from_it = "source_id, headline, author, date_published::VARCHAR"
    query = f"SELECT {read_from_it} FROM articles JOIN documents USING (document_id)"
    assert ask(tmp_path / "lake", query) == [
        ("hp-2026-0504-3", "Harbour bridge to close for repairs", ["Ida Koch"], "2026-05-04")
    ]
    (shown,) = re.findall(r"^  unreadable .* torn.nitf: (.*)…$", page, re.MULTILINE)
    ((detail,),) = ask(tmp_path / "lake", "SELECT detail FROM ops.quarantine")
    assert detail.startswith(shown)
