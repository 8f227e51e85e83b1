"""The octets of a header field body in, one line of Unicode out: unfolded, encoded words decoded (RFC 2047)."""

from __future__ import annotations

from ticketlint.message import charset, transfer
from ticketlint.regexp import regexp

# The text of a word ends at its next question mark; a word that holds one all the same is followed for 300 octets.
_WORD = regexp(rb"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?(?:([^?]*)|(.{0,300}?))\?=")
_LINE_ENDS = regexp(r"[\r\n]+")


def decode_value(raw: bytes) -> str:
    """Return a header field body in Unicode on one line. Never raises."""
    raw = unfold(raw)
    if b"=?" in raw:
        return _decoded(raw)
    return raw.decode("ascii") if raw.isascii() else charset.decode(raw, None)[0]


def unfold(raw: bytes) -> bytes:
    """Return a header field body on one line; a carriage return inside it is a blank."""
    raw = raw.strip(b" \t\r\n")
    if b"\n" in raw or b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"").replace(b"\r", b" ")
    return raw


def undecoded(raw: bytes) -> str:
    """Return a header field body on one line, in Unicode, encoded words as they are written."""
    text = unfold(raw)
    if text.isascii():
        return text.decode("ascii")
    return decode_value(text.replace(b"=?", b"=\0?")).replace("=\0?", "=?")  # 8-bit octets now, encoded words later


def decode_words(text: str) -> str:
    """Decode the encoded words in what is Unicode already."""
    return _decoded(text.encode("utf-8")) if "=?" in text else text


def _decoded(raw: bytes) -> str:
    """Decode text with encoded words; neighbours in one charset are joined before they are decoded."""
    out: list[str] = []
    pending: list[bytes] = []  # octets of neighbouring words, whose characters may be split between them
    label: bytes | None = None
    at = 0
    for word in _WORD.finditer(raw):
        between = raw[at : word.start()]
        if between and (label is None or not between.isspace()):
            out.append(_text(pending, label) + charset.decode(between, None)[0])
            pending, label = [], None
        name = word[1].lower()
        if label is not None and label != name:
            out.append(_text(pending, label))
            pending = []
        label = name
        pending.append(_octets(word[3] if word[3] is not None else word[4], word[2]))
        at = word.end()
    out.append(_text(pending, label) + charset.decode(raw[at:], None)[0])
    return _LINE_ENDS.sub(" ", "".join(out))


def _octets(body: bytes, encoding: bytes) -> bytes:
    if encoding in b"bB":
        return transfer.base64(body.replace(b" ", b""))[0]
    return transfer.quoted_printable(body.replace(b"_", b"=20"))


def _text(octets: list[bytes], label: bytes | None) -> str:
    return charset.decode(b"".join(octets), label.decode("latin-1"))[0] if label is not None else ""
