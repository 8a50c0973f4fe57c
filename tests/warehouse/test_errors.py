"""What an error means: wrong usage or a failed environment, and with it the exit code."""

import importlib
import pkgutil
from collections.abc import Iterator

import dateline
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

BASES = (UsageError, EnvironmentFailedError)


def error_classes() -> Iterator[type[Exception]]:
    """Every error class that a module of the project declares."""
    for found in pkgutil.walk_packages(dateline.__path__, "dateline."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, Exception)
                and value.__module__ == module.__name__
            ):
                yield value


def test_every_error_has_one_of_the_two_bases() -> None:
    classes = set(error_classes())
    assert set(BASES) < classes
    assert {
        error: [base for base in BASES if issubclass(error, base)]
        for error in classes
        if sum(issubclass(error, base) for base in BASES) != 1
    } == {}


def test_every_error_is_named_as_one_and_says_what_it_means() -> None:
    for error in error_classes():
        assert error.__name__.endswith("Error")
        assert error.__doc__
