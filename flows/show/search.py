"""Search hits, each in its sentence, for the terminal and as JSON."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dateline.flows.escaping import printable
from dateline.flows.jobs.search import Snippet, forms_in, snippet_of
from dateline.flows.jobs.serialization import to_json
from dateline.flows.show.terminal import plural
from dateline.warehouse.search.query import Hit, Hits
from dateline.warehouse.search.words import Match, SearchQuery, matches

_HIGHLIGHT_STYLE = "bold yellow"


def print_hits(console: Console, hits: Hits, query: SearchQuery, *, typed: str) -> None:
    """Print each hit with its origin, and the number of hits."""
    for number, hit in enumerate(hits.hits, start=1):
        console.print(Text.assemble((f"{number:>3}  ", "dim"), _title(hit, query)))
        console.print(Padding(Text(_origin(hit), style="dim"), (0, 0, 0, 5), expand=False))
        snippet = snippet_of(hit, query)
        text = _highlighted(snippet.text, snippet.matches)
        console.print(Padding(text, (0, 0, 1, 5), expand=False))
    if hits.count:
        words = "" if hits.has_all else "nothing has all the words; with any of them, "
        note = f", first {len(hits.hits):,} shown" if hits.count > len(hits.hits) else ""
        console.print(Text(f"{words}{plural(hits.count, 'hit')}{note}", style="dim"))
    else:
        console.print(Text(f"no hits for {printable(typed)}", style="dim"))


def _title(hit: Hit, query: SearchQuery) -> Text:
    parts = []
    if hit.kind == "quotation" and hit.speaker:  # a name has no other forms
        parts.append(_highlighted(hit.speaker, matches(query.wanted, hit.speaker)))
    if hit.headline:
        found = matches(query.wanted, hit.headline, forms_in(hit.language))
        parts.append(_highlighted(hit.headline, found))
    title = Text(" in ").join(parts) if parts else Text("(no headline)")
    title.stylize("bold")
    return title


def _origin(hit: Hit) -> str:
    known = (hit.outlet, hit.published, hit.source_id)
    return " · ".join(" ".join(printable(name).split()) for name in known if name)


def _highlighted(text: str, found: Sequence[Match]) -> Text:
    """Text from a page on one line, control characters escaped, with the matches highlighted."""
    highlighted, offset = Text(), 0
    for match in found:
        highlighted.append(_flat(text[offset : match.start]))
        highlighted.append(_flat(text[match.start : match.end]), style=_HIGHLIGHT_STYLE)
        offset = match.end
    highlighted.append(_flat(text[offset:]))
    return highlighted


def _flat(text: str) -> str:
    return printable(re.sub(r"\s+", " ", text))


def hits_as_json(hits: Hits, query: SearchQuery) -> str:
    """The hits as a JSON object; `matches` are code points of `passage`, end exclusive."""
    return to_json(
        {
            "snapshot_id": hits.snapshot_id,
            "count": hits.count,
            "has_all_words": hits.has_all,
            "hits": [_as_row(hit, snippet_of(hit, query)) for hit in hits.hits],
        }
    )


def _as_row(hit: Hit, snippet: Snippet) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "score": hit.score,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "published": hit.published,
        "speaker": hit.speaker,
        "quotation": hit.quotation,
        "passage": snippet.text,
        "matches": [[match.start, match.end] for match in snippet.matches],
        "source_id": hit.source_id,
        "document_id": hit.document_id,
        "quote_number": hit.quote_number,
    }
