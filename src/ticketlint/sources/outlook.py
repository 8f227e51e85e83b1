"""The octets of an Outlook `.msg` in, the same mail as RFC 5322 has it out."""

from __future__ import annotations

import base64
import codecs
import datetime as dt
import re
import struct
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING

import olefile  # type: ignore[import-untyped]  # ships no types
from compressed_rtf import decompress  # type: ignore[import-untyped]  # ships no types
from oxmsg.storage import Storage
from striprtf.striprtf import rtf_to_text

from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Iterator

# Property identifiers of MS-OXPROPS.
_CLASS, _SUBJECT, _HEADERS, _BODY, _RTF, _HTML = 0x001A, 0x0037, 0x007D, 0x1000, 0x1009, 0x1013
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_MESSAGE_ID, _REFERENCES, _IN_REPLY_TO = 0x1035, 0x1039, 0x1042
_SENDERS = ((0x0C1A, (0x5D01, 0x0C1F)), (0x0042, (0x5D02, 0x0065)))  # name, addresses: the sender, whom they wrote for
_DISPLAY_NAME, _ADDRESSES, _RECIPIENT_TYPE = 0x3001, (0x39FE, 0x3003), 0x0C15
_DATA, _FILE_NAMES, _MIME_TAG, _CONTENT_ID = 0x3701, (0x3707, 0x3704, 0x3001), 0x370E, 0x3712
_INTERNET_CODEPAGE, _MESSAGE_CODEPAGE, _LOCALE = 0x3FDE, 0x3FFD, 0x3FF1

_STRING, _STRING8, _BINARY = 0x001F, 0x001E, 0x0102
_EMBEDDED = "__substg1.0_3701000D"
_DEEPEST = 8
_LARGEST_RTF = 16 * 2**20
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)

