from itertools import chain

from dateline.transforms.names.candidates import runs, split_words
from dateline.transforms.names.features import DocumentView, is_ordinary, run_features
from dateline.transforms.names.sequence_model import Features


def view(text: str) -> tuple[DocumentView, list[list[list[Features]]], list[bool]]:
    words = split_words(text, 0, len(text))
    found = list(runs(words))
    document = DocumentView([(words, found)])
    return (
        document,
        [run_features(words, run, document) for run in found],
        [document.is_plain(words, run) for run in found],
    )


def test_the_document_notes_how_a_word_is_used() -> None:
    document, _, _ = view("He met President Obama in Ohio. Then the Obama team left.")
    assert {"doc=after_title", "doc=after_the"} <= set(document.of("Obama"))
    assert "doc=after_in" in document.of("Ohio")
    assert document.of("Nobody") == ()


def test_every_word_of_a_run_has_features() -> None:
    _, features, _ = view("Yesterday Ann Lee left.")
    assert [len(run) for run in features] == [3]
    assert "w=ann" in chain.from_iterable(features[0][1])
    assert "last" in chain.from_iterable(features[0][2])


def test_what_a_word_has_by_itself_is_one_group_wherever_it_stands() -> None:
    _, features, _ = view("Ann Lee met Ann Park.")
    assert features[0][0][0] == features[1][0][0]


def test_an_ordinary_word_at_the_start_of_a_sentence_is_plain() -> None:
    assert is_ordinary("Table")
    assert view("Table salt is cheap.")[2] == [True]
    assert view("They met at Table.")[2][-1] is False
