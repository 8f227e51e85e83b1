"""Octets in, the header block cut off and its fields told apart out (RFC 5322, section 2.2)."""

from __future__ import annotations

import re
from itertools import accumulate

from ticketlint.hints import TYPE_CHECKING
from ticketlint.message.model import Defect, HeaderField
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD_LIMIT = 64 * 1024  # octets of one field that are read
BLOCK_LIMIT = 1024 * 1024  # octets of one header block that are read
_MOST = 10_000  # fields of one header block that are kept

_FIELD = regexp(rb"(?<![^\n])([!-9;-~]{1,80}+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n")
_NAME = regexp(rb"([!-9;-~]+)[ \t]*:")
# Names that tell a header from a form that somebody saved as a file: Status, Priority and Comments could be labels.
_KNOWN = regexp(
    r"(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to|references|received|return-path"
    r"|mime-version|delivered-to|envelope-to|thread-(?:topic|index)|user-agent|auto-submitted|dkim-signature"
    r"|authentication-results|content-[a-z-]+|x-[\w-]+|resent-[a-z-]+|list-[a-z-]+|arc-[a-z-]+)",
    re.IGNORECASE | re.ASCII,
)
_STRONG = frozenset(
    {"received", "message-id", "mime-version", "return-path", "delivered-to", "content-type", "dkim-signature"}
)
_ENVELOPE = regexp(rb">?From \S[^\n]*\n")
_NOTHING = regexp(rb"()")
_INDENTED = regexp(rb"[ \t]+([!-9;-~]+)[ \t]*:")
_NOT_FOLDED = (b":", b"From ", b">From ")
_LINE_END = regexp(rb"\r\n|\n|\r")
_BLANKS = regexp(rb"(?:[ \t]*+\r?\n)++")


@dataclass(frozen=True, slots=True)
class Header:
    """A header block: its fields, where in the octets the body begins, and what was wrong with it."""

    fields: tuple[HeaderField, ...]
    body: int
    defects: tuple[Defect, ...] = ()


def count_lines(octets: bytes, start: int, end: int) -> int:
    """Count line ends: CRLF, LF and CR alone."""
    lines = octets.count(b"\n", start, end)
    if octets.find(b"\r", start, end) >= 0:
        lines += octets.count(b"\r", start, end) - octets.count(b"\r\n", start, end)
    return lines


def of_message(raw: bytes, start: int, end: int, line: int) -> Header:
    """Cut the header off a message; what stands before it (a BOM, blank lines, an envelope line) is passed over.

    Octets that open with a blank line or hold no field known to mail have no header: all is body.
    """
    at = start
    if raw.startswith(b"\xef\xbb\xbf", at, end):
        at += 3
    blank = _BLANKS.match(raw, at, end)
    top = at
    if blank is not None:
        top = blank.end()
    envelope = _ENVELOPE.match(raw, top, end)
    while envelope is not None:
        top = envelope.end()
        envelope = _ENVELOPE.match(raw, top, end)
    header = of_part(raw, top, end, line + count_lines(raw, start, top))
    if blank is not None and not any(one.name.lower() in _STRONG for one in header.fields):
        first = _LINE_END.match(raw, at, end)
        return Header((), first.end() if first else at)
    if not any(_KNOWN.fullmatch(one.name) for one in header.fields):
        return Header((), top)
    return header


def of_part(raw: bytes, start: int, end: int, line: int) -> Header:
    """Cut the header off a part, whose first line is the file's line `line`."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Header((), start + (1 if raw[start] == 10 else 2))
    stop, body = _blank_line(raw, start, end)
    defects: list[Defect] = []
    if stop - start > BLOCK_LIMIT:
        stop = start + BLOCK_LIMIT
        defects.append(Defect("malformed-header", "the header is longer than 1 MiB; only its beginning was read", line))
    block = raw[start:stop]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if (regular := _regular(block, line)) is not None:
        return Header(tuple(regular), body, tuple(defects))
    lines, numbers = _lines(block, line)
    fields: list[HeaderField] = []
    name = b""
    value: list[bytes] = []
    began = 0
    for at, text in enumerate(lines):
        if name and text[:1] in (b" ", b"\t"):
            value.append(text)
            continue
        found = _NAME.match(text) or _misplaced(text, lines[at + 1] if at + 1 < len(lines) else b"")
        if found is None:
            defects.append(Defect("mime-defect", "no blank line parts the header from the body", numbers[at]))
            body = _offset(raw, start, at)
            break
        if not found[1]:
            defects.append(Defect("malformed-header", "a line of the header is no header field", numbers[at]))
            if name and not text.startswith(_NOT_FOLDED):
                value.append(b" " + text)
            continue
        if name:
            fields.append(_field(name, value, began, defects))
        name, value, began = found[1], [text[found.end() :]], numbers[at]
        if len(fields) >= _MOST:
            break
    if name:
        fields.append(_field(name, value, began, defects))
    return Header(tuple(fields), body, tuple(defects[:20]))


def _regular(block: bytes, line: int) -> list[HeaderField] | None:
    """Read a header block in which every line belongs to a field of common size; None for any other."""
    fields: list[HeaderField] = []
    at = 0
    if len(block) > FIELD_LIMIT or b"\r" in block:
        return None
    for found in _FIELD.finditer(block):
        if found.start() != at:
            return None
        at = found.end()
        raw = found[2]
        fields.append(HeaderField(found[1].decode("ascii"), raw, line))
        line += 1 + raw.count(b"\n")
    return fields if at == len(block) else None


def _misplaced(text: bytes, following: bytes) -> re.Match[bytes] | None:
    """Match a line that stands in a header without being a field; the text of a body gives no match.

    Where the next line is a field that mail knows, the header goes on: the line lost the blank that folded it.
    """
    if text.startswith(_NOT_FOLDED):
        return _NOTHING.match(text)
    if text[:1] in (b" ", b"\t"):
        return _INDENTED.match(text) or _NOTHING.match(text)
    found = None if text.startswith(b"--") else _NAME.match(following)
    return _NOTHING.match(text) if found and _KNOWN.fullmatch(found[1].decode("ascii")) else None


def _lines(block: bytes, line: int) -> tuple[list[bytes], Sequence[int]]:
    """Return the lines of a header block and their numbers in the file; a CR inside a line is a blank."""
    numbers: Sequence[int] = range(line, line + block.count(b"\n") + 1)
    if b"\r" in block:
        numbers = list(accumulate((1 + text.count(b"\r") for text in block.split(b"\n")), initial=line))
        block = block.replace(b"\r", b" ")
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines, numbers


def _field(name: bytes, value: list[bytes], line: int, defects: list[Defect]) -> HeaderField:
    raw = value[0] if len(value) == 1 else b"\n".join(value)
    shown = name[:80].decode("ascii")
    if len(raw) > FIELD_LIMIT:
        raw = raw[:FIELD_LIMIT]
        defects.append(Defect("malformed-header", f"the header field {shown} is longer than 64 KiB", line))
    return HeaderField(shown, raw, line)


def _blank_line(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the header block stops and where the body begins; both are the end where no blank line is."""
    for limit in (min(end, start + 65536), end):  # a mail without a bare LF must not be searched to its end for one
        lf = raw.find(b"\n\n", start, limit)
        crlf = raw.find(b"\n\r\n", start, limit if lf < 0 else lf)
        if crlf >= 0:
            return crlf + 1, crlf + 3
        if lf >= 0:
            return lf + 1, lf + 2
    return end, end


def _offset(raw: bytes, start: int, lines: int) -> int:
    at = start
    for _ in range(lines):
        at = raw.index(b"\n", at) + 1
    return at
