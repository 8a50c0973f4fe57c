from collections.abc import Iterator

import pytest

from dateline import seeds
from dateline.transforms.lines.phrases import (
    line_keys,
    match_line_starts,
    match_phrases,
    match_whole_lines,
    match_within_lines,
)
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons
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
        ("Կարդացեք նաև", "related_heading"),
        ("Bizi izləyin", "subscribe"),
        ("Охшар хәбәрләр", "related_heading"),
        ("მსგავსი სიახლეები", "related_heading"),
        ("انتهای پیام", "navigation"),
        ("اقرأ أيضاً: ميناء جديد", "related_heading"),
        ("Διαβάστε επίσης", "related_heading"),
        ("【相关阅读】", "related_heading"),
        ("责任编辑：王小明", "credit"),
        ("関連記事：港の壁が崩れる", "related_heading"),
        ("港の壁が崩れる", None),
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
    tier_1 = "en de fr es pt it ru hy az az-Cyrl tr ka fa uk ar"
    assert set(tier_1.split()) <= {row["language"] for row in rows}


@pytest.fixture
def _within() -> Iterator[None]:
    """Phrases that may stand anywhere in a line."""
    rows = (("harbour bulletin", "subscribe"), ("harbour", "section"), ("read on: page", "other"))
    columns = ("phrase", "label", "match", "language", "source")
    own = tuple(
        dict(zip(columns, (phrase, label, "anywhere", "en", "made up"), strict=True))
        for phrase, label in rows
    )
    use_lexicons(OwnLexicons({"line_phrases": own}))
    yield
    use_lexicons(OwnLexicons())


@pytest.mark.usefixtures("_within")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Get the Harbour Bulletin today", "subscribe"),
        ("Get the harbour\u00a0bulletin today", "subscribe"),
        ("HARBOUR BULLETIN", "subscribe"),
        ("Down at the harbour", "section"),
        ("Down at the harbourside", None),
        ("Read on: page 2", "other"),
        ("The harbour " + "and the sea " * 20, None),
    ],
)
def test_a_phrase_stands_anywhere_in_a_line(text: str, expected: str | None) -> None:
    found = match_within_lines(line_keys([text]))[0]
    assert (LABELS[int(found)] if found >= 0 else None) == expected


@pytest.mark.usefixtures("_within")
def test_the_whole_line_and_its_start_count_before_what_is_inside() -> None:
    keys = line_keys(["Share", "Comments on the harbour", "At the harbour"])
    assert [LABELS[int(found)] for found in match_phrases(keys)][::2] == ["share", "section"]
    starts = match_line_starts(keys)
    assert match_phrases(keys)[1] == (starts[1] if starts[1] >= 0 else match_within_lines(keys)[1])
