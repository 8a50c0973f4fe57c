import pytest

from dateline.transforms.names.multilingual.base_names import BaseNames, WrittenName


def base(language: str, kind: str, name: str, *others: str) -> str:
    """The base form of a name in a document that has others of its kind."""
    names = [WrittenName(kind, text) for text in (name, *others)]
    return BaseNames(language, names).of(names[0])


@pytest.mark.parametrize(
    ("language", "name", "others", "expected"),
    [
        # The given name is listed, and its case is that of the surname.
        ("ru", "Ольгой Вранской", (), "Ольга Вранская"),
        ("ru", "Андрею Власову", (), "Андрей Власов"),
        ("ru", "Ольга Власова", (), "Ольга Власова"),
        # The document has the base form.
        ("ru", "Реджепа Доганлара", ("Реджеп Доганлар",), "Реджеп Доганлар"),
        ("ru", "Доганларом", ("Реджеп Доганлар",), "Доганлар"),
        ("ru", "Доганлара", ("Доганлар",), "Доганлар"),
        # Both words can only be in one case.
        ("ru", "Реджепом Доганларом", (), "Реджеп Доганлар"),
        ("ru", "Андрея Власова", (), "Андрей Власов"),
        # Nothing tells, be it that several base forms are left.
        ("ru", "Андрея Золотого", (), "Андрея Золотого"),
        ("ru", "Ольгой Враной", (), "Ольгой Враной"),
        ("ru", "Доганлара", (), "Доганлара"),
        ("ru", "Элени Ставру", (), "Элени Ставру"),
        ("hy", "Լուսինե Վրանյանին", (), "Լուսինե Վրանյան"),
        ("hy", "Իվան Վրանովի", (), "Իվան Վրանով"),
        ("hy", "Ջոն Քիթսը", (), "Ջոն Քիթս"),
        ("hy", "Ջոն Քիթսի", (), "Ջոն Քիթսի"),
        ("hy", "Ջոն Քիթսի", ("Քիթսը",), "Ջոն Քիթս"),
        ("hy", "Վրանյանի", ("Լուսինե Վրանյան",), "Վրանյան"),
        ("de", "Lena Brückner", (), "Lena Brückner"),
    ],
)
def test_people_lose_an_ending_that_something_vouches_for(
    language: str, name: str, others: tuple[str, ...], expected: str
) -> None:
    assert base(language, "person", name, *others) == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ru", "Болгарии", "Болгария"),
        ("ru", "Саудовской Аравии", "Саудовская Аравия"),
        ("ru", "Светлую", "Светлую"),
        ("hy", "Լիտվայում", "Լիտվա"),
        ("hy", "Վրաստանից", "Վրաստան"),
        ("hy", "Կարմրաձորը", "Կարմրաձոր"),
    ],
)
def test_places_are_as_lexicons_list_them(language: str, name: str, expected: str) -> None:
    assert base(language, "place", name) == expected


def test_marks_and_endings_around_an_organisation_are_no_part_of_its_name() -> None:
    assert base("hy", "organisation", "«Կամուրջ»-ը") == "Կամուրջ"
    assert base("hy", "organisation", "ԿԲՀ-ում") == "ԿԲՀ"


def test_a_name_of_marks_alone_stays_as_it_is() -> None:
    assert base("hy", "organisation", "«»") == "«»"
