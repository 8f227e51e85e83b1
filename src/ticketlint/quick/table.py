"""The lines that a page shows and a form's labels in, the form as it was filled in in a table out; None as ever.

Plain is a table of two columns, whose rows each have a label of the form in the first one, and whose further lines go
on with the answer beside the label. Above and below it stands text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ticketlint.body.writing import may_attribute
from ticketlint.fields.labels import hits_in
from ticketlint.fields.listings import is_like_field, is_log, is_parted, names_protocol
from ticketlint.fields.rows import opens_hint
from ticketlint.fields.secret import FOREIGN
from ticketlint.form.model import Form
from ticketlint.hints import Final
from ticketlint.quick.form import MENTIONS, REACH, Long, Row, stand_in_listings
from ticketlint.quick.marks import EMPTY, LABEL, LONE, ODD, SIGN, TEXT, Known, LabelMark, Mark, Marks
from ticketlint.quick.value import Reader
from ticketlint.regexp import regexp

_HEAD = regexp(r"([A-Za-zÄÖÜäöü][^\t:=(\[{?*_\"'<>|`~]{0,79}):?")
_KEY = regexp(r"([A-Za-z]+)[-_./]?\d[A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*")  # letters, and then a number
_NAME = regexp(r"([A-Za-z][A-Za-z0-9]*)(?:[-_./][A-Za-z0-9]+)*/?")
_URL = regexp(r"(https?)://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._/-]*)?")
_VERSION = regexp(r"\d[\d.]*(?: (([A-Za-z]+)\d*))?")
_LIKE_A_LOG = regexp(r"[$#=:(]")  # without one of these no value makes a log of its row
_NUMBERING: Final = frozenset("0123456789.)>")  # one is in every marker that begins with a letter: `nr 1:`, `a)`
_MARKER: Final = 16  # characters in which it stands


class CellMark(LabelMark):
    """A row of a table: a label of the form in its first cell, and a value in the second one."""

    __slots__ = ("colon",)

    def __init__(self, known: Known, head: str, value: str, column: int) -> None:
        super().__init__(known, head, value, column)
        self.colon = head.endswith(":")


class Cells(Marks):
    """The lines of pages that were met, by one form: rows of tables, what goes on in their last cell, and text."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._heads: dict[str, tuple[Known, bool] | None] = {}

    def mark_of(self, line: str) -> Mark:
        head, tab, value = line.partition("\t")
        if not tab:
            mark = Marks.mark_of(self, line)
            return mark if mark.kind != LABEL else Mark(ODD)
        if "\t" in value:
            return Mark(ODD)
        if head:
            return self._row(line, head, value)
        below = Marks.mark_of(self, value)
        return below if below.kind in {TEXT, EMPTY} else Mark(ODD)

    def _row(self, line: str, head: str, value: str) -> Mark:
        if len(head) > _LONGEST_LABEL:
            return Mark(ODD)
        if head not in self._heads:
            self._heads[head] = self._head(head)
        found = self._heads[head]
        if found is None or (value and (self._is_secret_in(value) or not self._is_value(line, head, value))):
            return Mark(ODD)
        known, log = found
        if known.prose and value in LONE:
            return Mark(ODD)
        mark = CellMark(known, head, value, len(head) + 1 if value else len(head))
        if not value or _LIKE_A_LOG.search(value):
            log = is_like_field(line) or is_log(line)
        mark.like_field = 2 if names_protocol(line) else int(log and not mark.colon)
        mark.attributes = may_attribute(line)
        mark.ends_in_colon = line.rstrip().endswith(":")
        mark.quiet = not (mark.like_field or mark.attributes or mark.ends_in_colon)
        return mark

    def _head(self, head: str) -> tuple[Known, bool] | None:
        """Read a first cell: the label that it holds, and whether its row looks like a log whatever is beside it."""
        if len(self._heads) >= _MOST:
            self._heads.clear()
        row = f"{head}\tx"
        found = _HEAD.fullmatch(head) if FOREIGN.search(head) is None else None
        hits = hits_in(row, self._form) if found is not None else ()
        if len(hits) != 1 or found is None:
            return None
        hit = hits[0]
        regular = hit.anchored and not hit.marker and not hit.emphasis and not hit.start and hit.how != "misspelt"
        if not regular or hit.end != len(found[1]) or hit.value != self._begins(head):
            return None
        return Known(hit.spec, self._places[hit.spec.name], hit.how, head[: hit.end]), is_log(row) or is_like_field(row)

    def _begins(self, head: str) -> int:
        """Return where a careful reader has the value begin: just behind the colon or else the tab."""
        return len(head) if head.endswith(":") else len(head) + 1

    def _is_value(self, line: str, head: str, value: str) -> bool:
        """Whether a second cell is a value and nothing else: neither it nor a word in it is a label."""
        if self._is_code(value):
            return True
        mark = Marks.mark_of(self, value)
        if mark.kind != TEXT or mark.mentions or (("(" in value or "[" in value) and opens_hint(line)):
            return False
        first = value[:_MARKER]
        if first[0].isalpha() and first.isascii() and _NUMBERING.isdisjoint(first):
            return True  # it is read alike by itself and in its row
        hits = hits_in(line, self._form)
        return len(hits) == 1 and hits[0].value == self._begins(head)

    def _is_code(self, value: str) -> bool:
        """Whether a value is a key, a name, an address or a version, as few mails share with others."""
        labels = self._labels
        found = _KEY.fullmatch(value) if not labels.digits else None
        if found is not None:
            return found[1].lower() not in labels.known
        found = _NAME.fullmatch(value)
        if found is not None:
            return found[1].lower() not in labels.firsts
        found = _VERSION.fullmatch(value) if not labels.digits else None
        if found is not None:
            return (found[1] or "").lower() not in labels.firsts and (found[2] or "").lower() not in labels.firsts
        found = _URL.fullmatch(value)
        return found is not None and self._is_no_label(found[1])

    def _is_no_label(self, word: str) -> bool:
        """Whether a word before a colon is nothing like a label."""
        return not hits_in(f"x\t{word}: x", self._form)


