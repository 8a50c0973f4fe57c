"""Any bytes under any name are pages or reasons: no reader raises, prints, or holds too much."""

import bz2
import gzip
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_files import SOUND

from dateline.flows.inputs.discovery import discover
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import read
from dateline.flows.inputs.sources import LeftAlone, ReadOptions

_OPTIONS = ReadOptions(1 << 16)
_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": lambda content: pa.compress(content, "zstd", asbytes=True),
}


@st.composite
def _damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Sound content with pieces cut out, repeated, overwritten and put in."""
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from([0, 1, 4, 30, 1000])))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.just(content[start:end] * 3),
                st.binary(max_size=8),
                st.sampled_from(
                    [b"\xff" * 8, b"\0" * 512, b"[" * 300, b"<" * 99, b"-1", b"\r\n\r\n"]
                ),
            )
        )
        content = content[:start] + piece + content[end:]
    return content


@st.composite
def _files(draw: st.DrawFn) -> tuple[str, bytes]:
    suffix = draw(st.sampled_from(list(SOUND)))
    packing = draw(st.sampled_from(list(_PACKED)))
    content = _PACKED[packing](draw(_damaged(SOUND[suffix])))
    return f"pages{suffix}{packing}", draw(_damaged(content)) if packing else content


def assert_read(name: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        (file,) = discover([str(path)]).input_files
        for found in read(file, _OPTIONS):
            assert isinstance(found, RawPage | UnusablePage | LeftAlone)
            if not isinstance(found, LeftAlone):
                assert len(found.payload or b"") <= _OPTIONS.record_limit + len(name)
                str(found.origin).encode()  # can be stored


@pytest.mark.parametrize("packing", _PACKED)
@pytest.mark.parametrize("suffix", SOUND)
def test_what_is_sound_is_read(tmp_path: Path, suffix: str, packing: str) -> None:
    path = tmp_path / f"pages{suffix}{packing}"
    path.write_bytes(_PACKED[packing](SOUND[suffix]))
    (file,) = discover([str(path)]).input_files
    pages = [page for page in read(file, _OPTIONS) if isinstance(page, RawPage)]
    assert any(b"The ferry sails" in page.payload for page in pages)


@settings(max_examples=120)
@given(_files())
def test_any_bytes_are_pages_or_reasons(file: tuple[str, bytes]) -> None:
    assert_read(*file)


@pytest.mark.soak
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(_files())
def test_many_more_bytes(file: tuple[str, bytes]) -> None:
    assert_read(*file)


def test_readers_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for suffix, content in SOUND.items():
        for damaged in (content[:-20], content[20:], content[:99] + b"\xff\0[<" + content[99:]):
            assert_read(f"pages{suffix}", damaged)
    assert capfd.readouterr() == ("", "")
