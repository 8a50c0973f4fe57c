"""Tests mirror the modules: each of transforms/ and warehouse/ has its own file, at its path."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
PACKAGES = ("transforms", "warehouse")
# What tests several modules together, by what they do together.
OF_SEVERAL = {
    "transforms/test_scripts_of_the_world.py": "whole pages in scripts that models rarely saw",
    "transforms/test_added_language.py": "a language is rows of many lexicons, and no code",
    "transforms/names/test_names.py": "`transforms.names` itself: the mentions of a page",
    "transforms/names/multilingual/test_multilingual.py": "the mentions of pages by their language",
    "transforms/quotes/test_quotes.py": "`transforms.quotes` itself: the quotations of a page",
    "transforms/quotes/languages/test_languages.py": "sentences of each language, and who speaks",
    "transforms/places/test_places.py": "`transforms.places` itself: the places of a page",
    "transforms/times/test_times.py": "`transforms.times` itself: the time expressions of a page",
    "warehouse/catalog/test_migration_of_0_1_0.py": "a lake that the release 0.1.0 made",
    "warehouse/catalog/test_views_of_entities.py": "rows of several views, which are SQL",
}


def module_tests() -> set[str]:
    """The test files that the modules ask for."""
    return {
        str(module.relative_to(ROOT).with_name(f"test_{module.name}"))
        for package in PACKAGES
        for module in (ROOT / package).rglob("*.py")
        if module.name != "__init__.py"
    }


def files_of_tests() -> set[str]:
    return {
        str(file.relative_to(TESTS))
        for package in PACKAGES
        for file in (TESTS / package).rglob("test_*.py")
    }


def test_every_module_has_its_test() -> None:
    assert len(module_tests()) > 100
    assert sorted(module_tests() - files_of_tests()) == []


def test_every_test_is_of_a_module_or_says_what_it_is_of() -> None:
    assert sorted(files_of_tests() - module_tests()) == sorted(OF_SEVERAL)
