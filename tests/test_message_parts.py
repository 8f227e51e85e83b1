"""The parts: how multiparts and attached messages are taken apart, and where their lines stand."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketlint.message import Message, Part, parse, smime

TOP = "From: a@b.example\nMIME-Version: 1.0\n"
TWO = TOP + (
    'Content-Type: multipart/mixed; boundary="=_x"\n\npreamble\n--=_x\n\nfirst\n--=_x\n'
    "Content-Type: text/html; charset=utf-8\n\n<p>second\n--=_x--\nepilogue\n"
)


def mail(text: str) -> Message:
    return parse(text.encode())


def outline(part: Part) -> object:
    if part.children:
        return [part.content_type, *(outline(child) for child in part.children)]
    return (part.content_type, part.octets().decode("utf-8"), part.first_line)


def codes(message: Message) -> list[tuple[str, int | None]]:
    return [(defect.code, defect.line) for defect in message.defects]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_two_parts(ends: str) -> None:
    message = mail(TWO.replace("\n", ends))
    assert outline(message.root) == ["multipart/mixed", ("text/plain", "first", 8), ("text/html", "<p>second", 12)]
    assert message.defects == ()


def test_parts_inside_parts() -> None:
    inner = (
        "Content-Type: multipart/alternative; boundary=y\n\n--y\n\nplain\n--y\nContent-Type: text/html\n\nhtml\n--y--\n"
    )
    message = mail(f"{TOP}Content-Type: multipart/mixed; boundary=x\n\n--x\n{inner}\n--x\n\nlast\n--x--\n")
    assert outline(message.root) == [
        "multipart/mixed", ["multipart/alternative", ("text/plain", "plain", 10), ("text/html", "html", 14)],
        ("text/plain", "last", 19),
    ]  # fmt: skip


@pytest.mark.parametrize("boundary", ["a", "=_x", "a b", "(x)", "ä", "x" * 200, "--", "a'b"])
def test_boundaries_of_every_kind(boundary: str) -> None:
    message = mail(
        f'{TOP}Content-Type: multipart/mixed; boundary="{boundary}"\n\n--{boundary}\n\none\n--{boundary} \t\n\ntwo\n--{boundary}--'
    )
    assert [child.octets() for child in message.root.children] == [b"one", b"two"]
    assert message.defects == ()


def test_a_boundary_that_another_begins_with() -> None:
    message = mail(
        f"{TOP}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=xy\n\n--xy\n\none\n"
        "--xy--\n--x\n\ntwo --x\n --x\n--x: no\n--x--\n"
    )
    assert outline(message.root) == [
        "multipart/mixed", ["multipart/mixed", ("text/plain", "one", 10)], ("text/plain", "two --x\n --x\n--x: no", 14),
    ]  # fmt: skip


def test_no_closing_boundary() -> None:
    message = mail(TWO.partition("--=_x--")[0])
    assert [child.octets() for child in message.root.children] == [b"first", b"<p>second\n"]
    assert codes(message) == [("mime-defect", 5)]


@pytest.mark.parametrize("named", ["", '; boundary="another"', '; boundary=""', "; boundary"])
def test_a_boundary_the_header_does_not_name(named: str) -> None:
    message = mail(TWO.replace('; boundary="=_x"', named))
    assert outline(message.root) == ["multipart/mixed", ("text/plain", "first", 8), ("text/html", "<p>second", 12)]
    assert codes(message) == [("mime-defect", 5)]


def test_a_multipart_that_nothing_parts_is_text() -> None:
    message = mail(f"{TOP}Content-Type: multipart/mixed; boundary=x\n\nProduct: OXHE\n-- \nAnna\n")
    assert outline(message.root) == ("text/plain", "Product: OXHE\n-- \nAnna\n", 5)
    assert codes(message) == [("mime-defect", 5)]


def test_a_part_without_a_blank_line() -> None:
    message = mail(f"{TOP}Content-Type: multipart/mixed; boundary=x\n\n--x\nHello,\nProduct: OXHE\n--x--\n")
    assert outline(message.root) == ["multipart/mixed", ("text/plain", "Hello,\nProduct: OXHE", 6)]
    assert codes(message) == [("mime-defect", 6)]


@pytest.mark.parametrize("kind", ["message/rfc822", "message/global"])
def test_an_attached_message(kind: str) -> None:
    message = mail(
        f"{TOP}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: {kind}\n\nFrom: c@d.example\nSubject: inner\n\n"
        "Product: OXHE\n--x--\n"
    )
    assert outline(message.root) == ["multipart/mixed", [kind, ("text/plain", "Product: OXHE", 11)]]
    inner = message.root.children[0].children[0]
    subject = inner.get("subject")
    assert subject is not None
    assert (subject.value, subject.line) == ("inner", 9)
    assert inner.text().as_is


def test_an_attached_message_in_base64_is_opened() -> None:
    inner = base64.encodebytes(b"From: c@d.example\nSubject: inner\n\nProduct: OXHE\n").decode()
    message = mail(f"{TOP}Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}")
    (child,) = message.root.children
    assert child.octets() == b"Product: OXHE\n"
    assert not child.in_file
    assert not child.text().as_is


def test_the_default_type_in_a_digest() -> None:
    message = mail(f"{TOP}Content-Type: multipart/digest; boundary=x\n\n--x\n\nFrom: c@d.example\n\none\n--x--\n")
    assert outline(message.root) == ["multipart/digest", ["message/rfc822", ("text/plain", "one", 9)]]


@pytest.mark.parametrize(
    ("fields", "disposition", "filename"),
    [
        ("", "", None), ("Content-Type: text/plain; name=form.txt\n", "", "form.txt"),
        ("Content-Disposition: inline\n", "inline", None), ("Content-Disposition: INLINE; filename=a.txt\n", "inline", "a.txt"),
        ('Content-Disposition: attachment; filename="a b.txt"\n', "attachment", "a b.txt"),
        ("Content-Disposition: attachment; filename*=utf-8''St%C3%B6rung.txt\n", "attachment", "Störung.txt"),
        ('Content-Disposition: attachment; filename="=?utf-8?B?ZGVyICJuZXVlIiBQbGFuLnR4dA==?="; size=3\n', "attachment", 'der "neue" Plan.txt'),
        ('Content-Disposition: attachment; filename="=?utf-8?Q?a=3B?=\n =?utf-8?Q?_b.txt?="\n', "attachment", "a; b.txt"),
        ("Content-Disposition: x-other\n", "attachment", None), ("Content-Disposition: filename=a.txt\n", "attachment", "a.txt"),
        ("Content-Disposition:\n", "", None), ("content-disposition: attachment\nCONTENT-TYPE: text/plain; name=b\n", "attachment", "b"),
    ],
)  # fmt: skip
def test_dispositions(fields: str, disposition: str, filename: str | None) -> None:
    root = mail(f"{TOP}{fields}\nx\n").root
    assert (root.disposition, root.filename, root.content_type) == (disposition, filename, "text/plain")


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        ("=?utf-8?q?text/html?=; charset=utf-8", "text/html", 1), ("=?utf-8?b?dGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA==?=", "text/plain", 1),
        ("text", "text/plain", 1), ("", "text/plain", 1), ("<html>", "text/plain", 1), ("TEXT/HTML", "text/html", 0),
        ('"application/pdf"; name=x', "application/pdf", 0), ("text/plain\n ;\n\tcharset\n =utf-8", "text/plain", 0),
    ],
)  # fmt: skip
def test_content_types_of_every_kind(value: str, kind: str, told: int) -> None:
    message = mail(f"{TOP}Content-Type: {value}\n\nx\n")
    assert (message.root.content_type, len(message.defects)) == (kind, told)


def test_the_first_of_two_content_types_counts() -> None:
    message = mail(f"{TOP}Content-Type: text/html\nContent-Type: text/plain\n\nx\n")
    assert (message.root.content_type, codes(message)) == ("text/html", [("repeated-header", 4)])


def test_an_encoding_that_does_not_exist_is_8bit() -> None:
    message = mail(f"{TOP}Content-Transfer-Encoding: utf-8\n\nStörung\n")
    assert (message.root.encoding, message.root.text().text, codes(message)) == (
        "8bit",
        "Störung\n",
        [("mime-defect", 3)],
    )


def test_lines_are_counted_from_where_the_message_begins() -> None:
    message = parse(TWO.encode(), 100)
    assert [part.first_line for part in message.root.walk()] == [104, 107, 111]
    assert [field.line for field in message.fields] == [100, 101, 102]


@pytest.mark.parametrize("kind", ["signed", "encrypted", "report", "related", "x-other"])
def test_every_multipart_is_a_container(kind: str) -> None:
    message = mail(TWO.replace("multipart/mixed", f"multipart/{kind}; protocol=p"))
    assert message.root.content_type == f"multipart/{kind}"
    assert message.root.params["protocol"] == "p"
    assert len(message.root.children) == 2


INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nProduct: OXHE\r\n"
SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def element(tag: int, *content: bytes, endless: bool = False) -> bytes:
    whole = b"".join(content)
    if endless:
        return bytes((tag, 0x80)) + whole + b"\0\0"
    size = len(whole)
    return bytes((tag, size) if size < 128 else (tag, 0x82, size >> 8, size & 255)) + whole


def signature(content: bytes, endless: bool = False, kind: bytes = SIGNED) -> bytes:
    inner = element(0x30, DATA, element(0xA0, content, endless=endless), endless=endless)
    signed = element(0x30, element(2, b"\1"), element(0x31), inner, element(0x31), endless=endless)
    return element(0x30, kind, element(0xA0, signed, endless=endless), endless=endless)


@pytest.mark.parametrize("kind", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime"])
@pytest.mark.parametrize(
    "octets",
    [
        signature(element(4, INNER)),
        signature(element(0x24, element(4, INNER[:9]), element(4, INNER[9:]), endless=True), endless=True),
    ],
)
def test_an_opaque_signature_is_opened(kind: str, octets: bytes) -> None:
    body = base64.encodebytes(octets).decode()
    message = mail(f"{TOP}Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{body}")
    (child,) = message.root.children
    assert (child.content_type, child.text().text, child.text().as_is) == ("text/plain", "Product: OXHE\n", False)


def test_what_is_encrypted_stays_closed() -> None:
    enveloped = signature(element(4, INNER), kind=bytes.fromhex("06092a864886f70d010703"))
    assert smime.signed_content(enveloped) is None
    body = base64.encodebytes(signature(element(4, INNER))).decode()
    message = mail(
        f"{TOP}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\n{body}"
    )
    assert message.root.children == ()


@given(st.binary(max_size=60), st.integers(0, 200))
def test_no_signature_raises(octets: bytes, at: int) -> None:
    smime.signed_content(octets)
    whole = signature(element(0x24, element(4, INNER), endless=True), endless=True)
    smime.signed_content(whole[:at] + octets + whole[at + len(octets) :])
