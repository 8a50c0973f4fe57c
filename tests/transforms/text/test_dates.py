import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.dates import date_in_address, find_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published December 22, 2023 9:02am EST", ["2023-12-22"]),
        ("Dec. 5, 2019", ["2019-12-05"]),
        ("Nov 25th, 2025", ["2025-11-25"]),
        ("Tue 19 Nov 2019 17.27 GMT", ["2019-11-19"]),
        ("19-Nov-2019", ["2019-11-19"]),
        ("18. Dezember 2023, 12:30 Uhr", ["2023-12-18"]),
        ("le 1er avril 2024 à 10h", ["2024-04-01"]),
        ("3 de mayo de 2024", ["2024-05-03"]),
        ("2 de março de 2024 às 9h", ["2024-03-02"]),
        ("7 febbraio 2024", ["2024-02-07"]),
        ("12 мая 2024 г.", ["2024-05-12"]),
        ("2024年5月2日", ["2024-05-02"]),
        ("2024-05-02T10:00:00Z", ["2024-05-02"]),
        ("05.12.19", ["[2019-12-05,2019-05-12]"]),
        ("05.12.2019", ["2019-12-05"]),
        ("25.12.19", ["2019-12-25"]),
        ("25/12/2023 and 12/25/2023", ["2023-12-25", "2023-12-25"]),
        ("Dec 20, 20236:46 PM", ["2023-12-20"]),
        ("30.01.202430. Januar 2024", ["2024-01-30", "2024-01"]),
        ("30.01.202430.01.2024", ["2024-01-30"]),
        ("30/01/202430/01/2024", ["2024-01-30"]),
        ("2024-01-302024-01-30", ["2024-01-30"]),
        ("May 3,2024", ["2024-05-03"]),
        ("May 3, 2,000 people", ["XXXX-05-03"]),
        ("in May 3.5 percent more", []),
        ("Courtney CarrOct 17, 2023", ["2023-10-17"]),
        ("April 5", ["XXXX-04-05"]),
        ("May 2024", ["2024-05"]),
        ("Chicago 3 May 2024", ["2024-05-03"]),
        ("31 February 2024", ["2024-02"]),
        ("Version 3.10.2024.1, port 8080", []),
        ("8 hours ago", []),
        ("marched 5 miles", []),
        ("in 2020. March 12 was", ["XXXX-03-12"]),
        ("21.dez.2018 às 12h55", ["2018-12-21"]),
        ("12 მარტი 2024, 14:35", ["2024-03-12"]),
        ("12 مارس/آذار 2024", ["2024-03-12"]),
        ("الثلاثاء 12 مارس 2024", ["2024-03-12"]),
        ("12 May/June 2024", ["2024-06"]),
        ("۱۵ مرداد ۱۴۰۲ - ۱۰:۳۵", ["2023-08-06"]),
        ("۱۴۰۲/۰۵/۱۵", ["2023-08-06"]),
        ("۱۵ مرداد", []),
        ("12 मार्च 2024", ["2024-03-12"]),
        ("१२ मार्च २०२४", ["2024-03-12"]),
        ("12 มีนาคม 2567", ["2024-03-12"]),
        ("令和6年3月12日", ["2024-03-12"]),
        ("平成元年3月12日", ["1989-03-12"]),
        ("民國113年3月12日", ["2024-03-12"]),
        ("12 במרץ 2024", ["2024-03-12"]),
        ("2024. március 12.", ["2024-03-12"]),
        ("2024 m. kovo 12 d.", ["2024-03-12"]),
        ("2024. gada 12. marts", ["2024-03-12"]),
        ("2024 жылғы 12 наурыз", ["2024-03-12"]),
        ("ngày 12 tháng 3 năm 2024", ["2024-03-12"]),
        ("12 tháng 3, 2024", ["2024-03-12"]),
        ("12. března 2024", ["2024-03-12"]),
        ("12 de març de 2024", ["2024-03-12"]),
        ("12 mart 2024-cü il", ["2024-03-12"]),
        ("14 сентјабр 1998", ["1998-09-14"]),
        ("3 KASIM 2023", ["2023-11-03"]),
        ("5 İYUN 2023", ["2023-06-05"]),
    ],
)
def test_written_forms(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in find_dates(text)] == expected


def test_figures_that_can_be_read_two_ways_stay_open() -> None:
    (mention,) = find_dates("03/04/2024")
    assert mention.ambiguous
    assert mention.value is None
    assert mention.edtf == "[2024-04-03,2024-03-04]"


def test_the_day_that_an_address_states() -> None:
    cases = {
        "https://example.org/2024/05/02/storm": "2024-05-02",
        "https://example.org/news/2023-12-19-earthquake": "2023-12-19",
        "https://example.org/20191118-foo": "2019-11-18",
        "https://example.org/world/2019/nov/19/x": "2019-11-19",
        "https://example.org/n/2012/0105/c12": "2012-01-05",
    }
    for url, day in cases.items():
        found = date_in_address(url)
        assert found is not None
        assert found.edtf == day


@pytest.mark.parametrize(
    "path", ["article/14848164.php", "2021/04/92713", "2011105", "2021-123", "story/2021/1204"]
)
def test_the_number_of_an_article_is_no_day(path: str) -> None:
    assert date_in_address(f"https://example.org/{path}") is None


@given(st.text(alphabet=st.sampled_from("0123456789./- ,MayJune年月日\n"), max_size=80))
def test_mentions_slice_to_the_text_in_order(text: str) -> None:
    place = 0
    for mention in find_dates(text):
        assert place <= mention.start < mention.end <= len(text)
        place = mention.end


@pytest.mark.parametrize("unit", ["1", "1/", "May ", "a", " ", "12 ", "é-"])
def test_long_lines_of_almost_dates_hold_none(unit: str) -> None:
    assert list(find_dates(unit * (1_000_000 // len(unit)))) == []


def test_the_minutes_of_a_clock_are_no_day() -> None:
    (mention,) = find_dates("North Harbour 09:31 August 20, 2019")
    assert mention.edtf == "2019-08-20"
