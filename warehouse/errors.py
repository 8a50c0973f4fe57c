"""The two kinds of errors that a person can mend; which of them it is decides the exit code.

Every error of the project that is not a fault in its code has exactly one of these bases. A message
reads `what: value; remedy`.
"""


class UsageError(Exception):
    """What was asked for is wrong or does not exist; asking otherwise helps."""


class EnvironmentFailedError(Exception):
    """What was asked for is right, but the lake, a disk or a server does not allow it."""


class MissingPackageError(EnvironmentFailedError):
    """A package is not installed that only some uses need."""
