"""A language is added with rows in the lexicons: one that no code knows is read like any other."""

import pytest

from dateline import seeds
from dateline.transforms.lines.phrases import line_keys, match_phrases
from dateline.transforms.lines.shapes import is_age, is_source_credit
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons
from dateline.transforms.parsing import parse
from dateline.transforms.quotes import find_quotes
from dateline.transforms.text.bylines import read_byline
from dateline.transforms.text.datelines import find_dateline
from dateline.transforms.text.dates import find_dates, weekday_in
from dateline.transforms.text.page import Page
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind
from dateline.transforms.text.signatures import find_signature

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
    "quoting_languages": {
        "order": "subject_first",
        "title": "first",
        "cased": "yes",
        "capital_nouns": "no",
        "marks_case": "no",
        "given_names_decline": "no",
        "drops_subject": "no",
        "dotted_i": "no",
        "apostrophe": "letter",
        "article_prefix": "",
        "stops": ".",
        "introducers": ":",
    },
    "quoting_words": {"use": "speech_verb", "entry": "vadol", "forms": "vadol, vadola"},
}
SENTENCE = "The minister said on Tuesday that the talks would go on for a week in the capital."
PAGE = ["Talks on the road to the harbour go on", "Otu Zyxa Qorvath", "Oznakt 13 zhalva 2024"]


def read() -> dict[str, object]:
    """What is read of a page and of phrases in the language."""
    article = parse(Page("page", "\n\n".join([*PAGE, *[SENTENCE] * 3]))).articles.to_pylist()[0]
    dateline = find_dateline("Rio zun Janeiro (AFP) - The talks")
    told = "“Zun oznakt krevni vu horlu”, vadola Zyxa Qorvath."
    passage = Passage(0, len(told), PassageKind.PARAGRAPH)
    quotes = find_quotes(ArticleText("page", told, (passage,), "qaa"), [])
    signature = find_signature("Krevni, krevni Harbour Post on Monday")
    return {
        "author": article["author"],
        "date_published": article["date_published_text"],
        "byline": read_byline("Otu Zyxa Qorvath") is not None,
        "dates": [mention.edtf for mention in find_dates("13 vu zhalva 2024")],
        "weekday": weekday_in("Grunday"),
        "age": is_age("8 horlu ago"),
        "source": is_source_credit("Izvoru: The Town Crier"),
        "place": dateline and dateline.place,
        "speaker": quotes[0].speaker,
        "outlet": signature and signature.outlet,
        "share": int(match_phrases(line_keys(["Podelu"]))[0]) >= 0,
    }


@pytest.fixture(scope="module")
def known() -> dict[str, dict[str, object]]:
    """What is read with the lexicons as they are, with a made-up language added, and after."""
    rows = {
        subject: ({**dict.fromkeys(seeds.lexicon(subject)[0], "qaa"), "source": "made up", **row},)
        for subject, row in ADDED.items()
    }
    found = {"before": read()}
    use_lexicons(OwnLexicons(rows))
    try:
        found["with"] = read()
    finally:
        use_lexicons(OwnLexicons())
    found["after"] = read()
    return found


@pytest.mark.parametrize(
    ("what", "before", "added"),
    [
        ("author", [], ["Zyxa Qorvath"]),
        ("date_published", None, "2024-05-13"),
        ("byline", False, True),
        ("dates", [], ["2024-05-13"]),
        ("weekday", None, 2),
        ("age", False, True),
        ("source", False, True),
        ("place", None, (0, 15)),
        ("speaker", None, "Zyxa Qorvath"),
        ("outlet", None, (15, 27)),
        ("share", False, True),
    ],
)
def test_rows_are_all_that_a_language_needs(
    known: dict[str, dict[str, object]], what: str, before: object, added: object
) -> None:
    assert known["before"][what] == before
    assert known["with"][what] == added
    assert known["after"] == known["before"]
