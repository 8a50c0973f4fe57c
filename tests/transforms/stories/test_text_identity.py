from dateline.transforms.stories.text_identity import story_id


def test_layout_and_case_make_no_difference() -> None:
    assert story_id("The wall fell.\n\nNobody was hurt.") == story_id(
        "the wall fell — nobody was hurt"
    )


def test_other_words_are_another_story() -> None:
    assert story_id("The wall fell.") != story_id("The wall stood.")
