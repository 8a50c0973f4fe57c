from datetime import date

from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.date_modified import read_date_modified
from dateline.transforms.article.reading import DateReading
from dateline.transforms.text.page import Metadata


def modified(text: str, metadata: Metadata | None = None) -> DateReading:
    return read_date_modified(article_page(("date", text), ("body", PARAGRAPH), metadata=metadata))


def test_published_and_modified_on_one_line() -> None:
    found = modified("Published March 14, 2024 9 am | Updated: March 15, 2024")
    assert (found.value, found.basis) == (date(2024, 3, 15), "stated")
    assert found.spans == ((41, 55),)


def test_metadata_goes_before_the_page() -> None:
    found = modified("Updated: March 15, 2024", Metadata(date_modified="2024-03-17T10:00:00Z"))
    assert (found.edtf, found.basis, found.spans) == ("2024-03-17", "metadata", ())


def test_a_page_that_states_no_change_says_so() -> None:
    found = modified("Published March 14, 2024")
    assert (found.value, found.edtf, found.basis) == (None, None, "no date near the article")
