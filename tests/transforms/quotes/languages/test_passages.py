import pytest
from made_sentences_of_languages import grammar

from dateline.transforms.quotes.languages.passages import QuotingPassage
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def passage(language: str, text: str) -> QuotingPassage:
    whole = Passage(0, len(text), PassageKind.PARAGRAPH)
    article = ArticleText("page", text, (whole,), language)
    return QuotingPassage(article, whole, 0, grammar(language))


def test_names_between_marks_are_not_found() -> None:
    assert passage("ru", "Газета «Волжские вести» закрылась.").found == []


def test_a_passage_leads_to_the_next_one_by_a_colon() -> None:
    lead = passage("ru", "Иван Сомов ответил журналистам:").lead()
    assert lead is not None
    assert lead[1] is not None
    assert lead[1].person is not None
    assert lead[1].person.text == "Иван Сомов"
    assert passage("ru", "Иван Сомов ответил журналистам.").lead() is None


def test_a_passage_resumes_what_stands_before_it() -> None:
    resumed = passage("ru", "Об этом заявил посол Давор Матич.").resumes()
    assert resumed is not None
    assert resumed[1] is not None
    assert resumed[1].person is not None
    assert resumed[1].person.text == "посол Давор Матич"
    assert passage("ru", "Вчера заявил посол Давор Матич.").resumes() is None


@pytest.mark.parametrize(
    ("text", "alone"), [("«Мы остаёмся».", True), ("«Мы остаёмся», — сказал он.", False)]
)
def test_a_passage_that_is_nothing_but_quotations(text: str, alone: bool) -> None:
    assert passage("ru", text).stands_alone is alone


def test_the_topic_is_whom_the_nearest_sentence_before_names() -> None:
    text = "Приехал министр Иван Сомов. Его встретила Анна Лис. Шёл дождь."
    topic = passage("ru", text).topic(len(text) - 5)
    assert topic is not None
    assert topic.text == "Анна Лис"


def test_where_letters_have_no_case_the_topic_is_whom_a_verb_of_speech_names() -> None:
    told = "وأوضح المدرب فؤاد زيدان أن الفريق تعب."
    assert passage("ar", told).topic(len(told)) is not None
    seen = "زار المدرب فؤاد زيدان القرية."
    assert passage("ar", seen).topic(len(seen)) is None