_CODECS = {
    65001: "utf-8",
    20127: "ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    51932: "euc-jp",
    51949: "euc-kr",
    54936: "gb18030",
}
# The code page that Windows uses for a language (the low ten bits of a locale).
_ANSI = {
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), 1251),
    **dict.fromkeys((0x03, 0x06, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x0F, 0x10, 0x13, 0x14, 0x16, 0x1D), 1252),
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),
    **dict.fromkeys((0x01, 0x20, 0x29), 1256),
    **dict(
        zip((0x08, 0x1F, 0x0D, 0x2A, 0x1E, 0x11, 0x04, 0x12), (1253, 1254, 1255, 1258, 874, 932, 936, 949), strict=True)
    ),
}
_TRADITIONAL_CHINESE = (0x0404, 0x0C04, 0x1404)
_FIELD = regexp(r"[!-9;-~]+[ \t]*:")
_STRUCTURE = ("mime-version", "content-")
_TYPE = regexp(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_RECIPIENTS = {1: "To", 2: "Cc", 3: "Bcc"}


class NotAMessageError(ValueError):
    """The container holds something else: a Word document, a spreadsheet."""


class DamagedError(ValueError):
    """The container says that it is a message, and cannot be read."""


def rfc5322(octets: bytes) -> bytes:
    """Return the message of a `.msg` file as octets: its transport header, its bodies, its attachments."""
    try:
        with olefile.OleFileIO(octets) as container:
            root = Storage.from_ole(container) if container.exists("__properties_version1.0") else None
        converted = _message(root, 32, _codec(root, 32, "cp1252"), 0) if root else None
    except Exception as error:  # a foreign reader meets damaged octets with any exception there is
        raise DamagedError(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__) from error
    if converted is None:
        raise NotAMessageError
    return converted


def _message(storage: Storage, offset: int, codec: str, depth: int) -> bytes:
    fields = _fields(storage, offset, codec)
    attachments = list(storage.iter_attachment_storages())
    if _text(storage, _CLASS, codec).upper().startswith("IPM.NOTE.SMIME") and len(attachments) == 1:
        return _lines(fields) + _secured(attachments[0], codec)
    body = _bodies(storage, offset, codec)
    parts = [body, *(_attachment(attachment, codec, depth) for attachment in attachments)]
    return _lines(fields) + b"MIME-Version: 1.0\r\n" + (body if len(parts) == 1 else _multipart("mixed", parts, depth))


def _fields(storage: Storage, offset: int, codec: str) -> list[str]:
    """Give the header: what stood in it on its way, and from the properties what is absent there."""
    fields = _transport(_text(storage, _HEADERS, codec))
    names = {field.partition(":")[0].strip().lower() for field in fields}

    def add(name: str, value: str) -> None:
        if value.strip() and name.lower() not in names:
            fields.append(f"{name}: {value}")

    senders = (_mailbox(_text(storage, name, codec), _first(storage, at, codec)) for name, at in _SENDERS)
    add("From", next(filter(None, senders), ""))
    receivers: dict[str, list[str]] = {}
    for recipient in storage.iter_recipient_storages():
        number = _fixed(recipient, 8, _RECIPIENT_TYPE) & 0xF
        address = _mailbox(_text(recipient, _DISPLAY_NAME, codec), _first(recipient, _ADDRESSES, codec))
        receivers.setdefault(_RECIPIENTS.get(number, "To"), []).append(address)
    for name, mailboxes in receivers.items():
        add(name, ",\r\n ".join(filter(None, mailboxes)))
    add("Subject", _encoded(_text(storage, _SUBJECT, codec)))
    add("Date", _date(_fixed(storage, offset, _SUBMITTED) or _fixed(storage, offset, _DELIVERED)))
    add("Message-ID", _clean(_text(storage, _MESSAGE_ID, codec)))
    add("In-Reply-To", _clean(_text(storage, _IN_REPLY_TO, codec)))
    add("References", _clean(_text(storage, _REFERENCES, codec)))
    kind = _text(storage, _CLASS, codec).upper()
    if kind.startswith("REPORT.") or "OOFTEMPLATE" in kind or "REPLYTEMPLATE" in kind:
        add("Auto-Submitted", "auto-replied" if "TEMPLATE" in kind else "auto-generated")
    return fields


def _transport(text: str) -> list[str]:
    """Part the transport header into fields, without those that speak of a body which is built anew."""
    fields: list[str] = []
    keep = False
    for line in text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t") and line.strip():
            if keep:
                fields[-1] += "\r\n" + line
        elif keep := bool(_FIELD.match(line)) and not line.lower().startswith(_STRUCTURE):
            fields.append(line)
    return fields


def _lines(fields: list[str]) -> bytes:
    return "".join(f"{field}\r\n" for field in fields).encode("utf-8", "replace")


def _bodies(storage: Storage, offset: int, codec: str) -> bytes:
    """Give the text and the HTML as one part, in one multipart/alternative where there are both."""
    body_codec = _codec_of(_fixed(storage, offset, _INTERNET_CODEPAGE)) or codec
    text = _text(storage, _BODY, codec)
    if (raw := _raw(storage, _HTML, _BINARY)) is not None:
        html = raw.decode(body_codec, "replace")
    else:
        html = _text(storage, _HTML, codec)
    if not text.strip() and not html.strip():
        text = _from_rtf(_raw(storage, _RTF, _BINARY)) or text
    parts = []
    if text.strip() or not html.strip():
        parts.append(_leaf("text/plain; charset=utf-8", text.encode("utf-8", "replace")))
    if html.strip():
        parts.append(_leaf("text/html; charset=utf-8", html.encode("utf-8", "replace")))
    return parts[0] if len(parts) == 1 else _multipart("alternative", parts, 0)


def _from_rtf(packed: bytes | None) -> str:
    if not packed or int.from_bytes(packed[4:8], "little") > _LARGEST_RTF:
        return ""
    return str(rtf_to_text(decompress(packed).decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]


def _attachment(storage: Storage, codec: str, depth: int) -> bytes:
    name = _clean(_first(storage, _FILE_NAMES, codec))
    embedded = next((inner for inner in storage.storages if inner.name == _EMBEDDED), None)
    if embedded is not None and depth < _DEEPEST and "__properties_version1.0" in {s.name for s in embedded.streams}:
        inner = _message(embedded, 24, _codec(embedded, 24, codec), depth + 1)
        return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    kind = _text(storage, _MIME_TAG, codec).strip().lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"
    disposition = "attachment" + (f'; filename="{_encoded(name, quoted=True)}"' if name else "")
    more = f"Content-Disposition: {disposition}\r\n"
    if identifier := _clean(_text(storage, _CONTENT_ID, codec)):
        more += f"Content-ID: <{_encoded(identifier).strip('<>')}>\r\n"
    return _leaf(kind, _raw(storage, _DATA, _BINARY) or b"", more)


def _secured(storage: Storage, codec: str) -> bytes:
    """Give a signed or encrypted body: Outlook keeps it whole, as the only attachment."""
    data = _raw(storage, _DATA, _BINARY) or b""
    if data[:200].lower().lstrip().startswith((b"content-type:", b"mime-version:")):
        return (
            b"" if data[:200].lower().lstrip().startswith(b"mime-version:") else b"MIME-Version: 1.0\r\n"
        ) + data.lstrip()
    kind = _text(storage, _MIME_TAG, codec).strip().lower()
    return b"MIME-Version: 1.0\r\n" + _leaf(
        kind if kind.startswith("application/") and _TYPE.fullmatch(kind) else "application/pkcs7-mime", data
    )


def _leaf(kind: str, data: bytes, more: str = "") -> bytes:
    header = f"Content-Type: {kind}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n"
    return header.encode("utf-8", "replace") + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _multipart(kind: str, parts: list[bytes], depth: int) -> bytes:
    boundary = f"=_{kind}_{depth}_"
    while any(boundary.encode() in part for part in parts):
        boundary += "x"
    mark = f"--{boundary}\r\n".encode()
    joined = b"".join(mark + part + b"\r\n" for part in parts)
    header = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    return header.encode() + joined + f"--{boundary}--\r\n".encode()


def _mailbox(name: str, address: str) -> str:
    name, address = _clean(name), _clean(address)
    if "@" not in address or re.search(r"[\s<>]", address):
        address = ""  # an X.500 name of the sender's own Exchange server tells nobody anything
    if name == address or not name:
        return address
    shown = _encoded(name) if not name.isascii() else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{shown} <{address}>" if address else shown


def _encoded(text: str, *, quoted: bool = False) -> str:
    """Write text as a header field may have it: as it is where that is ASCII, else as encoded words."""
    text = _clean(text)
    if text.isascii():
        return re.sub(r'(["\\])', r"\\\1", text) if quoted else text
    return Header(text.encode("utf-8", "replace").decode(), "utf-8", maxlinelen=75).encode(linesep="\r\n")


def _clean(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split(" ")).strip()


def _date(ticks: int) -> str:
    """Write a count of 100 ns since 1601 as a date; nothing where it is absent or no date."""
    try:
        return format_datetime(_EPOCH + dt.timedelta(seconds=ticks // 10**7)) if ticks else ""
    except OverflowError:
        return ""


def _first(storage: Storage, properties: tuple[int, ...], codec: str) -> str:
    """Return the first of these properties that holds an address, else the first that holds anything."""
    values = [value for value in (_text(storage, number, codec) for number in properties) if value.strip()]
    return next((value for value in values if "@" in value), values[0] if values else "")


def _text(storage: Storage, number: int, codec: str) -> str:
    if (wide := _raw(storage, number, _STRING)) is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return (_raw(storage, number, _STRING8) or b"").decode(codec, "replace").rstrip("\0")


def _raw(storage: Storage, number: int, kind: int) -> bytes | None:
    try:
        return bytes(storage.property_stream_bytes(number, kind))
    except KeyError:
        return None


def _fixed(storage: Storage, offset: int, number: int) -> int:
    """Return a property of fixed length as a whole number, 0 where it is absent; `offset` skips the stream's header."""
    return next((value for found, value in _segments(storage, offset) if found == number), 0)


def _segments(storage: Storage, offset: int) -> Iterator[tuple[int, int]]:
    try:
        octets = storage.properties_stream_bytes[offset:]
    except KeyError:
        return
    for kind, number, value in struct.iter_unpack("<HH4xQ", octets[: len(octets) // 16 * 16]):
        yield number, value if kind in (0x0040, 0x0014) else value & 0xFFFFFFFF


def _codec(storage: Storage, offset: int, fallback: str) -> str:
    """Name the codec of strings that are not Unicode: the message says it, or its language does."""
    locale = _fixed(storage, offset, _LOCALE)
    ansi = 950 if locale in _TRADITIONAL_CHINESE else _ANSI.get(locale & 0x3FF, 0)
    codepages = (_fixed(storage, offset, _MESSAGE_CODEPAGE), ansi, _fixed(storage, offset, _INTERNET_CODEPAGE))
    return next((found for codepage in codepages if (found := _codec_of(codepage))), fallback)


def _codec_of(codepage: int) -> str | None:
    """Return Python's name for a Windows code page, or None for none and for what Python does not know."""
    if not codepage:
        return None
    name = _CODECS.get(codepage) or (f"iso-8859-{codepage - 28590}" if 28590 < codepage < 28607 else f"cp{codepage}")
    if 50220 <= codepage <= 50222:
        name = "iso-2022-jp"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
