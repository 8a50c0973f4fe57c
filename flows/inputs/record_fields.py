"""Which field of a record holds a page's text, address, title, …: by layout and by the settings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from dateline.flows.settings import RecordLayout, Settings
from dateline.transforms.text.page import Metadata

# Longer values are no titles, names or summaries.
_LONGEST_FIELD = 10_000
# Figures from here on are seconds since 1970, and from the second one on milliseconds.
_LEAST_SECONDS, _LEAST_MILLISECONDS, _MOST_MILLISECONDS = 10**8, 10**11, 10**13
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")


class RecordField(StrEnum):
    """What Dateline looks for in a record."""

    TEXT = "text"
    ID = "id"
    URL = "url"
    FETCHED_AT = "fetched_at"
    TITLE = "title"
    AUTHORS = "authors"
    DATE_PUBLISHED = "date_published"
    DATE_MODIFIED = "date_modified"
    IN_LANGUAGE = "in_language"
    DESCRIPTION = "description"
    PUBLISHER = "publisher"
    SECTION = "section"


Names = Mapping[RecordField, tuple[str, ...]]

# Names that mean the same in most records, the best first; a name with dots leads into an object.
_COMMON_NAMES: Names = {
    RecordField.TEXT: (
        *("text", "maintext", "content", "article_body", "articleBody", "article_text"),
        *("full_text", "body", "article"),
    ),
    RecordField.ID: ("id",),
    RecordField.URL: ("url", "link"),
    RecordField.FETCHED_AT: ("fetched_at",),
    RecordField.TITLE: ("title", "headline"),
    RecordField.AUTHORS: ("authors", "author", "byline"),
    RecordField.DATE_PUBLISHED: (
        *("date_published", "datePublished", "date_publish", "published_at", "publishedAt"),
        *("published", "pubDate", "publish_date", "publication_date", "date"),
    ),
    RecordField.DATE_MODIFIED: (
        *("date_modified", "dateModified", "date_modify", "modified", "updated_at", "updated"),
    ),
    RecordField.IN_LANGUAGE: ("in_language", "inLanguage", "language", "lang"),
    RecordField.DESCRIPTION: ("description", "standfirst"),
    RecordField.PUBLISHER: ("publisher", "publication", "site_name", "source.name"),
    RecordField.SECTION: ("section", "article_section", "articleSection"),
}
# By layout, the fields that tell it and the names that differ. A crawl's date is no publication's.
_TELLING: Mapping[RecordLayout, tuple[tuple[str, ...], ...]] = {
    RecordLayout.NEWS_PLEASE: (("maintext",),),
    RecordLayout.NEWSAPI: (("publishedAt", "content"),),
    RecordLayout.DATATROVE: (("metadata.url", "text"), ("dump", "file_path", "text")),
    RecordLayout.DOLMA: (("added", "source", "text"),),
    RecordLayout.C4: (("timestamp", "url", "text"),),
    RecordLayout.CC_NEWS: (("domain", "date", "text"),),
}
_NAMES_BY_LAYOUT: Mapping[RecordLayout, Names] = {
    RecordLayout.NEWS_PLEASE: {
        RecordField.TEXT: ("maintext",),
        RecordField.FETCHED_AT: ("date_download",),
        RecordField.DATE_PUBLISHED: ("date_publish",),
        RecordField.DATE_MODIFIED: ("date_modify",),
        RecordField.TITLE: ("title", "title_page"),
    },
    RecordLayout.NEWSAPI: {
        RecordField.TEXT: ("content",),
        RecordField.DATE_PUBLISHED: ("publishedAt",),
        RecordField.PUBLISHER: ("source.name",),
    },
    RecordLayout.DATATROVE: {
        RecordField.URL: ("url", "metadata.url"),
        RecordField.FETCHED_AT: ("date", "metadata.date"),
        RecordField.DATE_PUBLISHED: (),
        RecordField.IN_LANGUAGE: ("language", "metadata.language"),
        RecordField.TITLE: ("title", "metadata.title"),
        RecordField.AUTHORS: ("authors", "metadata.authors", "metadata.author"),
        RecordField.DESCRIPTION: ("description", "metadata.description"),
    },
    RecordLayout.DOLMA: {
        RecordField.URL: ("url", "metadata.url"),
        RecordField.DATE_PUBLISHED: (),
        RecordField.PUBLISHER: (),
    },
    RecordLayout.C4: {
        RecordField.ID: ("id", "url"),
        RecordField.FETCHED_AT: ("timestamp",),
        RecordField.DATE_PUBLISHED: (),
    },
    RecordLayout.CC_NEWS: {},
}


# By setting, the field whose name in records it gives.
_SETTINGS: Mapping[str, RecordField] = {
    "text_field": RecordField.TEXT,
    "id_field": RecordField.ID,
    "url_field": RecordField.URL,
    "fetched_field": RecordField.FETCHED_AT,
    "title_field": RecordField.TITLE,
    "authors_field": RecordField.AUTHORS,
    "date_field": RecordField.DATE_PUBLISHED,
    "language_field": RecordField.IN_LANGUAGE,
    "description_field": RecordField.DESCRIPTION,
    "publisher_field": RecordField.PUBLISHER,
    "section_field": RecordField.SECTION,
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a record gives of a page; `rest` are its other fields."""

    text: object
    identity: str | None
    url: str | None
    fetched_at: datetime | None
    page_metadata: Metadata
    rest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """The names that a user gives to fields, and the layout, where a user names one."""

    names: Mapping[RecordField, str]
    layout: RecordLayout | None = None

    def names_for(self, record: Mapping[str, Any]) -> Names:
        """The names to look under in a record."""
        layout = self.layout or _layout_of(record)
        common = _COMMON_NAMES if layout is None else {**_COMMON_NAMES, **_NAMES_BY_LAYOUT[layout]}
        return {**common, **{field: (name,) for field, name in self.names.items()}}

    def text_name(self, record: Mapping[str, Any]) -> str | None:
        """The field that holds the text of records that have these fields."""
        return _first(record, self.names_for(record)[RecordField.TEXT])[0]

    def describe(self, record: Mapping[str, Any]) -> Described:
        """What a record gives of a page."""
        names = self.names_for(record)
        found = {field: _first(record, names[field]) for field in RecordField}
        text, identity, url, fetched_at = (
            found[field]
            for field in (
                *(RecordField.TEXT, RecordField.ID, RecordField.URL, RecordField.FETCHED_AT),
            )
        )
        address = _text(url[1])
        moment = moment_of(fetched_at[1])
        name = _identity(identity[1])
        if address is None and name and name.startswith(("http://", "https://")):
            address = name
        used = {
            text[0],
            identity[0] if name else None,
            url[0] if address else None,
            fetched_at[0] if moment else None,
        }
        return Described(
            text=text[1],
            identity=name,
            url=address,
            fetched_at=moment,
            page_metadata=_metadata({field: value for field, (_, value) in found.items()}),
            rest=_without(record, filter(None, used)),
        )


