from datetime import UTC, datetime

from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Metadata, Page

SENTENCE = "The minister said on Tuesday that the talks would go on for a week in the capital."
TEXT = "\n\n".join(["Talks on the road to the harbour go on", *[SENTENCE] * 3])


def test_what_the_crawler_knows_dates_an_article_and_nothing_is_required() -> None:
    at = datetime(2024, 5, 1, tzinfo=UTC)
    pages = [
        Page("a", TEXT),
        Page("b", TEXT, url="https://example.org/2024/05/02/talks"),
        Page("c", TEXT, metadata=Metadata(date_published="2024-04-30"), fetched_at=at),
    ]
    bases = [parse(page).articles["date_published_basis"].to_pylist() for page in pages]
    assert bases == [[None], ["url"], ["metadata"]]
