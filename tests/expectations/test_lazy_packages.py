"""A library's modules are imported without its packages, which run when they are asked for more."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from dateline.expectations.lazy_packages import lazy_packages, left_out

FILES = {
    "__init__.py": "from .heavy import Heavy\nfrom .light import (\n    Light,  # one\n    "
    "Lamp as Lantern,\n)\nVERSION = 'one'\n",
    "heavy.py": "class Heavy: ...\n",
    "light.py": "class Light: ...\nclass Lamp: ...\n",
    "inner/__init__.py": "from library.heavy import Heavy\nfrom .leaf import Leaf\n",
    "inner/leaf.py": "from library import Light\nfrom library import light\nclass Leaf: ...\n",
}


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in FILES.items():
        file = tmp_path / "library" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in imported():
        del sys.modules[name]


def imported() -> set[str]:
    return {name for name in sys.modules if name.partition(".")[0] == "library"}


def test_a_module_comes_without_what_its_packages_import() -> None:
    with lazy_packages("library"):
        leaf = import_module("library.inner.leaf")
    assert imported() == {"library", "library.inner", "library.inner.leaf", "library.light"}
    assert leaf.Light is import_module("library.light").Light


def test_a_name_is_taken_from_the_module_that_the_package_names() -> None:
    with lazy_packages("library"):
        package = import_module("library")
        assert package.Lantern is package.light.Lamp
        assert import_module("library.inner").Leaf.__module__ == "library.inner.leaf"
    assert "library.heavy" not in imported()


def test_a_package_runs_for_a_name_that_it_makes_itself() -> None:
    with lazy_packages("library"):
        package = import_module("library")
        light = package.Light
        assert package.VERSION == "one"
        assert package.Light is light
    assert "library.heavy" in imported()


def test_all_of_them_run_once_the_library_is_asked_for_more() -> None:
    with lazy_packages("library"):
        leaf = import_module("library.inner.leaf").Leaf
    package = import_module("library")
    assert package.VERSION == "one"
    assert {"Heavy", "Light", "Lantern"} <= set(dir(package))
    assert {"Heavy", "Leaf"} <= set(dir(package.inner))
    assert package.inner.Leaf is leaf


def test_a_name_that_is_not_there_is_missing() -> None:
    with lazy_packages("library"):
        package = import_module("library")
        with pytest.raises(AttributeError, match="Heaviest"):
            package.Heaviest  # noqa: B018 - looked up for the error
    with pytest.raises(ImportError, match="Heaviest"):
        from library import Heaviest  # type: ignore[import-not-found]  # noqa: F401


def test_a_library_that_was_imported_before_stays_as_it_is() -> None:
    package = import_module("library")
    with lazy_packages("library"):
        assert import_module("library") is package
    assert "library.heavy" in imported()


def test_other_libraries_are_imported_as_ever(library: Path) -> None:
    (library / "other").mkdir()
    (library / "other/__init__.py").write_text("VALUE = 1\n")
    with lazy_packages("library"):
        assert "VALUE" in vars(import_module("other"))
    del sys.modules["other"]


def test_a_library_that_is_left_out_is_as_if_it_were_not_installed() -> None:
    with left_out("library"), pytest.raises(ImportError):
        import_module("library.light")
    assert import_module("library.light").Light


def test_other_threads_import_what_one_leaves_out() -> None:
    with left_out("library"), ThreadPoolExecutor(1) as other:
        assert other.submit(import_module, "library.light").result().Light


def test_a_library_that_is_imported_already_is_not_left_out() -> None:
    package = import_module("library")
    with left_out("library"):
        assert import_module("library") is package
    assert sys.modules["library"] is package
