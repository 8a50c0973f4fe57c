"""Full-text search."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, open_lake
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.options import AtOption, JsonOption, LakeOption

if TYPE_CHECKING:
    from dateline.warehouse.search.query import Kind


class SearchScope(StrEnum):
    """The rows that `dateline search` looks through."""

    ARTICLES = "articles"
    QUOTES = "quotes"
    BOTH = "both"

    @property
    def kind(self) -> "Kind | None":
        """The kind of the rows; None for both."""
        kinds: dict[str, Kind | None] = {"articles": "article", "quotes": "quotation"}
        return kinds.get(self.value)


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY",
            show_default=False,
            help='Words in any of their forms; also "a phrase", -without, prefix*.',
        ),
    ] = None,
    lake: LakeOption = None,
    at: AtOption = None,
    search_in: Annotated[
        SearchScope, typer.Option("--in", help="Search articles, quotes or both.")
    ] = SearchScope.BOTH,
    outlet: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only this outlet: words of its name or host."),
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only quotations by this speaker: words of the name."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Only articles published on or after this day, such as 2026-03-01.",
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Only articles published on or before this day.",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=1000, help="Maximum hits to show.")
    ] = 10,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Rebuild the index first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Search articles and quotations by words, best match first.

    All the words must occur; where nothing has them all, any of them counts, and the last line
    says so. Words are found in their other forms, too: `negotiation` finds negotiating. Accents and
    case are ignored: `Tromso` finds Tromsø. `--since` and `--until` exclude articles without a
    known publication date.
    """
    if speaker is not None and search_in is SearchScope.ARTICLES:
        fail("--speaker applies to quotations only: omit it, or --in articles", EXIT_USAGE)
    if query is None and not rebuild:
        fail("no search words: give at least one", EXIT_USAGE)

    from dateline.flows.show.search import hits_as_json, print_hits
    from dateline.warehouse.search.index import rebuild as rebuild_index
    from dateline.warehouse.search.query import Filters
    from dateline.warehouse.search.query import search as find_hits
    from dateline.warehouse.search.words import parse_query

    typed = " ".join(query or ())
    parsed = parse_query(typed) if query else None
    filters = Filters(
        kind="quotation" if speaker is not None else search_in.kind,
        outlet=outlet,
        speaker=speaker,
        since=since and since.date(),
        until=until and until.date(),
    )
    with open_lake(lake, at) as opened:
        if rebuild:
            count = rebuild_index(opened)
            typer.echo(f"{count:,} articles and quotations indexed", err=True)
        if parsed is None:
            return
        hits = find_hits(opened, parsed, filters, limit=limit)
    if as_json:
        typer.echo(hits_as_json(hits, parsed))
    else:
        print_hits(console(), hits, parsed, typed=typed)
