import pytest

from dateline.transforms.text.datelines import find_dateline, is_dateline


@pytest.mark.parametrize(
    ("paragraph", "dateline", "place", "agency"),
    [
        ("WASHINGTON, DC — The talks", "WASHINGTON, DC —", "WASHINGTON, DC", None),
        ("PARIS (AFP) - The talks", "PARIS (AFP) -", "PARIS", "AFP"),
        ("YEREVAN -- The talks", "YEREVAN --", "YEREVAN", None),
        ("Beijing, May 2 (Xinhua) -- The talks", "Beijing, May 2 (Xinhua) --", "Beijing", "Xinhua"),
        ("London (dpa) – Die Gespräche", "London (dpa) –", "London", "dpa"),
        ("(Reuters) - The talks", "(Reuters) -", None, "Reuters"),
    ],
)
def test_datelines(paragraph: str, dateline: str, place: str | None, agency: str | None) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert paragraph[: found.end] == dateline
    assert paragraph[found.rest :].split()[0] in ("The", "Die")
    assert (found.place and paragraph[slice(*found.place)]) == place
    assert (found.agency and paragraph[slice(*found.agency)]) == agency


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mr Smith — a lawyer — said no.",
        "The Senate (which sat late) - as ever - voted.",
        "NATO officials said on Monday that it would.",
        "WASHINGTON —",
        "",
    ],
)
def test_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


def test_a_dateline_on_a_line_of_its_own() -> None:
    assert is_dateline("LONDON, May 2 (Reuters) -")
    assert not is_dateline("LONDON, May 2 (Reuters) - The talks")
    assert not is_dateline("A headline - with a dash")


def test_a_dateline_at_the_limit_is_whole_or_none() -> None:
    for width in range(80, 120):
        paragraph = f"NEW {'Y' * width}, May 13 (AFP) --- The talks"
        found = find_dateline(paragraph)
        assert found is None or paragraph[found.rest :] == "The talks"
