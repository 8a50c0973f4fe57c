"""The bytes of a page that was set aside, shown so that a person sees what is wrong with them."""

from collections.abc import Iterator

from flows.escaping import printable

_SHOWN_BYTES = 2048
_LINE_BYTES = 160
_ROW_BYTES = 16
_ROWS_SHOWN = 16


def shown(payload: bytes) -> Iterator[str]:
    """The beginning of some bytes, line by line, each with its offset in bytes.

    UTF-8 text is shown as text, long lines in pieces, with what could steer a terminal escaped;
    anything else as a hex dump. The last line says how much is left out.
    """
    beginning = payload[:_SHOWN_BYTES]
    if _is_text(beginning):
        pieces, render = _lines(beginning), _as_text
    else:
        beginning = payload[: _ROW_BYTES * _ROWS_SHOWN]
        pieces, render = _pieces(beginning, _ROW_BYTES), _as_hex
    offset = 0
    for piece in pieces:
        yield f"{offset:8}  {render(piece)}"
        offset += len(piece)
    if offset < len(payload):
        yield f"{'':8}  … {len(payload) - offset:,} bytes more"


def _is_text(beginning: bytes) -> bool:
    try:
        # The cut may have gone through a character of up to four bytes.
        text = beginning[: max(len(beginning) - 3, 0)].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        if error.end < len(beginning) - 6:
            return False
        text = beginning[: error.start].decode()
    return "\0" not in text


def _lines(beginning: bytes) -> Iterator[bytes]:
    for line in beginning.splitlines(keepends=True):
        yield from _pieces(line, _LINE_BYTES)


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def _as_text(piece: bytes) -> str:
    return printable(piece.decode("utf-8", "backslashreplace").rstrip("\r\n"))


def _as_hex(piece: bytes) -> str:
    letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
    return f"{piece.hex(' '):<{3 * _ROW_BYTES}} {letters}"
