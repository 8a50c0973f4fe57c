"""Which fields of the article are read here beside those that ship."""

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from dateline.flows.extensions import ExtensionError, ExtensionGroup, extensions
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.common import FIELD_NAME
from dateline.transforms.schema.content import Article

if TYPE_CHECKING:
    from dateline.transforms.article.own_fields import OwnFields


@cache
def installed_fields() -> "OwnFields":
    """The fields that installed distributions bring, by name.

    Raises:
        ExtensionError: one can't be imported, is no function, or has no name that it can have.
    """
    found: dict[str, object] = {}
    taken = {column.name for column in table_of(Article).columns}
    for extension in extensions(ExtensionGroup.FIELDS):
        if not re.fullmatch(FIELD_NAME, extension.name):
            raise ExtensionError(f"{extension}: name it in lower case, such as reading_time")
        if extension.name in taken or extension.name in found:
            raise ExtensionError(f"{extension}: there is such a field already; name it otherwise")
        read = extension.load()
        if not callable(read):
            raise ExtensionError(f"{extension}: {read!r} is no function; name one")
        found[extension.name] = read
    return cast("OwnFields", found)
