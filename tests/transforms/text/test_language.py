import pytest

from dateline.transforms.text.language import identify_language

SENTENCES = {
    "en": "The council voted on Monday to rebuild the wall before the winter storms return.",
    "de": "Der Gemeinderat hat am Montag beschlossen, die Mauer noch vor dem Winter zu erneuern.",
    "fr": "Le conseil a décidé lundi de reconstruire le mur avant le retour des tempêtes d’hiver.",
    "es": "El consejo decidió el lunes reconstruir el muro antes de que vuelvan las tormentas.",
    "pt": "O conselho decidiu na segunda-feira reconstruir o muro antes das chuvas do inverno.",
    "it": "Il consiglio ha deciso lunedì di ricostruire il muro prima delle tempeste invernali.",
    "ru": "Совет в понедельник решил восстановить стену до начала зимних штормов на побережье.",
}


ALIKE = [
    (
        "az",
        "Шәһәр шурасы базар ертәси дивары гышдан әввәл јенидән тикмәҝи гәрара алыб.",
    ),
    (
        "az",
        "Şəhər şurası bazar ertəsi divarı qışdan əvvəl yenidən tikmək haqqında qərar qəbul edib.",
    ),
    (
        "tr",
        "Əli Həsənov’un konuştuğu belediye meclisi pazartesi günü duvarın yapılmasına karar verdi, "
        "duvarın kıştan önce yeniden yapılması ve limanın açılması bekleniyor, diye ekledi.",
    ),
    ("tr", "Belediye meclisi pazartesi günü duvarın kıştan önce yeniden yapılmasına karar verdi."),
    (
        "ba",
        "Ҡала советы дүшәмбе көнө диуарҙы ҡышҡа тиклем яңынан төҙөргә ҡарар итте.",
    ),
    (
        "kk",
        "Қалалық кеңес дүйсенбі күні қабырғаны қысқа дейін қайта салуға шешім қабылдады.",
    ),
]


@pytest.mark.parametrize(("language", "sentence"), ALIKE)
def test_languages_that_are_alike_are_told_apart_by_their_letters(
    language: str, sentence: str
) -> None:
    assert identify_language(sentence) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_languages(language: str) -> None:
    assert identify_language(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "Der Rat tagt.", "12.50 " * 100])
def test_too_little_text_is_no_language(text: str) -> None:
    assert identify_language(text) is None
