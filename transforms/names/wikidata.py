"""The ids that entities have in Wikidata, where it is certain which item is meant."""

from collections.abc import Mapping
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_id


@cache
def wikidata_ids() -> Mapping[str, str]:
    """The ids of `seeds/wikidata_ids.csv`, by `entity_id`: all listed forms of a name have one."""
    return {
        entity_id(row["kind"], row["name"]): row["wikidata_id"] for row in lexicon("wikidata_ids")
    }
