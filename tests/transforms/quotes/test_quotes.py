import gc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sentences import article_of, person
from made_work import lines_run

from dateline.seeds import lexicon
from dateline.transforms.quotes import find_quotes
from dateline.transforms.schema.closed_sets import QuoteKind
from dateline.transforms.schema.content import Quote
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def quotes_of(text: str, *mentions: Mention) -> list[Quote]:
    return find_quotes(article_of(text), mentions)


def said(text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(quote.kind, quote.text, quote.speaker_text, quote.cue) for quote in quotes_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” Lee said.", ("direct", "We stay", "Lee", "said")),
        ("“We stay,” said Ann Lee, the mayor.", ("direct", "We stay", "Ann Lee", "said")),
        ("Ann Lee said, “We will stay.”", ("direct", "We will stay.", "Ann Lee", "said")),
        (
            "Lee, who runs the city, has called the plan “a bad joke.”",
            ("mixed", "a bad joke.", "Lee", "called"),
        ),
        (
            "“We will stay,” Ann Lee, a lawyer for the city and its port, told reporters.",
            ("direct", "We will stay", "Ann Lee", "told"),
        ),
        (
            "According to the ministry, talks are “on the right track” again.",
            ("mixed", "on the right track", "the ministry", "According to"),
        ),
        (
            "The plan was described as “a bad joke” by Mayor Ann Lee.",
            ("mixed", "a bad joke", "Mayor Ann Lee", "described"),
        ),
        (
            "The plan was, in the words of the mayor, “a very bad joke.”",
            ("mixed", "a very bad joke.", "the mayor", "in the words of"),
        ),
        (
            "The prime minister, Ann Lee said: “We will stay.”",
            ("direct", "We will stay.", "The prime minister, Ann Lee", "said"),
        ),
        ("Lee: “We will stay here.”", ("direct", "We will stay here.", "Lee", ":")),
        (
            "Lee attacked the plan at a rally, calling it “a bad joke.”",
            ("mixed", "a bad joke.", "Lee", "calling"),
        ),
        (
            "When Park asked for time, a man in the crowd yelled, “Go home now!”",
            ("direct", "Go home now!", "a man in the crowd", "yelled"),
        ),
        (
            "In the capital, the group's president, Ann Lee, said “nothing has changed.”",
            ("mixed", "nothing has changed.", "the group's president, Ann Lee", "said"),
        ),
    ],
)
def test_who_said_it(text: str, expected: tuple[str, str, str, str]) -> None:
    assert said(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Her film “The Long Way Home” opens on Friday.",
        "He spoke on ABC's “This Week” about it.",
        "John “Jack” Miller lives here.",
        "A so-called “super” fund gave money.",
        "Lee criticised the so-called “battle of the bridge”.",
    ],
)
def test_titles_nicknames_and_scare_quotes_are_no_quotations(text: str) -> None:
    assert [quote for quote in quotes_of(text) if quote.kind != "indirect"] == []


def test_a_quotation_over_paragraphs_is_one_with_a_segment_each() -> None:
    text = "“We came here.\n\n“We worked.\n\n“We will stay here,” Ann Lee said."
    (quote,) = quotes_of(text)
    assert [text[span.start : span.end] for span in quote.segments] == [
        "We came here.",
        "We worked.",
        "We will stay here",
    ]
    assert quote.speaker_text == "Ann Lee"


def test_a_quotation_split_by_its_speaker_is_one() -> None:
    (quote,) = quotes_of("“We stay,” Ann Lee said, “and nobody can stop us.”")
    assert len(quote.segments) == 2


def test_speakers_carry_over() -> None:
    text = "“We stay,” Ann Lee said. “It is our city.”\n\n“Nobody can make us leave this city.”"
    assert [quote.speaker_text for quote in quotes_of(text)] == ["Ann Lee"] * 3


def test_announced_by_a_colon() -> None:
    text = "The ministry responded on Monday:\n\n“We have nothing to add to what was said.”"
    assert quotes_of(text)[-1].speaker_text == "The ministry"


def test_names_roles_and_pronouns_resolve() -> None:
    text = (
        "Mayor Ann Lee opened the bridge on Monday.\n"
        "“It took us ten years,” she said.\n"
        "“It was worth every day,” the mayor added.\n"
        "“Thank you all,” Lee told the crowd."
    )
    ann = person(text, "Ann Lee", role="Mayor")
    start = text.index("Lee told")
    lee = Mention("d", start, start + 3, "Lee", "person", "Ann Lee", None, ann.entity_id, 1.0, "x")
    quotes = quotes_of(text, ann, lee)
    assert [quote.speaker_text for quote in quotes] == ["she", "the mayor", "Lee"]
    assert {quote.speaker for quote in quotes} == {"Ann Lee"}
    assert {quote.speaker_entity_id for quote in quotes} == {ann.entity_id}


