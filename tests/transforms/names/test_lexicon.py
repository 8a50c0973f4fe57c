from dateline.transforms.names.lexicon import (
    KNOWN_NAMES,
    LISTED_PEOPLE,
    as_listed,
    given_name_genders,
    is_listed,
    listed_phrases,
    words_of,
)


def test_a_name_is_listed_as_a_whole() -> None:
    assert is_listed(["Armenia"], KNOWN_NAMES)
    assert is_listed(words_of("United States"), KNOWN_NAMES)
    assert not is_listed(["United"], KNOWN_NAMES)
    assert not is_listed(["Armenia"], LISTED_PEOPLE)


def test_capitals_are_looked_up_as_names_in_running_text() -> None:
    assert (as_listed("ARMENIA"), as_listed("US")) == ("Armenia", "US")


def test_phrases_do_not_overlap_and_the_longest_wins() -> None:
    words = ("the", "United", "Arab", "Emirates")
    ((first, last, what),) = listed_phrases(words)
    assert (first, last, what) == (1, 4, "country")


def test_genders_are_of_given_names_that_state_one() -> None:
    assert set(given_name_genders().values()) == {"female", "male"}
