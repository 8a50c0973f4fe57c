"""Raw text of scraped news pages in; a checked, queryable warehouse out.

    dateline.parse(text)         read one page
    dateline.run("inbox")        bring new pages into a lake
    dateline.open_lake("lake")   read rows out of a lake

Importing the package imports nothing else: what a name needs is imported when the name is used.

The packages lie at the top of the repository and are linked here, so that what is installed has one
name: see docs/decisions/0011-one-name-to-import.md.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.api import LakeReader as LakeReader
    from dateline.api import ParsedPage as ParsedPage
    from dateline.api import Rows as Rows
    from dateline.api import UnusablePageError as UnusablePageError
    from dateline.api import open_lake as open_lake
    from dateline.api import parse as parse
    from dateline.api import run as run
    from dateline.flows.jobs.summary import Summary as Summary
    from dateline.flows.settings import Settings as Settings
    from dateline.warehouse.errors import EnvironmentFailedError as EnvironmentFailedError
    from dateline.warehouse.errors import UsageError as UsageError

_MODULES = {
    "EnvironmentFailedError": "dateline.warehouse.errors",
    "LakeReader": "dateline.api",
    "ParsedPage": "dateline.api",
    "Rows": "dateline.api",
    "Settings": "dateline.flows.settings",
    "Summary": "dateline.flows.jobs.summary",
    "UnusablePageError": "dateline.api",
    "UsageError": "dateline.warehouse.errors",
    "open_lake": "dateline.api",
    "parse": "dateline.api",
    "run": "dateline.api",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
