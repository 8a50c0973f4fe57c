"""What the tables of pages have in common."""

import re

import pyarrow as pa

from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.pages import Document, Fingerprint, Line, RepeatedLine


def test_a_document_is_known_by_the_hash_of_its_bytes() -> None:
    (key,) = (column for column in table_of(Document).columns if column.declared.key)
    assert key.name == "document_id"
    assert re.fullmatch(key.declared.pattern or "", 64 * "a")
    assert table_of(Line).key == ("document_id", "line_number")


def test_a_line_repeats_by_the_hash_that_fingerprints_hold() -> None:
    hashes = {column.name: column.arrow for column in table_of(Fingerprint).columns}["line_hashes"]
    repeated = {column.name: column for column in table_of(RepeatedLine).columns}
    assert pa.types.is_list(hashes)
    assert hashes.value_type == repeated["line_hash"].arrow
    assert table_of(RepeatedLine).key == ("host", "line_hash")
