"""A language is added with rows in the lexicons: one that no code knows is read like any other."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from dateline import seeds

ADDED = {
    "months": {"name": "zhalva", "month": "5"},
    "weekdays": {"name": "grunday", "weekday": "2"},
    "date_words": {"word": "oznakt", "role": "published"},
    "date_particles": {"phrase": "vu", "use": "before_month"},
    "byline_phrases": {"phrase": "otu", "use": "by"},
    "age_words": {"phrase": "horlu", "use": "unit"},
    "credit_words": {"phrase": "izvoru", "use": "source"},
    "dateline_words": {"phrase": "zun", "use": "place_particle"},
    "signature_phrases": {"phrase": "krevni", "use": "verb_before_outlet"},
    "line_phrases": {"phrase": "podelu", "label": "share", "match": "line"},
}
READ = """
import json
from dateline.transforms import Page, parse
from dateline.transforms.text.bylines import read_byline
from dateline.transforms.text.datelines import find_dateline
from dateline.transforms.text.dates import find_dates, weekday_in
from dateline.transforms.text.signatures import find_signature
from dateline.transforms.lines.phrases import line_keys, match_phrases
from dateline.transforms.lines.shapes import is_age, is_source_credit

sentence = "The minister said on Tuesday that the talks would go on for a week in the capital."
page = ["Talks on the road to the harbour go on", "Otu Zyxa Qorvath", "Oznakt 13 zhalva 2024"]
article = parse(Page("page", "\\n\\n".join([*page, *[sentence] * 3]))).articles.to_pylist()[0]
dateline = find_dateline("Rio zun Janeiro (AFP) - The talks")
signature = find_signature("Krevni, krevni Harbour Post on Monday")
print(json.dumps({
    "author": article["author"],
    "date_published": article["date_published_text"],
    "byline": read_byline("Otu Zyxa Qorvath") is not None,
    "dates": [mention.edtf for mention in find_dates("13 vu zhalva 2024")],
    "weekday": weekday_in("Grunday"),
    "age": is_age("8 horlu ago"),
    "source": is_source_credit("Izvoru: The Town Crier"),
    "place": dateline and dateline.place,
    "outlet": signature and signature.outlet,
    "share": int(match_phrases(line_keys(["Podelu"]))[0]) >= 0,
}))
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What is read with the lexicons as they are, and with a made-up language added."""
    package = Path(seeds.__file__).parent
    root = tmp_path_factory.mktemp("added")
    dateline = root / "dateline"
    dateline.mkdir()
    (dateline / "__init__.py").touch()
    (dateline / "transforms").symlink_to(package.parent / "transforms")
    copytree(package, dateline / "seeds")
    for subject, row in ADDED.items():
        path = dateline / "seeds" / f"{subject}.csv"
        columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        cells = row | {"language": "qaa", "source": "made up"}
        line = ",".join(cells[column] for column in columns)
        path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    return {"before": read_with(package.parents[1]), "after": read_with(root)}


def read_with(*paths: Path) -> dict[str, object]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-P", "-c", READ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("author", [], ["Zyxa Qorvath"]),
        ("date_published", None, "2024-05-13"),
        ("byline", False, True),
        ("dates", [], ["2024-05-13"]),
        ("weekday", None, 2),
        ("age", False, True),
        ("source", False, True),
        ("place", None, [0, 15]),
        ("outlet", None, [15, 27]),
        ("share", False, True),
    ],
)
def test_rows_are_all_that_a_language_needs(
    known: dict[str, dict[str, object]], what: str, before: object, after: object
) -> None:
    assert known["before"][what] == before
    assert known["after"][what] == after
