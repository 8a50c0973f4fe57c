"""Whether reading failed because of the input or because of the machine.

What is wrong with an entry or a file is recorded, and the rest goes on. What the machine lacks says
nothing about the input: it ends the run, and no page is quarantined for it.
"""

import errno

from dateline.warehouse.errors import EnvironmentFailedError

_MACHINE_REMEDIES = {
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "close programs that hold files open",
    errno.ENOMEM: "free memory",
    errno.ENOSPC: "make room in the folder for temporary files, or name another in TMPDIR",
    errno.EDQUOT: "make room in the folder for temporary files, or name another in TMPDIR",
    errno.EROFS: "name a folder for temporary files that can be written to in TMPDIR",
}


class MachineFailedError(EnvironmentFailedError):
    """The machine does not allow inputs to be read, whatever is in them."""


def raise_for_environment(error: OSError) -> None:
    """Return where a failure is the input's.

    Raises:
        MachineFailedError: the failure is the machine's, such as a full disk.
    """
    remedy = _MACHINE_REMEDIES.get(error.errno or 0)
    if remedy is None and error.errno == errno.ENOENT and error.filename is None:
        # Nothing but `tempfile` looks for a file without a name.
        remedy = _MACHINE_REMEDIES[errno.EROFS]
    if remedy is not None:
        raise MachineFailedError(
            f"cannot read the inputs: {error.strerror}; {remedy}, then run again"
        ) from error
