import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.quotes.quotation_marks import find_quoted

MARKED = st.text(alphabet=st.sampled_from("ab s.,?!'\"“”‘’„«»`-—\n0"), max_size=80)


def quoted(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_quoted(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said, “We will stay.”", ["We will stay."]),
        ('"We will stay," he said. "For good."', ["We will stay,", "For good."]),
        ("''We will stay,'' he said.", ["We will stay,"]),
        ("``We will stay,'' he said.", ["We will stay,"]),
        ("‘We’re staying,’ she said.", ["We’re staying,"]),
        ("'We're staying,' she said, at the voters' request.", ["We're staying,"]),
        ("The voters' will and the unions' money", []),
        ("Back in the ‘90s, they played rock 'n' roll", []),
        ("« Nous restons », dit-elle.", ["Nous restons"]),
        ("»Wir bleiben«, sagte sie.", ["Wir bleiben"]),
        ("„Wir bleiben“, sagte sie.", ["Wir bleiben"]),
        ("“He told me, ‘Go home,’ and I went,” she said.", ["He told me, ‘Go home,’ and I went,"]),
        ("''I said, 'Go home,''' she said.", ["I said, 'Go home,"]),
        ('“We will stay," he said.', ["We will stay,"]),
        ("an “expedited review“ of the case", ["expedited review"]),
        ('He is 6\'2" tall and 5" wide', []),
        ('"""" and ........""""', []),
        ("don't, won't, it's", []),
    ],
)
def test_marks_of_all_styles(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_missing_closing_mark_runs_to_the_end_of_the_passage() -> None:
    (item,) = find_quoted("He said: “We will stay", 0, 22)
    assert (item.start, item.end, item.closed) == (10, 22, False)


@given(MARKED)
def test_stretches_are_inside_the_text_in_order_and_apart(text: str) -> None:
    items = find_quoted(text, 0, len(text))
    edges = [edge for item in items for edge in (item.outer_start, item.outer_end)]
    assert edges == sorted(edges)
    for item in items:
        assert 0 <= item.outer_start < item.start < item.end <= item.outer_end <= len(text)
        assert text[item.start : item.end].strip() == text[item.start : item.end]


@given(MARKED, st.integers(0, 10))
def test_only_the_passage_counts(text: str, shift: int) -> None:
    alone = find_quoted(text, 0, len(text))
    placed = find_quoted("x" * shift + text + "x\"“'", shift, shift + len(text))
    moved = [(item.start - shift, item.end - shift, item.closed) for item in placed]
    assert moved == [(item.start, item.end, item.closed) for item in alone]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("首相は「平和への道」と述べた", ["平和への道"]),
        ("「彼は『はい』と言った」と彼女", ["彼は『はい』と言った"]),
        (",,ჩვენ აქ ვართ”, თქვა", ["ჩვენ აქ ვართ"]),
        ("one,, two” three", []),
    ],
)
def test_marks_of_japanese_and_two_commas(text: str, words: list[str]) -> None:
    assert [text[item.start : item.end] for item in find_quoted(text, 0, len(text))] == words


@pytest.mark.parametrize("text", ["”Vi är klara”, säger han", "»Vi är klara», säger han"])
def test_marks_that_close_with_themselves_are_read_where_asked_for(text: str) -> None:
    found = find_quoted(text, 0, len(text), closes_with_same=True)
    assert [text[item.start : item.end] for item in found] == ["Vi är klara"]
    assert not any(item.closed for item in find_quoted(text, 0, len(text)))