NO_MAPPING = FieldMapping({})


def mapping_of(settings: Settings) -> FieldMapping:
    """The mapping that the settings describe."""
    names = {field: getattr(settings, setting) for setting, field in _SETTINGS.items()}
    return FieldMapping({field: name for field, name in names.items() if name}, settings.layout)


def metadata_in(rest: str | None) -> Metadata:
    """What a record's other fields, as a JSON object, state of a page's article."""
    try:
        record = orjson.loads(rest or "null")
    except orjson.JSONDecodeError:
        return Metadata()
    return NO_MAPPING.describe(record).page_metadata if isinstance(record, dict) else Metadata()


def value_at(record: Mapping[str, Any], name: str) -> object:
    """The value of a field; a name with dots that is no field itself leads into objects."""
    if name in record:
        return record[name]
    value: object = record
    for part in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def moment_of(value: object) -> datetime | None:
    """A moment as records give it, in UTC; without an offset it is taken to be UTC already."""
    value = _date_value(value)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        return None


def _layout_of(record: Mapping[str, Any]) -> RecordLayout | None:
    for layout, alternatives in _TELLING.items():
        for names in alternatives:
            if all(value_at(record, name) is not None for name in names):
                return layout
    return None


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str | None, object]:
    """The first of some fields that has a value, with its name."""
    for name in names:
        value = value_at(record, name)
        if value is not None:
            return name, value
    return None, None


def _without(record: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any]:
    """A record without some of its fields and without those that are null."""
    rest = {name: value for name, value in record.items() if value is not None}
    for name in names:
        first, _, inner = name.partition(".")
        if name in record or not inner:
            rest.pop(name, None)
        elif remaining := _without(rest.pop(first), [inner]):
            rest[first] = remaining
    return rest


def _metadata(found: Mapping[RecordField, object]) -> Metadata:
    return Metadata(
        title=_text(found[RecordField.TITLE]),
        authors=_authors(found[RecordField.AUTHORS]),
        date_published=_date_text(found[RecordField.DATE_PUBLISHED]),
        date_modified=_date_text(found[RecordField.DATE_MODIFIED]),
        in_language=_text(found[RecordField.IN_LANGUAGE]),
        description=_text(found[RecordField.DESCRIPTION]),
        publisher=_name(found[RecordField.PUBLISHER]),
        section=_text(found[RecordField.SECTION]),
    )


def _identity(value: object) -> str | None:
    """What identifies a record: a text, a whole number, or what databases write as one.

    Whatever else there is, such as a fraction, would be spelled otherwise by each program.
    """
    match value:
        case str() | UUID():
            return str(value)
        case int() if not isinstance(value, bool):
            return str(value)
        case bytes():
            return value.decode() if value.isascii() else value.hex()
        case {"$oid": str(name)}:
            return name
        case _:
            return None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    value = value.strip()
    return value if value and len(value) <= _LONGEST_FIELD else None


def _name(value: object) -> str | None:
    return _text(value.get("name") if isinstance(value, Mapping) else value)


def _authors(value: object) -> tuple[str, ...]:
    """Authors from a list, or from a string that may spell one: `['Ida Koch']`."""
    if isinstance(value, str) and value.strip().startswith("["):
        value = [single or double for single, double in _QUOTED.findall(value[:_LONGEST_FIELD])]
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(name for name in map(_name, values) if name is not None)


def _date_text(value: object) -> str | None:
    value = _date_value(value)
    return value.isoformat() if isinstance(value, date) else _text(value)


def _date_value(value: object) -> object:
    """A value that may be a moment in figures, as that moment."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if not _LEAST_SECONDS <= value <= _MOST_MILLISECONDS:
        return None
    return datetime.fromtimestamp(value / (1000 if value >= _LEAST_MILLISECONDS else 1), UTC)
