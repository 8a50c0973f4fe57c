"""`dateline search`: each hit in its sentence, for a person and for a machine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.escaping import printable
from flows.show.rows import to_json
from warehouse.read.search import Hit, Hits
from warehouse.read.search_words import Match, SearchQuery, matches

# Where the next sentence begins: after an end mark, but not after an initial or a title.
_SENTENCE_END = re.compile(
    r"(?:[!?…]|(?<!\b\w)(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gen|Sen))\.)[\"'”’»)\]]*\s+(?=[^a-z\s])"
    r"|[。！？]|\n"
)
_LONGEST = 320
_HIGHLIGHT = "bold yellow"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text; `matches` are where in it the words stand, in code points."""

    text: str
    matches: tuple[Match, ...]


def passage_of(hit: Hit, query: SearchQuery) -> Passage:
    """The sentence that holds most of the words, the first of those; a quotation in its sentence.

    Where only other fields have the words, as a headline, it is the first sentence. A sentence of
    more than 320 characters is cut, and `…` stands where.
    """
    text = hit.body or hit.quotation or ""
    placed = matches(query.wanted, text)
    stretches = list(_sentences(text))
    if hit.quotation is not None:
        at = text.find(hit.quotation)
        around = [s for s in stretches if s[0] < at + len(hit.quotation) and s[1] > at >= 0]
        if around:
            stretches = [(around[0][0], around[-1][1])]
        else:  # its lines stand apart in the body
            text, stretches = hit.quotation, [(0, len(hit.quotation))]
            placed = matches(query.wanted, text)
    start, end = max(
        stretches or [(0, 0)],
        key=lambda s: len({match.phrase for match in placed if s[0] <= match.start < s[1]}),
    )
    inside = [match for match in placed if start <= match.start and match.end <= end]
    sentence_start, sentence_end = start, end
    if end - start > _LONGEST:
        first = inside[0].start if inside else start
        start, end = _cut(text, max(start, first - _LONGEST // 3), end)
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    before = "…" if start > sentence_start and text[sentence_start:start].strip() else ""
    after = "…" if end < sentence_end else ""
    return Passage(
        f"{before}{stretch.strip()}{after}",
        tuple(
            Match(m.start - start + len(before), m.end - start + len(before), m.phrase)
            for m in inside
            if start <= m.start and m.end <= end
        ),
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of at most the length that is shown, between words where there are any."""
    if start > 0 and not text[start - 1].isspace():
        space = text.find(" ", start, start + 40)
        start = start if space < 0 else space + 1
    if start + _LONGEST < end:
        space = text.rfind(" ", start, start + _LONGEST)
        end = start + _LONGEST if space <= start else space
    return start, end


def print_hits(console: Console, hits: Hits, query: SearchQuery, *, typed: str) -> None:
    """Print each hit with where it is from, and how many there are in all."""
    for number, hit in enumerate(hits.hits, start=1):
        console.print(Text.assemble((f"{number:>3}  ", "dim"), _title(hit, query)))
        console.print(Padding(Text(_origin(hit), style="dim"), (0, 0, 0, 5), expand=False))
        passage = passage_of(hit, query)
        shown = _highlighted(passage.text, passage.matches)
        console.print(Padding(shown, (0, 0, 1, 5), expand=False))
    if not hits.count:
        said = Text(f"no hit for {printable(typed)}")
    else:
        part = f", the first {len(hits.hits):,} shown" if hits.count > len(hits.hits) else ""
        said = Text(f"{hits.count:,} hit{'' if hits.count == 1 else 's'}{part}")
    said.stylize("dim")
    console.print(said)


def _title(hit: Hit, query: SearchQuery) -> Text:
    names = [hit.headline] if hit.kind == "article" else [hit.speaker, hit.headline]
    shown = [_highlighted(name, matches(query.wanted, name)) for name in names if name]
    title = Text(" in ").join(shown) if shown else Text("(without a headline)")
    title.stylize("bold")
    return title


def _origin(hit: Hit) -> str:
    known = (hit.outlet, hit.published, hit.source_id)
    return " · ".join(" ".join(printable(name).split()) for name in known if name)


def _highlighted(text: str, placed: Sequence[Match]) -> Text:
    """Text from a page on one line, with what was looked for marked; it can't do more than that."""
    shown, at = Text(), 0
    for match in placed:
        shown.append(_flat(text[at : match.start]))
        shown.append(_flat(text[match.start : match.end]), style=_HIGHLIGHT)
        at = match.end
    shown.append(_flat(text[at:]))
    return shown


def _flat(text: str) -> str:
    return printable(re.sub(r"\s+", " ", text))


def hits_as_json(hits: Hits, query: SearchQuery) -> str:
    """The hits as a JSON object; places in `passage` are in code points, end exclusive."""
    return to_json(
        {
            "snapshot_id": hits.snapshot_id,
            "count": hits.count,
            "hits": [_as_row(hit, passage_of(hit, query)) for hit in hits.hits],
        }
    )


def _as_row(hit: Hit, passage: Passage) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "score": hit.score,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "published": hit.published,
        "speaker": hit.speaker,
        "quotation": hit.quotation,
        "passage": passage.text,
        "matches": [[match.start, match.end] for match in passage.matches],
        "source_id": hit.source_id,
        "document_id": hit.document_id,
        "quote_number": hit.quote_number,
    }
