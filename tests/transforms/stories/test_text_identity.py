from dateline.transforms.stories.text_identity import text_id


def test_layout_and_case_make_no_difference() -> None:
    assert text_id("The wall fell.\n\nNobody was hurt.") == text_id(
        "the wall fell — nobody was hurt"
    )


def test_other_words_are_another_text() -> None:
    assert text_id("The wall fell.") != text_id("The wall stood.")
