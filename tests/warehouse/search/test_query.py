"""What is typed finds the rows that have its words, in all scripts, the best ones first."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_batches import load, tables, with_column
from made_searches import hits, keys

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import SearchQueryError, parse_query


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of twelve pages in three batches."""
    folder = tmp_path_factory.mktemp("search") / "lake"
    with Lake.open(folder) as lake:
        for first in (0, 4, 8):
            load(lake, range(first, first + 4), batch_id=f"batch-{first}")
    return folder


def test_filters_choose_by_words_of_names_and_by_day(tmp_path: Path) -> None:
    rows = tables(range(6), batch_id="filtered")
    publishers = ["Daily Star", "The Star", None, "Starlight", None, "Ténor"]
    articles = with_column(rows["articles"], "publisher", publishers)
    days = [date(2024, 1, day) if day < 4 else None for day in range(1, 7)]
    articles = with_column(articles, "date_published", days)
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, rows | {"articles": articles}))
        quoted = {
            name: len(hits(lake, "s", Filters(kind="quotation", speaker=name)))
            for name in ("ana lima", "LIMA", "hara", "ana ek", "an")
        }
        assert quoted == {"ana lima": 2, "LIMA": 2, "hara": 2, "ana ek": 0, "an": 0}
        outlets = {
            name: len(hits(lake, "s", Filters(kind="article", outlet=name)))
            for name in ("star", "the star", "tenor", "star daily")
        }
        assert outlets == {"star": 2, "the star": 1, "tenor": 1, "star daily": 0}
        within = Filters(since=date(2024, 1, 2), until=date(2024, 1, 3))
        assert len({key for key, _ in keys(hits(lake, "s", within))}) == 2
        assert len(hits(lake, "s", within)) == 4  # their quotations, too
        assert not hits(lake, "s", Filters(since=date(2024, 1, 4)))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Переговоры о мире в Ереване", "ПЕРЕГОВОРЫ ереване"),
        ("Η ειρηνευτική διαδικασία", "ειρηνευτικη"),
        ("和平条约今天签署", "条约"),
        ("สันติภาพในภูมิภาค", "ภูมิภาค"),
        ("शांति समझौता", "समझौता"),
        ("اتفاق السَّلام", "السلام"),
        ("Əliyev Bakıda", "aliyev bakida"),
        ("cafe\u0301 Tromsø", "café tromso"),
        ("the so-called “peace”", '"called peace"'),
        ("ﷺ and ½", "and ½"),
    ],
)
def test_texts_of_many_scripts_are_found(tmp_path: Path, text: str, typed: str) -> None:
    rows = tables([0], batch_id="one")
    articles = with_column(rows["articles"], "article_body", [text])
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, rows | {"articles": articles}))
        assert [hit.body for hit in hits(lake, typed)] == [text]


def lake_of(folder: Path, articles: list[tuple[str, str | None]]) -> None:
    """Make a lake of articles of these texts and languages, without quotations."""
    rows = tables(range(len(articles)), batch_id="made")
    texts, languages = zip(*articles, strict=True)
    made = with_column(rows["articles"], "article_body", list(texts))
    made = with_column(made, "headline", [None] * len(articles))
    made = with_column(made, "in_language", list(languages))
    rows |= {"articles": made, "quotes": rows["quotes"].slice(0, 0)}
    with Lake.open(folder) as lake:
        publish(lake, stage(lake.folder, rows))


@pytest.mark.parametrize(
    ("text", "language", "typed"),
    [
        ("They are negotiating again", "en", "negotiation"),
        ("Two negotiations failed", "en", "NEGOTIATING"),
        ("Армения ведёт переговоры", "ru", "переговоров"),
        ("Les négociations reprennent", "fr", "négociation"),
        ("Les négociations reprennent", "fr", "negociation"),
        ("Die Verhandlungen ruhen", "de", "verhandlung"),
        ("Bakıda görüşmeler", "tr", "görüşmelerin"),
        ("Forhandlingene fortsetter", "nb", "forhandling"),
    ],
)
def test_a_word_finds_its_forms(tmp_path: Path, text: str, language: str, typed: str) -> None:
    lake_of(tmp_path / "lake", [(text, language), ("Nothing of it", "en")])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert [hit.body for hit in hits(lake, typed)] == [text]
        assert not hits(lake, f'"{typed}"')


