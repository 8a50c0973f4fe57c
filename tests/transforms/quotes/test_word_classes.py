from dateline.seeds import lexicon
from dateline.transforms.quotes import word_classes
from dateline.transforms.quotes.word_classes import WordClass


def test_every_class_says_what_belongs_to_it_and_gives_an_example() -> None:
    for member in WordClass:
        assert member.meaning
        assert member.example


def test_every_member_has_a_name_of_its_own_in_the_module() -> None:
    for member in WordClass:
        assert getattr(word_classes, member.name) is member


def test_every_class_of_function_words_is_a_word_class() -> None:
    assert {row["class"] for row in lexicon("function_words")} <= set(WordClass)


def test_sets_are_made_of_classes_and_of_smaller_sets() -> None:
    made = word_classes.classes(WordClass.NAME, word_classes.RELATIVES)
    assert made == {WordClass.NAME, WordClass.RELATIVE, WordClass.THAT}
