import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.seeds import lexicon
from dateline.transforms.identity.transliteration import (
    are_one_name,
    first_consonant,
    joined_scripts,
    script_of,
    sound_key,
    sounds_of,
)


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Ann Lee", "latin"),
        ("Əli Vəliyev", "other_latin"),
        ("José Núñez", "other_latin"),
        ("Анна Ли", "cyrillic"),
        ("Արամ Վրանյան", "armenian"),
        ("ნინო ვაშაძე", "georgian"),
        ("محمد الأحمد", None),
        ("Анна Lee", None),
        ("1", None),
    ],
)
def test_a_script_is_that_of_all_letters(name: str, script: str | None) -> None:
    assert script_of(name) == script


@pytest.mark.parametrize(
    "spellings",
    [
        ("Vranyan", "Вранян", "Վրանյան", "ვრანიან"),
        ("Khachatryan", "Хачатрян", "Խաչատրյան"),
        ("Scholz", "Шольц", "Շոլց"),
        ("Macron", "Макрон", "Մակրոն"),
        ("Johnson", "Джонсон", "Ջոնսոն"),
    ],
)
def test_a_surname_has_one_key_in_all_scripts(spellings: tuple[str, ...]) -> None:
    assert len({sound_key(spelling) for spelling in spellings}) == 1
    assert len({sounds_of(spelling) for spelling in spellings}) == 1


def test_a_surname_that_has_no_consonants_or_no_table_is_its_own_key() -> None:
    assert sound_key("eae") == "eae"
    assert sound_key("الأحمد") == "الأحمد"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Antony Blinken", "Энтони Блинкен"),
        ("Antony Blinken", "Էնթոնի Բլինքեն"),
        ("Antony Blinken", "ენტონი ბლინკენი"),
        ("Энтони Блинкен", "Էնթոնի Բլինքեն"),
        ("Nikol Pashinyan", "Nikol Paşinyan"),
        ("Ильхам Алиев", "İlham Əliyev"),
        ("Recep Tayyip Erdoğan", "Реджеп Тайип Эрдоган"),
    ],
)
def test_one_name_sounds_alike_in_two_scripts(one: str, other: str) -> None:
    assert are_one_name(one, other)
    assert are_one_name(other, one)
    assert first_consonant(one) == first_consonant(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Given names that a language keeps apart.
        ("Arman Sargsyan", "Армен Саргсян"),
        # A woman and a man.
        ("Alexandra Ivanova", "Александр Иванов"),
        ("Viktor Vrana", "Виктория Врана"),
        # Other vowels, other consonants.
        ("Ali Hasanov", "Али Гусейнов"),
        ("Ali Hasanov", "Али Хусейнов"),
        ("Ivan Petrov", "Иван Перов"),
        # A middle name more, a surname alone, an initial, short names.
        ("Ivan Petrovich Vrana", "Иван Врана"),
        ("Blinken", "Блинкен"),
        ("A. Blinken", "А. Блинкен"),
        ("Li Lee", "Ли Ли"),
    ],
)
def test_what_tells_two_people_apart_keeps_them_apart(one: str, other: str) -> None:
    assert not are_one_name(one, other)


def joined(*names: str) -> dict[str, str]:
    return joined_scripts({name: name for name in names})


def test_names_of_several_scripts_are_joined_to_the_latin_one() -> None:
    assert joined("Энтони Блинкен", "Antony Blinken", "Էնթոնի Բլինքեն", "Ann Blinken") == {
        "Энтони Блинкен": "Antony Blinken",
        "Էնթոնի Բլինքեն": "Antony Blinken",
    }
    assert joined("Энтони Блинкен", "Էնթոնի Բլինքեն") == {"Էնթոնի Բլինքեն": "Энтони Блинкен"}


def test_a_name_that_could_be_two_is_neither() -> None:
    assert joined("Энтони Блинкен", "Antony Blinken", "Antoni Blinken") == {}


def test_names_of_one_script_are_left_alone() -> None:
    assert joined("Stacy Vrana", "Staci Vrana", "Ann Vrana") == {}
    assert joined("Ильхам Алиев", "Ільхам Алієв") == {}


def test_russian_and_ukrainian_can_have_a_name_each() -> None:
    assert joined("Ильхам Алиев", "Ільхам Алієв", "Ilham Aliyev") == {
        "Ильхам Алиев": "Ilham Aliyev",
        "Ільхам Алієв": "Ilham Aliyev",
    }


NAMES = st.lists(
    st.sampled_from(
        [
            "Antony Blinken",
            "Antoni Blinken",
            "Энтони Блинкен",
            "Էնթոնի Բլինքեն",
            "Ann Lee",
            "",
            "1 a",
        ]
    )
    | st.text(max_size=12),
    unique=True,
    max_size=8,
)


@given(NAMES)
def test_joins_lead_from_one_name_to_another_that_stays(names: list[str]) -> None:
    named = [name for name in names if name.strip() and any(map(str.isalpha, name))]
    found = joined(*named)
    assert joined(*reversed(named)) == found
    assert found.keys() <= set(named)
    assert not found.keys() & set(found.values())


def test_every_letter_of_a_table_is_written_in_latin() -> None:
    for row in lexicon("romanisation"):
        assert row["latin"].isascii()
        assert script_of(row["letters"]) in {"cyrillic", "armenian", "georgian"}
