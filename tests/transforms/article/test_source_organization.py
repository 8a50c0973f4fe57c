import pytest
from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.source_organization import read_source_organization

CREDIT = ("credit", "Source: The Town Crier")
SIGNED = "As Caliber.Az reports, citing the Harbour Times, the road is open again."


def test_the_agency_in_the_dateline_goes_before_a_credit_and_that_before_a_signature() -> None:
    dated = read_source_organization(article_page(("body", f"PARIS (AFP) - {SIGNED}"), CREDIT))
    credited = read_source_organization(article_page(("body", SIGNED), CREDIT))
    signed = read_source_organization(article_page(("body", SIGNED)))
    assert [r.value for r in (dated, credited, signed)] == [
        "AFP",
        "The Town Crier",
        "Harbour Times",
    ]


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("By The Associated Press", "The Associated Press"),
        ("Reuters, Ann Lee", "Reuters"),
        ("By Ann Lee, Reuters", "AFP"),
        ("By Ann Lee", "AFP"),
    ],
)
def test_the_agency_that_a_byline_names_first_goes_before_that_of_the_dateline(
    byline: str, source: str
) -> None:
    page = article_page(("byline", byline), ("body", f"PARIS (AFP) - {PARAGRAPH}"))
    assert read_source_organization(page).value == source


@pytest.mark.parametrize(
    "source", ["the Foreign Ministry", "the ministry's press service", "the ministry's website"]
)
def test_whoever_told_an_outlet_is_no_source_of_its_text(source: str) -> None:
    signed = ("body", f"As Caliber.Az reports, citing {source}, the road is open again.")
    assert read_source_organization(article_page(signed)).value is None


def test_a_value_stands_where_its_span_says() -> None:
    page = article_page(("body", PARAGRAPH), ("credit", "Photo"), CREDIT)
    (span,) = read_source_organization(page).spans
    assert page.page.text[slice(*span)] == "The Town Crier"


def test_a_page_that_credits_none_says_so() -> None:
    reading = read_source_organization(article_page(("body", PARAGRAPH)))
    assert (reading.value, reading.basis) == (None, "no agency or source is credited")
