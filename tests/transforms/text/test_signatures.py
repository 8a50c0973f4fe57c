import pytest

from dateline.transforms.text.signatures import copyright_holder, find_signature


@pytest.mark.parametrize(
    ("paragraph", "outlet", "source"),
    [
        (
            "As Caliber.Az reports with reference to the State Department website, he was asked.",
            "Caliber.Az",
            "State Department website",
        ),
        ("the two countries, TURAN's Washington correspondent reports.", "TURAN", None),
        (
            "Об этом сообщает ТАСС со ссылкой на пресс-службу МИД.",
            "ТАСС",
            "пресс-службу МИД",
        ),
    ],
)
def test_outlets_that_sign_their_reports(paragraph: str, outlet: str, source: str | None) -> None:
    found = find_signature(paragraph)
    assert found is not None
    assert paragraph[slice(*found.outlet)] == outlet
    assert (found.source and paragraph[slice(*found.source)]) == source


@pytest.mark.parametrize(
    "paragraph", ["As the BBC reports, the talks failed.", "The minister said the Times was wrong."]
)
def test_another_outlet_quoted_is_not_the_publisher(paragraph: str) -> None:
    assert find_signature(paragraph) is None


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("© 2024 The Harbour Post. All rights reserved.", "The Harbour Post"),
        ("Copyright © 2019-2024 Harbour Media GmbH & Co", "Harbour Media GmbH & Co"),
        ("© 2024. All rights reserved.", None),
        ("Privacy Policy", None),
    ],
)
def test_copyright_lines(line: str, holder: str | None) -> None:
    found = copyright_holder(line)
    assert (found and line[slice(*found)]) == holder


@pytest.mark.parametrize("unit", ["As A ", "A", "сообщает А "])
def test_long_paragraphs_come_to_an_end(unit: str) -> None:
    assert find_signature(unit * 1_000_000) is None
    assert copyright_holder("© " * 1_000_000) is None


@pytest.mark.parametrize("length", range(1, 70))
def test_a_long_source_ends_with_a_word(length: int) -> None:
    paragraph = f"As Caliber.Az reports, citing {'a' * length} {'bc ' * 20}"
    found = find_signature(paragraph)
    if found is not None and found.source is not None:
        assert set(paragraph[slice(*found.source)].split()) <= {"a" * length, "bc"}


@pytest.mark.parametrize("lead", range(150, 400))
def test_a_holder_at_the_limit_is_whole_or_none(lead: int) -> None:
    line = f"{'x' * lead} © 2024 The Harbour Post"
    found = copyright_holder(line)
    assert found is None or line[slice(*found)] == "The Harbour Post"
