"""Rows and a label in, the stretch of text behind it out, cut into pieces that know their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ticketlint.fields.labels import Hit
from ticketlint.fields.rows import Row
from ticketlint.hints import Final
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BLANK: Final = f" \t\r\n\u00a0\u2007\u202f{_UNSEEN}"  # direction marks stand round all of a line
_NUMBER: Final = regexp(
    r"(?:^|(?<=\s))[(\[]?(?:\d{1,2}(?:/\d{1,2}|[a-z])?|[a-z])[.):\]]{1,2}[ \t]*$"
)  # of the label that follows
SHORT_RULE: Final = regexp(r"[ \t]*(?:(?:\*[ ]?){3}|-[ ]-[ ]-|\+{3}|~{3}|={3}|<br[ ]?/?>)[ \t]*$")  # between fields
RULE: Final = regexp(r"\s*(?!\+.*\+\s*$)(?:[-=_*~#+.─━═–—•·][ ]?){4,}\s*$")
# An image's mark.
CID: Final = regexp(r"\s*(?:\[(?:cid:[^\]]*|image:?[^\]]*|inline image[^\]]*)\]\s*)+$", re.IGNORECASE)
ARROW: Final = regexp(r"[ \t\u00a0]*(?:-{1,2}>|=>|→|⇒|➔|➜|:)[ \t\u00a0]*(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a row: the characters from `start` to `end` (exclusive)."""

    row: Row
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end]

    @property
    def empty(self) -> bool:
        return is_blank(self.text)

    def stripped(self, *, left: bool = True) -> Piece:
        """Return the piece without blanks at its ends, or only at its right one."""
        text = self.text
        start = self.start + (len(text) - len(text.lstrip(BLANK)) if left else 0)
        return Piece(self.row, start, max(start, self.start + len(text.rstrip(BLANK))))


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows from a label to the next: `first` is what stands on the label's own row.

    `parted`: a program has put a blank line between all lines of the mail.
    """

    hit: Hit
    first: Piece
    rest: tuple[Piece, ...]
    last: bool  # no label of the form follows
    parted: bool = False


def is_left_of(row: Row, part: Stretch) -> bool:
    """Whether a row is indented less, as it is written, than a label that stands behind the sign of a list."""
    label = part.first.row.parts[0]
    indent = indentation(label.line.text)
    return indentation(row.parts[0].line.text) < indent < label.inner + part.hit.start


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it stands: its text, and the pieces it was read from (none where it is empty)."""

    text: str
    pieces: tuple[Piece, ...]


def stretch(rows: Sequence[Row], hit: Hit, following: Hit | None, *, parted: bool = False) -> Stretch:
    """Cut out what stands between a label and the next."""
    row = rows[hit.line]
    if row.parts[0].line.cell:  # a value in a table ends with its cell
        end = hit.line + 1
        stop = len(rows) if following is None else min(len(rows), following.line + 1)
        while end < stop and rows[end].text.startswith("\t") and rows[end].parts[0].line.cell:
            end += 1
        if following is None or following.line >= end:
            cells = tuple(Piece(each, 0, len(each.text)) for each in rows[hit.line + 1 : end])
            return Stretch(hit, Piece(row, min(hit.value, len(row.text)), len(row.text)), cells, last=False)
    if following is not None and following.line == hit.line:
        return Stretch(hit, Piece(row, hit.value, _end_before(row.text, hit, following)), (), last=False)
    first = Piece(row, min(hit.value, len(row.text)), len(row.text))
    if following is None:
        below = tuple(Piece(each, 0, len(each.text)) for each in rows[hit.line + 1 :])
        return Stretch(hit, first, below, last=True, parted=parted)
    rest = [Piece(each, 0, len(each.text)) for each in rows[hit.line + 1 : following.line]]
    while rest and (rest[-1].empty or SHORT_RULE.match(rest[-1].text)):
        rest.pop()
    lead = Piece(rows[following.line], 0, following.start)
    if not following.anchored and not lead.empty:
        rest.append(Piece(rows[following.line], 0, _before(rows[following.line].text, following)))
    return Stretch(hit, first, tuple(rest), last=False, parted=parted)


def _end_before(text: str, hit: Hit, following: Hit) -> int:
    """Return where a value ends that stands between two labels on a row: before a full stop, if it is no free text."""
    numbered = _NUMBER.search(text[max(0, hit.start - 12) : hit.start])
    end = _before(text, following, 0 if numbered else hit.value)
    if hit.spec.type != "prose" and text[hit.value : end].rstrip(".").strip(BLANK):
        end -= len(text[:end]) - len(text[:end].rstrip("."))
    return end


