"""Inputs that atheris (libFuzzer) makes so that they reach new branches; started by its test.

    coverage_guided.py TARGET [option of libFuzzer]… [folder of inputs]

The first input that raises, takes a minute or takes 4 GB ends it and is kept as a file.
"""

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dateline.transforms", "dateline.flows.inputs"]):
    from dateline.flows.inputs.formats import Format, read_source, reader_of
    from dateline.flows.inputs.readers import page_of
    from dateline.flows.inputs.sources import ArchiveLimitError, ReadOptions, Record, Source
    from dateline.transforms.parsing import parse
    from dateline.transforms.text.decode import Decoded, decode
    from dateline.transforms.text.page import Page

    # Each is imported as it is asked for, and only what is imported here is led by coverage.
    list(map(reader_of, Format))

_OPTIONS = ReadOptions(1 << 16)


class _Content(io.BytesIO):
    """Bytes that a source opens as often as it likes."""

    def __exit__(self, *_: object) -> None:
        self.seek(0)


def _read(format_: Format) -> Callable[[bytes], None]:
    def target(content: bytes) -> None:
        def opened(_: bool) -> io.BufferedReader:
            return io.BufferedReader(_Content(content))

        try:
            for found in read_source(Source("a", "a", len(content), opened), format_, _OPTIONS):
                if isinstance(found, Record):
                    page_of(found, _OPTIONS)
        except ArchiveLimitError:
            return

    return target


def _understand(content: bytes) -> None:
    decoded = decode(content)
    if isinstance(decoded, Decoded):
        parse(Page("0" * 64, decoded.text))


def _decode(content: bytes) -> None:
    decode(content)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "decode": _decode,
    "page": _understand,
    **{str(format_): _read(format_) for format_ in Format},
}

if __name__ == "__main__":
    target = TARGETS[sys.argv[1]]
    Path(sys.argv[-1]).mkdir(exist_ok=True)
    options = ["-timeout=60", "-rss_limit_mb=4096", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:]], target)
    atheris.Fuzz()
