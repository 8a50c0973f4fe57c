"""Hand-made rows of one batch that hold to every rule, and for each rule rows that break it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pyarrow as pa

from dateline.expectations.rules import Rule, UniqueKey
from dateline.transforms.schema import ROW_TYPES
from dateline.transforms.schema.columns import Column, table_of, to_arrow
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Evidence,
    Quote,
    RelatedPost,
    Span,
    TimeExpression,
    ViaLink,
)
from dateline.transforms.schema.names import Entity, Mention, NameForm
from dateline.transforms.schema.operations import (
    Batch,
    Check,
    Measure,
    Quarantined,
    Run,
    Sighting,
    Waiver,
)
from dateline.transforms.schema.pages import Document, Fingerprint, Line, RepeatedLine
from dateline.transforms.schema.stories import Sketch, Story, StoryChange, StoryMember

Rows = list[Any]
AllRows = Mapping[type, Rows]

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
BODY = "“Prices rose,” Ana Ruiz said on Monday."
TEASER = "Rain in Baku"
TEXT = f"Prices rise again\n{BODY}\n\n{TEASER}\n"
DOCUMENT = sha256(TEXT.encode()).hexdigest()
BARE_TEXT = "Log in\n"
BARE = sha256(BARE_TEXT.encode()).hexdigest()
UNKNOWN = "f" * 64
# Twice as long, it is no name of a field.
LONG_NAME = "what_the_article_is_mostly_about"


def _place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _lines() -> Rows:
    rows, start = [], 0
    labels = ("headline", "body", "blank", "related_headline")
    for number, line in enumerate(TEXT.splitlines(keepends=True)):
        end = start + len(line)
        is_body = labels[number] == "body"
        rows.append(Line(DOCUMENT, number, start, end, labels[number], is_body, "made", 0.9))
        start = end
    rows.append(Line(BARE, 0, 0, len(BARE_TEXT), "navigation", False, "made", 0.9))
    return rows


def _document(document_id: str, source_id: str, text: str) -> Document:
    size = len(text.encode())
    return Document(
        document_id, source_id, None, "utf-8", (), text, size, None, None, None, AT, "run-1"
    )


def good_rows() -> dict[type, Rows]:
    """Every table has a row; every rule holds."""
    quote_start, quote_end = _place("Prices rose,")
    speaker_start, speaker_end = _place("Ana Ruiz")
    cue_start, cue_end = _place("said")
    teaser_start, teaser_end = _place(TEASER)
    article = Article(
        document_id=DOCUMENT,
        page_kind="article",
        page_kind_confidence=0.9,
        headline="Prices rise again",
        alternative_headline=None,
        article_section=None,
        author=("Leyla Aliyeva",),
        author_kind="person",
        publisher=None,
        source_organization=None,
        dateline=None,
        location_created=None,
        date_published=date(2026, 3, 5),
        date_published_text="2026-03-05",
        date_published_precision="day",
        date_published_basis="stated",
        date_modified=date(2026, 3, 5),
        date_modified_text="2026-03-05",
        date_modified_precision="day",
        date_modified_basis="stated",
        in_language="en",
        language_tier=1,
        article_body=BODY,
        word_count=7,
        text_id=DOCUMENT[:32],
        evidence=(Evidence("headline", 0, 17, "line"), Evidence("dateline", None, None, "none")),
    )
    quote = Quote(
        document_id=DOCUMENT,
        quote_number=0,
        segments=(Span(quote_start, quote_end),),
        start=quote_start,
        end=quote_end,
        text="Prices rose,",
        kind="direct",
        speaker_text="Ana Ruiz",
        speaker_start=speaker_start,
        speaker_end=speaker_end,
        speaker="Ana Ruiz",
        speaker_entity_id="person:ana ruiz",
        speaker_basis="name",
        speaker_reason=None,
        speaker_candidates=(),
        speaker_government_id=None,
        cue="said",
        cue_start=cue_start,
        cue_end=cue_end,
        via=(),
        via_links=(),
        confidence=0.8,
        rule="made",
    )
    counts = {
        "loaded_count": 2,
        "already_known_count": 1,
        "quarantined_count": 1,
        "rejected_count": 1,
    }
    rows: dict[type, Rows] = {
        Document: [_document(DOCUMENT, "a.txt", TEXT), _document(BARE, "b.txt", BARE_TEXT)],
        Line: _lines(),
        Article: [article],
        ArticleField: [
            ArticleField(DOCUMENT, LONG_NAME, 0, "Prices", 0, 6, "stated", None, 0.9),
            ArticleField(DOCUMENT, "region", 0, None, None, None, None, "it names no region", None),
        ],
        RelatedPost: [RelatedPost(DOCUMENT, 0, TEASER, None, None, teaser_start, teaser_end)],
        Quote: [quote],
        Mention: [
            Mention(
                DOCUMENT, speaker_start, speaker_end, "Ana Ruiz", "person", "Ana Ruiz", None,
                "person:ana ruiz", 0.9, "made",
            )
        ],
        TimeExpression: [
            TimeExpression(
                DOCUMENT, quote_start, quote_end, "Prices rose,", "date", "2026-03", AT.date(),
                "publication", "made",
            )
        ],
        NameForm: [
            NameForm(
                form_id="person:ana ruiz",
                name="Ana Ruiz",
                kind="person",
                name_id="person:ana ruiz",
                name_key="person/ruiz",
                country="PER",
                mention_count=1,
                document_count=1,
                aliases=("Ana Ruiz",),
                first_seen_at=AT,
                last_seen_at=AT,
                entity_id="person:ana ruiz",
                resolved_by="name",
                entity_confidence=0.99,
            )
        ],
        Entity: [
            Entity(
                *("person:ana ruiz", "person", "Ana Ruiz", ("Ana Ruiz",)),
                *(1, 1, AT, AT),
                wikidata_id="Q907",
            ),
        ],
        Sketch: [Sketch(DOCUMENT, (5, 7), (31,))],
        Story: [Story(DOCUMENT[:32], DOCUMENT, 1, 1, "Reuters", DOCUMENT[:32])],
        StoryMember: [
            StoryMember(DOCUMENT[:32], DOCUMENT, "origin", 1.0, 1.0, 1.0, "Reuters", BARE)
        ],
        StoryChange: [
            StoryChange(DOCUMENT[:32], DOCUMENT, 0, BARE, "sentence", "altered", 0, 7, 0, 3)
        ],
        Fingerprint: [
            Fingerprint(DOCUMENT, "example.org", -1, (1, 2, None, 3)),
            Fingerprint(BARE, None, 4, (4,)),
        ],
        RepeatedLine: [RepeatedLine("*", 5, "Log in", 3, 2, (-1, 4), AT, AT)],
        Run: [Run("run-1", AT, AT, "completed", "0", ("a",), 1, 5, **counts, waived_count=2)],
        Batch: [Batch("batch-1", "run-1", 0, AT, 100, sighting_count=5, **counts)],
        Measure: [Measure("batch-1", "a", "run-1", AT.date(), 1, 0, 0, 0, 0.5, 0.1, 2)],
        Check: [Check("run-1", "batch-1", "made", "lines", "critical", True, 5, 0, (), AT)],
        Quarantined: [
            Quarantined(
                "q-1", "run-1", "batch-1", "c.txt", "c.txt", UNKNOWN, "binary", "It is binary.",
                "made", "quarantined", b"\x00", None, None, None, None, 1, AT, "0",
                (), "open", AT, None, (),
            )
        ],
        Waiver: [Waiver("binary", AT, date(2026, 4, 1), "Ana", None)],
        Sighting: [
            Sighting("a.txt", "a.txt", DOCUMENT, "run-1", "batch-1", "loaded", None, None, AT)
        ],
    }  # fmt: skip
    return rows


def as_tables(rows: AllRows) -> dict[str, pa.Table]:
    """Rows as a batch's candidate tables."""
    return {
        table_of(row_type).qualified_name: to_arrow(row_type, rows.get(row_type, ()))
        for row_type in ROW_TYPES
    }


