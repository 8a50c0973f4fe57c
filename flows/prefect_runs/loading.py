"""How Prefect is imported at less cost."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """Import heavy modules without garbage collection; what they make stays out of it later, too.

    Prefect makes hundreds of thousands of objects that live as long as the process.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
