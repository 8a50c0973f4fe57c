from dataclasses import replace

import pytest
from made_sentences import person

from dateline.transforms.quotes.antecedents import Antecedents, Speaker
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention


def starts(text: str) -> list[int]:
    return [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]


def antecedents(text: str, *mentions: Mention, quoted: tuple[Span, ...] = ()) -> Antecedents:
    return Antecedents(text, mentions, quoted, starts(text))


def meant(known: Antecedents, start: int, gender: str) -> Speaker | None:
    return known.person(start, gender, known.candidates(start, gender))


def named(speaker: Speaker | None) -> str | None:
    return None if speaker is None else speaker.name


def test_he_or_she_is_the_subject_of_the_sentence_before() -> None:
    text = "Ann Lee met the new head, Eva Park. She left."
    known = antecedents(text, person(text, "Ann Lee"), person(text, "Eva Park"))
    assert named(meant(known, text.index("She"), "female")) == "Ann Lee"


def test_a_title_or_a_given_name_states_who_cannot_be_meant() -> None:
    text = "Mr Lee met Mrs Park. She left."
    known = antecedents(text, person(text, "Lee"), person(text, "Park"))
    assert named(meant(known, text.index("She"), "female")) == "Park"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee spoke.\nThe rain hurt Eva Park.\nThen she left.", "Ann Lee"),
        ("Ann Lee spoke.\nEva Park came home.\nThen she left.", "Eva Park"),
        ("Ann Lee spoke.\nOn Monday, Dr. Eva Park came home.\nThen she left.", "Eva Park"),
        ("Ann Lee spoke.\nEva Park's friends came home.\nThen she left.", "Ann Lee"),
    ],
)
def test_who_spoke_last_is_meant_unless_another_is_the_subject_since(
    text: str, expected: str
) -> None:
    lee, park = person(text, "Ann Lee"), person(text, "Eva Park")
    known = antecedents(text, lee, park)
    known.note(lee.start, Speaker(lee.name, lee.entity_id))
    assert named(meant(known, text.index("she"), "female")) == expected


def test_the_subject_of_a_main_clause_goes_before_who_asked_in_a_side_clause() -> None:
    text = "Ann Lee left when Eva Park asked.\nThen she wrote."
    lee, park = person(text, "Ann Lee"), person(text, "Eva Park")
    known = antecedents(text, lee, park)
    known.note(park.start, Speaker(park.name, park.entity_id))
    assert named(meant(known, text.index("she"), "female")) == "Ann Lee"


def test_a_pronoun_of_its_own_sentence_tells_who_cannot_be_meant() -> None:
    text = "Wei Lin said that he was late, as his friends were.\nAo Park spoke.\nThen she left."
    lin, park = person(text, "Wei Lin"), person(text, "Ao Park")
    known = antecedents(text, lin, park)
    known.note(lin.start, Speaker(lin.name, lin.entity_id))
    she = text.index("she ")
    assert named(meant(known, she, "female")) == "Ao Park"
    assert [each.name for each in known.candidates(she, "female")] == ["Ao Park"]


def test_the_dot_of_a_title_ends_no_sentence() -> None:
    text = "Lee said that the words of Dr. Eva Park hurt. She wrote."
    lee, park = person(text, "Lee"), person(text, "Eva Park")
    known = antecedents(text, lee, park)
    known.note(lee.start, Speaker(lee.name, lee.entity_id))
    assert named(meant(known, text.index("She"), "female")) == "Lee"


def test_a_pronoun_reaches_back_a_few_passages_only() -> None:
    text = "Ann Lee left.\nRain.\nRain.\nRain.\nThen she left."
    known = antecedents(text, person(text, "Ann Lee"))
    assert meant(known, text.index("she"), "female") is None


def test_names_inside_quotations_are_not_meant() -> None:
    text = "“Ann Lee left.” She left."
    known = antecedents(text, person(text, "Ann Lee"), quoted=(Span(1, 14),))
    assert meant(known, text.index("She"), "female") is None


def test_a_thing_that_spoke_is_no_person() -> None:
    text = "The bank spoke, Ann Lee spoke and it spoke."
    known = antecedents(text)
    known.note(0, Speaker("The bank", None))
    known.note(16, Speaker("Ann Lee", "person/ann-lee"))
    at = text.index("it spoke")
    assert named(known.last_speaker(at, is_thing=True)) == "The bank"
    assert named(known.last_speaker(at, is_thing=False)) == "Ann Lee"


def test_a_relative_pronoun_follows_its_name() -> None:
    text = "Ann Lee, who left"
    lee = person(text, "Ann Lee")
    assert named(antecedents(text, lee).name_before(text.index("who"))) == "Ann Lee"
    early = replace(lee, end=3)
    assert antecedents(text, early).name_before(text.index("who")) is None
