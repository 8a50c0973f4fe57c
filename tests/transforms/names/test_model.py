from dateline.transforms.names.candidates import runs, split_words
from dateline.transforms.names.features import DocumentView
from dateline.transforms.names.model import named_words, spans_of


def test_labels_make_spans() -> None:
    labels = ["B-person", "I-person", "O", "B-place", "B-place", "I-person"]
    assert spans_of(labels) == [
        (0, 2, "person"),
        (3, 4, "place"),
        (4, 5, "place"),
        (5, 6, "person"),
    ]


def test_the_model_reads_a_run() -> None:
    text = "On Monday President Barack Obama said no."
    words = split_words(text, 0, len(text))
    found = list(runs(words))
    document = DocumentView([(words, found)])
    named = named_words([(words, run, document) for run in found])
    (name,) = [n for names in named for n in names if n.kind == "person"]
    assert words.texts[name.first : name.last] == ("Barack", "Obama")
    assert 0.5 < name.probability <= 1
