"""The words of the project: code, help and documentation keep to the glossary in CONTRIBUTING.md.

The table there is the only list: its last column has the words that a term stands instead of, each
with the paths where it has another meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "CONTRIBUTING.md"
# `docs/reference/command.md` is the help of the command, word for word.
FILES = (
    *("flows/**/*.py", "expectations/**/*.py", "warehouse/**/*.py", "transforms/**/*.py"),
    *("seeds/**/*.py", "src/dateline/*.py", "warehouse/**/*.sql", "notebooks/*.py"),
    *("README.md", "CONTRIBUTING.md", "Makefile", "docs/**/*.md", "docs/how-to/*/*"),
)
_ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| (?P<instead>[^|]*) ?\|$", re.MULTILINE)
_WORD = re.compile(r"`(?P<words>[^`]+)`(?: \((?P<paths>[^)]+)\))?")
_CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Unwanted:
    """A word that a term of the glossary stands instead of, and where it means something else."""

    words: str
    allowed_in: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The word in prose, in identifiers, and across the lines of a comment."""
        between = r"(?:[\s_\-]|# |> )+"
        words = between.join(map(re.escape, self.words.split()))
        return re.compile(rf"(?<![^\W_]){words}(?:s|es|d|ed)?(?![^\W_])", re.IGNORECASE)

    def lines_in(self, text: str) -> Iterator[int]:
        for found in self.pattern.finditer(_CASE_CHANGE.sub("_", text)):
            yield found.string.count("\n", 0, found.start()) + 1


def table_of(markdown: str) -> str:
    return markdown.partition("\n## Glossary\n")[2].partition("\n## ")[0]


def unwanted_words() -> list[Unwanted]:
    found = []
    for row in _ROW.finditer(table_of(GLOSSARY.read_text(encoding="utf-8"))):
        for word in _WORD.finditer(row["instead"]):
            paths = re.findall(r"[^`, ]+", word["paths"] or "")
            found.append(Unwanted(word["words"], tuple(paths)))
    return found


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder.rstrip('/')}/") for folder in folders)


def checked_files() -> list[Path]:
    found = {file for pattern in FILES for file in ROOT.glob(pattern) if file.is_file()}
    return sorted(file for file in found if "__pycache__" not in file.parts)


def text_of(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file == GLOSSARY:
        table = table_of(text)
        text = text.replace(table, "\n" * table.count("\n"))
    return text


@pytest.mark.parametrize("unwanted", unwanted_words(), ids=lambda unwanted: unwanted.words)
def test_each_meaning_has_its_term(unwanted: Unwanted) -> None:
    found = []
    for file in checked_files():
        path = str(file.relative_to(ROOT))
        if is_below(path, unwanted.allowed_in):
            continue
        found += [f"{path}:{line}" for line in unwanted.lines_in(text_of(file))]
    assert not found, "\n".join((f"not a term of the glossary: {unwanted.words}", *found))


@pytest.mark.parametrize(
    "text",
    [
        "It is set aside.",
        "class SetAside:",
        "set_aside_count = 1",
        "_SET_ASIDE",
        "a page that is\nset\naside",
        "    # pages that are set\n    # aside",
        "set-aside pages",
    ],
)
def test_a_word_is_found_in_prose_and_in_identifiers(text: str) -> None:
    assert len(list(Unwanted("set aside").lines_in(text))) == 1


def test_an_ending_is_found_and_a_longer_word_is_not() -> None:
    text = "refuses\nrefused_count\nVerdicts\nrefuser\nusually"
    assert list(Unwanted("refuse").lines_in(text)) == [1, 2]
    assert list(Unwanted("verdict").lines_in(text)) == [3]
    assert list(Unwanted("usual").lines_in(text)) == []


def test_a_word_may_stand_where_it_means_something_else() -> None:
    table = "\n## Glossary\n| a | b | `w` (`x/`, `y.py`), `v` |\n\n## Next"
    row = _ROW.search(table_of(table))
    assert row is not None
    words = [(word["words"], word["paths"]) for word in _WORD.finditer(row["instead"])]
    assert words == [("w", "`x/`, `y.py`"), ("v", None)]
    assert is_below("x/z.py", ("x/", "y.py"))
    assert not is_below("xx/z.py", ("x/", "y.py"))


def test_the_glossary_is_sorted_into_terms_meanings_and_words_instead() -> None:
    rows = [line for line in table_of(GLOSSARY.read_text()).splitlines() if line.startswith("|")]
    assert len(rows) == len(list(_ROW.finditer("\n".join(rows))))
    terms = [row.split("|")[1].strip() for row in rows[2:]]
    assert len(set(terms)) == len(terms)
    assert len(unwanted_words()) >= 10
