import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.text.decode import AMBIGUOUS_ENCODINGS, Decoded, Rejection, decode, encode

SENTENCES = {
    "cp1252": "Le président a déclaré : « Nous sommes prêts à négocier », a-t-il dit à Genève.\n",
    "cp1250": "Prezydent powiedział w poniedziałek, że rozmowy będą kontynuowane w środę.\n",
    "koi8_r": "Президент заявил, что переговоры продолжатся на следующей неделе в Москве.\n",
    "cp1251": "Президент заявил, что переговоры продолжатся на следующей неделе в Москве.\n",
    "cp932": "首相は記者会見で、来週の会談について述べた。日本の経済は回復している。\n",
    "gb18030": "中国外交部发言人周一在北京表示，双方将继续谈判。\n",
}


@given(st.text(min_size=1).filter(lambda text: text.strip("\ufeff")))
def test_utf8_text_comes_back_untouched(text: str) -> None:
    decoded = decode(text.encode())
    if isinstance(decoded, Decoded) and decoded.encoding == "utf-8" and not decoded.repairs:
        assert decoded.text == text
    elif isinstance(decoded, Rejection):
        assert decoded.reason is QuarantineReason.BINARY


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_reason(payload: bytes) -> None:
    result = decode(payload)
    assert isinstance(result, Decoded | Rejection)
    if isinstance(result, Rejection):
        assert result.detail.endswith(".")
    elif result.encoding not in AMBIGUOUS_ENCODINGS:
        assert encode(result) in (payload, None)


@pytest.mark.parametrize("encoding", SENTENCES)
def test_legacy_encodings_are_detected(encoding: str) -> None:
    text = SENTENCES[encoding] * 4
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.repairs) == (text, ())
    assert encode(decoded) == text.encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("cp949", "시장은 금요일에 새 다리를 열 것이라고 말했다. "),
        ("gb18030", "2024年1月3日，中国外交部发言人周一在北京表示，双方将继续谈判。"),
    ],
)
@pytest.mark.parametrize("lead", ["", "a", "ab", "abc"])
def test_a_sample_that_ends_inside_a_character_is_detected(
    encoding: str, sentence: str, lead: str
) -> None:
    text = lead + sentence * 1000
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_removed_and_recorded(encoding: str) -> None:
    decoded = decode("Grüße aus Köln\n".encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == "Grüße aus Köln\n"
    assert decoded.repairs == ("byte-order mark removed",)
    assert encode(decoded) == "Grüße aus Köln\n".encode(encoding)


def test_utf16_without_a_mark_is_read() -> None:
    decoded = decode("A short line of text\n".encode("utf-16-le"))
    assert isinstance(decoded, Decoded)
    assert decoded.text == "A short line of text\n"


def test_lone_bad_bytes_in_utf8_are_replaced_and_counted() -> None:
    decoded = decode("Schön und größer ".encode() + b"\xff" + "für alle".encode())
    assert isinstance(decoded, Decoded)
    assert encode(decoded) is None
    assert decoded.text == "Schön und größer \ufffdfür alle"
    assert decoded.repairs == ("1 undecodable bytes replaced with U+FFFD",)


def test_a_page_cut_inside_its_last_character_keeps_the_rest() -> None:
    decoded = decode("Only one: é".encode()[:-1])
    assert isinstance(decoded, Decoded)
    assert decoded.text == "Only one: \ufffd"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", QuarantineReason.EMPTY),
        (b"\xef\xbb\xbf", QuarantineReason.EMPTY),
        (b"\0" * 100, QuarantineReason.BINARY),
        (bytes(range(32)) * 20, QuarantineReason.BINARY),
    ],
)
def test_what_is_no_text_says_why(payload: bytes, reason: QuarantineReason) -> None:
    result = decode(payload)
    assert isinstance(result, Rejection)
    assert result.reason is reason


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_a_page_of_too_many_lines_is_told_so(line_end: str) -> None:
    assert isinstance(decode((f"a{line_end}" * 100_000).encode()), Decoded)
    result = decode((f"a{line_end}" * 100_001).encode())
    assert isinstance(result, Rejection)
    assert result.reason is QuarantineReason.TOO_LARGE
    assert "100001 lines" in result.detail


def test_lines_are_counted_as_mending_makes_them() -> None:
    result = decode(("<p>a</p>" * 100_010).encode())
    assert isinstance(result, Rejection)
    assert result.reason is QuarantineReason.TOO_LARGE


def test_the_byte_limit_is_inclusive() -> None:
    assert isinstance(decode(b"abcd", byte_limit=4), Decoded)
    result = decode(b"abcde", byte_limit=4)
    assert isinstance(result, Rejection)
    assert result.reason is QuarantineReason.TOO_LARGE


@pytest.mark.parametrize(
    "payload", [b"a" * 16_000_000, b"\xe9" * 16_000_000, b"\xe9\n" * 8_000_000, b"a\0" * 8_000_000]
)
def test_the_largest_payloads_come_to_an_end(payload: bytes) -> None:
    assert isinstance(decode(payload), Decoded | Rejection)