@pytest.mark.parametrize(
    ("phrase", "speaker"),
    [
        ("the spokesman", "Omar Diaz"),
        ("the Treasury spokesman", "Omar Diaz"),
        ("the Treasury", "the Treasury"),
        ("The Treasury", "The Treasury"),
        ("Treasury", "Treasury"),
        ("the spokesman’s office", None),
        ("the Diaz campaign", "the Diaz campaign"),
        ("a Diaz aide", "a Diaz aide"),
        ("Diaz, pulled aside,", "Omar Diaz"),
    ],
)
def test_a_role_is_a_person_and_the_body_that_gave_it_is_not(
    phrase: str, speaker: str | None
) -> None:
    text = f"Treasury spokesman Omar Diaz spoke.\n“We will wait until Friday,” {phrase} said."
    omar = person(text, "Omar Diaz", role="Treasury spokesman")
    mentions = [omar]
    if "Diaz" in phrase:
        start = text.index("Diaz", text.index("\n"))
        mentions.append(replace(omar, start=start, end=start + 4, text="Diaz"))
    (quote,) = quotes_of(text, *mentions)
    assert quote.speaker == speaker


def test_a_country_in_a_role_is_not_who_holds_the_role() -> None:
    text = (
        "President of Peru Ana Rojas met Chilean envoys, and Peru offered to host a summit.\n"
        "“The doors are open to everyone,” Peru said."
    )
    ana = person(text, "Ana Rojas", role="President of Peru")
    start = text.rindex("Peru")
    peru = Mention("d", start, start + 4, "Peru", "place", "Peru", None, "place/peru", 1.0, "x")
    assert {quote.speaker for quote in quotes_of(text, ana, peru)} == {"Peru"}


def test_a_pronoun_without_a_name_stays_without_a_speaker() -> None:
    (quote,) = quotes_of("“It took us ten years,” she said.")
    assert (quote.speaker_text, quote.speaker) == ("she", None)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("“We stay,” Ann Lee said in a written statement.", ("a written statement",)),
        ("In a letter to voters on Monday, Ann Lee said: “We stay.”", ("a letter",)),
        ("In a city without a statement, Ann Lee said: “We stay.”", ()),
        ("“We stay,” Ann Lee told Reuters.", ("Reuters",)),
        ("Lee called it “a bad joke,” according to the newspaper.", ("the newspaper",)),
        ("“We stay,” Ann Lee told a crowd.", ()),
    ],
)
def test_through_whom(text: str, via: tuple[str, ...]) -> None:
    assert quotes_of(text)[0].via == via


@pytest.mark.parametrize(
    ("text", "speaker", "quoter"),
    [
        ("“We stay,” Interfax quoted Ann Lee as saying.", "Ann Lee", "Interfax"),
        ("“We stay,” Ann Lee was quoted as saying by the agency.", "Ann Lee", "the agency"),
        ("“We stay,” Ann Lee was quoted by TASS as saying.", "Ann Lee", "TASS"),
        ("The paper cited a police officer as saying “we stay”.", "a police officer", "The paper"),
        ("TASS quoted Ann Lee as saying that talks had failed.", "Ann Lee", "TASS"),
        ("According to TASS, Ann Lee said the plan was “beyond repair”.", "Ann Lee", "TASS"),
    ],
)
def test_the_speaker_is_who_said_it_and_not_who_reports_it(
    text: str, speaker: str, quoter: str
) -> None:
    (quote,) = quotes_of(text)
    assert (quote.speaker_text, quote.via) == (speaker, (quoter,))


def test_a_passive_without_a_quoter_has_no_chain() -> None:
    (quote,) = quotes_of("Ann Lee was quoted as saying: “We will stay.”")
    assert (quote.speaker_text, quote.cue, quote.via) == ("Ann Lee", "saying", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The minister said on Monday that the talks had failed.",
            ("that the talks had failed", "The minister", "said"),
        ),
        (
            "The talks have failed, the minister said.",
            ("The talks have failed", "the minister", "said"),
        ),
        (
            "The talks have failed, according to the ministry.",
            ("The talks have failed", "the ministry", "according to"),
        ),
        (
            "Lee told reporters the talks were over, but Park denied the report.",
            ("the talks were over", "Lee", "told"),
        ),
    ],
)
def test_indirect_speech(text: str, expected: tuple[str, str, str]) -> None:
    first = next(quote for quote in quotes_of(text) if quote.kind == "indirect")
    assert (first.text, first.speaker_text, first.cue) == expected


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("nb", "« Vi blir i byen her », sa Anna Lehm.", "Vi blir i byen her"),
        ("cs", "„Zůstáváme tady ve městě“, řekla Anna Lehm.", "Zůstáváme tady ve městě"),
        ("da", "»Vi bliver i byen«, sagde Anna Lehm.", "Vi bliver i byen"),
        ("bg", "«Оставаме тук в града», каза Анна Лем.", "Оставаме тук в града"),
    ],
)
def test_marks_of_other_languages_are_found(language: str, text: str, words: str) -> None:
    (quote,) = find_quotes(replace(article_of(text), language=language), ())
    assert (quote.text, quote.speaker, quote.rule) == (words, None, "other language")


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (
            "According to Lantern, the mayor Ann Lee said, citing the police, that all was quiet.",
            "Ann Lee",
            (("Lantern", "outlet"),),
        ),
        (
            "Harbour.az, quoting Reuters, wrote that the mayor Ann Lee called on both to wait.",
            "Ann Lee",
            (("Reuters", "agency"), ("Harbour.az", "outlet")),
        ),
        (
            "Ann Lee denied the report, Lantern informs with reference to her press service.",
            "Ann Lee",
            (("her press service", "document"), ("Lantern", "outlet")),
        ),
        (
            "“We will wait here,” Ann Lee said, as conveyed by Omar Diaz.",
            "Ann Lee",
            (("Omar Diaz", "person"),),
        ),
        ("“We will wait here,” Ann Lee told a Harbour Times correspondent.", "Ann Lee", ()),
    ],
)
def test_who_passes_words_on_is_not_who_says_them(
    text: str, speaker: str, via: tuple[tuple[str, str], ...]
) -> None:
    mentions = [person(text, name) for name in ("Ann Lee", "Omar Diaz") if name in text]
    (quote,) = quotes_of(text, *mentions)
    assert quote.speaker == speaker
    assert tuple((link.text, link.kind) for link in quote.via_links or ()) == via
    assert all(text[link.start : link.end] == link.text for link in quote.via_links or ())


