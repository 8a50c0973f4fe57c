import pytest

from dateline import seeds
from dateline.transforms.lines.phrases import line_keys, match_line_starts, match_whole_lines
from dateline.transforms.schema.closed_sets import LABELS


def label(text: str) -> str | None:
    keys = line_keys([text])
    for found in (match_whole_lines(keys)[0], match_line_starts(keys)[0]):
        if found >= 0:
            return LABELS[int(found)]
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• Share", "share"),
        ("TEILEN", "share"),
        ("Share on Facebook", "share"),
        ("Lire aussi :", "related_heading"),
        ("Leave a Comment »", "comments"),
        ("Подпишитесь на рассылку", "subscribe"),
        ("© 2024 The Harbour Post", "legal"),
        ("Tutti i diritti riservati", "legal"),
        ("Publicidade", "advert"),
        ("Storm closes the harbour", None),
        ("", None),
    ],
)
def test_wording_of_boilerplate(text: str, expected: str | None) -> None:
    assert label(text) == expected


def test_the_lexicon_is_well_formed() -> None:
    rows = seeds.lexicon("line_phrases")
    assert {row["label"] for row in rows} <= set(LABELS)
    assert {row["match"] for row in rows} == {"line", "start"}
    assert len({(row["phrase"], row["match"]) for row in rows}) == len(rows)
    assert all(row["source"] and row["phrase"] == row["phrase"].casefold() for row in rows)
    assert {"en", "de", "fr", "es", "pt", "it", "ru"} <= {row["language"] for row in rows}
