from dateline.transforms.article.assembly import FIELDS
from dateline.transforms.article.index_of_articles import read_index
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.lines.body_choice import choose_body
from dateline.transforms.lines.labels import label_lines
from dateline.transforms.lines.model import score_lines
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.text.page import Page

TEXT = "The council has voted for a new roof over the fish market, after a long debate on Monday."
TITLES = ("Council votes for new sea wall", "School opens library at night", "Ferry fares to rise")


def test_each_field_says_that_the_page_is_an_index() -> None:
    text = "".join(
        f"{title}\nPosted on May {day}, 2024\n{TEXT}\nLeave a comment\n"
        for day, title in enumerate(TITLES, 1)
    )
    page, lines = Page("page", text), split_lines([text])
    scores = score_lines(lines)
    labels = label_lines(lines, scores, choose_body(lines, scores))
    seen = ArticlePage(page, lines, labels, range(len(lines)), labels.headers[0])
    readings = read_index(seen, FIELDS)
    assert list(readings) == list(FIELDS)
    kind = readings.pop("page_kind")
    assert [text[slice(*span)] for span in kind.spans] == list(TITLES)
    assert {reading.basis for reading in readings.values()} == {"an index of 3 articles"}
    assert not any(reading.value for reading in readings.values())
