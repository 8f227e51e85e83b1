"""A message's octets and its header in, the lines of its one text out; None where its parts are out of the common.

In common are a text alone, a text beside its HTML, HTML alone, and each of them above attachments.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from ticketlint.body import MAX_LINES
from ticketlint.diagnostic import Place
from ticketlint.hints import Final
from ticketlint.message import charset, params, transfer
from ticketlint.message.words import decode_value
from ticketlint.quick.head import (
    CONTENTS,
    DISPOSITION,
    ENCODING,
    PART_LIMIT,
    TYPE,
    Content,
    Head,
    fields_of,
    is_inline,
)
from ticketlint.regexp import regexp

LARGEST: Final = 200_000  # octets of a text that is read here
_PARTS: Final = 50
_DASHES: Final = 24  # hyphens that are looked at one by one in search of a boundary: those of a header, and more
_ESC: Final = b"\x1b"
_KIND = regexp(rb"\s*([a-zA-Z]{1,40})/([a-zA-Z0-9][a-zA-Z0-9.+_-]{0,80})\s*(?:;|$)")
_LOOKED_INTO: Final = frozenset({b"text", b"multipart", b"message"})
_SEALED: Final = frozenset({b"pkcs7-mime", b"x-pkcs7-mime", b"pgp-encrypted", b"ms-tnef"})


class Words:
    """The text of a mail, line by line. `base` is the number of its first line; `octets` are those of the text.

    `tabled` says that the text was shown as HTML and has a table in it: tabs part the cells of a row.
    """

    __slots__ = ("base", "lines", "octets", "place", "signed", "tabled")

    def __init__(
        self, lines: list[str], base: int, place: Place, octets: bytes, tabled: bool = False, signed: int = -1
    ) -> None:
        self.lines = lines
        self.base = base
        self.place: Place = place
        self.octets = octets
        self.tabled = tabled
        self.signed = signed


Bare = tuple[int, int]
"""The first of some octets without a hyphen, and the one behind the last."""

NOWHERE: Final[Bare] = (0, 0)


class _Span:
    """Where the body of a part stands, and what its header says of it."""

    __slots__ = ("content", "end", "start")

    def __init__(self, start: int, end: int, content: Content) -> None:
        self.start = start
        self.end = end
        self.content = content


def words_of(raw: bytes, head: Head, first_line: int, bare: Bare = NOWHERE) -> Words | None:
    """Return the text of a mail that has one part, or whose other parts add nothing to it.

    `bare` says between which octets no hyphen stands, as far as that is known.
    """
    content = head.content
    if content.kind == "text/plain":
        return _text(raw, _Span(head.body, len(raw), content), first_line + head.lines)
    span = _Span(head.body, len(raw), content)
    if content.kind in {"multipart/mixed", "multipart/related"}:
        found = _first_of(raw, span, bare)
        if found is None:
            return None
        span = found
    if span.content.kind == "text/plain":
        return _text(raw, span, _line(raw, span, head, first_line))
    if span.content.kind == "text/html":
        return _shown(raw, span)
    if span.content.kind != "multipart/alternative":
        return None
    parts = _children(raw, span, bare)
    if parts is None or len(parts) != _TWO:
        return None
    text, page = parts
    if text.content.kind != "text/plain" or page.content.kind != "text/html":
        return None
    words = _text(raw, text, _line(raw, text, head, first_line))
    return words if words is not None and _is_told(raw, page, words, text.content.codec) else None


_TWO: Final = 2  # a text, and the same as HTML
_CODED: Final = frozenset({"quoted-printable", "base64"})


def _line(raw: bytes, span: _Span, head: Head, first_line: int) -> int:
    """Return the number of a text's first line: in the file where it stands there as it is."""
    if span.content.encoding in _CODED:
        return 1
    from ticketlint.message.header import count_lines  # noqa: PLC0415  # start-up: a mail of one part does without

    return first_line + head.lines + count_lines(raw, head.body, span.start)


def _first_of(raw: bytes, span: _Span, bare: Bare) -> _Span | None:
    """Return the first part, where all others are files beside it."""
    spans = _spans(raw, span, bare)
    if not spans:
        return None
    for start, end in spans[1:]:
        found = fields_of(raw, start, end, PART_LIMIT)
        if found is None or not _is_file(found[0][TYPE], found[0][ENCODING], found[0][DISPOSITION]):
            return None
    start, end = spans[0]
    return _part(raw, start, end)


