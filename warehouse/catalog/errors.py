"""What can be wrong with a lake. Each message says what was found and what to do about it."""

from dateline.warehouse.errors import EnvironmentFailedError, UsageError


class LakeError(EnvironmentFailedError):
    """The lake can't be used; nothing in it was changed."""


class LakeMissingError(LakeError):
    """There is no lake yet in the folder."""


def incomplete(address: object) -> LakeMissingError:
    """The error of a reader that meets a lake whose tables are not there yet."""
    return LakeMissingError(
        f"the lake {address} is incomplete, since its first run has just begun or was stopped; "
        "wait for it, or run it again"
    )


class NotALakeError(LakeError):
    """The folder, or the catalog in it, was made by something else."""


class LakeVersionError(LakeError):
    """The lake was made by a version of Dateline that this one can't go on with as asked."""


class LakeDamagedError(LakeError):
    """What a snapshot names can't be read: a data file is broken."""


class LakeNotWritableError(LakeError):
    """The folder can't be written to."""


class LakeUnreachableError(LakeError):
    """The server or the storage of a lake doesn't answer, or rejects the credentials."""


class DiskFailedError(LakeError):
    """The disk under the lake is full or fails; what was published before stays."""


class LakeHeldError(LakeError):
    """Another run is writing to the lake."""


class UnknownSnapshotError(UsageError):
    """The lake has no such snapshot: not yet, not any more, or never had."""


class SnapshotForgottenError(LakeError):
    """A snapshot was forgotten while it was read; what was read of it is not to be used."""


class QueryTimeoutError(UsageError):
    """A query took longer than it may."""


class RowLimitError(UsageError):
    """A query has more rows than it may."""


class StatementRejectedError(UsageError):
    """The SQL is not a plain query, or calls a function that reaches outside the lake."""


class UnsupportedValueError(UsageError):
    """A value of a result that Python cannot represent, such as an infinite date."""


class StaleResultError(UsageError):
    """The rows of a query were asked for after the next query; they are gone by then."""


class BatchRejectedError(LakeError):
    """The batch breaks a key, a reference or its accounts; nothing of it was published."""


class RunRejectedError(LakeError):
    """A run's accounts don't balance, or differ from what the lake holds of it."""


class ExportError(LakeError):
    """The exported files can't be written."""


class SearchUnavailableError(LakeError):
    """The search index can't be written or read; the lake itself is as it was."""
