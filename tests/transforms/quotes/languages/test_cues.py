import pytest
from made_sentences_of_languages import read


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("ru", "«Мы остаёмся», — сказал Сомов.", "Сомов"),
        ("ru", "Сомов сказал: «Мы остаёмся».", "Сомов"),
        ("ru", "Когда Перов ушёл, Сомов сказал: «Мы остаёмся».", "Сомов"),
        ("ru", "Комментируя слова Перова, Сомов сказал: «Мы остаёмся».", "Сомов"),
        ("ru", "По словам Сомова, «мы остаёмся».", "Сомова"),
        ("ru", "По его словам, «мы остаёмся».", "По словам"),
        ("hy", "«Մնում ենք»,- ասել է Սոսյանը:", "Սոսյանը"),
        ("hy", "Սոսյանի խոսքով՝ «մնում ենք»:", "Սոսյանի"),
        ("az", "“Qalırıq”, - deyə Quliyev bildirib.", "Quliyev"),
        ("tr", "Kaya, “Kalıyoruz” dedi.", "Kaya"),
        ("tr", "“Kalıyoruz” diyen Kaya güldü.", "Kaya"),
        ("tr", "Kaya'ya göre “kalıyoruz”.", "Kaya'ya"),
        ("tr", "Acar Vakfı binasında konuşan Kaya, “Kalıyoruz” dedi.", "Kaya"),
        ("de", "Laut israelischer Ministerin Lehm „bleibt alles hier“.", "Ministerin Lehm"),
    ],
)
def test_whom_the_first_cue_names(language: str, text: str, speaker: str) -> None:
    sentence = read(language, text)
    quotation = next(i for i, word in enumerate(sentence.words) if word.quoted)
    phrase = sentence.cues.speaker(sentence.cues.cues[0], quotation)
    assert phrase is not None
    words = sentence.words[phrase.first : phrase.last]
    assert " ".join(word.text for word in words) == speaker


def test_an_auxiliary_belongs_to_its_verb() -> None:
    sentence = read("hy", "Նա ասել է. «Այո»")
    (cue,) = sentence.cues.cues
    assert [word.text for word in sentence.words[cue.first : cue.last]] == ["ասել", "է"]


def test_a_plain_noun_is_nobody() -> None:
    sentence = read("de", "Laut israelischen Medienberichten „bleibt alles hier“.")
    quotation = next(i for i, word in enumerate(sentence.words) if word.quoted)
    assert sentence.cues.speaker(sentence.cues.cues[0], quotation) is None


def test_a_verb_lacks_its_subject_where_nothing_follows_it() -> None:
    alone, followed = (
        read("tr", text) for text in ("“Kalıyoruz” dedi.", "“Kalıyoruz” dedi kadın.")
    )
    assert alone.cues.lacks_subject(alone.cues.cues[0])
    assert not followed.cues.lacks_subject(followed.cues.cues[0])