def _before(text: str, following: Hit, begin: int = 0) -> int:
    """Return where a value ends that a label on the same row follows: its separator and brackets belong to neither."""
    end = following.start
    number = _NUMBER.search(text[max(0, end - 12) : end])
    if number is not None and text[begin : end - len(number.group())].strip(BLANK):  # else it is the value
        end -= len(number.group())
    while end > 0 and text[end - 1] in " \t\n\u00a0;,|/([*_•·-–":
        end -= 1
    return end


def box_before(part: Stretch) -> Written | None:
    """Return the box that stands before a label and answers it: `[x] I agree`."""
    row, start = part.first.row, part.hit.start
    box = _BOX.search(row.text[:start])
    return Written(box[1], (Piece(row, box.start(1), box.end(1)),)) if box is not None else None


def without_bracket(part: Stretch, written: Written) -> Written:
    """Leave out what closes the bracket that stands before the label: `[Severity: 2]`."""
    row, text = part.first.row.text, written.text
    opening = row[: part.hit.start].rstrip(BLANK)[-1:]
    closing = _BRACKETS.get(opening)
    if closing is None or text[-1:] != closing or closing in row[part.hit.end : part.hit.value]:
        return written
    if text.count(opening) >= text.count(closing):
        return written
    last = written.pieces[-1]
    kept = Piece(last.row, last.start, last.end - 1).stripped()
    text = text[:-1].rstrip(BLANK)
    return Written(text, (*written.pieces[:-1], kept)) if text else Written("", ())


_BRACKETS = {"[": "]", "(": ")", "{": "}", "<": ">", "【": "】", "［": "］"}


_BOX = regexp(r"(\[[ xX✓✔]?\]|[☐☑☒✓✔])[ \t\u00a0*_]*$")


def is_odd_value(text: str) -> bool:
    """Whether a text begins or is what stands in place of a value: an image's mark, an arrow."""
    return CID.match(text) is not None or ARROW.match(text) is not None


def word_before_colon(text: str) -> re.Match[str] | None:
    """Match a line that looks like a field of some form: capitalised words, a colon, a value."""
    return _STRAY.match(text)


_STRAY = regexp(
    r"[ \t]{0,30}(?:[-*•][ \t]+)?[*_]{0,2}((?:[A-ZÄÖÜ][^\W_]*(?:[-/ ][^\W_]+){0,3}))[*_]{0,2}[ \t]?[:：]"
    r"[*_]{0,2}(?:[ \t\u00a0]+\S|[ \t\u00a0]*$)|((?:[^\W\d_][^\W_]*(?:[-/ ][^\W_]+){0,3}))\t\S"
)


def is_aligned(part: Stretch, text: str) -> bool:
    """Whether a line is a field of another form, whose colon stands right below the label's, as where all end there."""
    colon = part.first.row.text.find(":", part.hit.end)
    return 0 <= colon == text.find(":") and colon < part.hit.value and word_before_colon(text) is not None


def uncommented(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out HTML comments that run over several lines: a template's hints."""
    if not any("<!--" in piece.text for piece in pieces):
        return pieces
    kept: list[Piece] = []
    inside = False
    for piece in pieces:
        opens = piece.text.lstrip().startswith("<!--")
        if not inside and not (opens and "-->" not in piece.text):
            kept.append(piece)
        inside = (inside or opens) and "-->" not in piece.text
    return kept


def paragraphs_of_cell(rest: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out the blank lines between the paragraphs of one cell of a table: each may be one of several values."""
    end = next((at for at, piece in enumerate(rest) if not (piece.empty or piece.text.startswith("\t"))), len(rest))
    return [*(piece for piece in rest[:end] if not piece.empty), *rest[end:]]


def dedented(lines: list[str], *, beside: bool, label: int) -> list[str]:
    """Take away the indentation that is the form's, not the text's: below a label, or level with what stands by it."""
    lines = [line.rstrip(BLANK) for line in lines]
    indents = [indentation(line) for line in lines[1:] if line.strip()]
    common = min(indents, default=0)
    tabbed = all(line.startswith("\t") for line in lines[1:] if line.strip())
    if beside and not (common >= max(label - 2, 3) or tabbed):
        return lines
    return [lines[0], *(line[common:] for line in lines[1:])]


def indentation(text: str) -> int:
    """Return how many blanks a text begins with."""
    return len(text) - len(text.lstrip(" \t\u00a0"))


def _is_blank(text: str) -> bool:
    """Whether nothing is to be seen in a text."""
    return not text.strip(BLANK)


is_blank: Callable[[str], bool]
try:
    from ticketlint.native.lines import is_blank
except ImportError:  # installed without a compiler
    is_blank = _is_blank
