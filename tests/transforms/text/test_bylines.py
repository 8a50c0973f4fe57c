import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.bylines import (
    is_role,
    may_say_author,
    opening_author,
    opens_byline,
    read_byline,
)


def names(text: str) -> list[str]:
    byline = read_byline(text)
    return [] if byline is None else [text[start:end] for start, end in byline.names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Anna Berger", ["Anna Berger"]),
        ("By Anna Berger and Thomas Lee, Staff Writers", ["Anna Berger", "Thomas Lee"]),
        ("by Anna Berger - 12/22/23 11:35 AM ET", ["Anna Berger"]),
        ("posted on 2023-12-19 23:30 EST by Rafael Antonio Pineda", ["Rafael Antonio Pineda"]),
        ("ByAnna Berger", ["Anna Berger"]),
        ("By\u00a0Anna Berger/June 12, 2020 9:49 am EST", ["Anna Berger"]),
        ("Von Hans Müller und Eva Schmidt", ["Hans Müller", "Eva Schmidt"]),
        ("Par Jean Dupont, envoyé spécial", ["Jean Dupont"]),
        ("Por María García", ["María García"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("May 30, 2023 / Amy Gallo", ["Amy Gallo"]),
        ("Maria Flores \u00a0 USA TODAY", ["Maria Flores"]),
        ("Anna Berger 3 min read", ["Anna Berger"]),
        ("Rose Wallace 2023 season in review", []),
        ("By Reuters", []),
        ("By Staff Reporter", []),
        ("Words: Anna Berger", ["Anna Berger"]),
        ("Story by Anna Berger", ["Anna Berger"]),
        ("Anna Berger and Zyxa Qorvath | Guest Columnists", ["Anna Berger", "Zyxa Qorvath"]),
        ("By Anna Berger and Thomas Lee, The Harbour Times", ["Anna Berger", "Thomas Lee"]),
        ("Anna van der Berg", ["Anna van der Berg"]),
        ("By Anna van der Berg and Eva Von Der Heide", ["Anna van der Berg", "Eva Von Der Heide"]),
        ("By Dr Anna Berger, Dr Thomas Lee", ["Dr Anna Berger", "Dr Thomas Lee"]),
        ("By Zyxa Ma, Qorva Ledwon & Anna Berger", ["Zyxa Ma", "Qorva Ledwon", "Anna Berger"]),
        ("By Anna Berger, PhD, Thomas Lee, MD", ["Anna Berger", "Thomas Lee"]),
        ("Analysis by Anna\xa0Berger", ["Anna\xa0Berger"]),
        ("Kolumne von Anna Berger", ["Anna Berger"]),
        ("Eine Kolumne von Anna Berger | 4.3.2024", ["Anna Berger"]),
        ("Une chronique par Anne Dupont", ["Anne Dupont"]),
        ("By Ann Lee - The Post", ["Ann Lee"]),
        ("By Ann Lee Photo: Bo Day / Harbour Pictures", ["Ann Lee"]),
        ("Autorin/Autor Anna Berger", ["Anna Berger"]),
        ("Autor:in: Anna Berger", ["Anna Berger"]),
        ("Autorin: Redakteurin Anna Berger", ["Anna Berger"]),
        ("Von Anna Berger Vom 4. März 2024", ["Anna Berger"]),
        ("4. März 2024 Anna Berger Schreibe einen Kommentar", ["Anna Berger"]),
        ("By Anna BERGER, Zyxa QORVATH", ["Anna BERGER", "Zyxa QORVATH"]),
        ("By Anna Berger, Zyxa Qorvath", ["Anna Berger"]),
        ("Von Häfen, Dämmen und dem Meer", []),
        ("Von Anna, Hamburg", ["Anna"]),
        ("Posted by ZyxaQ on Friday March 4, 2024", ["ZyxaQ"]),
        ("Autor:\xa0 Anna Berger und Eva Schmidt", ["Anna Berger", "Eva Schmidt"]),
        ("Anna Berger, Reuters Anna Berger, Reuters", ["Anna Berger"]),
        (
            "Anna Berger Thomas Lee Eva Maria Schmidt",
            ["Anna Berger", "Thomas Lee", "Eva Maria Schmidt"],
        ),
        ("Anna BergerThomas Lee", ["Anna Berger", "Thomas Lee"]),
        ("Anna BergerHarbour", ["Anna Berger"]),
        ("Anna McDonald", ["Anna McDonald"]),
        (
            "By Anna Berger and Thomas Lee Globe Staff and Globe Correspondent",
            ["Anna Berger", "Thomas Lee"],
        ),
        ("By Anna Berger and Zyxa Qorva Lind Staff Writer", ["Anna Berger"]),
        ("Zyxa Qorvath, @zyxaq", ["Zyxa Qorvath"]),
        ("Reuters, Anna Berger", ["Anna Berger"]),
        ("12/19/2025 • Friday Thoughts • Anna Berger", ["Anna Berger"]),
        ("Opinion | 12 May 2024 | Anna Berger", ["Anna Berger"]),
        ("Storm of 3 May 2024, Anna Berger says", []),
        ("by zyxa on December 4, 2006", ["zyxa"]),
        ('By Anna "Bo" Berger', ['Anna "Bo" Berger']),
        ("By Anna Berger Staff Writer", ["Anna Berger"]),
        ("Harbour Dental Care", []),
        ("Last Modified: Feb 18, 2020", []),
        ("Written By", []),
        ("Facebook Twitter Linkedin", []),
        ("Photo by Anna Berger", []),
        ("Reviewed by Anna Berger", []),
        ("By the time the storm had passed, the town was dark.", []),
    ],
)
def test_names_without_roles_agencies_and_dates(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_bare_name_is_told_from_a_said_one() -> None:
    said, bare = read_byline("By Anna Berger"), read_byline("Anna Berger")
    assert said is not None
    assert said.is_said
    assert bare is not None
    assert not bare.is_said


def test_a_newsroom_is_a_byline_without_names() -> None:
    byline = read_byline("By Staff and news service reports")
    assert byline is not None
    assert byline.names == ()


def test_a_reader_of_small_letters_is_named_where_a_byline_is_likely() -> None:
    byline = read_byline("by zyxa", is_likely=True)
    assert byline is not None
    assert byline.names == ((3, 7),)
    assert read_byline("by zyxa") is None
    email = read_byline("by email", is_likely=True)
    assert email is not None
    assert email.names == ()


@pytest.mark.parametrize("text", ["By", "Written by", "Words:", "Story by", "Von", "Par"])
def test_a_line_may_announce_a_name(text: str) -> None:
    assert opens_byline(text)
    assert read_byline(text, is_likely=True) is None


@pytest.mark.parametrize("text", ["By Anna", "Bypass", "Stand by me", "Words", ""])
def test_other_lines_announce_none(text: str) -> None:
    assert not opens_byline(text)


@given(st.text(alphabet=st.sampled_from("By AnLee,.-|/&0123 \u00a0von"), max_size=60))
def test_spans_are_stretches_of_the_line(text: str) -> None:
    byline = read_byline(text, is_likely=True)
    for start, end in byline.names if byline else ():
        assert 0 <= start < end <= len(text)
        assert text[start].isalpha()


@pytest.mark.parametrize("length", range(20, 60))
def test_a_long_name_is_never_cut_inside_a_word(length: int) -> None:
    surname = "K" + "o" * length
    assert {
        word
        for name in names(f"By Anna-Maria {surname} Smithson on 3 May")
        for word in name.split()
    } <= {
        "Anna-Maria",
        surname,
        "Smithson",
    }


def test_white_space_does_not_hide_the_name_behind_a_lead() -> None:
    assert not opens_byline(f"By{' ' * 60}Anna Berger")


@pytest.mark.parametrize("text", ["Senior Editor", "Reporter, Harbour desk", "Staff"])
def test_a_line_of_roles(text: str) -> None:
    assert is_role(text)


@pytest.mark.parametrize("text", ["", "Harbour wall", "A b c d e f reporter"])
def test_a_line_that_is_no_role(text: str) -> None:
    assert not is_role(text)


@given(st.sampled_from(["By ", "Words: ", "Story by ", "Автор: ", "Von ", "ByAnna "]))
def test_a_byline_that_says_so_passes_the_quick_look(lead: str) -> None:
    text = f"{lead}Anna Berger"
    byline = read_byline(text)
    assert byline is not None
    assert byline.is_said
    assert may_say_author(text.casefold())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna December 9, 2024 0 Comments", ["Anna"]),
        ("Florence December 9, 2024 0 Comments", []),
        ("Anna 0 Comments", []),
    ],
)
def test_a_given_name_alone_is_a_byline_beside_a_date_unless_it_is_a_city(
    text: str, expected: list[str]
) -> None:
    byline = read_byline(text, is_likely=True)
    assert (
        [text[start:end] for start, end in byline.names if byline] == expected
        if byline
        else (expected == [])
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Anna Berger, a senior editor who has covered harbours for a decade.", "Anna Berger"),
        ("By Anna Berger, Thomas Lee and others of the paper.", None),
        ("By Anna Berger: The harbour, an editor says, is closed.", None),
        ("Anna Berger, a senior editor, left the paper.", None),
    ],
)
def test_a_bio_that_opens_a_text_names_the_author(text: str, name: str | None) -> None:
    span = opening_author(text)
    assert (text[slice(*span)] if span else None) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Автор: Вера Лукина", ["Вера Лукина"]),
        ("Автор – Вера Лукина", ["Вера Лукина"]),
        ("Подготовила: Вера Лукина", ["Вера Лукина"]),
        ("Автори: Олена Шевчук та Іван Бойко", ["Олена Шевчук", "Іван Бойко"]),
        ("Yazan: Selin Aksoy", ["Selin Aksoy"]),
        ("Haber: Selin AKSOY/RİZE", ["Selin AKSOY"]),
        ("Müəllif: Rəna Quliyeva", ["Rəna Quliyeva"]),
        ("Мүәллиф: Рәна Гулијева", ["Рәна Гулијева"]),
        ("Հեղինակ՝ Նարե Գրիգորյան", ["Նարե Գրիգորյան"]),
        ("ავტორი: ლელა ბერიძე, დავით კაპანაძე", ["ლელა ბერიძე", "დავით კაპანაძე"]),
        ("نویسنده: رضا کریمی", ["رضا کریمی"]),
        ("به قلم رضا کریمی", ["رضا کریمی"]),
        ("بقلم: سامي يوسف", ["سامي يوسف"]),
        ("كتبت – هدى يوسف", ["هدى يوسف"]),
        ("Συντάκτης: Ελένη Γεωργίου", ["Ελένη Γεωργίου"]),
        ("Γράφει ο Νίκος Γεωργίου", ["Νίκος Γεωργίου"]),
        ("Oprac.: Zofia Mazur", ["Zofia Mazur"]),
        ("Scris de Ioana Radu", ["Ioana Radu"]),
        ("Szerző: Kiss Anna", ["Kiss Anna"]),
        ("A cura di Carla Riva", ["Carla Riva"]),
        ("מאת: דוד לוי", ["דוד לוי"]),
        ("लेखक: अभय शर्मा", ["अभय शर्मा"]),
        ("作者：李文華", ["李文華"]),
        ("文/李文華", ["李文華"]),
        ("（文/李文華）", ["李文華"]),
        ("作者： 李文華 稿源： 港口報", ["李文華"]),
        ("取材・文／鈴木花子", ["鈴木花子"]),
        ("글: 김수현", ["김수현"]),
        ("김수현 기자", ["김수현"]),
        ("鈴木花子", ["鈴木花子"]),
        ("鈴木 花子", ["鈴木 花子"]),
        ("Μαρία Γεωργίου", ["Μαρία Γεωργίου"]),
        ("ლელა ბერიძე", ["ლელა ბერიძე"]),
    ],
)
def test_bylines_of_many_languages(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("Фото: Вера Лукина", "Редактор: Вера Лукина", "Fotoğraf: Selin Aksoy"),
        *(
            "写真：鈴木花子",
            "責任編輯：李文華",
            "作者：《港口報》綜合報道",
            "公司",
            "サッカー 日本代表",
        ),
        *("首相が会見", "صفحه نخست", "სპორტი", "Новости спорта"),
    ],
)
def test_other_work_and_other_lines_of_many_languages_name_no_author(text: str) -> None:
    assert names(text) == []
