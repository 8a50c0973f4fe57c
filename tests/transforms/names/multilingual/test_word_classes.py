from dateline.transforms.names.multilingual.word_classes import classes_of


def test_words_of_alike_use_share_a_class() -> None:
    assert classes_of("ru", "понедельник")[-1] == classes_of("ru", "четверг")[-1]
    assert classes_of("ru", "понедельник")[-1] != classes_of("ru", "петрова")[-1]


def test_case_does_not_count() -> None:
    assert classes_of("ru", "МОСКВА") == classes_of("ru", "москва")
    assert len(classes_of("ru", "москва")) == 3


def test_an_unknown_word_or_language_has_no_class() -> None:
    assert classes_of("ru", "ыъыъыщщ") == ()
    assert classes_of("hy", "Երևան") == ()
