from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.transforms.names import find_mentions
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

RUSSIAN = (
    "Министр транспорта Ольга Соколова приехала в Казань.\n"
    "Соколову встретил посол Армении Арам Вранян.\n"
    "По словам Враняна, гости из Еревана и Москвы остались довольны.\n"
)
ARMENIAN = (
    "Նախարար Լուսինե Վրանյանը Վրաստանից վերադարձել է Երևան։\n"
    "Վրանյանի խոսքով՝ բանակցությունները շարունակվելու են Թբիլիսիում։\n"
)


def mentions(text: str, language: str) -> list[Mention]:
    passages, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            passages.append(Passage(start, start + len(line.rstrip()), PassageKind.PARAGRAPH))
        start += len(line)
    return find_mentions(ArticleText("0" * 64, text, tuple(passages), language))


def test_russian_names_stay_as_written_and_are_joined_by_their_base_forms() -> None:
    found = {(m.text, m.name, m.kind) for m in mentions(RUSSIAN, "ru")}
    assert {
        ("Ольга Соколова", "Ольга Соколова", "person"),
        ("Соколову", "Ольга Соколова", "person"),
        ("Арам Вранян", "Арам Вранян", "person"),
        ("Враняна", "Арам Вранян", "person"),
        ("Армении", "Армения", "place"),
        ("Еревана", "Ереван", "place"),
        ("Москвы", "Москва", "place"),
    } <= found


def test_armenian_names_stay_as_written_and_are_joined_by_their_base_forms() -> None:
    found = {(m.text, m.name, m.kind) for m in mentions(ARMENIAN, "hy")}
    assert {
        ("Լուսինե Վրանյանը", "Լուսինե Վրանյան", "person"),
        ("Վրանյանի", "Լուսինե Վրանյան", "person"),
        ("Վրաստանից", "Վրաստան", "place"),
        ("Երևան", "Երևան", "place"),
    } <= found


def test_one_place_is_one_entity_in_all_scripts() -> None:
    ids = {
        m.entity_id
        for text, language in ((RUSSIAN, "ru"), (ARMENIAN, "hy"))
        for m in mentions(text, language)
        if m.name in ("Ереван", "Երևան")
    }
    assert ids == {"place/yerevan"}


def test_a_place_has_its_english_name_as_identity_whatever_the_language() -> None:
    texts = (("de", "in Moskau"), ("tr", "Moskova'da"), ("ru", "Гости приехали в Москву."))
    for language, text in texts:
        assert [m.entity_id for m in mentions(text, language)] == ["place/moscow"]


PIECES = st.sampled_from(
    ("Ольга", "Соколовой", "мэрии", "Москвы", "«", "»", ".", "\n", "ՆԱՏՕ-ում", "Երևանի", "А.", "1")
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map(" ".join)))
@settings(max_examples=60, deadline=None)
def test_mentions_slice_to_the_text_and_only_places_stand_inside_others(text: str) -> None:
    for language in ("ru", "hy"):
        found = mentions(text, language)
        assert found == mentions(text, language)
        assert len({mention.start for mention in found}) == len(found)
        for mention in found:
            assert mention.text == text[mention.start : mention.end] != ""
            assert 0 <= mention.confidence <= 1
        for before, mention in pairwise(found):
            assert before.start < mention.start
            is_inside = mention.end <= before.end
            assert before.end <= mention.start or (is_inside and mention.kind == "place")
