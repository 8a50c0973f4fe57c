"""A text's sketch: the sample of its shingles by which other texts with the same ones are found.

Which shingles are in the sample is a matter of their hashes alone, so that two texts have those in
common that both of them have: FracMinHash, after the modulo sketches of Broder (1997), as in
Irber et al., "Lightweight compositional analysis of metagenomes with FracMinHash" (2022). Short
texts have their least hashes besides, a bottom-k sketch (Cohen and Kaplan, 2007).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.stories import Sketch
from dateline.transforms.stories.shingles import (
    HASH_BITS,
    Hashes,
    Indices,
    Shingles,
    ranges,
    shingle,
)
from dateline.transforms.stories.topics import mark

# One shingle of so many is in the sample of a long text.
ONE_OF = 16
LEAST_SAMPLE = 16
_BOUND = np.uint64((1 << HASH_BITS) // ONE_OF)


def sketch(shingles: Shingles) -> tuple[Indices, Hashes]:
    """The sampled hashes of each text, sorted, and where those of each begin and end."""
    counts = np.diff(shingles.offsets)
    below = np.searchsorted(np.flatnonzero(shingles.hashes < _BOUND), shingles.offsets)
    sizes = np.maximum(np.diff(below), np.minimum(counts, LEAST_SAMPLE))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    return offsets, shingles.hashes[ranges(shingles.offsets[:-1], sizes)]


def sketch_table(articles: pa.Table) -> pa.Table:
    """The rows of `sketches` for rows of `articles`, those without a body left out."""
    with_body = articles.filter(pc.is_valid(articles["article_body"]))
    bodies = with_body["article_body"].to_pylist()
    marks = mark(bodies)
    columns = {
        "document_id": with_body["document_id"],
        "hashes": _lists(*sketch(shingle(bodies))),
        "marks": _lists(marks.offsets, marks.marks),
    }
    return pa.table(columns, schema=table_of(Sketch).arrow_schema)


def _lists(offsets: Indices, hashes: Hashes) -> pa.ListArray:
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.array(hashes.astype(np.int64))
    )
