import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.subjects import SubjectReader, is_clause_verb, opening_phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said so", "The mayor"),
        ("Lee, who runs the city, said so", "Lee"),
        ("Lee, a lawyer for the port, said so", "Lee"),
        ("Senator Ann Lee (D) said so", "Senator Ann Lee"),
        ("The prime minister, Ann Lee said so", "The prime minister , Ann Lee"),
        ("Lee went home and said so", "Lee"),
        ("Lee wants to leave, Park said so", "Park"),
        ("A woman in Worcester, Ohio, said so", "A woman in Worcester"),
        ("The group that said so", "that"),
        ("Lee on Friday said so", "Lee"),
        ("Lee less than two weeks ago said so", "Lee"),
        ("Lee, who is head of the port said so", "Lee"),
        ("Lee, who founded Salem Times said so", "Lee"),
        ("Lee has in the past said so", "Lee"),
        ("Ann Lee, Secretary of State said so", "Ann Lee"),
        ("In Salem, Secretary Park said so", "Secretary Park"),
    ],
)
def test_whose_verb_it_is(text: str, expected: str) -> None:
    sentence = sentence_of(text)
    verb = list(sentence.words).index("said")
    assert words_of(sentence, SubjectReader(sentence).before(verb)) == expected


def test_a_participle_has_the_subject_of_its_main_clause() -> None:
    sentence = sentence_of("When Park left, Lee spoke at a rally, calling it a joke")
    participle = list(sentence.words).index("calling")
    assert words_of(sentence, SubjectReader(sentence).main(participle)) == "Lee"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Park left after Lee began to state so", "Lee"),
        ("The vote prompted Lee to state so", "Lee"),
        ("It is common for critics to state so", "critics"),
        ("Lee wrote to Park to state so", "Lee"),
    ],
)
def test_whose_infinitive_it_is(text: str, expected: str) -> None:
    sentence = sentence_of(text)
    verb = list(sentence.words).index("state")
    assert words_of(sentence, SubjectReader(sentence).before(verb)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The road to Salem will open, Lee said on Monday, adding so", "Lee"),
        ("Park spoke of Lee, who left and warned Ann, adding so", "who"),
    ],
)
def test_a_participle_has_the_subject_of_who_reports_before_it(text: str, expected: str) -> None:
    sentence = sentence_of(text)
    participle = list(sentence.words).index("adding")
    assert words_of(sentence, SubjectReader(sentence).main(participle)) == expected


def test_a_form_in_ed_is_a_verb_or_an_adjective() -> None:
    sentence = sentence_of("Lee visited the tired mayor")
    assert is_clause_verb(sentence, 1)
    assert not is_clause_verb(sentence, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After the vote, the new mayor of Salem spoke", "the new mayor"),
        ("But she spoke", "she"),
        ("Of them all", None),
    ],
)
def test_first_noun_phrase_of_a_sentence(text: str, expected: str | None) -> None:
    sentence = sentence_of(text)
    assert words_of(sentence, opening_phrase(sentence)) == expected
