"""Lines in, one text with the place of each out, and what stands on a line or may be a key in it: looked at once."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from ticketlint.fields.labels import Hit, hits_in
from ticketlint.form.model import Form
from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values import Reading, is_non_answer, visible
from ticketlint.values.disguise import without_escapes

Spans = Mapping[int, Sequence[tuple[int, int]]]
"""Of a line's index: where labels stand in it whose answers are known."""

LOOKED_AT: Final = 1600
"""Characters of a line in which other labels are looked for."""

COLUMNS: Final = 80
"""Columns of a table that are told apart."""


_RECORDS = 20  # below a head
_SHORTEST = 4  # characters of a cell that may be a key
_FEWEST = 2  # signs that part the cells of one
_INLINE = r"</?(?:b|i|u|s|a|em|strong|span|font|code|tt|wbr|mark|small|big|su[bp]|kbd)(?:\s[^<>]{0,200})?/?>"
_TAGGED = regexp(rf"(?:{_INLINE}|[\w&#;%-])+", re.IGNORECASE)
_INNER = regexp(rf"[\w-](?:{_INLINE})+[\w-]", re.IGNORECASE)
REACH: Final = 400  # characters behind a label in which its key stands
KEY = 6  # characters of what looks like a key without further ado
NAMED = 4  # characters of what is one because of the label before it
WIDE = "【】［］〔〕「」『』《》（）、。，；：！？"
SIGNS = f" \t.,;:!?\"'`´*_~“”„‚‘’«»‹›|()[]{{}}<>=&#/\\-–—{WIDE}"
"""What stands round a key, and is no part of it."""

