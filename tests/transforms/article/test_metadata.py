import pytest

from dateline.transforms.article.metadata import date_in_metadata

KEYS = ("datePublished", "date")


def test_the_first_key_with_a_date_is_read() -> None:
    found = date_in_metadata('{"date": "2024-05-03", "datePublished": "soon"}', KEYS)
    assert found is not None
    assert (str(found.value), found.edtf, found.precision) == ("2024-05-03", "2024-05-03", "day")
    assert (found.basis, found.spans) == ("metadata", ())


@pytest.mark.parametrize(
    "metadata", ["not json", "[1]", '{"date": 5}', '{"title": "1 May 2024"}', "", None]
)
def test_metadata_without_a_date_says_nothing(metadata: str | None) -> None:
    assert date_in_metadata(metadata, KEYS) is None
