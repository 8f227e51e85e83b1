"""Lines of one zone in, rows out: what belongs on one line is on one, and every character still knows its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from ticketlint.body import Line
from ticketlint.diagnostic import Place, Span
from ticketlint.record import dataclass
from ticketlint.regexp import regexp


@dataclass(frozen=True, slots=True)
class Part:
    """A line in a row: it begins at `at` in the row, with the character number `inner` of the line."""

    at: int
    line: Line
    inner: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was meant: `parts` are the lines, or the parts of lines, that it was joined from."""

    text: str
    depth: int
    parts: tuple[Part, ...]
    signature: bool = False
    packed: bool = False  # a paragraph that holds a whole form run together

    def place(self, column: int) -> tuple[int, int]:
        """Return the line's number and the column (from 1) of a character; a joint belongs to the line before it."""
        part = self.parts[0]
        if len(self.parts) > 1:
            for other in self.parts[1:]:
                if other.at > column:
                    break
                part = other
        inner = min(part.inner + column - part.at, len(part.line.text))
        return part.line.number, len(part.line.marks) + inner + 1


def span(start: tuple[Row, int], end: tuple[Row, int], place: Place) -> Span:
    """Return the span from one character to just behind another."""
    row, at = start
    if row is end[0] and len(row.parts) == 1:  # as most
        part = row.parts[0]
        shift, most, before = part.inner - part.at, len(part.line.text), len(part.line.marks) + 1
        column = before + min(at + shift, most)
        end_column = before + min(max(end[1] - 1, 0) + shift, most) + (end[1] > 0)
        return Span(part.line.number, column, part.line.number, max(end_column, column), place)
    line, column = row.place(at)
    end_line, end_column = end[0].place(end[1] - 1) if end[1] > 0 else end[0].place(0)
    end_column += end[1] > 0
    return Span(line, column, end_line, max(end_column, column) if end_line == line else end_column, place)


def rows_of(lines: Sequence[Line], label: Callable[[str], str | None]) -> tuple[Row, ...]:
    """Join flowed lines (RFC 3676), but never across a line that begins with a label of the form."""
    rows: list[Row] = []
    pending: list[Line] = []
    for line in lines:
        if pending and (line.depth != pending[-1].depth or not line.text.strip() or _starts(line.text, label)):
            rows.append(_row(pending))
            pending = []
        pending.append(line)
        if not line.soft or not line.text.strip():
            rows.append(_row(pending))
            pending = []
    if pending:
        rows.append(_row(pending))
    return tuple(rows)


def _starts(text: str, label: Callable[[str], str | None]) -> bool:
    """Whether a flowed line begins with a label; a sentence's last word and a full stop are none."""
    return label(text) is not None and (":" in text or "\uff1a" in text or text.rstrip()[-1:] not in ".,;!?")


def _row(lines: Sequence[Line], glue: str = "", *, packed: bool = False) -> Row:
    if len(lines) == 1:
        line = lines[0]
        return Row(line.text, line.depth, (Part(0, line),), line.signature)
    parts: list[Part] = []
    texts: list[str] = []
    at = 0
    for line in lines:
        if texts and glue:
            texts.append(glue)
            at += len(glue)
        parts.append(Part(at, line))
        texts.append(line.text)
        at += len(line.text)
    return Row("".join(texts), lines[0].depth, tuple(parts), lines[0].signature, packed)


_FEWEST = 5  # labels that a form run together has
_HINT_BEGINS = regexp(r"(.{2,60}?)[ \t\u00a0]*[(\[][^()\[\]]{0,200}$")
_HINT_ENDS = regexp(r"[^()\[\]]{0,200}[)\]][ \t\u00a0]*(?:[:：=*]|$)")


def opens_hint(text: str) -> bool:
    """Whether a bracket is opened in a line that is not closed in it."""
    return ("(" in text or "[" in text) and _HINT_BEGINS.match(text) is not None


def with_whole_hints(rows: Sequence[Row], label: Callable[[str], str | None]) -> tuple[Row, ...]:
    """Join a line that has a label and a hint in brackets with the line on which the bracket ends."""
    if not any("(" in row.text or "[" in row.text for row in rows):
        return tuple(rows)
    joined: list[Row] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        begins = _HINT_BEGINS.match(row.text) if len(row.text) < _LONG and index + 1 < len(rows) else None
        if begins and label(begins.group(1)) and _HINT_ENDS.match(rows[index + 1].text[:_LONG]):
            joined.append(_row([part.line for each in rows[index : index + 2] for part in each.parts], "\n"))
            index += 2
            continue
        joined.append(row)
        index += 1
    return tuple(joined)


