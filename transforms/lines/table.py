"""The rows of `lines`, column by column."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dateline.transforms.lines.label_codes import RULES
from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.schema.closed_sets import LABELS
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.pages import Line
from dateline.transforms.text.page import Page


def line_table(pages: Sequence[Page], lines: Lines, labels: Labels) -> pa.Table:
    """The labelled lines of a batch as an Arrow table, columns as `pages.Line` declares."""
    columns = {
        "document_id": pa.array([page.document_id for page in pages], pa.string()).take(
            pa.array(lines.document)
        ),
        "line_number": pa.array(lines.line_number.astype(np.int64)),
        "start": pa.array(lines.start),
        "end": pa.array(lines.end),
        "label": pa.array(LABELS).take(pa.array(labels.label)),
        "is_body": pa.array(labels.is_body),
        "rule": pa.array(RULES).take(pa.array(labels.rule)),
        "score": pa.array(labels.score),
    }
    return pa.table(columns, schema=table_of(Line).arrow_schema)