def test_forms_are_those_of_the_language_of_the_text(tmp_path: Path) -> None:
    texts = {"en": "I was asking", "de": "Ein asking", None: "Of asking", "zz": "So asking"}
    lake_of(tmp_path / "lake", [(text, language) for language, text in texts.items()])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert {hit.body for hit in hits(lake, "asked")} == {texts["en"]}
        assert len(hits(lake, "asking")) == 4
        assert {hit.body for hit in hits(lake, "asked -asking")} == set()


def test_a_stem_is_no_word(tmp_path: Path) -> None:
    lake_of(tmp_path / "lake", [("A happy army", "en")])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        for typed in ('"happi"', "happi*", "armi*", '"army happy"', "\ue000enarmi", "enarmi"):
            assert not hits(lake, typed)
        assert hits(lake, "armies")


def test_the_word_as_typed_is_better_than_its_forms(tmp_path: Path) -> None:
    bodies = ["Talks on a border", "Talks on the borders", "Talks on bordering"]
    lake_of(tmp_path / "lake", [(body, "en") for body in (*bodies, "Nothing", "None", "Never")])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        for number, typed in enumerate(("border", "borders", "bordering")):
            assert hits(lake, typed)[0].body == bodies[number]
            assert len(hits(lake, typed)) == 3


def test_without_a_row_of_all_words_any_of_them_counts(tmp_path: Path) -> None:
    lake_of(tmp_path / "lake", [("a dam and a harbour", "en"), ("a dam", "en"), ("a mill", "en")])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:

        def found(typed: str, filters: Filters | None = None) -> tuple[bool, list[str | None]]:
            result = search(lake, parse_query(typed), filters or Filters(), limit=9)
            return result.has_all, [hit.body for hit in result.hits]

        assert found("dam harbour") == (True, ["a dam and a harbour"])
        assert found("dam harbour bridge") == (False, ["a dam and a harbour", "a dam"])
        assert found("dam bridge -harbour") == (False, ["a dam"])
        assert found("bridge road") == (True, [])
        assert found("bridge") == (True, [])
        assert found("dam harbour", Filters(kind="quotation")) == (True, [])


def test_a_query_of_most_words_in_many_languages_is_answered(tmp_path: Path) -> None:
    languages = ("ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "hy", "it", "nl", "ru")
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}s" for n in range(100))
    lake_of(tmp_path / "lake", [(words, language) for language in languages])
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert len(hits(lake, words)) == len(languages)


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[Lake]:
    with Lake.open(folder, read_only=True) as lake:
        yield lake


@settings(max_examples=25, deadline=None)
@given(typed=st.text() | st.text(alphabet="\"()*-:^{}+ aNEAR\0'", max_size=40))
def test_nothing_that_is_typed_is_an_error_of_syntax(reader: Lake, typed: str) -> None:
    try:
        query = parse_query(typed)
    except SearchQueryError:
        return
    search(reader, query, Filters(), limit=1)


def test_words_to_leave_out_and_phrases(reader: Lake) -> None:
    everything = keys(hits(reader, "headline"))
    without = keys(hits(reader, "headline -3"))
    assert len(everything) == 12
    assert len(everything - without) == 1
    assert len(hits(reader, '"headline 1"')) == 1
    assert not hits(reader, '"1 headline"')
    assert len(hits(reader, "headl*")) == 12


def test_the_best_hit_is_first_and_the_count_is_of_all(reader: Lake) -> None:
    found = search(reader, parse_query("ana"), Filters(), limit=2)
    assert len(found.hits) == 2
    assert found.count == len(hits(reader, "ana"))
    scores = [hit.score for hit in hits(reader, "ana")]
    assert scores == sorted(scores)
