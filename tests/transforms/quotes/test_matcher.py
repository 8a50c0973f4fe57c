import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sentences import sentence_of

from dateline.transforms.quotes.matcher import (
    END,
    Sentence,
    either,
    marked,
    not_before,
    one,
    one_of,
    optional,
    pattern,
    together,
    up_to,
    up_to_none_of,
)
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    COMMA,
    DETERMINER,
    NAME,
    NOUN,
    QUOTATION,
    WordClass,
    classes,
)

ANY = st.sampled_from(list(WordClass))
ROWS = st.lists(ANY, max_size=12)
SETS = st.frozensets(ANY, min_size=1, max_size=5)


def row(*members: WordClass) -> Sentence:
    return Sentence(["x"] * len(members), members, {}, lambda first, end: (first, end))


@given(ROWS, SETS, st.integers(0, 12), st.integers(0, 12))
def test_looking_along_a_row_is_what_a_loop_does(
    members: list[WordClass], wanted: frozenset[WordClass], start: int, end: int
) -> None:
    start, end = sorted((min(start, len(members)), min(end, len(members))))
    sentence = row(*members)
    inside = range(start, end)
    hits = [index for index in inside if members[index] in wanted]
    others = [index for index in inside if members[index] not in wanted]
    assert sentence.seek(wanted, start, end) == (hits[0] if hits else None)
    assert sentence.seek_back(wanted, end, start) == (hits[-1] if hits else None)
    assert sentence.skip(start, wanted, end) == (others[0] if others else end)
    assert sentence.skip_back(end, wanted, start) == (others[-1] + 1 if others else start)
    assert sentence.has(wanted, start, end) == bool(hits)
    assert sentence.has_only(wanted, start, end) == (not others)
    assert sentence.seek_all(wanted) == [i for i, m in enumerate(members) if m in wanted]
    assert sentence.seek_all(wanted, start, end) == hits
    assert sentence.count(NAME, start, end) == members[start:end].count(NAME)


@pytest.mark.parametrize("index", [-2, -1, 2, 3])
def test_nothing_stands_outside_a_sentence(index: int) -> None:
    sentence = row(NAME, NOUN)
    assert sentence.at(index) is None
    assert sentence.word(index) == ""


@pytest.mark.parametrize(
    ("made", "members", "expected"),
    [
        (pattern(one(NAME), one(NOUN)), (NAME, NOUN, COMMA), (0, 2)),
        (pattern(one(NAME, NOUN)), (COMMA,), None),
        (pattern(up_to(2, classes(NAME))), (NAME, NAME, NAME), (0, 2)),
        (pattern(up_to(3, classes(NAME), least=2)), (NAME, NOUN), None),
        (pattern(optional(one(COMMA)), one(NAME)), (NAME,), (0, 1)),
        (pattern(either(one(NAME), together(one(NOUN), END))), (NOUN, NOUN), None),
        (pattern(one(NAME), not_before(classes(COMMA))), (NAME, COMMA), None),
        (pattern(one(DETERMINER), marked(one(NOUN))), (DETERMINER, NOUN), (1, 2)),
        (pattern(up_to_none_of(5, classes(COMMA)), one(COMMA)), (NAME, NOUN, COMMA), (0, 3)),
        (pattern(one_of(classes(ADVERB))), (ADVERB,), (0, 1)),
    ],
)
def test_patterns(
    made: object, members: tuple[WordClass, ...], expected: tuple[int, int] | None
) -> None:
    assert row(*members).match(made) == expected  # type: ignore[arg-type]


def test_a_pattern_is_searched_anywhere_and_may_have_to_match_all() -> None:
    sentence = row(COMMA, NAME, NAME, COMMA)
    names = pattern(up_to(3, classes(NAME), least=1))
    assert sentence.search(names) == (1, 3)
    assert sentence.matches_all(names, 1, 3)
    assert not sentence.matches_all(names, 1, 4)


def test_a_part_of_a_sentence_knows_its_own_quotations() -> None:
    whole = sentence_of("Lee called it “a joke” and Park “a gift” today")
    last = list(whole.quoted)[-1]
    part = whole.cut(last - 1, len(whole))
    assert part.classes == whole.classes[last - 1 :]
    assert part.quoted == {1: 1}
    assert part.at(1) is QUOTATION