EDGES = f" \t\r\n\u00a0.,;:!?\"'`´*_~“”„‚‘’«»‹›|()[]{{}}<>=&#{WIDE}"
_CAPITALS = regexp(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
MARKS_BELOW = regexp(r"[\s>|*•+–-]*")

_SIGNS = regexp(r"[\W_]*+")
_WORD = regexp(r"\S*+")


class Page:
    """Lines as one text, with the places of each."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        self.text = text
        self._lines = lines
        self.begins = [0, *(sign.end() for sign in re.finditer("\n", text))]
        self._hits: dict[int, tuple[Hit, ...]] = {}
        self._columns: dict[int, list[int]] = {}
        self._counted = -1, 0, "", 0
        self.below: dict[tuple[int, int, bool], tuple[str, ...]] = {}  # a line, a cell in it: what stands there
        self._cells: dict[tuple[int, str], list[tuple[int, str]]] = {}

    def line_of(self, place: int) -> int:
        return bisect_right(self.begins, place) - 1

    def end_of(self, index: int) -> int:
        return self.begins[index + 1] - 1 if index + 1 < len(self.begins) else len(self.text)

    def line(self, index: int, most: int = sys.maxsize) -> str:
        if index >= len(self.begins):
            return ""
        return self.text[self.begins[index] : min(self.end_of(index), self.begins[index] + most)]

    def reach(self, at: int, end: int, most: int) -> int:
        """Return how far from a place to look in its line: what is in front of its first word, and its last, whole."""
        begin = _SIGNS.match(self.text, at, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        return _WORD.match(self.text, min(end, begin + most), end).end()  # type: ignore[union-attr]  # the same

    def cell(self, index: int, column: int) -> tuple[str, int]:
        """Return what parts the cells of a line, and in which one a place is; of many, those beyond count as one."""
        begin, end = self.begins[index], self.end_of(index)
        if self._counted[0] != index or self._counted[1] > column:
            sign = next((sign for sign in "\t|" if self.text.find(sign, begin, end) >= 0), "")
            self._counted = index, 0, sign, 0
        _, at, sign, count = self._counted
        count += self.text.count(sign, begin + at, begin + column) if sign else 0
        self._counted = index, column, sign, count  # labels are met from left to right, and none is counted twice
        return sign, min(count, COLUMNS + 1)

    def recorded(self, index: int, start: int, end: int) -> Iterator[str]:
        """Yield what stands below a label in records, such as those of a CSV file, in whose head it is alone."""
        below = range(index + 1, min(index + 1 + _RECORDS, len(self.begins)))
        line = self.line(index + 1, LOOKED_AT)
        for sign in ";,|" if below else "":
            if line.count(sign) < _FEWEST:
                continue
            from ticketlint.fields.sheets import is_head  # noqa: PLC0415  # start-up: few mails have records

            head = self._record(index, sign)
            at = bisect_right(head, start, key=itemgetter(0)) - 1
            if at < 0 or not is_head(head[at][1], self.line(index)[start:end]):
                continue
            for number in below:
                cells = self._record(number, sign)
                if len(cells) != len(head) or cells[at][1] == head[at][1]:
                    return
                if len(cells[at][1]) >= _SHORTEST:
                    yield cells[at][1]
            return

    def _record(self, index: int, sign: str) -> list[tuple[int, str]]:
        """Return the cells of a line, which is parted once, however many labels stand above or in it."""
        from ticketlint.fields.sheets import cells  # noqa: PLC0415  # start-up: few mails have records

        if (index, sign) not in self._cells:
            short = self.end_of(index) - self.begins[index] <= LOOKED_AT
            self._cells[index, sign] = cells(self.line(index), sign) if short else []
        return self._cells[index, sign]

    def hits(self, index: int, form: Form) -> tuple[Hit, ...]:
        """Return the labels on a line, which is looked at once, however many mentions it has."""
        if index not in self._hits:
            self._hits[index] = hits_in(self.line(index, LOOKED_AT), form)
        return self._hits[index]

    def is_known(self, start: int, end: int, known: Spans) -> bool:
        """Whether a mention is, or goes over into, a label whose answer is known."""
        for index in range(self.line_of(start), self.line_of(end - 1) + 1):
            spans = known.get(index)
            if spans is None:
                continue
            begin = self.begins[index]
            first, last = (self._column(index, place - begin) for place in (max(start, begin), end - 1))
            if any(first < right and last >= left for left, right in spans):
                return True
        return False

    def _column(self, index: int, column: int) -> int:
        """Return where a sign stands in its line as it was written, with the signs that nobody sees."""
        line = self._lines[index]
        if len(line) == self.end_of(index) - self.begins[index]:
            return column
        if index not in self._columns:
            self._columns[index] = [at for at, sign in enumerate(line) if visible(sign)]
        columns = self._columns[index]
        return columns[column] if column < len(columns) else len(line)


def tagged(text: str) -> Iterator[str]:
    """Yield keys with tags in them, as the source of a page has: `OX-<b>40718</b>-HLKWM`."""
    for met in _TAGGED.finditer(text):
        plain = without_escapes(met[0]).replace(" ", "") if _INNER.search(met[0]) else ""
        if len(plain) >= KEY and any(map(str.isdigit, plain)):
            yield met[0]


def is_weak(word: str) -> bool:
    """Whether a word may be a key where its label says so."""
    if any(map(str.isdigit, word)):
        return len(word) >= (NAMED if any(map(str.isalpha, word)) else KEY)
    return len(word) >= KEY and _CAPITALS.fullmatch(word) is not None


def first_word(line: str) -> Iterator[str]:
    """Yield the rest of a key that was broken at a hyphen."""
    words = line[MARKS_BELOW.match(line).end() : REACH].split(None, 1)[:1]  # type: ignore[union-attr]  # the same
    yield from (bare for word in words if len(bare := word.strip(EDGES)) >= NAMED)


def hides_nothing(written: str, reading: Reading) -> bool:
    """Whether what stands in a key's place is none that anybody could use: `n/a`, `unknown`."""
    return reading.value is None and is_non_answer(written)


def keys_of(line: str) -> Iterator[str]:
    """Yield each of several keys on one line, as it stands there and without the signs round it."""
    for word in line.split():
        if any(map(str.isdigit, word)):
            for key in (word, word.strip(SIGNS)):
                if len(key) >= KEY or (len(key) >= NAMED and any(map(str.isalpha, key))):
                    yield key