def _is_file(kind: bytes | None, encoding: bytes | None, disposition: bytes | None) -> bool:
    """Whether a part is shown as a file, and its text is nobody's words."""
    found = _KIND.match(kind or b"text/plain")
    if found is None or (encoding is not None and _encoding(encoding) is None):
        return False
    first, second = found[1].lower(), found[2].lower()
    if first not in _LOOKED_INTO:
        return second not in _SEALED
    return first == b"text" and second != b"calendar" and _is_attached(disposition)


@lru_cache(maxsize=256)
def _is_attached(raw: bytes | None) -> bool:
    return raw is not None and params.disposition(decode_value(raw))[0] == "attachment"


@lru_cache(maxsize=256)
def _encoding(raw: bytes) -> str | None:
    return transfer.normalise(decode_value(raw))


def _children(raw: bytes, span: _Span, bare: Bare) -> list[_Span] | None:
    parts: list[_Span] = []
    for start, end in _spans(raw, span, bare) or ():
        part = _part(raw, start, end)
        if part is None:
            return None
        parts.append(part)
    return parts


def _part(raw: bytes, start: int, end: int) -> _Span | None:
    """Read a part's header; None where it is no part that is shown.

    Parts have few fields, which are alike from mail to mail: what was said by the same octets is remembered.
    """
    stop = blank_line(raw, start, min(end, start + _REMEMBERED))
    octets = raw[start:stop] if stop >= 0 else b""
    known = _BY_HEADER.get(octets)
    if known is not None:
        return _Span(stop + 2, end, known)
    found = fields_of(raw, start, end, PART_LIMIT)
    if found is None or not is_inline(found[0][DISPOSITION]):
        return None
    content = CONTENTS[found[0][TYPE], found[0][ENCODING]]
    if content is None:
        return None
    if octets and found[1] == stop + 2:
        if len(_BY_HEADER) >= _MOST:
            _BY_HEADER.clear()
        _BY_HEADER[octets] = content
    return _Span(found[1], end, content)


_REMEMBERED: Final = 400  # octets of a part's header
_MOST: Final = 256
_BY_HEADER: Final[dict[bytes, Content]] = {}


def _spans(raw: bytes, span: _Span, bare: Bare) -> list[tuple[int, int]] | None:
    mark = b"--" + span.content.boundary
    if len(mark) < _SHORTEST or span.content.encoding not in {"7bit", "8bit", "binary"}:
        return None
    return split(raw, mark, span.start, span.end, *bare)


def _split(
    raw: bytes,
    mark: bytes,
    start: int,
    end: int,
    bare: int = 0,  # noqa: ARG001 - known only where this is compiled, as the next one
    smooth: int = 0,  # noqa: ARG001
) -> list[tuple[int, int]] | None:
    """Return where the parts stand between boundaries that all look as they should; None where one does not."""
    spans: list[tuple[int, int]] = []
    begin = -1
    at = raw.find(mark, start, end)
    while at >= 0 and len(spans) < _PARTS:
        if at != start and raw[at - 1] != _NEWLINE:
            return None
        after = at + len(mark)
        newline = raw.find(b"\n", after, min(end, after + 100))
        rest = raw[after : newline if newline >= 0 else end].strip(b" \t\r")
        if begin >= 0:
            spans.append((begin, _line_end(raw, begin, at)))
        if rest == b"--":
            return spans
        if rest or newline < 0:
            return None
        begin = newline + 1
        at = _next(raw, mark, begin, end)
    return None


def _blank_line(raw: bytes, start: int, end: int) -> int:
    """Return where a line end stands that a blank line follows; -1 where there is none."""
    return raw.find(b"\n\n", start, end)


_SHORTEST: Final = 4
_NEWLINE: Final = 10


def _next(raw: bytes, mark: bytes, begin: int, end: int) -> int:
    """Find a boundary. In base64 stand no hyphens, and one octet is found several times as fast as many."""
    at = begin - 1
    for _ in range(_DASHES):
        at = raw.find(b"-", at + 1, end)
        if at < 0 or raw.startswith(mark, at, end):
            return at
    return raw.find(mark, at + 1, end)


def _line_end(raw: bytes, begin: int, at: int) -> int:
    """Return the end of what stands before a boundary, whose line end belongs to it."""
    if at > begin and raw[at - 1] == _NEWLINE:
        at -= 1
        if at > begin and raw[at - 1 : at] == b"\r":
            at -= 1
    return at


