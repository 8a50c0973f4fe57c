"""A preview of the bytes of a quarantined page."""

from collections.abc import Iterator

from dateline.flows.escaping import printable

_TEXT_BYTES = 2048
_TEXT_LINE_BYTES = 160
_HEX_BYTES = 256
_HEX_LINE_BYTES = 16


def preview_lines(payload: bytes) -> Iterator[str]:
    """The beginning of some bytes, line by line, each line with its offset in bytes.

    UTF-8 is printed as text, long lines in pieces, with terminal control characters escaped; all
    else as a hex dump. The last line says how many bytes are left out.
    """
    beginning = payload[:_TEXT_BYTES]
    if _is_text(beginning):
        pieces, render = _text_lines(beginning), _as_text
    else:
        pieces, render = _chunks(payload[:_HEX_BYTES], _HEX_LINE_BYTES), _as_hex
    offset = 0
    for piece in pieces:
        yield f"{offset:8}  {render(piece)}"
        offset += len(piece)
    if offset < len(payload):
        yield f"{'':8}  … {len(payload) - offset:,} more bytes"


def _is_text(beginning: bytes) -> bool:
    try:
        # The last character, of up to four bytes, may have been cut.
        text = beginning[: max(len(beginning) - 3, 0)].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        if error.end < len(beginning) - 6:
            return False
        text = beginning[: error.start].decode()
    return "\0" not in text


def _text_lines(content: bytes) -> Iterator[bytes]:
    for line in content.splitlines(keepends=True):
        yield from _chunks(line, _TEXT_LINE_BYTES)


def _chunks(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def _as_text(piece: bytes) -> str:
    return printable(piece.decode("utf-8", "backslashreplace").rstrip("\r\n"))


def _as_hex(piece: bytes) -> str:
    characters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
    return f"{piece.hex(' '):<{3 * _HEX_LINE_BYTES}} {characters}"
