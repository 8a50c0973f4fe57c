"""What a compaction did, in a line."""

from dateline.flows.show.terminal import plural
from dateline.warehouse.publish.compaction import Compaction


def compaction_message(compaction: Compaction) -> str:
    """The snapshots that expired, and how far back the lake can still be read."""
    forgotten = plural(compaction.forgotten_count, "snapshot")
    return f"{forgotten} expired; the oldest that can be read is {compaction.oldest}"
