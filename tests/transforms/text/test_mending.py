"""Damaged text is mended, and sound text never changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.decode import Decoded, decode, encode
from dateline.transforms.text.mending import mend

SOUND = [
    "Une décision “à la carte” – voilà… «ça» n’a pas coûté 5 €, ©️ Â 2024",
    "Він сказав: «Це історія про їхнє село», — і пішов.",
    "Əliyev Naxçıvanda şərhlərlə çıxış edib: “Yol” açıqdır.",
    "Ο υπουργός είπε «όχι» – για 3η φορά…",
    "Škoda Octavia kostet 5 % mehr – „Größe“ zählt.",
    "Հայաստանը «Զվարթնոց» օդանավակայանում",
    "São Paulo: às 10h, 30 °C ¿qué? ¡sí! ½ £ §",
    "AT&T and K&H; R&D, ?a=1&b=2 &c;",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    assert mend(text) == (text, ())


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "cp1254"])
def test_text_decoded_twice_is_decoded_once(encoding: str) -> None:
    sound = "Naxçıvan və Gəncə şəhərlərində görüş keçirilib, iştirakçılar razılığa gəlib."
    damaged = sound.encode().decode(encoding, errors="ignore")
    if damaged.encode(encoding) == sound.encode():
        assert mend(damaged) == (sound, ("1 line decoded twice read as UTF-8",))
    else:
        assert "Ã" not in mend(damaged)[0]


def test_only_damaged_lines_change() -> None:
    good = "Le café d’à côté"
    damaged = "Itâ€™s a cafÃ© in MontrÃ©al"
    mended, repairs = mend(f"{good}\r\n{damaged}\n{good}")
    assert mended == f"{good}\r\nIt’s a café in Montréal\n{good}"
    assert repairs == ("1 line decoded twice read as UTF-8",)


def test_a_closing_mark_that_lost_a_byte_is_none_of_another_kind() -> None:
    assert mend("The â€œroadâ€ is openâ€”again")[0] == "The “road” is open—again"


def test_references_to_characters_are_replaced() -> None:
    assert mend("Tom &amp; Ada&#8217;s caf&eacute;&nbsp;&amp;quot;Sea&quot;") == (
        'Tom & Ada’s café\xa0"Sea"',
        ("7 character references replaced",),
    )


@pytest.mark.parametrize(
    "text",
    [
        "write &amp;lt;p&amp;gt; &amp; so on",
        "in HTML, &nbsp; is a space",
        "<div>Tom &amp; Ada</div>",
        "var b = &num;",
    ],
)
def test_a_page_that_shows_markup_keeps_it(text: str) -> None:
    assert mend(text) == (text, ())


@pytest.mark.parametrize("text", ["&#0;", "&#10;", "&#xD800;", "&#9999999;", "&#x202e;"])
def test_no_reference_brings_a_character_that_cannot_be_seen(text: str) -> None:
    assert mend(text) == (text, ())


def test_the_repair_is_recorded_and_the_bytes_are_not_claimed_to_come_back() -> None:
    decoded = decode("NaxÃ§Ä±vanda gÃ¶rÃ¼ÅŸ".encode())
    assert isinstance(decoded, Decoded)
    assert decoded.text == "Naxçıvanda görüş"
    assert decoded.repairs == ("1 line decoded twice read as UTF-8",)
    assert encode(decoded) is None


@given(st.text())
def test_what_is_mended_is_said_and_stays_mended(text: str) -> None:
    mended, repairs = mend(text)
    assert (mended != text) == bool(repairs)
    assert mended.count("\n") == text.count("\n")


@given(st.text(st.characters(max_codepoint=127)))
def test_text_without_other_letters_and_references_stays(text: str) -> None:
    plain = text.replace("&", "+")
    assert mend(plain) == (plain, ())


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("The wall fell.<br />\nIt is rebuilt.", "The wall fell.\nIt is rebuilt."),
        (
            "The wall fell.<br>It is rebuilt.<br/><br/>Soon.",
            "The wall fell.\nIt is rebuilt.\nSoon.",
        ),
        ('<p class="x">The <b>wall</b> fell.</p>\r\n<p>Soon.</p>', "The wall fell.\r\nSoon."),
        ("Q&eacute;ria<br />\n&ldquo;no&rdquo;", "Qéria\n“no”"),
    ],
)
def test_tags_of_paragraphs_that_were_left_in_a_text_are_removed(text: str, mended: str) -> None:
    found, repairs = mend(text)
    assert found == mended
    assert "removed" in repairs[0]


@pytest.mark.parametrize(
    "text",
    [
        "Use <br> for a break and <b> for bold.",
        "HTML has <p>paragraphs</p>.",
        "<div><p>The wall fell.</p></div>",
        "Write &lt;br&gt; or <br>.",
        "If a <b and b> c, then <br",
        "<br>",
    ],
)
def test_tags_of_a_page_that_shows_markup_are_its_text(text: str) -> None:
    assert mend(text)[0] == text


@given(st.text(alphabet="ab <>/pbr\n\r\0&;", max_size=60))
def test_mending_tags_takes_nothing_but_tags_and_is_done_once(text: str) -> None:
    mended, repairs = mend(text)
    if any("removed" in repair for repair in repairs):
        left = "".join(mended.split())
        assert re.sub(r"\s|</?[a-zA-Z][^<>\n]*>", "", text) == left
    else:
        assert mended == text
