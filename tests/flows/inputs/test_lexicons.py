"""Lexicons of one's own are read as they are, or not at all: a wrong row is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.flows.inputs.lexicons import LexiconError, read_lexicons
from dateline.seeds import lexicon_names, shipped_lexicon

PHRASES = "phrase,label,match,language,source\n"


def read(folder: Path) -> dict[str, tuple[dict[str, str], ...]]:
    return dict(read_lexicons([("own", folder)]).rows)


def problem(folder: Path, name: str, content: str | bytes) -> str:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LexiconError) as raised:
        read(folder)
    return str(raised.value)


def test_rows_of_several_folders_come_one_after_another(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "cities.csv").write_text(f"\ufeffname,source\nTown {number},me\n\n")
        (folder / "README.md").write_text("no lexicon")
    found = read_lexicons([(name, tmp_path / name) for name in ("2", "1")])
    assert [row["name"] for row in found.rows["cities"]] == ["Town 2", "Town 1"]


def test_columns_that_may_be_empty_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "line_phrases.csv").write_text(
        "source,match,label,phrase\nme,anywhere,legal,all rights\n"
    )
    (row,) = read(tmp_path)["line_phrases"]
    assert row == {
        "phrase": "all rights",
        "label": "legal",
        "match": "anywhere",
        "language": "",
        "source": "me",
    }


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "line_phrase.csv",
            "",
            "own/line_phrase.csv: there is no lexicon of this name; did you mean line_phrases.csv?",
        ),
        ("cities.csv", "name\nX\n", "own/cities.csv:1: the column 'source' is missing"),
        ("cities.csv", "", "own/cities.csv:1: the column 'name' is missing"),
        ("cities.csv", "name,source,size\n", "own/cities.csv:1: the column 'size' is unknown"),
        ("cities.csv", "name,source,name\n", "own/cities.csv:1: the column 'name' is there twice"),
        ("cities.csv", "name,source\nX,me\nY\n", "own/cities.csv:3: 1 values for 2 columns"),
        ("cities.csv", "name,source\n ,me\n", "own/cities.csv:2: name is empty"),
        ("cities.csv", 'name,source\n"X,me\n', "own/cities.csv:2: not valid CSV"),
        ("cities.csv", b"name,source\nM\xfcnchen,me\n", "own/cities.csv: the lexicon is not UTF-8"),
        (
            "line_phrases.csv",
            PHRASES + "all rights,copyright,line,en,me\n",
            "own/line_phrases.csv:2: label = 'copyright': use one of advert, author_bio",
        ),
        (
            "line_phrases.csv",
            PHRASES + "all rights,legal,whole,en,me\n",
            "own/line_phrases.csv:2: match = 'whole': use one of anywhere, line, start",
        ),
        (
            "line_phrases.csv",
            PHRASES + "All rights,legal,line,en,me\n",
            "own/line_phrases.csv:2: phrase = 'All rights': write it in lower case, 'all rights'",
        ),
        (
            "months.csv",
            "name,month,language,source\nzhalva,13,qaa,me\n",
            "own/months.csv:2: month = '13': use one of",
        ),
        (
            "quote_confidence.csv",
            "rule,confidence,source\nspeech after,1.5,me\n",
            "own/quote_confidence.csv:2: confidence = '1.5': use a number from 0 to 1",
        ),
        (
            "reporting_verbs.csv",
            "verb,kind,is_also_noun,complements,source\nzorble,speech,no,clause phrases,me\n",
            "own/reporting_verbs.csv:2: complements = 'phrases': use one of",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column(
    tmp_path: Path, name: str, content: str | bytes, expected: str
) -> None:
    assert problem(tmp_path, name, content).startswith(expected)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="own is not a folder"):
        read(tmp_path / "missing")


@given(st.sampled_from([name for name in lexicon_names() if len(shipped_lexicon(name)) < 1000]))
def test_what_ships_could_be_of_ones_own(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("own")
    shipped = Path(__file__).parents[3] / f"seeds/{name}.csv"
    (folder / f"{name}.csv").write_bytes(shipped.read_bytes())
    assert read(folder) == {name: shipped_lexicon(name)}