_LONGEST_LABEL: Final = 100  # characters, beyond what `_HEAD` takes for one
_MOST: Final = 8192  # first cells that are remembered


# One pass over the lines, as in `form`.
def read_table(  # noqa: PLR0915
    lines: list[str], cells: Cells, readers: tuple[Reader, ...]
) -> list[Row] | None:
    """Return the labels of a table with what stands beside each, from top to bottom."""
    found: list[tuple[CellMark, int]] = []
    row: CellMark | None = None  # the last of them
    seen = mentioned = mentions = 0
    below = -1  # the first line below the table
    reach = 0  # lines in which a line that says who wrote what may still end
    listed = 0  # lines of this paragraph like those of a listing
    inner: list[int] = []  # labels of this paragraph below a free text
    doubtful: list[int] = []
    filled = paragraphs = 0
    blank, signed = True, False
    index = -1
    known = cells.known
    for line in lines:
        index += 1
        mark = known.get(line) or cells.look(line)
        kind = mark.kind
        if kind == EMPTY:
            if listed > 1:
                doubtful += inner
            listed = reach = 0
            inner = []
            blank = True
            if row is not None and below < 0 and not line:
                below = index
            continue
        filled += 1
        if blank:
            paragraphs += 1
            blank = False
        if reach or not mark.quiet:
            if mark.attributes:
                reach = REACH
            if reach:
                if mark.ends_in_colon:
                    return None
                reach -= 1
            listed += mark.like_field
        if kind == LABEL:
            assert isinstance(mark, CellMark)  # other labels stand for nothing here
            if seen & mark.known.bit or below >= 0 or signed:
                return None
            seen |= mark.known.bit
            if row is not None and row.known.prose:
                inner.append(index)
            row = mark
            found.append((mark, index))
            continue
        if not mark.quiet:
            if kind == SIGN:
                signed = True
            elif kind != TEXT or (signed and mark.mentions):
                return None
            if mark.mentions:
                mentioned |= mark.mentions
                mentions += 1
        if line[0] != "\t":
            if row is not None and below < 0:
                below = index
        elif below >= 0 or row is None or not (row.known.prose and row.value):
            return None
    if listed > 1:
        doubtful += inner
    if mentioned & ~seen or mentions > MENTIONS or is_parted(filled, paragraphs - 1):
        return None
    if doubtful:
        labels = [isinstance(mark := cells[line], CellMark) and mark.colon for line in lines]
        if stand_in_listings(doubtful, lines, labels, partial(_is_prose, cells, lines)):
            return None
    return _rows(found, lines, below if below >= 0 else len(lines), readers)


def _is_prose(cells: Cells, lines: Sequence[str], at: int) -> bool:
    mark = cells[lines[at]]
    return isinstance(mark, CellMark) and mark.known.prose


def _rows(
    found: list[tuple[CellMark, int]], lines: list[str], end: int, readers: tuple[Reader, ...]
) -> list[Row] | None:
    rows: list[Row] = []
    following = [index for _, index in found[1:]]
    following.append(end)
    for (mark, index), stop in zip(found, following, strict=True):
        if stop > index + 1:
            rows.append((mark, index, _long(mark, lines, index, stop, readers[mark.known.place])))
            continue
        if not mark.value and stop == end:
            return None  # what is below may be the answer
        if mark.reading is None:
            mark.hear(readers[mark.known.place].fresh(mark.value))
        rows.append((mark, index, None))
    return rows


def _long(mark: CellMark, lines: list[str], index: int, end: int, reader: Reader) -> Long:
    """Read an answer of several lines; those below the first stand behind a tab."""
    written = "\n".join([mark.value, *lines[index + 1 : end]]).replace("\n\t", "\n")
    return Long(written, reader.read(written), index, mark.column, end - 1, len(lines[end - 1]))
