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
        ("Lee refused to say it was late.", []),
        ("Lee would say it was late.", []),
        ("Lee said “we stay”.", []),
    ],
)
def test_what_a_sentence_reports(text: str, expected: list[tuple[str, str]]) -> None:
    sentence = sentence_of(text)
    found = find_reported(sentence, find_cues(sentence))
    assert [(each.rule, words_of(sentence, (each.start, each.end))) for each in found] == expected
