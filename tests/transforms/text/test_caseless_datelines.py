import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.caseless_datelines import (
    find_caseless_dateline,
    may_open_caseless,
)


@pytest.mark.parametrize(
    ("paragraph", "dateline", "place", "agency"),
    [
        ("जयपुर, 4 जुलाई। पुल खुल गया", "जयपुर, 4 जुलाई।", "जयपुर", None),
        ("नई दिल्ली, एजेंसी। पुल खुल गया", "नई दिल्ली, एजेंसी।", "नई दिल्ली", "एजेंसी"),
        ("नई दिल्ली (भाषा)। पुल खुल गया", "नई दिल्ली (भाषा)।", "नई दिल्ली", "भाषा"),
        ("जयपुर, 4 जुलाई (भाषा) पुल खुल गया", "जयपुर, 4 जुलाई (भाषा)", "जयपुर", "भाषा"),
        ("जयपुर, हमारे संवाददाता। पुल खुल गया", "जयपुर, हमारे संवाददाता।", "जयपुर", None),
        (
            "ბათუმი, 4 ივლისი, ინტერპრესნიუსი. ხიდი გაიხსნა",
            "ბათუმი, 4 ივლისი, ინტერპრესნიუსი.",
            "ბათუმი",
            "ინტერპრესნიუსი",
        ),
        ("ბათუმი (ჩვენი სააგენტო) - ხიდი", "ბათუმი (ჩვენი სააგენტო) -", "ბათუმი", None),
        ("القاهرة (رويترز) - فتح الجسر", "القاهرة (رويترز) -", "القاهرة", "رويترز"),
        ("حلب-سانا فتح الجسر", "حلب-سانا", "حلب", "سانا"),
        ("بيروت، 4 تموز (أ ف ب) - فتح", "بيروت، 4 تموز (أ ف ب) -", "بيروت", "أ ف ب"),
        ("شیراز - ایرنا - پل باز شد", "شیراز - ایرنا -", "شیراز", "ایرنا"),
        ("【大阪＝鈴木花子】橋が開いた", "【大阪＝鈴木花子】", "大阪", None),
        ("（パリ＝共同）橋が開いた", "（パリ＝共同）", "パリ", "共同"),
        ("[東京 4日 ロイター] - 橋が開いた", "[東京 4日 ロイター] -", "東京", "ロイター"),
        ("【パリ時事】橋が開いた", "【パリ時事】", "パリ", "時事"),
        ("新华社广州7月4日电（记者李文）大桥", "新华社广州7月4日电（记者李文）", "广州", "新华社"),
        ("本报广州7月4日讯 大桥", "本报广州7月4日讯", "广州", None),
    ],
)
def test_a_dateline_without_capitals_and_its_parts(
    paragraph: str, dateline: str, place: str, agency: str | None
) -> None:
    found = find_caseless_dateline(paragraph)
    assert found is not None
    assert paragraph[: found.end] == dateline
    assert found.place is not None
    assert paragraph[slice(*found.place)] == place
    assert (paragraph[slice(*found.agency)] if found.agency else None) == agency
    assert paragraph[found.rest :] == paragraph[found.end :].lstrip()


@pytest.mark.parametrize(
    "paragraph",
    [
        "アルメニアの首相は12日、東京都内の大学で講演した。",
        "وزير الخارجية - الذي زار حلب أمس - قال",
        "მინისტრი, რომელიც ჩამოვიდა. ის ბრუნდება",
        "राज्य के मंत्री, जो दिल्ली आए थे। वे लौटे",
        "【写真】橋の上から見た港",
        "ბათუმი",
        "",
    ],
)
def test_other_openings_are_no_dateline(paragraph: str) -> None:
    assert find_caseless_dateline(paragraph) is None


@pytest.mark.parametrize(
    ("paragraph", "may"),
    [
        ("ბათუმი", True),
        ("【大阪】", True),
        ("[東京", True),
        ("(AP)", False),
        ("Baku", False),
        ("(", False),
    ],
)
def test_letters_without_capitals_open_one(paragraph: str, may: bool) -> None:
    assert may_open_caseless(paragraph) is may


@given(st.text(alphabet="東京＝共同】【（）4日 ロ,،-।()", max_size=120))
def test_spans_lie_inside_the_paragraph(paragraph: str) -> None:
    found = find_caseless_dateline(paragraph)
    if found is not None:
        assert found.place is not None
        assert 0 <= found.place[0] < found.place[1] <= found.end <= found.rest < len(paragraph) + 1
