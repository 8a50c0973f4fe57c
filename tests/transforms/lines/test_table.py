from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.lines.table import line_table
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.pages import Line


def test_each_line_is_a_row_with_its_names_and_offsets() -> None:
    page = article_page(("headline", "Talks"), ("blank", ""), ("body", PARAGRAPH), rule="blank")
    table = line_table([page.page], page.lines, page.labels)
    assert table.schema == table_of(Line).arrow_schema
    rows = table.to_pylist()
    assert [row["line_number"] for row in rows] == [0, 1, 2]
    assert [row["label"] for row in rows] == ["headline", "blank", "body"]
    assert {row["rule"] for row in rows} == {"blank"}
    assert {row["document_id"] for row in rows} == {"page"}
    assert "".join(page.page.text[row["start"] : row["end"]] for row in rows) == page.page.text