ROW_TYPE_OF = {table_of(row_type).qualified_name: row_type for row_type in ROW_TYPES}

Breaker = Callable[[Rows], Rows]


def _first(**changes: object) -> Breaker:
    return lambda rows: [replace(rows[0], **changes), *rows[1:]]


def _last(**changes: object) -> Breaker:
    return lambda rows: [*rows[:-1], replace(rows[-1], **changes)]


def _without_last(rows: Rows) -> Rows:
    return rows[:-1]


def _pages(rows: Rows) -> Rows:
    texts = [f"Page {number}\n" for number in range(20)]
    return [_document(sha256(text.encode()).hexdigest(), text, text) for text in texts]


# For each written rule, the table whose rows break it and how.
_WRITTEN: dict[str, tuple[type, Breaker]] = {
    "documents.text.not_empty": (Document, _first(text="")),
    "documents.document_id.hash": (Document, _first(text=TEXT.upper())),
    "documents.lines.present": (Line, _without_last),
    "documents.source_id.one_text": (Document, _last(source_id="a.txt")),
    "documents.body_share.between": (Article, _first(document_id=BARE)),
    "documents.articles.share": (Document, _pages),
    "documents.loaded.counted": (Batch, _first(loaded_count=3)),
    "lines.end.inside_text": (Line, _last(end=8)),
    "lines.start.contiguous": (Line, _first(start=1)),
    "lines.end.complete": (Line, _last(end=6)),
    "lines.is_body.has_article": (Line, _last(is_body=True)),
    "lines.is_body.label": (Line, lambda rows: [replace(row, is_body=True) for row in rows]),
    "articles.article_body.has_line": (Article, _first(document_id=BARE)),
    "articles.article_body.index": (Article, _first(article_body=None)),
    "articles.author_kind.of_author": (Article, _first(author=())),
    "articles.language_tier.language": (Article, _first(in_language=None)),
    "articles.article_body.not_blank": (Article, _first(article_body=" \n\u00a0")),
    "articles.word_count.matches": (Article, _first(word_count=8)),
    "articles.headline.not_blank": (Article, _first(headline=" ")),
    "articles.headline.not_first_sentence": (Article, _first(headline=BODY[:-1].upper())),
    "articles.date_published.not_future": (Article, _first(date_published=date(2026, 3, 7))),
    "articles.evidence.inside_text": (
        Article,
        _first(evidence=(Evidence("headline", 0, len(TEXT) + 1, "line"),)),
    ),
    "article_fields.end.inside_text": (ArticleField, _first(end=len(TEXT) + 1)),
    "article_fields.reason.for_null": (ArticleField, _first(reason="none")),
    "related_posts.end.inside_text": (RelatedPost, _first(end=len(TEXT) + 1)),
    "related_posts.start.outside_body": (RelatedPost, _first(start=TEXT.index("Ana"))),
    "quotes.end.inside_text": (Quote, _first(end=len(TEXT) + 1)),
    "quotes.text.excerpt": (Quote, _first(text="Prices fell")),
    "quotes.speaker_text.excerpt": (Quote, _first(speaker_start=None)),
    "quotes.cue.excerpt": (Quote, _first(cue=None)),
    "quotes.start.in_article": (Quote, _first(start=TEXT.index(TEASER))),
    "quotes.segments.inside": (Quote, _first(segments=(Span(0, 5),))),
    "quotes.segments.kind": (Quote, _first(segments=())),
    "quotes.speaker_reason.only_without_speaker": (Quote, _first(speaker_reason="unnamed")),
    "quotes.via_links.matches": (Quote, _first(via=("a statement",))),
    "mentions.end.inside_text": (Mention, lambda rows: [replace(rows[0], end=rows[0].start)]),
    "mentions.text.excerpt": (Mention, _first(text="Ana")),
    "mentions.place_basis.located": (Mention, _first(latitude=1.0)),
    "mentions.place_basis.of_place": (Mention, _first(place_basis="unique", latitude=1.0)),
    "mentions.country.contested": (Mention, _first(country="ESH", claimed_by=("ESH", "MAR"))),
    "times.end.inside_text": (TimeExpression, lambda rows: [replace(rows[0], end=rows[0].start)]),
    "times.text.excerpt": (TimeExpression, _first(text="Prices")),
    "times.anchor.basis": (TimeExpression, _first(anchor=None)),
    "story_members.role.origin": (StoryMember, _first(similarity=0.5)),
    "story_changes.end.inside_text": (StoryChange, _first(end=len(TEXT) + 1)),
    "story_changes.change.sides": (StoryChange, _first(change="added")),
    "ops.runs.sighting_count.balances": (Run, _first(already_known_count=0)),
    "ops.batches.sighting_count.balances": (Batch, _first(rejected_count=0)),
    "ops.quarantine.state.consistent": (Quarantined, _first(state="expired")),
}


