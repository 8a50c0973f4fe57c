"""Columns that several tables share."""

from typing import Annotated

from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.schema.columns import Col

SHA256 = "[0-9a-f]{64}"
FIELD_NAME = "[a-z][a-z0-9_]{0,62}"

DocumentKey = Annotated[
    str,
    Col(
        "SHA-256 of the page's bytes, in hex",
        key=True,
        pattern=SHA256,
        references="documents.document_id",
    ),
]
Start = Annotated[int, Col("First character", unit="code points into documents.text", minimum=0)]
End = Annotated[
    int, Col("One past the last character", unit="code points into documents.text", minimum=0)
]
OptionalStart = Annotated[
    int | None, Col("First character", unit="code points into documents.text", minimum=0)
]
OptionalEnd = Annotated[
    int | None,
    Col("One past the last character", unit="code points into documents.text", minimum=0),
]
Confidence = Annotated[
    float, Col("How likely the row is right, by calibration", unit="share", minimum=0, maximum=1)
]
Rule = Annotated[str, Col("The rule or model that made the row")]
RunId = Annotated[str, Col("The run that wrote the row", references="ops.runs.run_id")]
SightingCount = Annotated[int, Col("Pages that came in", unit="pages", minimum=0)]
LoadedCount = Annotated[int, Col("Pages loaded", unit="pages", minimum=0)]
AlreadyKnownCount = Annotated[int, Col("Pages that the lake already had", unit="pages", minimum=0)]
QuarantinedCount = Annotated[
    int, Col("Pages quarantined: kept for a retry", unit="pages", minimum=0)
]
RejectedCount = Annotated[int, Col("Pages rejected: only noted", unit="pages", minimum=0)]
Reason = Annotated[
    str, Col("Why it was quarantined or rejected, in a word", values=QuarantineReason)
]