lines_of: Callable[[bytes, bool], list[str] | None] | None
tells: Callable[[bytes, bytes, int, int, bool, bool], int] | None
try:
    from ticketlint.native import lines as native
    from ticketlint.native import octets, pieces

    split, blank_line, tells, lines_of = pieces.split, pieces.blank_line, octets.tells, native.lines
except ImportError:  # installed without a compiler
    split, blank_line, tells, lines_of = _split, _blank_line, None, None


def _text(raw: bytes, span: _Span, line: int) -> Words | None:
    octets = _octets(raw, span)
    if octets is None:
        return None
    codec = span.content.codec
    lines = lines_of(octets, codec == "utf-8") if lines_of is not None else None
    if lines is None:
        lines = _decoded_lines(octets, codec)
    if lines is None or len(lines) > MAX_LINES or (span.content.flowed and _flows("\n".join(lines))):
        return None
    if span.content.encoding in _CODED:
        return Words(lines, 1, "decoded", octets)
    return Words(lines, line, "file", octets)


def _decoded_lines(octets: bytes, codec: str | None) -> list[str] | None:
    """Return the lines of a text whose charset holds; None where anything would have to be guessed."""
    text = decoded(octets, codec)
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


def _flows(text: str) -> bool:
    """Whether a text that may be flowed (RFC 3676) is: a line goes on, is quoted, or has a blank put before it."""
    wrapped = f"\n{text}\n".replace("\n-- \n", "\n\n")
    return any(sign in wrapped for sign in (" \n", "\n ", "\n>"))


def _octets(raw: bytes, span: _Span) -> bytes | None:
    if span.end - span.start > LARGEST:
        return None
    octets = raw[span.start : span.end]
    if span.content.encoding == "quoted-printable":
        return transfer.quoted_printable(octets)
    if span.content.encoding == "base64":
        octets, mended = transfer.base64(octets)
        return None if mended else octets
    return octets


def _shown(raw: bytes, span: _Span) -> Words | None:
    """Return the lines that an HTML part shows."""
    from ticketlint.quick import above, page  # noqa: PLC0415  # start-up: text mails do without

    codec = span.content.codec
    if codec is not None and span.content.encoding == "quoted-printable":
        span = _Span(above.begin_of_known(raw, span.start, span.end), span.end, span.content)
    octets = _octets(raw, span)
    if octets is None or (codec is None and charset.of_html(octets) is not None):
        return None
    html = decoded(octets, codec)
    if html is None or "\0" in html:
        return None
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    begin = above.begin_of(html)
    found = page.shown(html[begin:]) if begin is not None else None
    if found is None:
        return None
    text = "\n".join(found.lines)
    return Words(found.lines, 1, "decoded", text.encode("utf-8", "replace"), "\t" in text, found.signed)


def _is_told(raw: bytes, span: _Span, words: Words, text_codec: str | None) -> bool:
    """Whether a text says all that an HTML part shows."""
    if span.end - span.start > LARGEST:
        return False
    codec, encoding = span.content.codec, span.content.encoding
    if codec in _WALKED and encoding != "base64":
        start, quoted = span.start, encoding == "quoted-printable"
        if quoted:
            start = _begin_of_silent()(raw, start, span.end)
        said = words.octets if text_codec in _WALKED else "\n".join(words.lines).encode("utf-8", "replace")
        told = tells(said, raw, start, span.end, quoted, codec == "utf-8") if tells is not None else _UNSURE
        if told != _UNSURE:
            return told == 1
        span = _Span(start, span.end, span.content)
    octets = _octets(raw, span)
    if octets is None or (codec is None and charset.of_html(octets) is not None):
        return False
    return _tells("\n".join(words.lines), octets, codec)


@cache
def _begin_of_silent() -> Callable[[bytes, int, int], int]:
    """Return what passes over a head that is known: to import it again and again costs a third of its work."""
    from ticketlint.quick.above import begin_of_silent  # noqa: PLC0415  # start-up: text mails do without

    return begin_of_silent


def _tells(text: str, octets: bytes, codec: str | None) -> bool:
    """Whether a text says all that stands between the tags of a page, apart from blanks and colons."""
    from ticketlint.body.markup import flat, flat_text  # noqa: PLC0415  # start-up: text mails do without

    page = decoded(octets, codec)
    return page is not None and flat(page) in flat_text(text)


_WALKED: Final = frozenset({"utf-8", "ascii"})  # codecs of pages that need not be decoded for it
_UNSURE: Final = -1


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
