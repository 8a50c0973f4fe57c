"""Bytes turned into text, or a reason why they cannot be.

UTF-8 is tried first, then byte-order marks, then UTF-16 without one, then a legacy encoding as
charset-normalizer detects it on a sample. Then the text is mended where it was decoded twice before
it came (`mending`). What had to be mended on the way is recorded.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.text.mending import mend

BYTE_LIMIT = 16 * 2**20
# Every line has a row and is read on its own: of short ones, a page of few bytes has millions.
_LINE_LIMIT = 100_000
_SAMPLE_SIZE = 16 * 2**10
# Control characters that plain text has no use for; tab, line ends, form feed and escape stay out.
_CONTROL = bytes({*range(32), 127} - {9, 10, 11, 12, 13, 27})
_CONTROL_SHARE = 0.005
_REPLACEMENT = "\ufffd"
_NON_ASCII = re.compile(rb"[\x80-\xff]")
# The longer marks come first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where some characters have several spellings in bytes.
AMBIGUOUS_ENCODINGS = ("gb18030", "big5", "cp932", "euc_jp", "iso2022_jp", "cp949")
# What the web is written in, by https://encoding.spec.whatwg.org/#names-and-labels under Python's
# names; detection is kept to these, since rare tables read almost any bytes as some text.
_LEGACY_ENCODINGS = [
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_15", "koi8_r", "koi8_u", "cp866", "cp874", "mac_roman"),
    *AMBIGUOUS_ENCODINGS,
]
_MARK_REMOVED = "byte-order mark removed"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read with, and what had to be mended."""

    text: str
    encoding: str
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why bytes are not a page; `detail` says what to do next."""

    reason: QuarantineReason
    detail: str


def decode(payload: bytes, *, byte_limit: int = BYTE_LIMIT) -> Decoded | Rejection:
    """Read a page's bytes as text.

    Args:
        payload: The bytes as they came.
        byte_limit: Largest payload that is read, in bytes.

    Returns:
        The text, or the reason why there is none. The text keeps its line ends and every
        character, save a byte-order mark at its start and what `repairs` says.
    """
    if not payload:
        return Rejection(QuarantineReason.EMPTY, "The page has no bytes; fetch it again.")
    if len(payload) > byte_limit:
        return Rejection(
            QuarantineReason.TOO_LARGE,
            f"The page has {len(payload)} bytes, more than the limit of {byte_limit}; "
            "cut it into its pages or raise the limit.",
        )
    decoded = _decoded(payload)
    if _is_control_heavy(payload if decoded is None else decoded.text.encode()):
        return Rejection(
            QuarantineReason.BINARY,
            "The bytes are full of control characters; extract the text before loading it.",
        )
    if decoded is None:
        return Rejection(
            QuarantineReason.UNDECODABLE,
            "No encoding reads the bytes as text; convert the page to UTF-8.",
        )
    if not decoded.text:
        return Rejection(QuarantineReason.EMPTY, "The page has no characters; fetch it again.")
    text, repairs = mend(decoded.text)
    # Mending makes lines of tags and references.
    line_count = _line_end_count(text)
    if line_count > _LINE_LIMIT:
        return Rejection(
            QuarantineReason.TOO_LARGE,
            f"The page has {line_count} lines, more than the limit of {_LINE_LIMIT}; "
            "cut it into its pages.",
        )
    return Decoded(text, decoded.encoding, decoded.repairs + repairs) if repairs else decoded


def _line_end_count(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def encode(decoded: Decoded) -> bytes | None:
    """The bytes that a page was decoded from; None where the decoding did not keep them.

    In one of the `AMBIGUOUS_ENCODINGS` the result may be spelled otherwise than what came.
    """
    marks = {encoding: mark for mark, encoding in _BYTE_ORDER_MARKS}
    match decoded.repairs:
        case ():
            mark = b""
        case (repair,) if repair == _MARK_REMOVED:
            mark = marks[decoded.encoding]
        case _:
            return None
    try:
        return mark + decoded.text.encode(decoded.encoding)
    except UnicodeEncodeError:
        return None


def _decoded(payload: bytes) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _mended(payload[len(mark) :], encoding, (_MARK_REMOVED,))
    if unmarked := _unmarked_utf16(payload):
        return _mended(payload, unmarked, ())
    try:
        return Decoded(payload.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(payload, error):
            return _mended(payload, "utf-8", ())
    legacy = _legacy_encoding(payload)
    return None if legacy is None else _mended(payload, legacy, ())


def _mended(payload: bytes, encoding: str, repairs: tuple[str, ...]) -> Decoded:
    """Decode, with U+FFFD for each stretch that the encoding cannot read."""
    try:
        return Decoded(payload.decode(encoding), encoding, repairs)
    except UnicodeDecodeError:
        text = payload.decode(encoding, errors="replace")
        count = text.count(_REPLACEMENT)
        return Decoded(
            text, encoding, (*repairs, f"{count} undecodable bytes replaced with U+FFFD")
        )


def _is_mostly_utf8(payload: bytes, error: UnicodeDecodeError) -> bool:
    """Tell a damaged UTF-8 page from one in a legacy encoding.

    In a legacy encoding hardly any two high bytes happen to form a UTF-8 character.
    """
    if error.reason == "unexpected end of data" and error.start >= len(payload) - 3:
        return True
    text = payload.decode("utf-8", errors="replace")
    bad = text.count(_REPLACEMENT) - payload.count(_REPLACEMENT.encode())
    well_formed = len(text) - len(text.encode("ascii", errors="ignore")) - bad
    return well_formed > bad


def _unmarked_utf16(payload: bytes) -> str | None:
    """UTF-16 that lacks its mark: every other byte of Western text and of line ends is NUL."""
    sample = payload[:_SAMPLE_SIZE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 10 * even and odd * 8 > len(sample):
        return "utf-16-le"
    if even > 10 * odd and even * 8 > len(sample):
        return "utf-16-be"
    return None


def _legacy_encoding(payload: bytes) -> str | None:
    from charset_normalizer import from_bytes  # most pages are UTF-8, and need no guess

    sample = b"\n".join(_telling_lines(payload))
    # It may end inside a character; of those, GB 18030 has the longest.
    for byte_count in range(len(sample), max(len(sample) - 4, 0), -1):
        best = from_bytes(sample[:byte_count], cp_isolation=_LEGACY_ENCODINGS).best()
        if best is not None:
            break
    else:
        return None
    # Several tables may read the sample alike; the web's most common one is meant.
    return min(best.could_be_from_charset, key=_LEGACY_ENCODINGS.index)


def _telling_lines(payload: bytes) -> Iterator[bytes]:
    """Lines with high bytes, from the first on, until the sample is large enough."""
    size, position = 0, 0
    while size < _SAMPLE_SIZE and (match := _NON_ASCII.search(payload, position)):
        start = payload.rfind(b"\n", max(position, match.start() - 1024), match.start()) + 1
        start = max(start, position, match.start() - 1024)
        end = payload.find(b"\n", match.start(), match.start() + _SAMPLE_SIZE)
        end = min(len(payload), match.start() + _SAMPLE_SIZE) if end < 0 else end
        size, position = size + end - start, end
        yield payload[start:end]


def _is_control_heavy(content: bytes) -> bool:
    return len(content) - len(content.translate(None, _CONTROL)) > _CONTROL_SHARE * len(content)
