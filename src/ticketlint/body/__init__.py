"""Body parts in, the text a person wrote out: line by line, each with its quote depth and its place in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ticketlint.diagnostic import Text
from ticketlint.hints import Final, Literal
from ticketlint.message.model import Defect, Part, PartText
from ticketlint.record import dataclass, replace
from ticketlint.regexp import regexp

LayerKind = Literal["text", "html", "attachment"]
MAX_CHARS: Final = 2_000_000  # a longer body is read up to here, and told
BLANK: Final = "\ufeff\u200b\xa0 \t\r\n"  # what a reader does not see
MAX_LINES: Final = 40_000

_QUOTE_MARKS = regexp(r"[ \t]{0,3}(?:[>|][ ]?(?=[>|]))*>[ ]?|[|][ ]?(?=[^|]*$)|(?:»[ ])+(?=[^«]*$)")
_READABLE = frozenset({"text/plain", "text/html", "text/markdown", "text/enriched", "text/richtext"})
_SIGNED_KINDS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_CONTROL = regexp(r"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_NAME_MARK = regexp(r"([A-Z][A-Za-z]{0,11})>(?=[ \w]|$)")
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person reads it: `text` stands behind `marks` (of quotes) in the line numbered `number`."""

    text: str
    number: int
    marks: str = ""
    depth: int = 0
    soft: bool = False  # format=flowed: the next line goes on with this one
    signature: bool = False  # the mail client marked it as its sender's signature
    cell: bool = False  # a row of an HTML table with several cells; what is below goes on with it only behind a tab


