"""Which lexicons count here."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import ModuleType

from dateline.flows.extensions import ExtensionError, ExtensionGroup, extensions
from dateline.flows.inputs.lexicons import read_lexicons
from dateline.flows.settings import Settings
from dateline.flows.version import version
from dateline.transforms.own_lexicons import OwnLexicons


def lexicons_for(settings: Settings) -> OwnLexicons:
    """The rows of installed distributions, and after them those of the folders in the settings.

    Raises:
        LexiconError: a lexicon is wrong; the message names its location.
        ExtensionError: a distribution's lexicons can't be imported.
    """
    folders = [(str(folder), folder) for folder in settings.lexicons]
    return read_lexicons([*_of_distributions(), *folders])


def _of_distributions() -> Iterator[tuple[str, Traversable]]:
    for extension in extensions(ExtensionGroup.LEXICONS):
        package = extension.load()
        if not isinstance(package, ModuleType):
            raise ExtensionError(
                f"{extension}: {package!r} is no package; name the package that has the CSV files"
            )
        yield f"{package.__name__} ({extension.distribution})", files(package)


def version_with(lexicons: OwnLexicons) -> str:
    """The version of the code and of the lexicons that count beside its own.

    Rows of one's own change what is read from a page as another version does, so that a
    quarantined page is due again: `0.2.0+g1f2e3d4c5b.lexicons.0c1d2e3f`.
    """
    if not lexicons.digest:
        return version()
    separator = "." if "+" in version() else "+"
    return f"{version()}{separator}lexicons.{lexicons.digest}"
