from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.article.reading import DateReading, Excerpt, Reading, stated
from dateline.transforms.schema.content import Evidence


@given(st.text(alphabet="ab ", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_part_slices_back_to_the_document(text: str, start: int, end: int) -> None:
    document = f"xx{text}yy"
    part = Excerpt(text, 2, 2 + len(text)).part(start, end)
    assert document[part.start : part.end] == part.text == text[start:end].strip()


def test_a_stated_value_has_its_span_as_evidence() -> None:
    reading = stated(Excerpt("Harbour", 3, 10), otherwise="")
    assert list(reading.columns("headline")) == [("headline", "Harbour")]
    assert list(reading.evidence("headline")) == [Evidence("headline", 3, 10, "stated")]


def test_a_null_value_has_its_reason_as_evidence() -> None:
    reading = stated(None, otherwise="no line stands as one")
    assert reading.value is None
    assert list(reading.evidence("headline")) == [
        Evidence("headline", None, None, "no line stands as one")
    ]


def test_each_span_is_a_row_of_evidence_and_the_text_itself_needs_none() -> None:
    names = Reading(("Ann Lee", "Bo Day"), "stated", ((0, 7), (12, 18)))
    assert [(e.start, e.end) for e in names.evidence("author")] == [(0, 7), (12, 18)]
    assert list(Reading("text", "").evidence("article_body")) == []


def test_a_date_known_in_part_fills_what_is_known() -> None:
    reading = DateReading(None, "stated", ((0, 7),), edtf="XXXX-04-05", precision="day")
    assert dict(reading.columns("date_modified")) == {
        "date_modified": None,
        "date_modified_text": "XXXX-04-05",
        "date_modified_precision": "day",
        "date_modified_basis": "stated",
    }