@pytest.mark.parametrize("text", ["You say you love the sea.", "Let’s say the boat was old."])
def test_nobody_in_particular_says_nothing(text: str) -> None:
    assert quotes_of(text) == []


def test_the_first_person_is_the_author_where_the_byline_names_one() -> None:
    article = article_of("I said that nobody would believe it.")
    (alone,) = find_quotes(replace(article, authors=("Nora Feld",)), ())
    assert (alone.speaker, alone.speaker_basis) == ("Nora Feld", "author")
    (several,) = find_quotes(replace(article, authors=("Nora Feld", "Ann Lee")), ())
    assert (several.speaker, several.speaker_reason) == (None, "unresolved")
    assert several.speaker_candidates == ("Nora Feld", "Ann Lee")


def test_what_somebody_once_said_is_said_by_the_dead() -> None:
    text = "Helga Moss dies at 90.\nHer niece, Ruth Moss, said so.\n“Stones wait,” she once said."
    mentions = [person(text, "Helga Moss"), person(text, "Ruth Moss")]
    assert [quote.speaker for quote in quotes_of(text, *mentions)][-1] == "Helga Moss"


PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "'", "‘", "’", "«", "»", "„", " ", " ", "\n", ", ", ". ", ": ", "? ",
        "said", "he", "Lee", "Ann Lee", "told", "according to", "that", "who", "calling", "(", ")",
        "the mayor", "and", "a", "—", "U.S.", "\u2028", "\U0001f600", "İ", "put it", "by",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_offsets_slice_to_the_text(text: str) -> None:
    start = text.find("Lee")
    mentions = [person(text, "Lee")] if start >= 0 else []
    quotes = find_quotes(article_of(text, headline=True), mentions)
    assert [quote.quote_number for quote in quotes] == list(range(len(quotes)))
    assert [(q.start, q.end) for q in quotes] == sorted((q.start, q.end) for q in quotes)
    rules = {row["rule"] for row in lexicon("quote_confidence")}
    for quote in quotes:
        assert quote.text == text[quote.start : quote.end] != ""
        assert quote.kind in tuple(QuoteKind)
        assert 0 <= quote.confidence <= 1
        assert quote.rule in rules
        assert (quote.kind == "indirect") == (not quote.segments)
        for span in quote.segments:
            assert quote.start <= span.start < span.end <= quote.end
        for part, first, last in (
            (quote.speaker_text, quote.speaker_start, quote.speaker_end),
            (quote.cue, quote.cue_start, quote.cue_end),
        ):
            assert (part is None) == (first is None) == (last is None)
            if part is not None:
                assert part == text[first:last] != ""
    assert find_quotes(article_of(text, headline=True), mentions) == quotes


@pytest.mark.parametrize(
    "unit",
    [
        *("“A b,” he said. ", "he said ", 'he said "a b", ', "'a ", ", who said", '"a\n', '" '),
        "cited as saying ",
    ],
)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    def work(copies: int) -> int:
        article = article_of(unit * copies)
        return lines_run(lambda: find_quotes(article, ()))

    work(10)  # reads the lexicons
    assert work(400) < 4.2 * work(100)


def test_millions_of_marks_are_no_quotation() -> None:
    text = '"' * 4_000_000
    article = ArticleText("d", text, (Passage(0, len(text), PassageKind.PARAGRAPH),), None)
    assert find_quotes(article, ()) == []


def test_nothing_is_left_to_the_garbage_collector() -> None:
    article = article_of("Lee spoke of it. “We stay,” she said.\n\n“And we work.”\n\nHe left.")
    assert find_quotes(article, ())  # reads the lexicons
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        gc.collect()
        find_quotes(article, ())
        assert gc.collect() == 0
    finally:
        if was_enabled:
            gc.enable()
