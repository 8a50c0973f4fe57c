import pytest

from dateline.transforms.text.titles import states_title, without_site_name

LINE = "Council votes for new sea wall"


@pytest.mark.parametrize(
    "title",
    [
        LINE,
        "COUNCIL VOTES FOR NEW SEA WALL!",
        f"{LINE} | The Harbour Post",
        f"The Harbour Post - {LINE}",
        f"{LINE} – Local news – The Harbour Post",
        f"News » {LINE}",
        "Council votes for new sea…",
        "Council votes for new &quot;sea wall&quot;",
    ],
)
def test_the_line_that_states_a_title(title: str) -> None:
    assert states_title(LINE, title)


@pytest.mark.parametrize(
    "title",
    ["The Harbour Post", "Council votes…", "…", "", "Council votes against new sea wall"],
)
def test_a_line_that_does_not(title: str) -> None:
    assert not states_title(LINE, title)


def test_the_name_of_the_site_is_no_title() -> None:
    assert not states_title("The Harbour Post", f"{LINE} | The Harbour Post")
    assert not states_title("—", LINE)


@pytest.mark.parametrize(
    ("title", "publisher", "host", "expected"),
    [
        (f"{LINE} | The Harbour Post", "The Harbour Post", None, LINE),
        (f"{LINE} - HarbourPost", None, "harbourpost.example", LINE),
        (f"news.example: {LINE}", None, "news.example", f"news.example: {LINE}"),
        (f"Harbour Post – {LINE}", "Harbour Post", None, LINE),
        (f"{LINE} | The Harbour Post", None, "other.example", f"{LINE} | The Harbour Post"),
        ("The Harbour Post", "The Harbour Post", None, None),
        ("Sea wall - yes or no", "The Harbour Post", None, "Sea wall - yes or no"),
    ],
)
def test_a_title_without_the_name_of_the_site(
    title: str, publisher: str | None, host: str | None, expected: str | None
) -> None:
    assert without_site_name(title, publisher, host) == expected
