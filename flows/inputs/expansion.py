"""How much compressed files and archives may unpack to, counted while they are read."""

import io
from typing import BinaryIO, cast

from dateline.flows.inputs.sources import ArchiveLimitError

# So many times its size, or so many bytes where that is more. Text of many like records shrinks to
# a fiftieth; what deflate can shrink to a thousandth is no text.
_EXPANSION = 200
_LEAST_ALLOWANCE = 64 << 20


class ExpansionBudget:
    """How many bytes a file may still unpack to."""

    def __init__(self, byte_count: int) -> None:
        """A budget by the size of the file as it lies there."""
        self._allowance = max(_EXPANSION * byte_count, _LEAST_ALLOWANCE)

    def spend(self, byte_count: int) -> None:
        """Count bytes.

        Raises:
            ArchiveLimitError: they are more than the file may unpack to.
        """
        self._allowance -= byte_count
        if self._allowance < 0:
            raise ArchiveLimitError(
                f"it unpacks to more than {_EXPANSION} times its size; unpack it and look at it"
            )


class Metered(io.RawIOBase):
    """A stream whose bytes count against a budget; `allowance` is how many may be read at all."""

    def __init__(
        self, stream: BinaryIO, budget: ExpansionBudget, allowance: int | None = None
    ) -> None:
        self._stream = stream
        self._budget = budget
        self.allowance = allowance

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer.

        Raises:
            ArchiveLimitError: there is more than the budget or the allowance.
        """
        view = memoryview(cast(bytearray, buffer)).cast("B")
        piece = self._stream.read(len(view))
        self._budget.spend(len(piece))
        if self.allowance is not None:
            self.allowance -= len(piece)
            if self.allowance < 0:
                raise ArchiveLimitError("the header of an entry is too large; make it once more")
        view[: len(piece)] = piece
        return len(piece)
