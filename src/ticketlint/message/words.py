"""The octets of a header field body in, one line of Unicode out: unfolded, encoded words decoded (RFC 2047)."""

from __future__ import annotations

import re

from ticketlint.message import charset, transfer

# The text of a word ends at its next question mark; a word that holds one all the same is followed for 300 characters.
_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?(?:([^?]*)|(.{0,300}?))\?=")
_LINE_ENDS = re.compile(r"[\r\n]+")


def decode_value(raw: bytes) -> str:
    """Return a header field body in Unicode on one line. Never raises."""
    raw = raw.strip(b" \t\r\n")
    if b"\n" in raw or b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"").replace(b"\r", b" ")
    text = raw.decode("ascii") if raw.isascii() else charset.decode(raw, None)[0]
    return decode_words(text) if "=?" in text else text


def decode_words(text: str) -> str:
    """Decode the encoded words in a text; neighbours in one charset are joined before they are decoded."""
    out: list[str] = []
    pending = b""  # octets of neighbouring words, whose characters may be split between them
    label: str | None = None
    at = 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        if between and (label is None or not between.isspace()):
            out.append(_flush(pending, label) + between)
            pending, label = b"", None
        name = word[1].lower()
        if label is not None and label != name:
            out.append(_flush(pending, label))
            pending = b""
        label = name
        body = word[3] if word[3] is not None else word[4]
        pending += _octets(body, word[2])
        at = word.end()
    out.append(_flush(pending, label) + text[at:])
    return _LINE_ENDS.sub(" ", "".join(out))


def _octets(body: str, encoding: str) -> bytes:
    octets = body.encode("utf-8")
    if encoding in "bB":
        return transfer.base64(octets.replace(b" ", b""))[0]
    return transfer.quoted_printable(octets.replace(b"_", b"=20"))


def _flush(octets: bytes, label: str | None) -> str:
    return charset.decode(octets, label)[0] if octets else ""
