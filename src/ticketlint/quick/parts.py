"""A message's octets and its header in, the lines of its one text out; None where its parts are out of the common."""

from __future__ import annotations

from typing import NamedTuple

from ticketlint.diagnostic import Place
from ticketlint.message import charset, transfer
from ticketlint.quick.head import Content, Head

LARGEST = 200_000  # octets of a text that is read here
_ESC = b"\x1b"


class Words(NamedTuple):
    """The text of a mail, line by line. `base` is the number of its first line; `octets` are those of the text."""

    lines: list[str]
    base: int
    place: Place
    octets: bytes
    html: str | None = None


def words_of(raw: bytes, head: Head, first_line: int) -> Words | None:
    """Return the text of a mail that has one part, or whose other parts add nothing to it."""
    content = head.content
    if content.kind == "text/plain":
        if len(raw) - head.body > LARGEST:
            return None
        return _text(raw[head.body :], content, first_line + head.lines)
    return None


def _text(octets: bytes, content: Content, line: int) -> Words | None:
    place: Place = "file"
    if content.encoding == "quoted-printable":
        octets, place = transfer.quoted_printable(octets), "decoded"
    elif content.encoding == "base64":
        octets, mended = transfer.base64(octets)
        if mended:
            return None
        place = "decoded"
    text = decoded(octets, content.codec)
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return Words(lines, line if place == "file" else 1, place, octets)


def decoded(octets: bytes, codec: str | None) -> str | None:
    """Decode a text whose charset holds; None where anything would have to be guessed."""
    if octets.isascii():
        return octets.decode("ascii") if _ESC not in octets else None
    if codec == "utf-8":
        try:
            return octets.decode("utf-8")
        except UnicodeError:
            return None
    if codec is None:
        return None
    text, used, doubt = charset.decode(octets, codec)
    return text if doubt is None and charset.keeps_ascii(used) else None
