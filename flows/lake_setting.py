"""The address of the lake, for commands that use no other setting."""

import os
from pathlib import Path

from dateline.warehouse.catalog.address import LakeAddress

SETTINGS_FILE = "dateline.toml"
ENVIRONMENT_PREFIX = "DATELINE_"
DEFAULT_LAKE = Path("lake")


def address_in_effect(option: str | None) -> LakeAddress:
    """The address in effect: `option`, or what the environment, the file or the default says.

    Raises:
        SettingsError: the file or a setting in it is invalid; the message names it and its value.
    """
    name = f"{ENVIRONMENT_PREFIX}LAKE"
    found = (value for variable, value in os.environ.items() if variable.upper() == name)
    folder = str(next(found, DEFAULT_LAKE) if option is None else option)
    if Path(SETTINGS_FILE).exists() or not folder or ":" in folder:
        # Imported only where there is something to validate, a file or what may be an address:
        # pydantic takes longer than most answers.
        from dateline.flows.settings import load_settings

        return load_settings(option).lake
    return Path(folder)
