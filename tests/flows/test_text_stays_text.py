"""What a page says is text to every command: no escape, markup, format or SQL of it has effect."""

import unicodedata
from pathlib import Path

import pytest
from in_process import dateline
from made_pages import ARTICLE, ask, json_lines

HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "\x9b31m",
    "\u202egnp.exe",
    "\u2066a\u2029b",
    "[bold red]a[/] [link=http://a]b[/link] [/]",
    "%s %(name)s %n {0} {name} {0.__class__} ${HOME} $(id) `id`",
    "'; DROP TABLE documents; --",
    "\"; ATTACH 'x'; --",
    "<script>alert(1)</script> ![a](http://a) | b | ``` ` ::error::c",
    "../../etc/passwd",
    "a\r\nb\nc",
]
_SHOWN = frozenset({"\n", "\u200c", "\u200d", "\u00ad"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("text")
    records = [
        {
            "id": text,
            "text": f"{text}\n\n{ARTICLE * 3}“{text},” said {text}.\n",
            "url": text,
            "x": text,
        }
        for text in HOSTILE
    ]
    broken = [{"id": text, text: text} for text in HOSTILE]  # without a text
    json_lines(home / "pages.jsonl", records + broken)
    return home


@pytest.mark.soak
def test_no_command_gives_a_page_power(home: Path) -> None:
    run = dateline("run", "pages.jsonl", "--inline", "--verbose", home=home)
    assert ask(home / "lake", "SELECT count(*) FROM documents") == [(len(HOSTILE),)]
    questions = (
        ("quarantine",),
        ("sql", "SELECT source_id, url, text FROM documents ORDER BY ALL"),
        ("sql", "SELECT text, speaker_text FROM quotes ORDER BY ALL"),
        ("search", "ferry"),
        *(("explain", text) for text in HOSTILE),
        *(("search", text) for text in HOSTILE),
        *(("explain", f"{text} unknown") for text in HOSTILE),
        ("run", HOSTILE[0]),
        ("sql", HOSTILE[0]),
    )
    shown = [run, *(dateline(*question, home=home) for question in questions)]
    for ended in shown:
        assert ended.returncode in (0, 1, 2), ended.stderr
        powerful = {
            character
            for character in ended.stdout + ended.stderr
            if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        }
        assert powerful <= _SHOWN, ended.args
    # Markup of Rich is shown, not followed; a format is not filled in.
    everything = "".join(ended.stdout for ended in shown)
    assert "[bold red]a[/]" in everything
    assert "{0.__class__}" in everything
    assert ask(home / "lake", "SELECT count(*) FROM documents") == [(len(HOSTILE),)]


@pytest.mark.soak
def test_what_is_stored_is_what_the_page_says(home: Path) -> None:
    stored = {text for (text,) in ask(home / "lake", "SELECT source_id FROM documents")}
    assert stored == set(HOSTILE)
    assert [path.name for path in home.iterdir() if path.name.startswith("..")] == []
