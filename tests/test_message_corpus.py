"""Real mails, read twice: by this reader, and by mail-parser over the tree of Python's email package."""

from __future__ import annotations

import datetime as dt
import email
import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mailparser
import pytest

from ticketlint.message import Part, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
MAILS = sorted(
    str(path.relative_to(CORPUS))
    for manifest in CORPUS.glob("*/MANIFEST.tsv")
    for row in manifest.read_text("utf-8").splitlines()[1:]
    if row.split("\t")[1] in {"eml", "maildir"}
    for path in [manifest.parent / row.split("\t")[0]]
)
pytestmark = pytest.mark.skipif(not MAILS, reason=f"NO CORPUS at {CORPUS}: set TICKETLINT_CORPUS to read real mails")


def octets(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for child in part.children:
        yield from leaves(child)


def test_every_mail_is_read() -> None:
    for name in MAILS:
        message = parse(octets(name))
        for part in message.root.walk():
            assert isinstance(part.text().text, str), name


def test_lines_of_text_are_the_lines_of_the_file() -> None:
    checked = 0
    for name in MAILS:
        raw = octets(name)
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for part in leaves(parse(raw).root):
            found = part.text()
            if not found.as_is or not found.text:
                continue
            for number, line in enumerate(found.text.split("\n"), part.first_line - 1):
                assert lines[number].decode(found.charset, "replace") == line, f"{name}:{number + 1}"
                checked += 1
    assert checked > 20_000


def test_header_fields_stand_on_the_line_they_say() -> None:
    for name in MAILS:
        raw = octets(name)
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for field in parse(raw).fields:
            assert lines[field.line - 1].lstrip(b" \xef\xbb\xbf").startswith(field.name.encode()), (
                f"{name}:{field.line}"
            )


# Where the second reading differs, by what went wrong there; each was looked at, and this reader's answer is the better.
DIFFERENT = {
    "a From field with a date behind the address": ["aerc/lib/jwz/testdata/*"],
    "a name with blanks at its ends": ["aerc/lib/rfc822/testdata/message/malformed/hexa"],
    "a name that is the address": [
        "circuit-maintenance/*/cogent3.eml", "circuit-maintenance/*/windstream1.eml",
        "ruby-mail/*/content_transfer_encoding_with_8bits.eml", "ruby-mail/*/raw_email11.eml",
    ],
    "a first field with a blank before it": ["enmime/testdata/low-quality/bad-header-start.raw"],
    "two addresses without a comma": [
        "enmime/testdata/mail/malformed-multiple-address-header-values.raw", "ruby-mail/*/raw_email_multiple_from.eml",
    ],
    "a blank between an encoded word and text": ["nodemailer-mailparser/*/nodemailer.eml", "ruby-mail/*/rfc2822/example14.eml"],
    "8-bit octets": [
        "php-mime-mail-parser/tests/mails/issue149", "ruby-mail/*/invalid_subject_characters.eml", "stalwart-mail-parser/*/legacy/*",
        "zbateson-mail-mime-parser/tests/_data/emails/*",
    ],
    "an envelope line or a broken fold inside the header": [
        "ripe-whois/*/permanentFailureMessageNotEnoughParts.mail", "ripe-whois/*/unsubscribeGmail.mail",
        "ruby-mail/*/raw_email_incorrect_header.eml", "stalwart-mail-parser/*/malformed/019.eml",
    ],
    "vendors' characters in Japanese text": ["php-mime-mail-parser/tests/mails/issue116"],
    "encoded words inside quotes": ["roundup/test_mailgw_L02982.eml", "ruby-mail/*/raw_email_bad_time.eml"],
    "an address with comments or a comma in it": ["ruby-mail/*/mix_caps_content_type.eml", "ruby-mail/*/rfc2822/example13.eml"],
    "mail-parser raises": ["stalwart-mail-parser/*/malformed/001.eml", "stalwart-mail-parser/*/malformed/003.eml",
                           "stalwart-mail-parser/*/malformed/013.eml"],
}  # fmt: skip


def header_by_mail_parser(raw: bytes) -> tuple[object, ...] | None:
    try:
        second = mailparser.parse_from_bytes(raw)
    except AttributeError:
        return None
    subject = second.subject[0] if isinstance(second.subject, list) else second.subject
    sender = next(iter(second.from_ or []), None)
    return " ".join(subject.split()), sender, second.date


def header_by_us(raw: bytes) -> tuple[object, ...]:
    message = parse(raw)
    sender = (message.sender.name, message.sender.address) if message.sender else None
    date = dt.datetime.fromisoformat(message.date) if message.date else None
    return " ".join((message.subject or "").split()), sender, date


def test_subject_sender_and_date_are_those_mail_parser_reads(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "mailparser")
    different = [name for name in MAILS if header_by_us(octets(name)) != header_by_mail_parser(octets(name))]
    known = [glob for globs in DIFFERENT.values() for glob in globs]
    assert [name for name in different if not any(fnmatch(name, glob) for glob in known)] == []
    assert [glob for glob in known if not any(fnmatch(name, glob) for name in different)] == []


# Where the email package calls something text that is none, by what it is.
NO_TEXT = {
    "plain words that claim to be base64, glued together": ["enmime/*/mime-bad-content-transfer-encoding.raw"],
    "plain words that claim to be base64, decoded": ["php-mime-mail-parser/tests/mails/m0028", "stalwart-mail-parser/*/thirdparty/002.eml"],
    "base64 that it could not decode": ["enmime/testdata/parts/extra-base64-character.raw"],
    "an encoded message, which it does not open": ["php-mime-mail-parser/tests/mails/issue274.eml", "stalwart-mail-parser/*/rfc/008.eml"],
    "quoted-printable with another name": ["stalwart-mail-parser/*/thirdparty/003.eml"],
    "header fields below a line that is none": [
        "php-mime-mail-parser/tests/mails/issue84", "ripe-whois/*/permanentFailureMessageNotEnoughParts.mail",
        "ripe-whois/*/unsubscribeGmail.mail", "roundup/test_mailgw_L04891.eml", "ruby-mail/*/raw_email_incorrect_header.eml",
        "ruby-mail/*/rfc2822/example13.eml", "stalwart-mail-parser/*/malformed/019.eml",
    ],
}  # fmt: skip


def parts_by_email(message: Any) -> Iterator[tuple[str, bytes]]:
    if message.is_multipart() and message.get_content_type() not in {
        "message/delivery-status",
        "message/external-body",
    }:
        for child in message.get_payload():
            yield from parts_by_email(child)
        return
    kind = message.get_content_type().strip(">")
    text = b"" if message.is_multipart() else message.get_payload(decode=True).rstrip(b"\r\n")
    if kind.startswith("text/") and text:
        yield kind, text


def parts_by_us(part: Part) -> list[tuple[str, bytes]]:
    texts = [leaf for leaf in leaves(part) if leaf.content_type.startswith("text/")]
    return [(leaf.content_type, text) for leaf in texts if (text := leaf.octets().rstrip(b"\r\n"))]


def test_text_parts_of_well_formed_mails_are_those_the_email_package_finds() -> None:
    compared = 0
    for name in MAILS:
        raw = octets(name)
        message, second = parse(raw), email.message_from_bytes(raw)
        told = [defect for part in leaves(message.root) for defect in part.text().defects]
        told += [defect for defect in message.defects if "From" not in defect.title and "Date" not in defect.title]
        if {"mime-defect", "malformed-header"} & {defect.code for defect in told} or not message.fields:
            continue
        if any(part.content_type.startswith("message/") and part.children for part in message.root.walk()):
            continue  # the email package does not open encoded messages
        compared += 1
        if not any(fnmatch(name, glob) for globs in NO_TEXT.values() for glob in globs):
            assert parts_by_us(message.root) == list(parts_by_email(second)), name
    assert compared > 550


def test_no_text_is_lost_that_the_email_package_finds() -> None:
    different = []
    for name in MAILS:
        raw = octets(name)
        words = {word for _, text in parts_by_us(parse(raw).root) for word in text.split()}
        if any(set(text.split()) - words for _, text in parts_by_email(email.message_from_bytes(raw))):
            different.append(name)
    known = [glob for globs in NO_TEXT.values() for glob in globs]
    assert [name for name in different if not any(fnmatch(name, glob) for glob in known)] == []
    assert [glob for glob in known if not any(fnmatch(name, glob) for name in different)] == []