_LONG = 400
_LABELISH = regexp(r"[^\W_]\s?[:：]")


def pack(rows: Sequence[Row], count: Callable[[str], tuple[int, int]]) -> tuple[Row, ...]:
    """Join the lines of a paragraph in which a whole form stands run together, and labels are broken at line ends.

    `count` says how many different labels stand at the start of a text's table cells or lines, and how many inside.
    """
    labelish = [_labelish(row.text) for row in rows]
    if sum(labelish) < _FEWEST:
        return tuple(rows)
    packed: list[Row] = []
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and rows[end].text.strip() and rows[end].depth == rows[index].depth and end - index < 60:
            end += 1
        paragraph = rows[index:end]
        if len(paragraph) > 1 and sum(labelish[index:end]) >= _FEWEST:
            anchored = inside = 0
            for row in paragraph:
                here = count(row.text)
                anchored += here[0]
                inside += here[1]
            if inside >= 3 and inside > anchored:
                packed.append(_row([part.line for row in paragraph for part in row.parts], "\n", packed=True))
                index = end
                continue
        packed.extend(paragraph or rows[index : index + 1])
        index = max(end, index + 1)
    return tuple(packed)


def _labelish(text: str) -> int:
    return len(_LABELISH.findall(text)) if ":" in text or "：" in text else 0


_COMMENT = regexp(r"\s*#(?!\d)\s*\S")
_FEWEST_COMMENTS = 3  # right above a label that are a template's hints


def without_comments(rows: Sequence[Row], label: Callable[[str], str | None]) -> Sequence[Row]:
    """Leave out the hints of a template that has a line with a number sign above its labels, as scripts have them."""
    marked = [at for at, row in enumerate(rows) if row.text.lstrip()[:1] == "#" and _COMMENT.match(row.text)]
    if len(marked) < _FEWEST_COMMENTS:
        return rows
    hints = {at for at in marked if label(rows[at].text) is None}
    above = {at for at in hints if at + 1 < len(rows) and at + 1 not in hints and label(rows[at + 1].text)}
    if len(above) < _FEWEST_COMMENTS:
        return rows
    left_out: set[int] = set()
    for at in sorted(hints, reverse=True):
        if at in above or at + 1 in left_out:
            left_out.add(at)
    return [row for at, row in enumerate(rows) if at not in left_out]


_BARS = "|│"
_TABLE_ROW = regexp(rf"[ \t]*[{_BARS}].*[{_BARS}][ \t]*$")
_BORDER = regexp(r"[ \t]*[+┌├└╔╠╚][-=+─━═┬┼┴┐┤┘╦╬╩╗╣╝]{3,}[ \t]*$")
_TEXTILE = regexp(r"(?:[_<>=^~-]|[\\/]\d){1,4}\.[ ]+")  # how a cell is to look
_DRAWN = 3  # lines below a table's head
_MOST_CELLS = 50  # in a row of a table that people fill in


def tabled(rows: Sequence[Row], label: Callable[[str], str | None]) -> tuple[Row, ...]:
    """Read the rows of a table drawn with bars as cells parted by tabs, where its cells are labels of the form."""
    if not any("|" in row.text or "│" in row.text for row in rows):
        return tuple(rows)
    given = cache(lambda: _given(rows, label))
    read: list[Row] = []
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and (_is_drawn(rows[end]) or (end > index and _is_between(rows, end))):
            end += 1
        block = [_bars(row) if row.text.strip() else [] for row in rows[index:end]] if end > index + 1 else []
        heads = {label(text) for _, text in next(filter(None, block), ())} - {None}
        if block and (
            sum(bool(cells) and label(cells[0][1]) is not None for cells in block) > 1
            or (len(heads) > 2 and not heads <= given())
        ):
            read.extend(beside(row, cells) for row, cells in zip(rows[index:end], block, strict=True))
        else:
            read.extend(rows[index:end])
        read.extend(rows[end : end + 1])
        index = end + 1
    return tuple(read)


def _given(rows: Sequence[Row], label: Callable[[str], str | None]) -> frozenset[str | None]:
    """Return the fields whose labels stand outside of tables: a table of the same names is part of some text."""
    return frozenset(label(row.text) for row in rows if not row.packed and not _CELL.search(row.text)) - {None}


_CELL = regexp(r"[\t|│]")


