import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.stories.candidates import pairs_of
from dateline.transforms.stories.comparison import compare, find_same_stories
from dateline.transforms.stories.shingles import shingle

PAIR = pairs_of(np.array([0]), np.array([1]))
WORDS = """
harbour council vote wall flood storm winter engineer cost crown repair street market boat quay tide
water stone work plan money state home family town night morning rain wind wave
"""
PEOPLE = ("Ana Ruiz", "Bo Lind", "Quay Bank")


def some_words(seed: int, count: int) -> list[str]:
    """Words of a vocabulary of a few hundred."""
    words = WORDS.split()
    chosen = np.random.default_rng(seed).integers(0, [len(words), 9], (count, 2))
    return [f"{words[word]}{'abcdefghi'[end]}" for word, end in chosen.tolist()]


def article(seed: int, sentences: int = 12) -> str:
    words = some_words(seed, 16 * sentences)
    return "\n\n".join(
        f"{' '.join(words[first : first + 16]).capitalize()} with {PEOPLE[first // 16 % 3]}."
        for first in range(0, len(words), 16)
    )


def is_same(one: str, other: str) -> bool:
    texts = [one, other]
    return len(find_same_stories(texts, shingle(texts), PAIR).pairs) == 1


ORIGIN = article(1)


def edited(text: str, share: float) -> str:
    words = text.split(" ")
    chances = np.random.default_rng(5).random(len(words))
    return " ".join(
        f"{word}zz" if chance < share and word.islower() else word
        for word, chance in zip(words, chances, strict=True)
    )


@pytest.mark.parametrize(
    "copy",
    [
        ORIGIN,
        ORIGIN.upper(),
        f"{ORIGIN}\n\nCopyright the agency. All rights reserved.",
        ORIGIN[: len(ORIGIN) // 2],
        ORIGIN[: len(ORIGIN) // 3],
        "\n\n".join(sorted(ORIGIN.split("\n\n"))),
        f"{article(7, 12)}\n\n{ORIGIN}",
        edited(ORIGIN, 0.1),
        edited(ORIGIN, 0.25),
    ],
)
def test_copies_tell_the_same_story(copy: str) -> None:
    assert is_same(ORIGIN, copy)
    assert is_same(copy, ORIGIN)


def template(number: int, city: str, person: str) -> str:
    return "\n".join(
        f"In the district of {city} the temperature will be {number * 7 + hour} degrees at the "
        f"hour of the forecast and the wind will be weak, the service of {person} says."
        for hour in range(8)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ORIGIN, article(2)),
        # The same background in the last paragraphs of two reports on one event.
        (ORIGIN, f"{article(3, 10)}\n\n{ORIGIN[-400:]}"),
        (template(1, "Astra", "Ada Weir"), template(9, "Brela", "Cy Olm")),
        # A digest has several articles, each of them whole.
        (ORIGIN[:500], "\n\n".join([article(4, 20), ORIGIN[:500]])),
        ("", ""),
    ],
)
def test_what_looks_alike_is_not_the_same_story(one: str, other: str) -> None:
    assert not is_same(one, other)
    assert not is_same(other, one)


@given(st.lists(st.text(st.sampled_from("abc "), max_size=60), min_size=2, max_size=2))
def test_resemblance_and_containment_are_those_of_the_sets(texts: list[str]) -> None:
    one, other = ({tuple(w[n : n + 4]) for n in range(len(w) - 3)} for w in map(str.split, texts))
    compared = compare(shingle(texts), PAIR)
    assert compared.similarity[0] == len(one & other) / max(1, len(one | other))
    assert compared.containment[0] == len(one & other) / max(1, min(len(one), len(other)))
