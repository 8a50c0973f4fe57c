"""Which rules hold here."""

from pathlib import Path

from dateline.expectations import ALL_RULES
from dateline.expectations.rules import Rule
from dateline.flows.extensions import ExtensionGroup, extensions
from dateline.flows.settings import Settings

OWN_RULES = "rules.toml"


def rules_for(settings: Settings) -> tuple[Rule, ...]:
    """The project's rules, then those of installed distributions, then the user's own.

    Raises:
        RuleError: a rule is wrong; the message names its location.
        ExtensionError: a distribution's rules can't be imported.
    """
    own, installed = _files(settings), tuple(extensions(ExtensionGroup.RULES))
    if not own and not installed:
        return ALL_RULES
    # Checking what others have written takes Arrow; a run with nothing new has no need of it.
    from dateline.expectations.own_rules import load_rules

    loaded = ((str(extension), extension.load()) for extension in installed)
    return (*ALL_RULES, *load_rules(own, loaded))


def _files(settings: Settings) -> tuple[Path, ...]:
    """The files that are named, or else those that lie in the working folder or the lake's.

    Code is only run where its file is named: a lake may have come from somewhere else.
    """
    if settings.rules is not None:
        return settings.rules
    folders = [Path(), Path("expectations")]
    if isinstance(settings.lake, Path):
        folders.append(settings.lake)
    found = {(folder / OWN_RULES).resolve(): folder / OWN_RULES for folder in folders}
    return tuple(file for file in found.values() if file.is_file())