def _empty(rows: Rows) -> Rows:
    return [replace(rows[0], end=rows[0].start), *rows[1:]]


def _body(characters: tuple[int, int], blank: int = 0) -> Breaker:
    """Lines with so many body characters of so many, and more of both in a blank one."""
    inside, total = characters
    return lambda _: [
        Line(DOCUMENT, 0, 0, inside, "body", True, "made", 0.9),
        Line(DOCUMENT, 1, inside, total, "other", False, "made", 0.9),
        Line(DOCUMENT, 2, total, total + blank, "blank", True, "made", 0.9),
    ]


def _many_pages(count: int, article_count: int) -> dict[type, Breaker]:
    pages = _pages([])[:count]
    return {
        Document: lambda _: pages,
        Article: lambda rows: [
            replace(rows[0], document_id=page.document_id) for page in pages[:article_count]
        ],
    }


def _all_lines(**changes: object) -> Breaker:
    return lambda rows: [replace(row, **changes) for row in rows]


_QUOTE_START, _QUOTE_END = _place("Prices rose,")
_TO_THE_END = _first(end=len(TEXT))

# For each written rule, more rows that only just break it, or only just hold to it.
_EDGES: dict[str, tuple[dict[type, Breaker], ...]] = {
    "documents.document_id.hash": ({Document: _first(text=TEXT.upper(), repairs=("mended",))},),
    "documents.body_share.between": (
        {Line: _body((50, 1000))},
        {Line: _body((45, 1000))},
        {Line: _body((6, 6), blank=3)},
    ),
    "documents.articles.share": (_many_pages(19, 1), _many_pages(20, 10), _many_pages(20, 9)),
    "lines.end.inside_text": ({Line: _empty},),
    "articles.article_body.has_line": ({Article: _first(document_id=BARE, article_body=None)},),
    "articles.author_kind.of_author": (
        {Article: _first(author_kind=None)},
        {Article: _first(author_kind="organisation")},
        {Article: _first(author=(), author_kind=None)},
    ),
    "articles.language_tier.language": (
        {Article: _first(language_tier=None)},
        {Article: _first(in_language=None, language_tier=None)},
    ),
    "articles.article_body.index": (
        {Article: _first(page_kind="index")},
        {Article: _first(page_kind=None)},
        {Article: _first(page_kind=None, article_body=None)},
        {Article: _first(page_kind="index", article_body=None)},
    ),
    "articles.word_count.matches": (
        {Article: _first(article_body=None, word_count=0)},
        {Article: _first(article_body=None)},
    ),
    "articles.headline.not_first_sentence": (
        {Article: _first(headline="“Prices")},
        {Article: _first(headline="Prices rose", article_body="Prices rose. Rain fell.")},
    ),
    "articles.date_published.not_future": ({Article: _first(date_published=date(2026, 3, 6))},),
    "articles.evidence.inside_text": (
        {Article: _first(evidence=(Evidence("headline", 5, 5, "line"),))},
        {Article: _first(evidence=(Evidence("headline", 0, len(TEXT), "line"),))},
    ),
    "article_fields.end.inside_text": (
        {ArticleField: _empty},
        {ArticleField: _TO_THE_END},
        {ArticleField: _first(start=None)},
        {ArticleField: _first(end=None)},
    ),
    "article_fields.reason.for_null": (
        {ArticleField: _first(basis=None)},
        {ArticleField: _last(reason=None)},
        {ArticleField: _last(basis="stated")},
    ),
    "related_posts.end.inside_text": ({RelatedPost: _empty}, {RelatedPost: _TO_THE_END}),
    "quotes.end.inside_text": ({Quote: _empty}, {Quote: _TO_THE_END}),
    "mentions.end.inside_text": ({Mention: _empty}, {Mention: _TO_THE_END}),
    "mentions.place_basis.located": ({Mention: _first(place_basis="unique", latitude=1.0)},),
    "mentions.place_basis.of_place": (
        {Mention: _first(place_basis="unique", latitude=1.0, kind="place")},
        {Mention: _first(kind="place")},
    ),
    "mentions.country.contested": (
        {Mention: _first(claimed_by=("ESH", "MAR"))},
        {Mention: _first(country="ESH")},
        {Mention: _first(country="ESH", claimed_by=("ESH",))},
    ),
    "times.end.inside_text": ({TimeExpression: _empty}, {TimeExpression: _TO_THE_END}),
    "times.anchor.basis": ({TimeExpression: _first(anchor=None, anchor_basis=None)},),
    "quotes.start.in_article": (
        {Quote: _first(start=0)},
        {Line: _all_lines(label="body", is_body=False)},
        {Line: _all_lines(label="subheadline", is_body=False)},
    ),
    "quotes.segments.inside": (
        {Quote: _first(segments=(Span(_QUOTE_START, _QUOTE_END + 1),))},
        {Quote: _first(segments=(Span(_QUOTE_START, _QUOTE_START),))},
    ),
    "quotes.segments.kind": (
        {Quote: _first(kind="indirect", segments=())},
        {Quote: _first(rule="turn", segments=())},
    ),
    "quotes.speaker_reason.only_without_speaker": (
        {Quote: _first(speaker=None, speaker_entity_id=None, speaker_reason="unnamed")},
    ),
    "quotes.via_links.matches": (
        {
            Quote: _first(
                via=("a statement",), via_links=(ViaLink("a statement", "document", 0, 11),)
            )
        },
    ),
    "story_members.role.origin": ({StoryMember: _first(role="cut", similarity=0.5)},),
    "story_changes.end.inside_text": (
        {StoryChange: _empty},
        {StoryChange: _TO_THE_END},
        {StoryChange: _first(start=None)},
        {StoryChange: _first(end=None)},
    ),
    "story_changes.change.sides": (
        {StoryChange: _first(change="added", other_start=None)},
        {StoryChange: _first(change="dropped", start=None)},
        {StoryChange: _first(change="dropped")},
        {StoryChange: _first(other_start=None)},
        {StoryChange: _first(start=None)},
    ),
    "ops.quarantine.state.consistent": (
        {Quarantined: _first(state=None, resolved_run_id="run-1", payload=None)},
        {Quarantined: _first(state="resolved", resolved_run_id="run-1")},
    ),
}