@dataclass(frozen=True, slots=True)
class Layer:
    """One rendition of a mail's text: its plain parts, or its HTML parts."""

    kind: LayerKind
    text: Text
    lines: tuple[Line, ...]
    defects: tuple[Defect, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    lines: list[str]
    first_line: int
    as_is: bool
    flowed: bool = False
    delsp: bool = False
    signature: frozenset[int] = frozenset()
    cells: frozenset[int] = frozenset()
    defects: tuple[Defect, ...] = ()
    named: str = ""  # the sender's name as a mark of quotes: `John> `


class Body:
    """The text of one mail, in the renditions it offers; each part is decoded once, and only if it is asked for."""

    def __init__(self, root: Part) -> None:
        self.root = root
        self._texts: dict[int, PartText] = {}

    def decoded(self, part: Part) -> PartText:
        found = self._texts.get(id(part))
        if found is None:
            found = self._texts[id(part)] = part.text()
        return found

    def text_layer(self) -> Layer | None:
        """Return the mail as its plain parts show it, HTML standing in only where there is no plain alternative."""
        return self._layer("text", list(self._choose(self.root, "text/plain")))

    def html_layer(self) -> Layer | None:
        """Return the mail as its HTML parts show it; None where it has none."""
        parts = list(self._choose(self.root, "text/html"))
        return self._layer("html", parts) if any(part.content_type == "text/html" for part in parts) else None

    def has_both(self) -> bool:
        """Whether there is an HTML rendition beside the plain one, which may say something else."""
        plain = {id(part) for part in self._choose(self.root, "text/plain")}
        return any(
            id(part) not in plain and part.content_type == "text/html" for part in self._choose(self.root, "text/html")
        )

    def html_source(self) -> str:
        """Return the HTML parts as they are written, for a look whether a text stands in them at all."""
        parts = self._choose(self.root, "text/html")
        return "\n".join(self.decoded(part).text for part in parts if part.content_type == "text/html")

    def inner(self) -> tuple[Part, ...]:
        """Return the messages that are attached to this one (message/rfc822), in their order."""
        return tuple(
            child
            for part in _own_parts(self.root)
            if part.content_type in {"message/rfc822", "message/global"}
            for child in part.children
        )

    def attached_texts(self) -> Iterator[Layer]:
        """Yield plain texts that are attached as files, of a size that a form may have."""
        for part in _own_parts(self.root):
            if (
                part.content_type == "text/plain"
                and part.disposition == "attachment"
                and part.end - part.start < 100_000
            ):
                layer = self._layer("attachment", [part])
                if layer is not None:
                    yield layer

    def sealed(self) -> str | None:
        """Return why nobody but the addressee can read the text of the mail; None where it can be read."""
        for part in _own_parts(self.root):
            if part.content_type in {"multipart/encrypted", "application/pgp-encrypted"}:
                return "the mail is encrypted with PGP"
            if part.content_type in _SIGNED_KINDS and not part.children:
                return "the mail is encrypted with S/MIME"
        return None

    def only_tnef(self) -> bool:
        """Whether the mail came as Outlook's `winmail.dat`."""
        return any(
            part.content_type in {"application/ms-tnef", "application/vnd.ms-tnef"}
            or (part.filename or "").lower() == "winmail.dat"
            for part in _own_parts(self.root)
        )

    def _choose(self, part: Part, prefer: str) -> Iterator[Part]:
        """Yield the text parts that a reader sees who prefers one kind of text over the other (RFC 2046, 5.1.4)."""
        kind = part.content_type
        if kind.startswith("multipart/"):
            if kind == "multipart/alternative":
                yield from self._alternative(part, prefer)
            elif kind != "multipart/encrypted":
                children = part.children[:1] if kind == "multipart/signed" else part.children
                for child in children:
                    yield from self._choose(child, prefer)
        elif kind in _SIGNED_KINDS:  # opaque S/MIME, opened without a look at its signature
            for child in part.children:
                yield from self._choose(child, prefer)
        elif part.disposition != "attachment" and kind in _READABLE:
            yield part

    def _alternative(self, part: Part, prefer: str) -> Iterator[Part]:
        """Pick the alternative that holds the preferred kind of text, or else any that is not empty."""
        candidates = [list(self._choose(child, prefer)) for child in part.children]
        for wanted in (prefer, ""):
            for parts in candidates:
                if any(leaf.content_type.startswith(wanted) and not self._is_blank(leaf) for leaf in parts):
                    yield from parts
                    return

    def _is_blank(self, part: Part) -> bool:
        return not self.decoded(part).text.strip(BLANK)

    def _layer(self, kind: LayerKind, parts: list[Part]) -> Layer | None:
        pieces: list[_Piece] = []
        left = MAX_CHARS
        cut = False
        for part in parts:
            if left <= 0:
                cut = True
                break
            piece, size = _piece(part, self.decoded(part), left)
            cut = cut or size > left
            left -= size
            pieces.append(piece)
        return _joined(kind, pieces, cut=cut) if pieces else None


def inline_encrypted(layer: Layer) -> bool:
    """Whether the text is one armoured PGP message with next to nothing round it."""
    lines = [line.text.strip() for line in layer.lines if line.text.strip()]
    if _ENCRYPTED not in lines:
        return False
    start = lines.index(_ENCRYPTED)
    end = next((i for i, line in enumerate(lines) if line.startswith("-----END PGP MESSAGE")), len(lines))
    return start + len(lines) - end <= 12


def _own_parts(part: Part) -> Iterator[Part]:
    """Yield all parts of a mail but those inside a mail attached to it."""
    stack = [part]
    while stack:
        current = stack.pop()
        yield current
        if not current.content_type.startswith("message/"):
            stack.extend(reversed(current.children))


def _joined(kind: LayerKind, pieces: list[_Piece], *, cut: bool) -> Layer:
    as_is = all(piece.as_is for piece in pieces)
    shown: list[str] = []
    numbers: list[int] = []
    lines: list[Line] = []
    for piece in pieces:
        first = piece.first_line if as_is else len(shown) + 1
        if lines and lines[-1].text.strip():  # what stands in a part of its own stands apart
            lines.append(Line("", lines[-1].number, "", 0, soft=False, signature=False))
        lines.extend(_lines(piece, first))
        shown.extend(piece.lines)
        numbers.extend(range(first, first + len(piece.lines)))
    steady = not numbers or numbers[-1] - numbers[0] == len(numbers) - 1
    text = Text(
        tuple(shown),
        range(numbers[0], numbers[-1] + 1) if numbers and steady else tuple(numbers) or range(0),
        "file" if as_is else "decoded",
    )
    return Layer(kind, text, tuple(lines), tuple(defect for piece in pieces for defect in piece.defects), cut)


def _piece(part: Part, decoded: PartText, left: int) -> tuple[_Piece, int]:
    """Return a part's lines, as many as may be read, and its size: more than `left` where some are not."""
    if part.content_type == "text/html" or _is_html(decoded.text):
        from ticketlint.body.html import render  # noqa: PLC0415  # start-up: text mails do without
        from ticketlint.body.markup import bare_text  # noqa: PLC0415  # the same

        rendered = render(decoded.text[:left])
        shown, defects = list(rendered.lines), decoded.defects
        if not any(line.strip(BLANK) for line in shown):
            shown = list(bare_text(decoded.text[:left]))
            if shown:
                title = "the HTML shows as nothing; the text between its tags was read"
                defects = (*defects, Defect("mime-defect", title, part.first_line))
        whole = len(shown) <= MAX_LINES
        shown = shown[:MAX_LINES]
        piece = _Piece(shown, 1, as_is=False, signature=rendered.signature, cells=rendered.cells, defects=defects)
        return piece, len(decoded.text) if whole else left + 1
    text = decoded.text[:left]
    enriched = part.content_type in {"text/enriched", "text/richtext"}
    if enriched:
        from ticketlint.body.markup import unenriched  # noqa: PLC0415  # the same

        text = unenriched(text)
    defects = decoded.defects
    if _CONTROL.search(text):
        title = "the text holds control characters, which were passed over"
        defects = (*defects, Defect("mime-defect", title, part.first_line))
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    whole = len(lines) <= MAX_LINES
    lines = lines[:MAX_LINES]
    flowed = part.params.get("format", "").lower() == "flowed"
    return (
        _Piece(
            lines,
            part.first_line,
            decoded.as_is and not enriched,
            flowed,
            flowed and part.params.get("delsp", "").lower() == "yes",
            defects=defects,
            named=_name_mark(lines),
        ),
        len(decoded.text) if whole else left + 1,
    )


def _is_html(text: str) -> bool:
    """Whether a part that calls itself plain text is a whole page of HTML, as some programs send it."""
    begun = text[:_PAGE_BEGINS].lstrip(BLANK).lower()
    if not begun.startswith(("<!doctype html", "<html>", "<html ", "<html\n")):
        return False
    return text[-_PAGE_BEGINS:].rstrip(BLANK).lower().endswith("</html>")  # or else it is spoken of or pasted


_PAGE_BEGINS: Final = 200  # characters, at the end as well


def _name_mark(lines: list[str]) -> str:
    """Return the name that a client put before each line it quotes (`John> `), or nothing."""
    names = Counter(match.group(1) for line in lines if (match := _NAME_MARK.match(line)))
    name, times = names.most_common(1)[0] if names else ("", 0)
    return f"{name}>" if times >= 4 and times * 3 >= sum(bool(line.strip()) for line in lines) else ""


def _lines(piece: _Piece, first: int) -> Iterator[Line]:
    """Part each line into quote marks and text, undo format=flowed (RFC 3676) and PGP's clear signing (RFC 4880, 7)."""
    signed = False
    skipping = False  # an armour's header lines, or a signature's block
    plain = not (piece.flowed or piece.named or piece.signature or piece.cells)
    for index, raw in enumerate(piece.lines):
        number = first + index
        start = raw.lstrip()
        if plain and not signed and not skipping and start[:1] not in _BEGINS:  # as most
            yield Line(raw, number)
            continue
        if start.startswith("-----") and "PGP" in start:
            if _SIGNED in start:
                signed = skipping = True
                continue
            if "BEGIN PGP SIGNATURE" in start and signed:
                skipping = True
                continue
            if "END PGP SIGNATURE" in start and signed:
                signed = skipping = False
                continue
        if skipping:
            skipping = (
                bool(raw.strip())
                or "PGP" not in "".join(piece.lines[max(0, index - 8) : index])
                or _in_block(piece, index)
            )
            continue
        line = _line(raw, number, piece, dashed=signed, signature=index in piece.signature)
        yield replace(line, cell=True) if index in piece.cells else line


_BEGINS = frozenset(">»|-")  # a line that may be quoted, or armour


def _in_block(piece: _Piece, index: int) -> bool:
    """Whether a blank line stands inside a signature's block, not below an armour's header lines."""
    before = [line for line in piece.lines[max(0, index - 8) : index] if "-----BEGIN PGP" in line]
    return bool(before) and "SIGNATURE" in before[-1]


def _line(raw: str, number: int, piece: _Piece, *, dashed: bool, signature: bool) -> Line:
    dash = ""
    if dashed and raw.startswith("- "):
        dash, raw = "- ", raw[2:]
    depth = 0
    if piece.flowed:
        depth = len(raw) - len(raw.lstrip(">"))
        start = depth + (raw[depth : depth + 1] == " ")
        text = raw[start:]
        if depth:  # some clients flow only what they write themselves
            more = _QUOTE_MARKS.match(text)
            if more and ">" in more.group():
                depth += more.group().count(">")
                start += more.end()
                text = text[more.end() :]
        marks = dash + raw[:start]
        soft = text.endswith(" ") and text != "-- "
        if soft and piece.delsp:
            text = text[:-1]
        return Line(text, number, marks, depth, soft, signature)
    if piece.named and raw.startswith(piece.named):
        marks = raw[: len(piece.named) + (raw[len(piece.named) :][:1] == " ")]
        return Line(raw[len(marks) :], number, dash + marks, 1, soft=False, signature=signature)
    if raw[:4].lstrip(" \t")[:1] in {">", "»", "|"}:
        found = _QUOTE_MARKS.match(raw)
        if found:
            depth = sum(found.group().count(mark) for mark in ">»|")
            return Line(raw[found.end() :], number, dash + found.group(), depth, soft=False, signature=signature)
    return Line(raw, number, dash, 0, soft=False, signature=signature)
