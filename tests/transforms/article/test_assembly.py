from dataclasses import fields
from importlib import import_module

from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.article.assembly import FIELDS, assemble
from dateline.transforms.schema.content import Article
from dateline.transforms.text.passages import PassageKind


def test_every_column_is_a_field_s() -> None:
    page = article_page(("body", PARAGRAPH))
    filled = [column for field, read in FIELDS.items() for column, _ in read(page).columns(field)]
    others = {"document_id", "evidence"}
    assert sorted(filled) == sorted({column.name for column in fields(Article)} - others)


def test_every_field_is_a_module_with_one_function() -> None:
    for field, read in FIELDS.items():
        module = import_module(f"dateline.transforms.article.{field}")
        assert read is getattr(module, f"read_{field}")


def test_an_article_has_its_passages_and_its_evidence_in_order() -> None:
    seen = article_page(
        ("headline", "Talks"),
        ("subheadline", "They go on"),
        ("body", f"PARIS (AFP) - {PARAGRAPH}"),
        ("body", PARAGRAPH),
    )
    assembled = assemble(seen.page, seen.lines, seen.labels, 0)
    assert assembled is not None
    slices = [
        (passage.kind, seen.page.text[passage.start : passage.end])
        for passage in assembled.passages.passages
    ]
    assert slices == [
        (PassageKind.HEADLINE, "Talks"),
        (PassageKind.SUBHEADLINE, "They go on"),
        (PassageKind.PARAGRAPH, PARAGRAPH),
        (PassageKind.PARAGRAPH, PARAGRAPH),
    ]
    named = list(dict.fromkeys(evidence.field for evidence in assembled.article.evidence))
    assert named == [field for field in FIELDS if field in named]
    assert set(FIELDS) - set(named) == {"article_body", "word_count", "text_id"}
