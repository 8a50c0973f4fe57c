"""Who is one person over the pages of a lake, as an editor would say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pages import ask, json_lines

from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.replay import replay
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons

SAMPLE = Path(__file__).parents[3] / "seeds/sample"
# All people of the sample pages with their mentions and countries, and whatever else has a country.
PEOPLE = {
    ("Antony Blinken", 29, "USA"),
    ("Nikol Pashinyan", 18, "ARM"),
    ("Ilham Aliyev", 16, "AZE"),
    ("Robert Menendez", 5, None),
    ("Matthew Miller", 4, None),
    ("James O'Brien", 3, None),
    ("Ararat Mirzoyan", 1, "ARM"),
    ("Jeyhun Bayramov", 1, "AZE"),
    ("Karen Donfried", 1, "USA"),
    ("Khazar Ibrahim", 1, "AZE"),
    ("William Burns", 1, None),
}
GOVERNMENTS = {
    ("State Department", "USA"),
    ("Department of Defense", "USA"),
    ("Government of Azerbaijan", "AZE"),
    ("U.S. Senate", "USA"),
    ("Armenia", "ARM"),
    ("Azerbaijan", "AZE"),
    ("Russia", "RUS"),
    ("Turkey", "TUR"),
    ("Ukraine", "UKR"),
    ("United States", "USA"),
    ("Baku", "AZE"),
    ("Brussels", "BEL"),
    ("Moscow", "RUS"),
    ("Tbilisi", "GEO"),
    ("Washington", "USA"),
    ("Yerevan", "ARM"),
}


@pytest.fixture(autouse=True)
def _lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    use_lexicons(OwnLexicons())


def test_people_and_governments_of_the_sample_pages(tmp_path: Path) -> None:
    settings = Settings(lake=tmp_path / "lake")
    ingest([str(SAMPLE)], settings)
    entities = "FROM entities SELECT name, mention_count, country"
    assert set(ask(settings.lake, f"{entities} WHERE kind = 'person'")) == PEOPLE
    with_country = f"SELECT name, country FROM ({entities}, kind) WHERE country IS NOT NULL"
    assert set(ask(settings.lake, f"{with_country} AND kind <> 'person'")) == GOVERNMENTS
    assert set(
        ask(
            settings.lake,
            "SELECT DISTINCT e.name, m.resolved_by FROM mentions AS m JOIN entities AS e "
            "USING (entity_id) JOIN page_mentions AS p USING (document_id, start) "
            "WHERE p.entity_id <> m.entity_id",
        )
    ) == {("Ilham Aliyev", "office"), ("Nikol Pashinyan", "office")}
    assert not verify(settings).differs


# Two pages on one affair, the second with offices and surnames alone; a third on something else.
PAGES = {
    "a": """Ferry deal is near

LJUBLJANA — President Tomaz Verhovnik met Latvian Foreign Minister Ilze Ozolkalne on Monday.

Slovenia wants the ferry, Verhovnik said. “Latvia has the ships,” Ozolkalne told reporters.
""",
    "b": """Second round agreed

RIGA — President Verhovnik will come to Latvia in May, Foreign Minister Ozolkalne said on Friday.

“It is a beginning,” Ozolkalne told parliament. Verhovnik thanked Latvia in a letter from Slovenia.
""",
    "c": """Rowers win at home

Coach Verhovnik was happy. “They rowed well,” Verhovnik said after the race in the harbour.
""",
}


def lake_of(folder: Path, *batches: str) -> Path:
    for number, pages in enumerate(batches):
        records = [{"id": page, "text": PAGES[page]} for page in pages]
        json_lines(folder / f"{number}.jsonl", records)
        ingest([str(folder / f"{number}.jsonl")], Settings(lake=folder / "lake"))
    return folder / "lake"


WHOM = """
    SELECT source_id, m.text, m.entity_id, m.resolved_by FROM mentions AS m
    JOIN documents USING (document_id) WHERE m.kind = 'person' ORDER BY ALL
"""


def test_people_are_one_over_pages_in_whatever_order_these_come(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one = lake_of(tmp_path / "one", "abc")
    other = lake_of(tmp_path / "other", "c", "b", "a")
    found = ask(one, WHOM)
    assert ask(other, WHOM) == found
    by_page = {(page, text): entity for page, text, entity, _ in found}
    assert by_page["b", "Verhovnik"] == by_page["a", "Verhovnik"] == "person/tomaz-verhovnik"
    assert by_page["b", "Ozolkalne"] == "person/ilze-ozolkalne"
    assert by_page["c", "Verhovnik"] == "person/verhovnik-coach"
    speakers = "SELECT DISTINCT speaker FROM quotations WHERE speaker LIKE '%Ozolkalne'"
    assert ask(one, speakers) == [("Ilze Ozolkalne",)]


def test_a_row_of_a_lexicon_undoes_a_join_and_a_replay_follows(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, "abc")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/entity_joins.csv").write_text(
        "kind,name,office,country,joined_to,source\n"
        "person,Ozolkalne,Foreign Minister,,Ozolkalne,me\n"
        "person,Verhovnik,coach,,Tomaz Verhovnik,me\n"
    )
    settings = Settings(lake=lake, lexicons=(tmp_path / "own",))
    assert replay(settings, publish=True).differences
    by_page = {(page, text): (entity, basis) for page, text, entity, basis in ask(lake, WHOM)}
    assert by_page["b", "Ozolkalne"] == ("person/ozolkalne", "lexicon")
    assert by_page["a", "Ozolkalne"] == ("person/ilze-ozolkalne", "page")
    assert by_page["c", "Verhovnik"] == ("person/tomaz-verhovnik", "lexicon")
    assert not replay(settings).differences
