"""What holds for all tests."""

import pytest
from hypothesis import settings

# No example fails for being slow: how long one takes is the machine's affair.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole runs come first: they take longest, and what is short fills up the end."""
    items.sort(key=lambda item: item.path.parent.name != "flows")
