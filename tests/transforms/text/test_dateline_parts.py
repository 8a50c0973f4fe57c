from dateline.transforms.text.dateline_parts import known_agencies, places_in_letters


def test_agencies_of_bylines_and_of_datelines_are_known() -> None:
    assert {"reuters", "тасс", "共同", "रॉयटर्स"} <= known_agencies()


def test_places_are_known_in_other_letters_than_latin_ones() -> None:
    assert {"москва", "თბილისი", "تهران"} <= places_in_letters()
    assert not any(name.isascii() for name in places_in_letters())
