import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.passives import agent_of, is_passive, is_reduced_passive


def test_passive_and_its_agent() -> None:
    sentence = sentence_of("The plan was widely called a joke by Senator Smith.")
    called = list(sentence.words).index("called")
    assert is_passive(sentence, called)
    assert words_of(sentence, agent_of(sentence, called)) == "Senator Smith"


@pytest.mark.parametrize(
    ("text", "is_reduced"),
    [
        ("A plan called “a joke” by the mayor failed.", True),
        ("Traders called it “a joke” by the port.", False),
        ("A plan called “a joke” failed.", False),
    ],
)
def test_a_passive_without_a_form_of_be(text: str, is_reduced: bool) -> None:
    sentence = sentence_of(text)
    assert is_reduced_passive(sentence, list(sentence.words).index("called")) is is_reduced
