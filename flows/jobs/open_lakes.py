"""The lake of the settings, open within the limits of the settings."""

from dateline.flows.settings import Settings
from dateline.warehouse.catalog.lake import Lake


def open_to_read(settings: Settings) -> Lake:
    """The lake, open to read; raises as `Lake.open` does."""
    return Lake.open(
        settings.lake,
        read_only=True,
        memory_bytes=settings.memory_limit,
        threads=settings.threads,
    )


def open_to_write(settings: Settings) -> Lake:
    """The lake, open to write once no other run does; raises as `Lake.open` does."""
    return Lake.open(
        settings.lake,
        wait_seconds=settings.wait_seconds,
        memory_bytes=settings.memory_limit,
        threads=settings.threads,
    )
