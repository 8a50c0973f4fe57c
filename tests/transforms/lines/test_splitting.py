from hypothesis import example, given
from hypothesis import strategies as st

from dateline.transforms.lines.splitting import split_lines

pages = st.text(alphabet=st.sampled_from("ab \r\n\u2028\x0c\u00a0"), max_size=60)


@given(st.lists(pages, max_size=5))
@example(["\r\n\r\n", "a\rb", "\n", "", "a\n\rb"])
def test_lines_rejoin_to_their_text(texts: list[str]) -> None:
    lines = split_lines(texts)
    for number, text in enumerate(texts):
        own = range(lines.offsets[number], lines.offsets[number + 1])
        slices = [text[lines.start[i] : lines.end[i]] for i in own]
        assert "".join(slices) == text
        assert [slice_.strip() for slice_ in slices] == [lines.texts[i] for i in own]
        assert [lines.line_number[i] for i in own] == list(range(len(own)))
        assert all(lines.document[i] == number for i in own)


def test_lines_are_cut_at_the_three_ends_of_line_only() -> None:
    assert split_lines(["a\nb\r\nc\rd\u2028e\x0cf"]).texts == ("a", "b", "c", "d\u2028e\x0cf")


@given(st.lists(pages, max_size=5))
def test_a_batch_is_its_pages_side_by_side(texts: list[str]) -> None:
    together = split_lines(texts)
    alone = [split_lines([text]) for text in texts]
    assert together.texts == tuple(line for lines in alone for line in lines.texts)
