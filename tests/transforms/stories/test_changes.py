from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.schema.closed_sets import ChangedUnit
from dateline.transforms.schema.content import Span
from dateline.transforms.stories.changes import (
    Wording,
    find_changes,
    find_paragraphs,
    split_sentences,
)

OLD = (
    "The council approved a new sea wall on Wednesday.\n\n"
    "The floods damaged 300 homes in the old town. Work begins in May.\n\n"
    "“We cannot wait,” the mayor said. Opponents left the hall."
)
NEW = (
    "The council approved a new sea wall on Wednesday.\n\n"
    "The floods damaged 320 homes in the old town. Work begins in May!\n\n"
    "A vote on money follows next week. “We cannot wait,” the mayor said."
)


def page(body: str) -> str:
    return f"Home\n{body.splitlines()[0]}\n\n{body}\nShare\n"


def sentences(text: str, body: str) -> list[Wording]:
    return split_sentences(body, find_paragraphs(text, body))


def excerpt(text: str, side: Span | None) -> str | None:
    return text[side.start : side.end] if side else None


def changes(own: str, other: str) -> list[tuple[str, str | None, str | None]]:
    texts = page(own), page(other)
    found = find_changes(ChangedUnit.SENTENCE, sentences(texts[0], own), sentences(texts[1], other))
    return [
        (change.change, excerpt(texts[0], change.own), excerpt(texts[1], change.other))
        for change in found
    ]


def test_sentences_are_altered_added_and_dropped_where_the_pages_have_them() -> None:
    assert changes(NEW, OLD) == [
        (
            "altered",
            "The floods damaged 320 homes in the old town.",
            "The floods damaged 300 homes in the old town.",
        ),
        ("added", "A vote on money follows next week.", None),
        ("dropped", None, "Opponents left the hall."),
    ]
    assert changes(OLD, OLD) == []


def test_a_sentence_that_is_there_twice_is_counted_twice() -> None:
    assert changes("It rained. It rained.", "It rained.") == [("added", "It rained.", None)]


def test_the_likest_sentence_is_the_altered_one() -> None:
    found = changes("A b c d e f.", "A b c x y z. A b c d e g.")
    assert found == [
        ("altered", "A b c d e f.", "A b c d e g."),
        ("dropped", None, "A b c x y z."),
    ]


def test_words_of_many_sentences_tell_nothing() -> None:
    other = " ".join(f"The wall is number{number}." for number in range(30))
    assert changes("The wall is none.", other)[0] == ("added", "The wall is none.", None)


@given(st.text(st.sampled_from("aB.!?” \n"), max_size=60))
def test_sentences_are_excerpts_in_order_and_hold_all_that_is_no_space(body: str) -> None:
    paragraphs = "\n\n".join(line.strip() for line in body.split("\n") if line.strip())
    text = f"{paragraphs.upper()}\n{paragraphs}\n"
    found = sentences(text, paragraphs)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert "".join("".join(one.text.split()) for one in found) == "".join(paragraphs.split())
