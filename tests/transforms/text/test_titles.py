import pytest

from dateline.transforms.text.titles import TitleClues, states_title, without_site_name

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


def likeness(line: str, address: str | None) -> float:
    return TitleClues(address=address).likeness(line)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Council votes for sea wall", "news/council-votes-for-sea-wall-4711.html"),
        ("Höhere Dämme für Groß Möwen", "2024/hoehere-daemme-fuer-gross-moewen/"),
        ("Høyere diker ved sjøen åpnet", "hoyere_diker_ved_sjoen_apnet"),
        ("Совет построит новую дамбу", "%D1%81%D0%BE%D0%B2%D0%B5%D1%82-построит-новую-дамбу"),
    ],
)
def test_an_address_states_the_title_in_its_own_spelling(line: str, path: str) -> None:
    assert likeness(line, f"https://harbourpost.example/{path}") == pytest.approx(1)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "https://harbourpost.example/",
        "https://harbourpost.example/news/sea-wall.html",
        "https://harbourpost.example/who-paid-the-harbour-master",
        "http://[broken/council-votes-for-sea-wall",
    ],
)
def test_other_addresses_say_nothing_of_a_line(address: str | None) -> None:
    assert likeness("Council votes for sea wall", address) == 0


def test_a_line_with_more_of_the_words_is_more_like_the_address() -> None:
    address = "https://harbourpost.example/council-votes-for-sea-wall"
    said = [
        "Council votes for sea wall",
        "Council votes on Monday",
        "Council wants a new town hall",
    ]
    whole, half, little = (likeness(line, address) for line in said)
    assert whole > half > little
