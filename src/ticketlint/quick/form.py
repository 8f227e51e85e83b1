"""The lines of a text and a form's marks in, the form as it was filled in out; None where a reader must look closer.

Plain is a form whose labels stand each at the start of its line, once; whose short answers end with their line; whose
free texts run to the next label. Wherever the careful reader would have to weigh something, this one gives up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketlint.fields.collect import dedented
from ticketlint.fields.ending import end_of_mail
from ticketlint.fields.listings import in_listing
from ticketlint.fields.pieces import BLANK
from ticketlint.quick.answers import Read
from ticketlint.quick.marks import EMPTY, LABEL, SIGN, TEXT, LabelMark, Marks
from ticketlint.values import Reading

_REACH: Final = 4  # lines over which a line may run that says who wrote what
_PARTED: Final = 10  # lines from which on blank ones between all of them mean that a program put them there


class Row(NamedTuple):
    """A label and what stands behind it. Lines and columns count from 0; `end` is exclusive."""

    mark: LabelMark
    line: int
    written: str
    reading: Reading
    start_line: int
    start: int
    end_line: int
    end: int


def read_form(lines: Sequence[str], marks: Marks, readers: Sequence[Read], names: frozenset[str]) -> list[Row] | None:
    """Return the labels of a plain form with what stands behind each, from top to bottom."""
    found: list[tuple[LabelMark, int]] = []
    seen = 0
    prose = apart = stray = (
        False  # of the label above: a free text, a blank line below it, a line like a field below that
    )
    blank = True
    reach = 0  # lines in which a line that says who wrote what may still end
    listed = 0  # lines of this paragraph like those of a listing
    inner: list[tuple[int, bool]] = []  # labels of this paragraph inside a free text, and whether they begin it
    doubtful: list[int] = []
    filled = paragraphs = 0
    end = len(lines)
    for index, line in enumerate(lines):
        mark = marks[line]
        kind = mark.kind
        if kind == EMPTY:
            if inner:
                if listed:
                    doubtful += [at for at, first in inner if listed > 1 or not first]
                inner = []
            listed = reach = 0
            blank = apart = True
            continue
        if mark.attributes:
            reach = _REACH
        if reach:
            if mark.ends_in_colon:
                return None
            reach -= 1
        if end < len(lines):  # the signature: nothing in it counts
            if kind not in {TEXT, SIGN}:
                return None
            continue
        if kind == SIGN:
            end = index
            continue
        filled += 1
        if blank:
            paragraphs += 1
        listed += mark.like_field
        if kind == TEXT:
            if found and not prose:
                if not apart or not found[-1][0].value:
                    return None
                stray = stray or mark.stray
        elif isinstance(mark, LabelMark):
            if seen & mark.bit or stray:
                return None
            seen |= mark.bit
            if prose:
                inner.append((index, blank))
            found.append((mark, index))
            prose = mark.prose
            apart = False
        else:
            return None
        blank = False
    if inner and listed:
        doubtful += [at for at, first in inner if listed > 1 or not first]
    if filled >= _PARTED and (paragraphs - 1) * 10 >= 9 * (filled - 1):
        return None
    if doubtful and _stand_in_listings(doubtful, lines[:end], marks):
        return None
    return _rows(found, lines, end, readers, names)


def _stand_in_listings(doubtful: Sequence[int], lines: Sequence[str], marks: Marks) -> bool:
    labels = [marks[line].kind == LABEL for line in lines]
    return any(in_listing(lines, at, labels, prose=True) for at in doubtful)


def _rows(
    found: Sequence[tuple[LabelMark, int]],
    lines: Sequence[str],
    end: int,
    readers: Sequence[Read],
    names: frozenset[str],
) -> list[Row]:
    rows: list[Row] = []
    last = len(found) - 1
    for number, (mark, index) in enumerate(found):
        read = readers[mark.place]
        if mark.prose:
            below = found[number + 1][1] if number < last else end
            if number == last:
                below = index + end_of_mail([lines[index][mark.begins :], *lines[index + 1 : below]], names)
            rows.append(_prose(mark, index, lines, below, read))
            continue
        reading = mark.reading
        if reading is None:
            reading = read(mark.value)
            mark.reading = reading
        rows.append(Row(mark, index, mark.value, reading, index, mark.column, index, mark.end))
    return rows


def _prose(mark: LabelMark, index: int, lines: Sequence[str], end: int, read: Read) -> Row:
    """Read a free text: from behind its label, or the first line below it, to the last line that is not blank."""
    first = index if mark.value else index + 1
    while end > first and not lines[end - 1].strip(BLANK):
        end -= 1
    while first < end and first > index and not lines[first].strip(BLANK):
        first += 1
    if first >= end:
        return Row(mark, index, "", read(""), index, mark.column, index, mark.column)
    start = mark.column if first == index else len(lines[first]) - len(lines[first].lstrip(BLANK))
    if end - first == 1:
        written = mark.value if first == index else lines[first].strip(BLANK)
        return Row(mark, index, written, read(written), first, start, first, start + len(written))
    texts = [lines[first][start:], *lines[first + 1 : end]]
    written = "\n".join(texts)
    if "\n " in written:
        written = "\n".join(dedented(texts, beside=first == index, label=mark.begins))
    elif " \n" in written:
        written = "\n".join([text.rstrip(BLANK) for text in texts])
    written = written.strip(BLANK)
    return Row(mark, index, written, read(written), first, start, end - 1, len(lines[end - 1].rstrip(BLANK)))
