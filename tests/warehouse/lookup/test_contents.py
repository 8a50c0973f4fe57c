"""What is kept of a page for comparing it comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.stories.changes import Wording
from dateline.warehouse.lookup.contents import ArticleContent, content_of, pack, unpack

TEXTS = st.text(st.characters(), max_size=30)
OFFSETS = st.integers(-1, 2**40)


@given(TEXTS, st.lists(OFFSETS), st.lists(st.builds(Wording, TEXTS, OFFSETS, OFFSETS)))
def test_what_is_packed_comes_back(body: str, starts: list[int], quotes: list[Wording]) -> None:
    content = ArticleContent(body, starts, quotes)
    assert unpack(pack(content)) == content


def test_paragraphs_are_found_where_the_page_has_them() -> None:
    quotes = [{"text": "One", "start": 5, "end": 8}]
    content = content_of("Home\nOne.\nShare\nTwo.\n", "One.\n\nTwo.\n\nThree.", quotes)
    assert content.starts == [5, 16, -1]
    assert content.quotations == [Wording("One", 5, 8)]
