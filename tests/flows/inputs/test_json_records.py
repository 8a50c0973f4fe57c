import gzip
import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import LIMIT, pages_of, payloads, reasons

from dateline.flows.inputs.pages import RawPage, UnusablePage

RECORDS = [{"id": "a", "text": 'first, "quoted" [1] {\\'}, {"id": "b", "text": "zweite\n"}]
TEXTS = [str(record["text"]).encode() for record in RECORDS]


def written(folder: Path, content: str | bytes, name: str = "pages.json") -> Path:
    path = folder / name
    packed = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(packed) if name.endswith(".gz") else packed)
    return path


@pytest.mark.parametrize("name", ["pages.json", "pages.json.gz"])
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        "\ufeff \n" + json.dumps(RECORDS, indent=2) + "\n",
        "".join(json.dumps(record) + "\n" for record in RECORDS),
        json.dumps({"status": "ok", "totalResults": 2, "articles": RECORDS}),
        json.dumps({"count": 2, "tags": ["x"], "items": RECORDS}, indent=1),
    ],
    ids=["array", "indented array", "lines", "object on a line", "indented object"],
)
def test_json_in_every_form(tmp_path: Path, content: str, name: str) -> None:
    pages = pages_of(written(tmp_path, content, name))
    assert payloads(pages) == TEXTS
    assert [page.origin.source_id for page in pages] == ["a", "b"]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_object_that_is_a_record(tmp_path: Path, indent: int | None) -> None:
    record = {"text": "one", "related": [{"text": "other"}]}
    (page,) = pages_of(written(tmp_path, json.dumps(record, indent=indent)))
    assert page.payload == b"one"


@pytest.mark.parametrize(
    "record",
    [
        '{"id": "a", "id": "b", "text": "x"}',
        '{"text": "x", "text": "y"}',
        '{"text": "x", "data": {"text": "x", "u": 1, "u": 2}, "u": 3}',
    ],
)
def test_a_key_given_twice_is_told_of(tmp_path: Path, record: str) -> None:
    pages = pages_of(written(tmp_path, f"{record}\n" + '{"text": "z"}\n', "pages.jsonl"))
    assert reasons(pages) == ["broken_json", "read"]


def test_a_key_may_stand_in_each_of_several_objects(tmp_path: Path) -> None:
    record = {"text": 'the "id" of "id"', "id": "a", "related": [{"id": 1}, {"id": 2}]}
    (page,) = pages_of(written(tmp_path, json.dumps(record)))
    assert page.origin.source_id == "a"


def test_a_broken_element_is_alone(tmp_path: Path) -> None:
    large = json.dumps({"text": "x" * (5 * LIMIT)})
    content = (
        f'[{{"text": "a"}}, {{"text": }}, [1], 5, {large}, {{"text": "\\ud83d"}}, {{"text": "z"}}]'
    )
    pages = pages_of(written(tmp_path, content))
    assert reasons(pages) == [
        "read",
        "broken_json",
        "broken_json",
        "broken_json",
        "too_large",
        "read",
        "read",
    ]
    assert [page.origin.source_id for page in pages[1:5]] == [f"record {n}" for n in range(2, 6)]
    assert isinstance(pages[1], UnusablePage)
    assert pages[1].payload == b' {"text": }'
    assert isinstance(pages[5], RawPage)
    assert pages[5].repairs


@pytest.mark.parametrize(
    "content",
    ['[{"text": "a"}, {"te', '[{"text": "a"}', '[{"text": "a"}] {"text": "b"}'],
)
def test_an_array_that_breaks_off_keeps_what_came_before(tmp_path: Path, content: str) -> None:
    found = reasons(pages_of(written(tmp_path, content)))
    assert found[0] == "read"
    assert found[-1] == "unreadable"


@pytest.mark.parametrize("content", ["", "[]", " [ ] "])
def test_nothing_is_no_page(tmp_path: Path, content: str) -> None:
    assert pages_of(written(tmp_path, content)) == []


@pytest.mark.parametrize(
    "content", ["{", "nonsense", '{"text": "a"} x', '{"no": 1}', "[" * 200_000]
)
def test_what_is_no_record(tmp_path: Path, content: str) -> None:
    assert "read" not in reasons(pages_of(written(tmp_path, content)))


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), max_size=5),
    st.integers(1, 7),
    st.sampled_from([None, 1]),
)
def test_an_array_is_cut_where_its_elements_end(
    records: list[dict[str, str]], chunk: int, indent: int | None
) -> None:
    from io import BufferedReader, BytesIO

    from dateline.flows.inputs.json_records import _elements

    class Slow(BytesIO):
        """Gives a few bytes at a time."""

        def readinto(self, buffer: object) -> int:
            view = memoryview(cast(Any, buffer))
            return super().readinto(view[:chunk])

    packed = json.dumps(records, indent=indent).encode()
    stream = BufferedReader(cast(Any, Slow(packed)), 16)
    elements = [element for element, _ in _elements(stream, 10**6) if element and element.strip()]
    assert [json.loads(element) for element in elements] == records


def test_a_key_that_stands_twice_among_very_many_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    keys = "".join(f'"k{number}": 1, ' for number in range(20_000))
    path.write_text(f'{{{keys}"text": "a"}}\n{{{keys}"k7": 2, "text": "a"}}\n')
    found = pages_of(path, limit=1 << 20)
    assert reasons(found) == ["read", "broken_json"]


@pytest.mark.parametrize("depth", [200, 300, 1000, 5000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize(
    "record", ['{"text": "a", "x": %s}', '{"text": "a", "text": "b", "x": %s}', '{"x": %s}']
)
def test_values_that_nest_deep_end_nothing(
    tmp_path: Path, depth: int, opening: str, record: str
) -> None:
    nested = opening * depth + "1" + {"[": "]", '{"a":': "}"}[opening] * depth
    (tmp_path / "a.jsonl").write_text(record % nested + '\n{"text": "c"}\n')
    (tmp_path / "a.json").write_text(f'{{"items": [{record % nested}, {{"text": "c"}}]}}')
    assert reasons(pages_of(tmp_path / "a.jsonl", limit=10**6))[-1] == "read"
    in_array = reasons(pages_of(tmp_path / "a.json", limit=10**6))
    assert in_array[-1] == "read" or in_array == ["broken_json"]


def test_lines_behind_blank_ones_are_counted_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n\n \n\t\r\n{"text": "b"}\n\n\n\n  {"text": "c"}')
    assert [page.origin.source_id for page in pages_of(path)] == ["line 1", "line 5", "line 9"]
