"""A lake to serve: stories with copies, and a page in Arabic, with lines, quotations and names."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from made_batches import with_column
from made_stories import batch_of_stories, document

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import Quote, Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Line
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

ARABIC = 11
SPEAKER, ARABIC_SPEAKER = "Ana Ruiz", "ليلى حداد"
ARABIC_TEXT = (
    "الرئيسية\n"
    "المدينة تغلق الجسر أسبوعين\n"
    "قالت ليلى حداد: «لقد أجلنا هذا طويلا»، وذلك في اجتماع مساء الثلاثاء في ميناء الشمال.\n"
    "وسيبقى النفق مفتوحا ليلا ونهارا خلال أعمال الإصلاح.\n"
    "شارك هذا المقال\n"
)
BATCHES = ([0, 1, 3, 4], [5, 7, 9, ARABIC])


def lake_to_serve(folder: Path) -> Path:
    """Make the lake: a snapshot for each of the batches."""
    with Lake.open(folder) as lake:
        for number, pages in enumerate(BATCHES):
            publish(lake, stage(lake.folder, served_batch(pages, f"batch-{number}")))
    return folder


def served_batch(pages: Sequence[int], batch_id: str) -> dict[str, pa.Table]:
    """A batch of pages whose lines, quotations and names are those of their texts."""
    rows = batch_of_stories(pages, batch_id)
    texts = rows["documents"]["text"].to_pylist()
    languages = ["en"] * len(pages)
    headlines = rows["articles"]["headline"].to_pylist()
    if ARABIC in pages:
        index = list(pages).index(ARABIC)
        texts[index], languages[index] = ARABIC_TEXT, "ar"
        headlines[index] = ARABIC_TEXT.splitlines()[1]
    bodies = [
        ARABIC_TEXT if text == ARABIC_TEXT else body
        for text, body in zip(texts, rows["articles"]["article_body"].to_pylist(), strict=True)
    ]
    articles = with_column(rows["articles"], "in_language", languages)
    articles = with_column(articles, "article_body", bodies)
    told = list(zip(map(document, pages), texts, strict=True))
    return rows | {
        "documents": with_column(rows["documents"], "text", texts),
        "articles": with_column(articles, "headline", headlines),
        "lines": to_arrow(Line, [line for key, text in told for line in lines_of(key, text)]),
        "quotes": to_arrow(Quote, [quote_of(key, text) for key, text in told]),
        "mentions": to_arrow(Mention, [mention_of(key, text) for key, text in told]),
    }


def lines_of(key: str, text: str) -> list[Line]:
    """The first line is a menu, the last one asks to share, the others are the article."""
    rows, start = [], 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        label = {0: "navigation", len(lines) - 1: "share"}.get(number, "body")
        end = start + len(line)
        rows.append(Line(key, number, start, end, label, label == "body", "made", 0.9))
        start = end
    return rows


def _speaker(text: str) -> tuple[str, int]:
    name = next(name for name in (ARABIC_SPEAKER, SPEAKER, "Bo Lind") if name in text)
    return name, text.index(name)


def mention_of(key: str, text: str) -> Mention:
    """The first name in a text."""
    name, start = _speaker(text)
    entity_id = f"person/{name.lower()}"
    return Mention(
        key, start, start + len(name), name, "person", name, "Mayor", entity_id, 0.9, "made"
    )


def quote_of(key: str, text: str) -> Quote:
    """What the first name of a text is made to have said: the words behind it."""
    name, at = _speaker(text)
    start = text.index("«") + 1 if "«" in text else at + len(name) + 1
    end = text.index("»") if "»" in text else start + 20
    return Quote(
        document_id=key,
        quote_number=0,
        segments=(Span(start, end),),
        start=start,
        end=end,
        text=text[start:end],
        kind="direct",
        speaker_text=name,
        speaker_start=at,
        speaker_end=at + len(name),
        speaker=name,
        speaker_entity_id=f"person/{name.lower()}",
        speaker_basis="name",
        speaker_reason=None,
        speaker_candidates=("Bo Lind",),
        speaker_government_id=None,
        cue="with",
        cue_start=None,
        cue_end=None,
        via=(),
        via_links=(),
        confidence=0.8,
        rule="made",
    )