def _breaker(rule: Rule) -> Breaker:
    if isinstance(rule.check, UniqueKey):
        return lambda rows: [*rows, rows[0]]
    assert rule.name.endswith(".references"), f"no rows that break {rule.name}"
    return _first(document_id=UNKNOWN)


def broken_rows(rule: Rule) -> dict[type, Rows]:
    """Rows that break a written rule or a key; others may be broken along with it."""
    row_type, breaker = _WRITTEN.get(rule.name) or (ROW_TYPE_OF[rule.table], _breaker(rule))
    return _changed({row_type: breaker})


def rows_around(rule: Rule) -> Iterator[dict[type, Rows]]:
    """Rows on both sides of what a written rule allows, close to where it ends."""
    yield good_rows()
    yield broken_rows(rule)
    yield from map(_changed, _EDGES.get(rule.name, ()))


def _changed(breakers: Mapping[type, Breaker]) -> dict[type, Rows]:
    rows = good_rows()
    return rows | {row_type: breaker(rows[row_type]) for row_type, breaker in breakers.items()}


def edge_rows() -> dict[type, Rows]:
    """Every table's first row again for each value on both sides of what a column allows."""
    rows = good_rows()
    return {
        row_type: [
            *rows[row_type],
            *(
                replace(rows[row_type][0], **{column.name: value})
                for column in table_of(row_type).columns
                for value in _edge_values(column, getattr(rows[row_type][0], column.name))
            ),
        ]
        for row_type in ROW_TYPES
    }


def _edge_values(column: Column, good: object) -> Iterator[object]:
    declared = column.declared
    if not column.nullable:
        yield None
    if declared.values is not None:
        yield from (*declared.values, f"{next(iter(declared.values))}'")
    step = 1 if column.arrow == pa.int64() else 0.005
    for bound in (declared.minimum, declared.maximum):
        if bound is not None:
            yield from (bound - step, bound, bound + step)
    if declared.pattern is not None:
        yield from ("", f"{good}\n", f"\n{good}", str(good).swapcase(), f"{good}{good}")


def nearly_equal_rows() -> dict[type, Rows]:
    """Every table's first row, and for each column of its key a row that differs in it alone."""
    rows = good_rows()
    return {
        row_type: [
            rows[row_type][0],
            *(
                replace(rows[row_type][0], **{name: _other(getattr(rows[row_type][0], name))})
                for name in table_of(row_type).key
            ),
        ]
        for row_type in ROW_TYPES
    }


def _other(value: Any) -> object:
    if isinstance(value, str):
        return f"{value}x"
    return value + (timedelta(1) if isinstance(value, datetime) else 1)
