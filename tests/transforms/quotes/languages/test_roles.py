import pytest

from dateline.transforms.names import find_mentions
from dateline.transforms.quotes.languages.roles import with_roles
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def people(language: str | None, text: str) -> list[Mention]:
    passages = (Passage(0, len(text), PassageKind.PARAGRAPH),)
    article = ArticleText("0" * 64, text, passages, language)
    return [m for m in with_roles(article, find_mentions(article)) if m.kind == "person"]


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        (
            "ru",
            "Министр иностранных дел Армении Арам Варданян уехал.",
            "Арам Варданян",
            "Министр иностранных дел Армении",
        ),
        (
            "ru",
            "Антон Ковалёв, министр транспорта, приехал.",
            "Антон Ковалёв",
            "министр транспорта",
        ),
        (
            "uk",
            "Міністр оборони України Андрій Лисенко приїхав.",
            "Андрій Лисенко",
            "Міністр оборони України",
        ),
        (
            "hy",
            "Հայաստանի վարչապետ Նիկոլ Սարգսյանն ընդունել է նրան։",
            "Նիկոլ Սարգսյան",
            "Հայաստանի վարչապետ",
        ),
        (
            "az",
            "Dünən xarici işlər naziri Elçin Vəliyev gəlib.",
            "Elçin Vəliyev",
            "xarici işlər naziri",
        ),
        ("tr", "Dışişleri Bakanı Hakan Soylu konuştu.", "Hakan Soylu", "Dışişleri Bakanı"),
        (
            "ka",
            "საგარეო საქმეთა მინისტრი გიორგი ლომიძე ჩამოვიდა.",
            "გიორგი ლომიძე",
            "საგარეო საქმეთა მინისტრი",
        ),
        ("fa", "وزیر امور خارجه حسین کریمی به تهران رفت.", "حسین کریمی", "وزیر امور خارجه"),
        ("es", "La ministra de Salud, Laura Ortega, se fue.", "Laura Ortega", "ministra de Salud"),
        ("pt", "O prefeito João Teixeira saiu.", "João Teixeira", "prefeito"),
        (
            "it",
            "Il ministro degli Esteri Marco Bellini parla.",
            "Marco Bellini",
            "ministro degli Esteri",
        ),
        (
            "hy",
            "Նախագիծը ներկայացրեց ՊԵԿ նախագահ Դավիթ Սարգսյանը։",
            "Դավիթ Սարգսյան",
            "ՊԵԿ նախագահ",
        ),
        ("ru", "Анна Сомова пришла, министр опоздал.", "Анна Сомова", None),
    ],
)
def test_a_title_is_the_role_of_a_name_and_no_part_of_it(
    language: str, text: str, name: str, role: str | None
) -> None:
    (person,) = people(language, text)
    assert (person.name, person.role) == (name, role)
    assert text[person.start : person.end] == person.text


def test_languages_without_a_grammar_are_left_as_they_are() -> None:
    text = "The minister Angela Merkel spoke."
    passages = (Passage(0, len(text), PassageKind.PARAGRAPH),)
    article = ArticleText("0" * 64, text, passages, "en")
    found = find_mentions(article)
    assert with_roles(article, found) == found
