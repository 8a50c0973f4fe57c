import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.cues import find_cues
from dateline.transforms.quotes.indirect import find_reported


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee said on Monday that talks had failed.", [("speech that", "that talks had failed")]),
        ("Talks have failed, Lee said.", [("before", "Talks have failed")]),
        ("Talks have failed, said Lee.", [("before", "Talks have failed")]),
        ("According to Lee, talks have failed.", [("according", "talks have failed")]),
        ("Talks have failed, according to Lee.", [("according", "Talks have failed")]),
        ("Lee told reporters the talks failed.", [("address clause", "the talks failed")]),
        ("Lee said talks failed, but Park left.", [("speech clause", "talks failed")]),
        (
            "The port will open, Lee said in a meeting, adding that ships would come.",
            [("before", "The port will open"), ("speech that", "that ships would come")],
        ),
        (
            "Lee said that Park was late and warned them, adding that it was dark.",
            [
                ("speech that", "that Park was late"),
                ("speech that", "that it was dark"),
            ],
        ),
        ("You love the sea, my wife told me, but you stay.", [("before", "You love the sea")]),
        (
            "As Harbour.az reports with reference to the city hall, the port will open.",
            [("according", "the port will open")],
        ),
        ("Trade grew, Harbour.az reports, citing the port.", [("before", "Trade grew")]),
        (
            "Lee cautioned against haste, warning that ships would sink.",
            [("speech that", "that ships would sink")],
        ),
        ("Lee refused to say it was late.", []),
        ("Lee would say it was late.", []),
        ("Lee said “we stay”.", []),
    ],
)
def test_what_a_sentence_reports(text: str, expected: list[tuple[str, str]]) -> None:
    sentence = sentence_of(text)
    found = find_reported(sentence, find_cues(sentence))
    assert [(each.rule, words_of(sentence, (each.start, each.end))) for each in found] == expected


def test_who_an_outlet_cites_is_who_says_it() -> None:
    sentence = sentence_of("Trade grew, Harbour reports, citing the port of Salem.")
    (reported,) = find_reported(sentence, find_cues(sentence))
    assert words_of(sentence, reported.cue.speaker) == "the port of Salem"
    sentence = sentence_of("Harbour.az, quoting Reuters, wrote that Lee called on them to wait.")
    (reported,) = find_reported(sentence, find_cues(sentence))
    assert words_of(sentence, reported.cue.speaker) == "Lee"
