import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import everything_in, pages_of, reasons

from dateline.flows.inputs.pages import RawPage


def message(plain: str | None = "Work begins.\n", html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Sea wall to be rebuilt — at last"
    made["From"] = "Ida Köch <ida@example.org>"
    made["Date"] = "Fri, 03 May 2024 08:00:00 +0200"
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        (made.set_content if plain is None else made.add_alternative)(html, subtype="html")
    return made


def read(folder: Path, made: EmailMessage) -> RawPage:
    (folder / "a.eml").write_bytes(made.as_bytes())
    (page,) = pages_of(folder / "a.eml")
    assert isinstance(page, RawPage)
    return page


def test_a_message_is_a_page_whose_header_speaks_of_it(tmp_path: Path) -> None:
    page = read(tmp_path, message())
    stated = page.origin.page_metadata
    assert page.payload == b"Work begins.\n"
    assert stated.title == "Sea wall to be rebuilt — at last"
    assert stated.authors == ("Ida Köch",)
    assert stated.date_published == "2024-05-03T08:00:00+02:00"


@pytest.mark.parametrize("plain", ["Work begins.\n", None])
def test_plain_text_goes_before_html(tmp_path: Path, plain: str | None) -> None:
    page = read(tmp_path, message(plain, "<p>Work <b>begins.</b></p>"))
    assert page.payload.strip() == b"Work begins."


def test_plain_text_is_in_the_encoding_of_its_header(tmp_path: Path) -> None:
    made = EmailMessage()
    made.set_content("Zażółć gęślą jaźń.\n", charset="iso-8859-2")
    assert read(tmp_path, made).payload.decode() == "Zażółć gęślą jaźń.\n"


def test_attachments_are_named_and_not_read(tmp_path: Path) -> None:
    made = message()
    made.add_attachment(b"other text", maintype="text", subtype="plain", filename="notes.txt")
    page = read(tmp_path, made)
    assert page.payload == b"Work begins.\n"
    assert json.loads(page.origin.metadata or "{}")["attachments"] == ["notes.txt"]


def test_half_of_a_surrogate_pair_in_a_header_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: Wall =?utf-7?q?+2AA-?=\n\nWork begins.")
    (page,) = pages_of(tmp_path / "a.eml")
    assert page.payload == b"Work begins."
    assert page.origin.page_metadata.title == "Wall \ufffd"


@pytest.mark.parametrize("charset", ["undefined", "a\0b"])
def test_what_is_no_encoding_is_passed_over(tmp_path: Path, charset: str) -> None:
    head = f'Content-Type: text/html; charset="{charset}"\n\n'
    (tmp_path / "a.eml").write_bytes(head.encode() + b"<p>Work begins.")
    assert reasons(everything_in(tmp_path / "a.eml")) == ["read"]


def test_a_message_without_text_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: Wall\nContent-Type: image/png\n\nx")
    assert reasons(everything_in(tmp_path / "a.eml")) == ["missing_text"]


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_any_bytes_are_a_page_or_have_a_reason(
    tmp_path_factory: pytest.TempPathFactory, header: bytes, body: bytes
) -> None:
    path = tmp_path_factory.mktemp("mail") / "a.eml"
    path.write_bytes(b"Subject: " + header + b"\n\n" + body)
    assert len(everything_in(path)) == 1


@pytest.mark.parametrize(
    "message",
    [
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
            for number in range(1500)
        ),
        b"From: " + b"(" * 20_000 + b"\n\nText",
        b"Subject: " + b"=?utf-8?q?a?= " * 5000 + b"\n\nText",
        b"Content-Type: text/plain" + b'; a="' * 10_000 + b"\n\nText",
        b"Subject: a\r" + b" b\r" * 20_000 + b"\rText",
    ],
    ids=range(6),
)
def test_what_takes_too_much_to_parse_is_not_read(tmp_path: Path, message: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(message)
    assert reasons(pages_of(tmp_path / "a.eml", limit=1 << 20)) == ["unreadable"]


def test_a_header_in_no_known_character_set_is_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: =?utf-9\xff?q?Ferry?=\n\nThe ferry sails.\n")
    assert reasons(pages_of(tmp_path / "a.eml")) == ["read"]
