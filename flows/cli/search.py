"""Search by words."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.common import (
    EXIT_USAGE,
    AtOption,
    JsonOption,
    LakeOption,
    console,
    fail,
    reading,
)

if TYPE_CHECKING:
    from warehouse.search.query import Kind


class SearchedIn(StrEnum):
    """What `dateline search` looks through."""

    ARTICLES = "articles"
    QUOTES = "quotes"
    BOTH = "both"

    @property
    def kind(self) -> "Kind | None":
        """The kind of rows; None for all."""
        kinds: dict[str, Kind | None] = {"articles": "article", "quotes": "quotation"}
        return kinds.get(self.value)


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY...",
            show_default=False,
            help='Words that are all there; "a phrase", -without, begin* too.',
        ),
    ] = None,
    lake: LakeOption = None,
    at: AtOption = None,
    search_in: Annotated[
        SearchedIn, typer.Option("--in", help="What to look through.")
    ] = SearchedIn.BOTH,
    outlet: Annotated[
        str | None, typer.Option(help="Only of this outlet: words of its name or host.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only quotations of this speaker: words of the name.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only what was published on this day or later."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only what was published on this day or earlier."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits to show.")] = 10,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Search articles and quotations by words, best match first.

    Accents and case are ignored: `Tromso` finds Tromsø. `--since` and `--until` exclude articles
    without a known publication date.
    """
    from flows.show.search import hits_as_json, print_hits
    from warehouse.search.index import make_anew
    from warehouse.search.query import Filters
    from warehouse.search.query import search as find
    from warehouse.search.words import parse_query

    if speaker is not None and search_in is SearchedIn.ARTICLES:
        fail("--speaker is of quotations; leave it out, or --in articles", EXIT_USAGE)
    if query is None and not rebuild:
        fail("what to look for is missing: give at least one word", EXIT_USAGE)
    typed = " ".join(query or ())
    wanted = parse_query(typed) if query else None
    filters = Filters(
        kind="quotation" if speaker is not None else search_in.kind,
        outlet=outlet,
        speaker=speaker,
        since=since and since.date(),
        until=until and until.date(),
    )
    with reading(lake, at) as opened:
        if rebuild:
            count = make_anew(opened)
            typer.echo(f"{count:,} articles and quotations indexed", err=True)
        if wanted is None:
            return
        hits = find(opened, wanted, filters, limit=limit)
    if as_json:
        typer.echo(hits_as_json(hits, wanted))
    else:
        print_hits(console(), hits, wanted, typed=typed)
