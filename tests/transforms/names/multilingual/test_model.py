import pytest

from dateline.transforms.names.multilingual.features import DocumentNotes
from dateline.transforms.names.multilingual.model import has_model_of, named_tokens, spans_of
from dateline.transforms.names.multilingual.tokens import tokens_of


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("O B-person I-person O B-place", [(1, 3, "person"), (4, 5, "place")]),
        ("B-place B-place", [(0, 1, "place"), (1, 2, "place")]),
        (
            "B-organisation I-organisation+ I-organisation+",
            [(0, 3, "organisation"), (1, 3, "place")],
        ),
        ("B-organisation+ I-organisation", [(0, 2, "organisation")]),
        ("B-organisation+ O", [(0, 1, "organisation")]),
        ("I-person O", [(0, 1, "person")]),
        ("O", []),
    ],
)
def test_labels_are_stretches_and_an_inner_place_follows_its_organisation(
    labels: str, spans: list[tuple[int, int, str]]
) -> None:
    assert list(spans_of(labels.split())) == spans


def test_the_model_is_sure_of_a_plain_name() -> None:
    text = "Министр Ольга Соколова приехала в Казань."
    tokens = tokens_of(text, 0, len(text))
    found = named_tokens("ru", tokens, DocumentNotes("ru", [tokens]))
    assert [(name.first, name.last, name.kind) for name in found] == [
        (1, 3, "person"),
        (5, 6, "place"),
    ]
    assert all(0.5 < name.probability <= 1 for name in found)


def test_languages_without_a_model_have_none() -> None:
    assert has_model_of("hy")
    assert not has_model_of("en")
    assert not has_model_of("../ru")
