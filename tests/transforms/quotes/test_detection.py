import pytest
from made_sentences import sentence_of

from dateline.transforms.quotes.detection import is_quotation, kind_of, looks_like_title, word_count


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("We stay.", 2), ("It's a well-known U.S. law", 5)]
)
def test_words_are_counted(text: str, words: int) -> None:
    assert word_count(text) == words
    assert word_count(text, 2) == min(words, 2)


@pytest.mark.parametrize(
    ("text", "is_title"),
    [("Meet the Press", True), ("We Will Stay!", False), ("Meet the press", False)],
)
def test_titles(text: str, is_title: bool) -> None:
    assert looks_like_title(text) is is_title


def test_a_single_word_is_said_behind_its_cue() -> None:
    sentence = sentence_of("They chanted “Lee”")
    assert is_quotation(sentence, 2, "Lee", "speech before", False)


def test_the_weaker_the_rule_the_more_words_it_takes() -> None:
    sentence = sentence_of("It was “a bad joke” again")
    (index,) = sentence.quoted

    def kept(text: str, rule: str, single_title: bool = False) -> bool:
        return is_quotation(sentence, index, text, rule, single_title)

    assert kept("a joke", "speech before")
    assert not kept("a joke", "verb before")
    assert not kept("Joke", "speech before")
    assert kept("a very bad joke", "verb before")
    assert kept("a joke.", "same paragraph")
    assert not kept("a joke", "same paragraph")
    assert not kept("a very bad joke", "carried over")
    assert kept("a very bad joke.", "carried over")
    assert not kept("it was a joke to us all", "none")
    assert kept("it was a joke to us all.", "none")
    assert not kept("we stay", "speech before", single_title=True)
    assert kept("wir bleiben alle hier", "other language")
    assert kept("平和への道は開かれている", "other language")
    assert not kept("平和への道", "other language")
    assert not kept("", "speech before")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lee said: “We stay.”", "direct"),
        ("Lee called it “a joke” that nobody liked.", "mixed"),
        ("Lee said the plan was “a very bad joke.”", "mixed"),
        ("Lee said “we will stay in town.”", "direct"),
        ("This is what they call “justice.”", "direct"),
    ],
)
def test_direct_or_mixed(text: str, kind: str) -> None:
    sentence = sentence_of(text)
    (index,) = sentence.quoted
    start, end = sentence.span((index, index + 1))
    assert kind_of(sentence, index, text[start + 1 : end - 1]) == kind
