"""Texts cut into lines, as columns: an index in every array is one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a batch of documents, in order.

    `document` is the index of the line's document in the batch; `start` and `end` are code points
    into that document's text, end exclusive, the line's end-of-line marks included; `texts` are the
    lines without surrounding white space, so that a blank line is the empty string.
    `offsets[d]:offsets[d + 1]` are the lines of document `d`.
    """

    document: NDArray[np.int32]
    line_number: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    texts: tuple[str, ...]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the lines of the whole batch."""
        return len(self.texts)


def split_lines(texts: Sequence[str]) -> Lines:
    r"""Cut each text at LF, CRLF and CR; joined, the slices give the text back exactly.

    Other characters that Unicode calls line breaks (form feed, U+2028, …) stay inside their line.
    """
    ends: list[int] = []
    starts: list[int] = []
    stripped: list[str] = []
    counts: list[int] = []
    for text in texts:
        before = len(ends)
        for match in _LINE.finditer(text):
            starts.append(match.start())
            ends.append(match.end())
            stripped.append(match.group().strip())
        counts.append(len(ends) - before)
    count = np.array(counts, dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    document = np.repeat(np.arange(len(texts), dtype=np.int32), count)
    return Lines(
        document=document,
        line_number=(np.arange(len(ends)) - offsets[document]).astype(np.int32),
        start=np.array(starts, dtype=np.int64),
        end=np.array(ends, dtype=np.int64),
        texts=tuple(stripped),
        offsets=offsets,
    )


def select_documents(lines: Lines, chosen: NDArray[np.bool_]) -> Lines:
    """The lines of some documents alone, which are numbered from 0.

    Args:
        lines: All lines.
        chosen: Which of the documents, one flag for each.
    """
    own = np.flatnonzero(chosen[lines.document])
    counts = np.diff(lines.offsets)[chosen]
    return Lines(
        document=(np.cumsum(chosen) - 1)[lines.document[own]].astype(np.int32),
        line_number=lines.line_number[own],
        start=lines.start[own],
        end=lines.end[own],
        texts=tuple(lines.texts[index] for index in own.tolist()),
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
