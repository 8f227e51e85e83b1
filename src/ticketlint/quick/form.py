"""The lines of a text and a form's marks in, the form as it was filled in out; None where a reader must look closer.

Plain is a form whose labels stand each at the start of its line, once; whose short answers end with their line; whose
free texts run to the next label. Wherever the careful reader would have to weigh something, this one gives up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ticketlint.body.ends import is_closing
from ticketlint.fields.ending import end_of_mail
from ticketlint.fields.listings import beside_logs, in_listing, is_parted
from ticketlint.fields.pieces import BLANK, dedented, is_blank
from ticketlint.hints import Final
from ticketlint.quick.marks import EMPTY, LABEL, SIGN, TEXT, LabelMark, Mark, Marks
from ticketlint.quick.value import Reader
from ticketlint.values import Reading

REACH: Final = 4  # lines over which a line may run that says who wrote what


class Long:
    """What stands behind a label over its line, or is shown otherwise than it is written; `end` is exclusive."""

    __slots__ = ("end", "end_line", "reading", "said", "sound", "start", "start_line", "written")

    def __init__(self, written: str, reading: Reading, start_line: int, start: int, end_line: int, end: int) -> None:
        self.written = written
        self.reading = reading
        self.said = reading.value  # looked at again and again, as what follows
        self.sound = reading.fault is None
        self.start_line = start_line
        self.start = start
        self.end_line = end_line
        self.end = end


Names = Callable[[], frozenset[str]]
"""What returns the words by which a sender signs."""

Row = tuple[LabelMark, int, Long | None]
"""A label, its line, and what stands behind it; None where the answer has the line to itself, and is in the mark."""


def written_of(row: Row) -> str:
    """Return what stands behind a label, as it is written."""
    mark, long = row[0], row[2]
    return mark.value if long is None else long.written


def said_of(row: Row) -> str | tuple[str, ...] | None:
    """Return what an answer says; None where it says nothing."""
    mark, long = row[0], row[2]
    return mark.said if long is None else long.said


def is_sound(row: Row) -> bool:
    """Whether nothing is wrong with an answer."""
    mark, long = row[0], row[2]
    return mark.sound if long is None else long.sound


def reading_of(row: Row) -> Reading:
    """Return what an answer says, and what is wrong with it."""
    mark, long = row[0], row[2]
    if long is not None:
        return long.reading
    assert mark.reading is not None  # read_form has seen to it
    return mark.reading


# One pass over the lines: every call in it would be paid for each of them.
def read_form(  # noqa: PLR0915
    lines: Sequence[str], marks: Marks, readers: Sequence[Reader], names: Names
) -> list[Row] | None:
    """Return the labels of a plain form with what stands behind each, from top to bottom."""
    found: list[tuple[LabelMark, int]] = []
    seen = mentioned = mentions = 0
    text_may_stand = True  # above the form, in a free text, or apart from the answer above
    prose = apart = stray = (
        False  # of the label above: a free text, a blank line below it, a line like a field below that
    )
    blank = True
    reach = 0  # lines in which a line that says who wrote what may still end
    listed = 0  # lines of this paragraph like those of a listing
    inner: list[int] = []  # labels of this paragraph inside a free text
    doubtful: list[int] = []
    filled = paragraphs = 0
    end = len(lines)
    signed = False
    label: LabelMark | None = None  # the one above
    index = -1
    met: list[Mark] = []
    known = marks.known
    empty, plain, sign = EMPTY, TEXT, SIGN  # numbers to the compiler, which those of a module are not
    for line in lines:
        index += 1
        mark = known.get(line) or marks.look(line)
        met.append(mark)
        kind = mark.kind
        if mark.quiet and text_may_stand and not reach and not signed:
            filled += 1
            if blank:
                paragraphs += 1
                blank = False
            continue
        if kind == empty:
            if listed:
                if listed > 1:
                    doubtful += inner
                listed = 0
            if inner:
                inner = []
            reach = 0
            blank = True
            if not prose and label is not None and not apart:
                apart = True
                text_may_stand = bool(label.value)
            continue
        if mark.attributes:
            reach = REACH
        if reach:
            if mark.ends_in_colon:
                return None
            reach -= 1
        if signed:  # nothing in a signature counts
            if (kind != plain and kind != sign) or mark.mentions:  # noqa: PLR1714 - a set is asked for an object
                return None
            continue
        if kind == sign:
            end = index
            signed = True
            continue
        filled += 1
        if blank:
            paragraphs += 1
        listed += mark.like_field
        if isinstance(mark, LabelMark):
            label = mark
            if seen & label.known.bit or stray:
                return None
            seen |= label.known.bit
            if prose:
                inner.append(index)
            found.append((label, index))
            prose = text_may_stand = label.known.prose
            apart = False
        elif kind != plain or not text_may_stand:
            return None
        else:
            if mark.mentions:
                mentioned |= mark.mentions
                mentions += 1
            stray = stray or (mark.stray and bool(found) and not prose)
        blank = False
    if listed > 1:
        doubtful += inner
    if mentioned & ~seen or mentions > MENTIONS or is_parted(filled, paragraphs - 1):
        return None
    if label is not None and label.known.bit & marks.optional and _may_be_signed(found, lines, marks.optional):
        return None
    if doubtful:
        labels = [mark.kind == LABEL for mark in met[:end]]
        if stand_in_listings(doubtful, lines[:end], labels, partial(_is_prose, met)):
            return None
    return _rows(found, lines, end, readers, names)


def _is_prose(met: Sequence[Mark], at: int) -> bool:
    mark = met[at]
    return isinstance(mark, LabelMark) and mark.known.prose


def _may_be_signed(found: Sequence[tuple[LabelMark, int]], lines: Sequence[str], optional: int) -> bool:
    """Whether the last labels, of fields that the form does not require, may stand in a signature below a greeting."""
    for at in reversed(range(1, len(found))):
        mark, index = found[at]
        if not mark.known.bit & optional:
            return False
        if any(map(is_closing, lines[found[at - 1][1] + 1 : index])):
            return True
    return False


MENTIONS: Final = 2  # labels inside lines; more of them may be a form run together


def stand_in_listings(
    doubtful: Sequence[int], lines: Sequence[str], labels: Sequence[bool], prose: Callable[[int], bool]
) -> bool:
    """Whether a label inside a free text may be no label there; one of `prose`, a free text, may begin beside a log."""
    return any(
        in_listing(lines, at, labels, prose=True) and (not prose(at) or beside_logs(lines, at, labels))
        for at in doubtful
    )


def _rows(
    found: Sequence[tuple[LabelMark, int]],
    lines: Sequence[str],
    end: int,
    readers: Sequence[Reader],
    names: Names,
) -> list[Row]:
    rows: list[Row] = []
    last = len(found) - 1
    number = -1
    for each in found:
        mark, index = each
        reader = readers[mark.known.place]
        number += 1
        if mark.known.prose:
            if number < last:
                below = found[number + 1][1]
            else:
                below = index + end_of_mail([lines[index][mark.begins :], *lines[index + 1 : end]], names)
            rows.append((mark, index, _prose(mark, index, lines, below, reader)))
            continue
        if mark.reading is None:
            mark.hear(reader.fresh(mark.value))
        rows.append((mark, index, None))
    return rows


def _prose(mark: LabelMark, index: int, lines: Sequence[str], end: int, reader: Reader) -> Long:
    """Read a free text: from behind its label, or the first line below it, to the last line that is not blank."""
    first = index if mark.value else index + 1
    while end > first and is_blank(lines[end - 1]):
        end -= 1
    while first < end and first > index and is_blank(lines[first]):
        first += 1
    if first >= end:
        return Long("", reader.read(""), index, mark.column, index, mark.column)
    line = lines[first]
    start = mark.column if first == index else len(line) - len(line.lstrip(BLANK))
    if end - first == 1:
        written = mark.value if first == index else line.strip(BLANK)
        return Long(written, reader.read(written), first, start, first, start + len(written))
    texts = [line[start:]]
    ragged = line[-1:] == " "
    indented = False
    for line in lines[first + 1 : end]:
        texts.append(line)
        if line:
            ragged = ragged or line[-1] == " "
            indented = indented or line[0] == " "
    if indented:
        texts = dedented(texts, beside=first == index, label=mark.begins)
    elif ragged:
        texts = [text.rstrip(BLANK) for text in texts]
    written = "\n".join(texts).strip(BLANK)
    line = lines[end - 1]
    return Long(written, reader.read(written), first, start, end - 1, len(line.rstrip(BLANK)))