def _is_drawn(row: Row) -> bool:
    text = row.text
    if len(row.parts) > 1 or text.count("|") + text.count("│") > _MOST_CELLS:
        return False
    return _TABLE_ROW.match(text) is not None or _BORDER.match(text) is not None


def _is_between(rows: Sequence[Row], at: int) -> bool:
    """Whether a blank line parts the rows of a table, as programs do that part every line."""
    return not rows[at].text.strip() and at + 1 < len(rows) and _is_drawn(rows[at + 1])


def _bars(row: Row) -> list[tuple[int, str]]:
    """Return the cells of a row and where they begin; none of a row that draws the line between others."""
    if _BORDER.match(row.text):
        return []
    cells = []
    text = row.text.replace("│", "|")
    at = text.index("|") + 1
    at += text[at : at + 1] == "|"  # Jira's cells of a head
    for raw in text.rstrip()[at:-1].split("|"):
        marked = _TEXTILE.match(raw)
        start = marked.end() if marked else len(raw) - len(raw.lstrip())
        cells.append((at + start, raw[start:].strip()))
        at += len(raw) + 1
    return [] if all(set(text) <= set("-:= ") for _, text in cells) else cells


def beside(row: Row, cells: Sequence[tuple[int, str]], below: Row | None = None) -> Row:
    """Return cells as a row of their own, parted by tabs; the last of two stands in the row `below`."""
    parts: list[Part] = []
    at = 0
    for number, (start, text) in enumerate(cells):
        source = below if below is not None and number else row
        parts.append(part_at(source, start, at))
        at += len(text) + 1
    return Row("\t".join(text for _, text in cells), row.depth, tuple(parts) or row.parts)


def part_at(row: Row, start: int, at: int) -> Part:
    """Return the part of a row in which a character stands, as one that begins there, `at` in another row."""
    part = next(part for part in reversed(row.parts) if part.at <= start)
    return Part(at, part.line, part.inner + start - part.at)


def transposed(rows: Sequence[Row], label: Callable[[str], str | None]) -> tuple[Row, ...]:
    """Turn a table that has its labels in the first row, and the values below them, into a row for each label."""
    if not any("\t" in row.text for row in rows):
        return tuple(rows)
    given = cache(lambda: _given(rows, label))
    turned: list[Row] = []
    index = 0
    while index < len(rows):
        heads = _cells(rows[index])
        under = index + 1
        while heads and under < len(rows) and under < index + _DRAWN and _is_line(rows[under]):
            under += 1
        values = _cells(rows[under]) if heads and under < len(rows) else []
        names = [label(text) for _, text in heads]
        known = len(names) - names.count(None)
        below = not any(label(text) for _, text in values)
        if (
            below
            and (
                (
                    len(heads) == len(values)
                    and len(heads) >= 2
                    and known >= (2 if len(heads) == 2 else 1)
                    and label(heads[0][1])
                )
                or (len(heads) >= 3 and len(values) >= 2 and known * 3 >= len(heads) * 2)
            )
            and {*names} - {None} - given()
        ):
            turned.extend(beside(rows[index], cells, rows[under]) for cells in zip(heads, values, strict=False))
            index = under + 1
            continue
        if not (names and names[0] and _heads_pairs(heads) and _stands_below(rows[under:], names[0], label)):
            turned.append(rows[index])
        index += 1
    return tuple(turned)


def _heads_pairs(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether a row is the head over labels and their values: `Name | Value`."""
    return len(cells) == _OF_PAIR and cells[1][1].strip(" *:").casefold() in _VALUES


def _stands_below(rows: Sequence[Row], name: str, label: Callable[[str], str | None]) -> bool:
    """Whether a field has its label in the first of two cells in one of the rows below."""
    return any(len(cells) == _OF_PAIR and label(cells[0][1]) == name for cells in map(_cells, rows[:_MOST_PAIRS]))


_OF_PAIR = 2
_MOST_PAIRS = 60  # rows of such a table
_VALUES = frozenset(
    """value values answer answers response responses entry input wert werte antwort angabe angaben eingabe valeur
    réponse valor respuesta valore risposta waarde antwoord wartość odpowiedź värde svar hodnota 値 回答""".split()
)


def _is_line(row: Row) -> bool:
    """Whether a row is blank, or was one that draws the line below a table's head."""
    return not row.text.strip()


def _cells(row: Row) -> list[tuple[int, str]]:
    if not 1 <= row.text.count("\t") < _MOST_CELLS or row.packed:
        return []
    cells = []
    at = 0
    for text in row.text.split("\t"):
        cells.append((at, text))
        at += len(text) + 1
    return cells
