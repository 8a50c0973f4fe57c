import pytest

from transforms.publication import UNDATED, Candidate, find_publication


def found(*texts: str, url: str | None = None, metadata: str | None = None, language: str = "en"):
    candidates = [Candidate(text, 100 * place, place) for place, text in enumerate(texts)]
    return find_publication(candidates, url, metadata, language)


def test_published_and_modified_on_one_line() -> None:
    published, modified = found("Published March 14, 2024 9 am | Updated: March 15, 2024")
    assert (published.edtf, published.basis) == ("2024-03-14", "stated")
    assert (published.start, published.end) == (10, 24)
    assert (modified.edtf, modified.basis) == ("2024-03-15", "stated")


def test_a_page_that_only_says_when_it_changed_is_dated_by_inference() -> None:
    published, modified = found("Last updated 15 March 2024")
    assert (published.edtf, published.basis) == ("2024-03-15", "inferred")
    assert modified.basis == "stated"


def test_a_day_without_a_year_is_no_date() -> None:
    published, _ = found("April 5")
    assert (published.value, published.edtf) == (None, "XXXX-04-05")


def test_a_full_date_goes_before_one_without_its_year() -> None:
    published, _ = found("April 5", "6 April 2024")
    assert published.edtf == "2024-04-06"


@pytest.mark.parametrize(
    ("texts", "about", "day"),
    [
        (["03/04/2024"], {}, None),
        (["03/04/2024"], {"language": "de"}, "2024-04-03"),
        (["03/04/2024 at 5:10 pm EST"], {}, "2024-03-04"),
        (["03/04/2024", "12/25/2023"], {}, "2024-03-04"),
        (["03/04/2024", "25/12/2023"], {}, "2024-04-03"),
        (["03/04/2024"], {"url": "https://example.org/2024/04/03/x"}, "2024-04-03"),
    ],
)
def test_figures_are_read_by_what_the_page_shows(texts, about, day) -> None:
    published, _ = found(*texts, **about)
    assert (published.value and str(published.value)) == day


@pytest.mark.parametrize("metadata", ["not json", "[1]", '{"date": 5}', '{"title": "x"}', None])
def test_metadata_without_a_date_says_nothing(metadata: str | None) -> None:
    assert found(metadata=metadata) == (UNDATED, UNDATED)
