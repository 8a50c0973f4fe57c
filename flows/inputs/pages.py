"""A page as it comes in, before anything is known about it."""

from dataclasses import dataclass, field
from datetime import datetime

from dateline.transforms.schema.operations import Quarantined
from dateline.transforms.text.page import Metadata


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page was found, and what came with it.

    `file_path` is the absolute path of the file, `source_id` the file's name or the record's `id`;
    `metadata` is a JSON object of whatever else the record held, and `page_metadata` what of it
    speaks of the page's article.
    """

    file_path: str
    source_id: str
    url: str | None = None
    fetched_at: datetime | None = None
    metadata: str | None = None
    page_metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's bytes as they came; `repairs` says what its reader had to mend.

    A page that is tried again has its row of the quarantine in `retried`.
    """

    origin: Origin
    payload: bytes
    repairs: tuple[str, ...] = ()
    retried: Quarantined | None = None


@dataclass(frozen=True, slots=True)
class UnusablePage:
    """A page that cannot go on, and why.

    `payload` holds the bytes for a retry; where it is None the page is rejected and only noted.
    """

    origin: Origin
    reason: str
    detail: str
    rule: str
    byte_count: int
    payload: bytes | None = None
    repairs: tuple[str, ...] = ()
    retried: Quarantined | None = None


def unusable(page: RawPage | UnusablePage, reason: str, detail: str, rule: str) -> UnusablePage:
    """A page that turns out to be of no use, with its bytes."""
    payload = page.payload or b""
    return UnusablePage(
        page.origin,
        reason,
        detail,
        rule,
        byte_count=len(payload),
        payload=payload,
        repairs=page.repairs,
        retried=page.retried,
    )
