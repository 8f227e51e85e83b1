"""A message's octets and its header in, the tree of its parts out (RFC 2046), lenient and bounded."""

from __future__ import annotations

from types import MappingProxyType

from ticketlint.hints import TYPE_CHECKING, Literal
from ticketlint.message import header, params, smime, transfer
from ticketlint.message.model import AS_IS, Defect, HeaderField, Part
from ticketlint.message.words import undecoded
from ticketlint.record import dataclass, field, replace
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Mapping

DEPTH = 64  # containers inside one another
PARTS = 10_000  # parts of one message
DECODED = 32 * 1024 * 1024  # octets of encoded messages that are opened
_DEFECTS = 50  # a mail with more of them is not told better by all

_GUESS = regexp(rb"(?:\A|\n)--([^\s-][^\r\n]{0,200}|-+[^\s-][^\r\n]{0,200})\r?\n(?:Content-[A-Za-z-]{1,40}:|\r?\n)")
_RFC822 = frozenset({"message/rfc822", "message/global", "message/news", "message/partial"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED = "signed-data"
_NO_PARAMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Body:
    """The stretch of octets that a part's body takes, and the file line on which it begins."""

    raw: bytes
    start: int
    end: int
    line: int
    depth: int = 0
    in_file: bool = True


@dataclass(slots=True)
class Tally:
    """What has been spent on one message, and what was found wrong with its structure."""

    parts: int = 0
    decoded: int = 0
    defects: list[Defect] = field(default_factory=list)

    def fault(self, title: str, line: int) -> None:
        """Note a fault of the structure."""
        if len(self.defects) < _DEFECTS:
            self.defects.append(Defect("mime-defect", title, line))


def build(fields: tuple[HeaderField, ...], body: Body, tally: Tally, default: str = "text/plain") -> Part:
    """Return the part that has these header fields and this body; `default` is its type where they name none."""
    tally.parts += 1
    content: dict[str, HeaderField] = {}
    for one in fields:
        if one.name[:8].lower() == "content-":
            content.setdefault(one.name[8:].lower(), one)
    kind, values, disposition, filename = describe(content, default, tally)
    encoding = transfer_encoding(content, tally)
    children: tuple[Part, ...] = ()
    if kind.startswith("multipart/"):
        if body.depth >= DEPTH:
            tally.fault("parts stand inside one another deeper than anybody reads", body.line)
        else:
            children = _multipart(body, kind, values.get("boundary", ""), tally)
        if not children:
            kind = "text/plain"  # what cannot be taken apart is read as it stands
    elif kind in _RFC822 or (kind in _SMIME and values.get("smime-type", _SIGNED).lower() == _SIGNED):
        if body.depth >= DEPTH:
            tally.fault("messages stand inside one another deeper than anybody reads", body.line)
        else:
            children = (_message if kind in _RFC822 else _signed)(body, encoding, tally)
    return Part(
        content_type=kind,
        params=values,
        disposition=disposition,
        filename=filename,
        encoding=encoding,
        children=children,
        first_line=body.line,
        fields=fields,
        in_file=body.in_file,
        raw=body.raw,
        start=body.start,
        end=body.end,
    )


def describe(
    content: Mapping[str, HeaderField], default: str, tally: Tally
) -> tuple[str, Mapping[str, str], Literal["", "inline", "attachment"], str | None]:
    """Return media type, parameters, disposition and file name, as the Content- fields of a part give them."""
    kind, values = default, _NO_PARAMS
    one = content.get("type")
    if one is not None:
        found, values = params.content_type(undecoded(one.raw))
        if found is None:
            kind = "text/plain"
            tally.fault("the Content-Type names no media type", one.line)
        else:
            kind = found
            if b"=?" in one.raw.partition(b";")[0]:
                tally.fault("the Content-Type is written as an encoded word", one.line)
    where: Literal["", "inline", "attachment"] = ""
    filename: str | None = None
    one = content.get("disposition")
    if one is not None:
        word, extra = params.disposition(undecoded(one.raw))
        filename = extra.get("filename") or None
        if word == "inline":
            where = "inline"
        elif word or filename:
            where = "attachment"  # RFC 2183, section 2.8: an unknown disposition is an attachment
    return kind, values, where, filename or values.get("name") or None


def transfer_encoding(content: Mapping[str, HeaderField], tally: Tally) -> str:
    """Return the normalised transfer encoding; one that does not exist counts as 8bit."""
    one = content.get("transfer-encoding")
    if one is None:
        return "7bit"
    encoding = transfer.normalise(one.value)
    if encoding is None:
        tally.fault("the Content-Transfer-Encoding is none that exists", one.line)
        return "8bit"
    return encoding


def _message(body: Body, encoding: str, tally: Tally) -> tuple[Part, ...]:
    inner = replace(body, depth=body.depth + 1)
    if encoding not in AS_IS:
        raw = _decoded(body, encoding, tally)
        inner = replace(inner, raw=raw, start=0, end=len(raw), in_file=False)
        if not raw:
            return ()
    head = header.of_message(inner.raw, inner.start, inner.end, inner.line)
    line = inner.line + header.count_lines(inner.raw, inner.start, head.body)
    return (build(head.fields, replace(inner, start=head.body, line=line), tally),)


def _signed(body: Body, encoding: str, tally: Tally) -> tuple[Part, ...]:
    """Open an opaque signature; what is encrypted stays closed and has no children."""
    raw = smime.signed_content(_decoded(body, encoding, tally))
    if not raw:
        return ()
    head = header.of_part(raw, 0, len(raw), body.line)
    return (build(head.fields, Body(raw, head.body, len(raw), body.line, body.depth + 1, in_file=False), tally),)


def _decoded(body: Body, encoding: str, tally: Tally) -> bytes:
    tally.decoded += body.end - body.start
    if tally.decoded > DECODED:
        tally.fault("a message inside the mail is too large to be opened", body.line)
        return b""
    return transfer.decode(body.raw[body.start : body.end], encoding)[0]


def _multipart(body: Body, kind: str, boundary: str, tally: Tally) -> tuple[Part, ...]:
    raw, line = body.raw, body.line
    mark = boundary.rstrip().encode("utf-8")
    spans, closed = _split(body, mark) if mark else ([], False)
    if not spans:
        guess = _GUESS.search(raw, body.start, min(body.end, body.start + 65536))
        if guess is None:
            tally.fault("the mail claims to have several parts, and no boundary parts them", line)
            return ()
        tally.fault("the boundary between the parts is not the one the header names", line)
        spans, closed = _split(body, guess[1].rstrip())
    elif not closed:
        tally.fault("the last part has no closing boundary", line)
    default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = []
    at = body.start
    for begin, stop in spans:
        if tally.parts >= PARTS:
            tally.fault(f"the mail has more than {PARTS} parts; the rest was not read", line)
            break
        line += header.count_lines(raw, at, begin)
        head = header.of_part(raw, begin, stop, line)
        for defect in head.defects:
            tally.fault(defect.title, defect.line or line)
        line += header.count_lines(raw, begin, head.body)
        at = head.body
        inner = Body(raw, at, stop, line, body.depth + 1, body.in_file)
        children.append(build(head.fields, inner, tally, default))
    return tuple(children)


def _split(body: Body, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Return where each part begins and ends between its boundary lines, and whether the closing one stands there."""
    raw, end = body.raw, body.end
    mark = b"--" + boundary
    spans: list[tuple[int, int]] = []
    begin = -1
    at = raw.find(mark, body.start, end)
    while at >= 0 and len(spans) <= PARTS:
        after = at + len(mark)
        newline = raw.find(b"\n", after, end) if at == body.start or raw[at - 1] in b"\r\n" else -2
        rest = raw[after : min(newline if newline >= 0 else end, after + 1000)]
        closing = rest.startswith(b"--")
        if newline == -2 or rest[2 if closing else 0 :].strip(b" \t\r"):
            at = raw.find(
                mark, after, end
            )  # not at the start of a line, or a longer boundary that begins like this one
            continue
        if begin >= 0:
            spans.append((begin, _before_line_end(raw, begin, at)))
        if closing:
            return spans, True
        begin = newline + 1 if newline >= 0 else end
        at = raw.find(mark, begin, end)
    if begin >= 0 and len(spans) <= PARTS:
        spans.append((begin, end))
    return spans, False


def _before_line_end(raw: bytes, begin: int, at: int) -> int:
    """Return the end of what stands before a boundary: the line end before it belongs to the boundary."""
    if at > begin and raw[at - 1] == 10:
        at -= 1
    if at > begin and raw[at - 1] == 13:
        at -= 1
    return at
