"""What makes a line or a story known again on another page, from the text alone.

Nothing here depends on a model, a lexicon or other pages: a page's fingerprint is the same whenever
and with whatever it is loaded, and stays so over versions that read the page better.
"""

from collections.abc import Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa

from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.pages import Fingerprint
from dateline.transforms.text.page import Page

# Longer lines are paragraphs: they repeat where the story does.
LONGEST_HASHED = 400
_MARKING_LINES = 5
_NO_MARK = np.iinfo(np.int64).max


def fingerprint(pages: Sequence[Page]) -> pa.Table:
    """The rows of `fingerprints` for a batch of pages, in their order.

    A page's story signature is the least hash among its five longest lines. Pages that have these
    lines in common have the same signature, and pages that have four of five in common mostly have:
    it is a min-wise hash (Broder, 1997). A line of boilerplate among the five is the least one in
    five times only, and then makes stories fewer, never more.
    """
    lines = split_lines([page.text for page in pages])
    known = {text: _hash(text) for text in dict.fromkeys(lines.texts)}
    hashes = np.fromiter((known[text] for text in lines.texts), np.int64, len(lines))
    lengths = np.fromiter(map(len, lines.texts), np.int64, len(lines))
    longest_first = np.lexsort((hashes, -lengths, lines.document))
    is_marking = (lines.line_number < _MARKING_LINES) & (lengths[longest_first] > 0)
    marking = longest_first[is_marking]
    marks = np.full(len(pages), _NO_MARK)
    np.minimum.at(marks, lines.document[marking], hashes[marking])
    is_left_out = (lengths == 0) | (lengths > LONGEST_HASHED)
    columns = {
        "document_id": pa.array([page.document_id for page in pages], pa.string()),
        "host": pa.array([host_of(page.url) for page in pages], pa.string()),
        "story_signature": pa.array(marks),
        "line_hashes": pa.ListArray.from_arrays(
            pa.array(lines.offsets.astype(np.int32)), pa.array(hashes, mask=is_left_out)
        ),
    }
    return pa.table(columns, schema=table_of(Fingerprint).arrow_schema)


def host_of(url: str | None) -> str | None:
    """The host that an address names, in lower case and without `www.`; None for no address.

    A host without a dot, such as `localhost`, is not one.
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _hash(text: str) -> int:
    # Half of a surrogate pair can come out of JSON, and encodes no other way.
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
