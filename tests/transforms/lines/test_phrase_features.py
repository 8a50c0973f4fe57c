import numpy as np

from dateline.transforms.lines.features import Columns, LineShapes, line_shapes
from dateline.transforms.lines.phrase_features import phrase_columns
from dateline.transforms.lines.splitting import split_lines

TEXT = "The council voted for the wall on Monday."


def columns_of(*pages: str) -> tuple[LineShapes, Columns]:
    shapes = line_shapes(split_lines(pages))
    return shapes, phrase_columns(shapes, np.full(len(shapes), 10, dtype=np.int64))


def test_a_phrase_speaks_for_the_lines_below_and_above_it() -> None:
    _, columns = columns_of("\n".join([TEXT, "", "Comments", TEXT, TEXT]))
    assert columns["comments"].tolist() == [False, True, False, False]
    assert columns["comments_before"].tolist() == [-1, -1, 1, 2]
    assert columns["comments_after"].tolist() == [1, -1, -1, -1]
    assert columns["comments_above"].tolist() == [0, 0, 1, 1]
    assert columns["comments_below"].tolist() == [1, 0, 0, 0]
    assert columns["comments_text"].tolist() == [-1, -1, 10, 20]
    assert columns["comments-4"].tolist() == [0, 0, 1, 1]
    assert columns["comments+4"].tolist() == [1, 0, 0, 0]


def test_phrases_of_every_group_and_language_are_boilerplate() -> None:
    _, columns = columns_of("Kommentare\nDas könnte Sie auch interessieren\nAbonnieren\n" + TEXT)
    assert columns["boilerplate"].tolist() == [True, True, True, False]
    assert columns["comments"].tolist() == [True, False, False, False]
    assert columns["related"].tolist() == [False, True, False, False]
    assert columns["closing"].tolist() == [False, False, True, False]


def test_phrases_of_other_pages_say_nothing() -> None:
    pages = ["Comments", f"{TEXT}\nComments\n{TEXT}", "Comments"]
    shapes, columns = columns_of(*pages)
    _, alone = columns_of(pages[1])
    own = np.flatnonzero(shapes.first == 1)
    assert all(columns[name][own].tolist() == alone[name].tolist() for name in alone)
