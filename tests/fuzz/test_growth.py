"""The work on a page grows with its length, not with the square of it.

Work is counted in calls of functions, which are the same at each run on any machine; the long tests
measure CPU time, which has what a regular expression does, too.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest
from hostile_texts import HOSTILE_TEXTS, on_a_page

from dateline.transforms.parsing import parse
from dateline.transforms.text.decode import Decoded, decode
from dateline.transforms.text.page import Page

# Twice as much for twice the length; the square would be four times.
_GROWTH = 2.6
# Steps that do not depend on length, such as a model's word that is met for the first time.
_SLACK = 3000
_IN_EVERY_TEST = (
    *('"', "\u201ca\u201d ", '"We can," said John Smith. ', "(", "a\n", "John Smith ", "John and "),
    *("1 ", "from January to ", "said that ", "a\u0301\u0302", "\u202e", "mixed marks", "names"),
)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def understood(kind: str, length: int) -> Callable[[], object]:
    text = on_a_page(HOSTILE_TEXTS[kind](length))

    def work() -> object:
        decoded = decode(text.encode())
        assert isinstance(decoded, Decoded)
        return parse(Page("0" * 64, decoded.text))

    return work


def growth(measure: Callable[[Callable[[], object]], float], kind: str, length: int) -> list[float]:
    """What a text costs, one of twice its length, and one of four times."""
    measure(understood(kind, length))  # what is loaded once
    return [measure(understood(kind, length * times)) for times in (1, 2, 4)]


@pytest.mark.parametrize("kind", _IN_EVERY_TEST, ids=ascii)
def test_calls_grow_with_the_length(kind: str) -> None:
    once, twice, four_times = growth(calls_of, kind, 1000)
    assert four_times - twice <= _GROWTH * (twice - once) + _SLACK


def test_the_count_tells_the_square() -> None:
    costs = [calls_of(lambda n=n: [len("") for _ in range(n * n)]) for n in (100, 200, 400)]  # type: ignore[misc]
    assert costs[2] - costs[1] > _GROWTH * (costs[1] - costs[0]) + _SLACK


def cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.soak
@pytest.mark.parametrize("kind", HOSTILE_TEXTS, ids=ascii)
def test_time_grows_with_the_length(kind: str) -> None:
    # Of short lines, more would be too many.
    once, twice, four_times = growth(cpu_seconds, kind, 1 << 15)
    assert four_times - twice <= 1.5 * _GROWTH * (twice - once) + 1


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["a", " ", '"', "ab ", "\u0301", "\u4e2d\u56fd"], ids=ascii)
def test_a_line_of_16_mb_comes_to_an_end(kind: str) -> None:
    length = (16 << 20) // len(kind.encode()) * len(kind)
    text = HOSTILE_TEXTS[kind](length)
    lines = parse(Page("0" * 64, text)).lines
    assert lines["end"][-1].as_py() == len(text)
