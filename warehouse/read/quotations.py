"""What somebody said: the quotations of a speaker, of all or about something."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import placeholders
from dateline.warehouse.errors import UsageError
from dateline.warehouse.search.query import quotations_with
from dateline.warehouse.search.words import folded, parse_query


def _has_words(name: str) -> str:
    """The condition that the words of `$1` stand in a name one after another, in any spelling.

    Names are compared in a form as near to that of `warehouse.search.words` as SQL comes.
    """
    folded_name, folded_words = (
        "' ' || trim(regexp_replace("
        rf"lower(strip_accents({text})), '[^\p{{L}}\p{{M}}\p{{N}}]+', ' ', 'g')) || ' '"
        for text in (name, "$1")
    )
    return f"contains({folded_name}, {folded_words})"


_ENTITIES = f"""
    SELECT entity_id, name, kind FROM entities
    WHERE entity_id = $1 OR {_has_words("name")}
        OR len(list_filter(aliases, lambda alias: {_has_words("alias")})) > 0
    ORDER BY entity_id
"""
_SPOKEN = f"""
    SELECT document_id, quote_number FROM quotes
    LEFT JOIN (SELECT document_id, date_published FROM articles) USING (document_id)
    WHERE list_contains($2::VARCHAR[], speaker_entity_id)
        OR coalesce({_has_words("coalesce(speaker, speaker_text)")}, false)
    ORDER BY date_published DESC NULLS LAST, document_id, quote_number
"""
_NAMING = """
    SELECT document_id, quote_number FROM quotations_about
    WHERE list_contains($1::VARCHAR[], about_entity_id)
"""
_QUOTATIONS = """
    SELECT v.document_id, v.quote_number, q.start, q."end", v.text, v.kind, v.speaker,
        v.speaker_entity_id, q.speaker_text, q.speaker_start, q.speaker_end, q.speaker_basis,
        v.cue, v.via, v.confidence, v.outlet, v.headline, v.date_published, v.url, v.story_id
    FROM quotations AS v
    JOIN quotes AS q USING (document_id, quote_number)
    WHERE v.document_id IN ({ids}) AND q.document_id IN ({ids})
"""
_Key = tuple[str, int]


class NoNameError(UsageError):
    """A name was asked for that has neither a letter nor a digit."""


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """What has a name, and what kind of entity it is."""

    entity_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SpokenQuotation:
    """One quotation, who said it, and where: `text` is documents.text from `start` to `end`."""

    document_id: str
    quote_number: int
    start: int
    end: int
    text: str
    kind: str
    speaker: str | None
    speaker_entity_id: str | None
    speaker_text: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_basis: str | None
    cue: str | None
    via: tuple[str, ...]
    confidence: float
    outlet: str | None
    headline: str | None
    date_published: date | None
    url: str | None
    story_id: str | None


@dataclass(frozen=True, slots=True)
class SpokenQuotations:
    """Quotations, the latest first, and how many there are in all.

    `speakers` and `about` are the entities that have the names that were asked for; a speaker whom
    no entity stands for is found by the name alone.
    """

    quotations: tuple[SpokenQuotation, ...]
    count: int
    speakers: tuple[NamedEntity, ...]
    about: tuple[NamedEntity, ...]


def quotations_of(
    lake: Lake, speaker: str, about: str | None = None, *, limit: int, offset: int = 0
) -> SpokenQuotations:
    """Find what a speaker said, about something or at all.

    A quotation is about something if it names an entity that is called so, or has the words in any
    of their forms.

    Args:
        lake: an open lake, pinned to a snapshot.
        speaker: words of the name in their order, in any case and without regard to accents, or an
            `entity_id`.
        about: the same, or words as in a search.
        limit: most quotations to return.
        offset: how many of the latest to leave out.

    Raises:
        NoNameError: `speaker` has neither a letter nor a digit.
        SearchQueryError: `about` has none, or too many words.
        SearchUnavailableError: there is no search index and none can be made.
    """
    if not folded(speaker):
        raise NoNameError(f"no name: {speaker!r}; give words of the speaker's name")
    speakers = entities_named(lake, speaker)
    rows = lake.rows(_SPOKEN, [speaker, [entity.entity_id for entity in speakers]])
    keys: list[_Key] = [(document_id, number) for document_id, number in rows]
    named: tuple[NamedEntity, ...] = ()
    if about is not None:
        query = parse_query(about)
        named = entities_named(lake, about)
        wanted = quotations_with(lake, query)
        if named:
            naming = lake.rows(_NAMING, [[entity.entity_id for entity in named]])
            wanted.update((document_id, number) for document_id, number in naming)
        keys = [key for key in keys if key in wanted]
    found = _quotations(lake, keys[offset : offset + limit])
    return SpokenQuotations(tuple(found), len(keys), speakers, named)


def entities_named(lake: Lake, name: str) -> tuple[NamedEntity, ...]:
    """The entities whose name or alias has these words, or whose `entity_id` it is."""
    rows = lake.rows(_ENTITIES, [name])
    return tuple(NamedEntity(entity_id, called, kind) for entity_id, called, kind in rows)


def _quotations(lake: Lake, keys: list[_Key]) -> Iterable[SpokenQuotation]:
    if not keys:
        return
    ids = list(dict.fromkeys(document_id for document_id, _ in keys))
    rows = lake.rows(_QUOTATIONS.format(ids=placeholders(ids)), ids).dicts()
    by_key = {(row["document_id"], row["quote_number"]): row for row in rows}
    for key in keys:
        row = by_key[key]
        yield SpokenQuotation(**{**row, "via": tuple(row["via"] or ())})
