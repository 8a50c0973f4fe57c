"""Import some modules of a large library without all others that its packages import beside them.

The `__init__` of such a package imports most of its modules, to offer their names as its own.
Imported lazily, the package does not run: a name that is asked of it is taken from the module that
its `__init__` names for it. All that runs is the library's own.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, resolve_name
from pathlib import Path
from threading import get_ident
from types import ModuleType

_IMPORT = re.compile(r"^ *from +([\w.]+) +import +(\([^)]*\)|[^\n(]+)", re.MULTILINE)
_NAME = re.compile(r"(\w+)(?: +as +(\w+))?")
_COMMENT = re.compile("#.*")


@contextmanager
def lazy_packages(library: str) -> Iterator[None]:
    """Import a library's packages lazily inside, as far as nothing has imported them before.

    Afterwards all of them run as soon as the top one is asked for a name that it has not got.

    Args:
        library: The name of its top package.
    """
    finder = _Finder(library)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        finder.is_over = True


@contextmanager
def left_out(library: str) -> Iterator[None]:
    """Import in this thread as where an optional library is not installed.

    Nothing is left out where something has imported the library before.

    Args:
        library: The name of its top package.
    """
    finder = _Missing(library, get_ident())
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@dataclass(frozen=True, slots=True)
class _Missing(MetaPathFinder):
    """Finds out that a library is missing, if a thread asks for it."""

    library: str
    thread: int

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Raise what Python raises for a missing library; see `importlib.abc.MetaPathFinder`."""
        if fullname == self.library and get_ident() == self.thread:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


class _Finder(MetaPathFinder, Loader):
    """Finds the packages of a library, and makes them without running them."""

    def __init__(self, library: str) -> None:
        self.library = library
        self.is_over = False
        self._packages: list[ModuleType] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a package of the library, or nothing; see `importlib.abc.MetaPathFinder`."""
        if fullname.partition(".")[0] != self.library:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.submodule_search_locations is not None:
            spec.loader_state, spec.loader = spec.loader, self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Leave the package unrun; see `importlib.abc.Loader`."""
        spec = _spec(module)
        spec.loader_state, spec.loader = self, spec.loader_state
        module.__loader__ = spec.loader
        module.__class__ = _LazyPackage
        self._packages.append(module)

    def run(self) -> None:
        """Run the packages that have not run yet, the outer ones first."""
        for package in self._packages:
            _run(package)


class _LazyPackage(ModuleType):
    """A package that has not run: it takes names from its modules, and runs for any other."""

    def __getattr__(self, name: str) -> object:
        finder = _spec(self).loader_state
        if name.startswith("__") or not isinstance(finder, _Finder):
            raise AttributeError(f"{self.__name__} has no {name}")
        if finder.is_over and self.__name__ == finder.library:
            finder.run()
        elif name in _imported_names(self):
            module, original = _imported_names(self)[name]
            setattr(self, name, getattr(import_module(module), original))
        elif find_spec(f"{self.__name__}.{name}"):
            import_module(f"{self.__name__}.{name}")
        else:
            _run(self)
        return getattr(self, name)


def _run(package: ModuleType) -> None:
    loader, has_run = _spec(package).loader, not isinstance(package, _LazyPackage)
    if loader is not None and not has_run:
        package.__class__ = ModuleType
        loader.exec_module(package)


def _spec(module: ModuleType) -> ModuleSpec:
    if module.__spec__ is None:
        raise ImportError(f"{module.__name__} was not imported as a package")
    return module.__spec__


@cache
def _imported_names(package: ModuleType) -> Mapping[str, tuple[str, str]]:
    """By name, the module that a package's `__init__` imports it from, and its name there.

    The source is searched, not parsed: CPython before 3.11.8 can't build two syntax trees at once
    in threads, and Prefect builds some in its own.
    """
    source = Path(_spec(package).origin or "").read_text(encoding="utf-8")
    names = {}
    for module, imported in _IMPORT.findall(_COMMENT.sub("", source)):
        full = resolve_name(module, package.__name__)
        if full != package.__name__:
            for name, alias in _NAME.findall(imported):
                names[alias or name] = full, name
    return names
