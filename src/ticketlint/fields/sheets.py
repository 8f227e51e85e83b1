"""Rows and what a label is in, rows with cells out where a program wrote the form as data: CSV with a head, XML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ticketlint.fields.lexicon import Labels, look_up
from ticketlint.fields.rows import Row, beside
from ticketlint.fields.wrapped import without
from ticketlint.regexp import regexp

_FEWEST = 5  # labels that make a form
_MOST_CELLS = 50
_MOST_SIGNS = 2000  # that part cells, or stand in quoted ones
_FEW_SIGNS = 3  # that part the cells of a record, of which a line may have a part alone
_LONGEST = 20_000  # characters of a line of values
_CELL = {  # quoted, or as it stands, and the sign that parts it from the next one
    sign: regexp(rf'[ \t]*+(?:"((?:[^"]|"")*+)"|([^"{sign}]*+))[ \t]*+(?:[{sign}]|$)') for sign in ";,|"
}
_ROUND = " \t\u00a0:\"'*"  # what may stand round a label in its cell
_ELEMENT = regexp(
    r"[ \t\u00a0]*(?:<([^\W\d_][\w.:-]{1,60})>"
    r"|<\w{1,20}[ ]+(?:name|label|key|title|id)=[\"']([^\"'<>]{2,80})[\"'][^<>]{0,80}>"
    r"|\\item\[([^\]]{2,80})\])[ \t\u00a0]*(?=[^\s<]|</)"
)
_CLOSED = regexp(r"(?<![ \t])[ \t]*+</([\w.:-]{1,60})>[ \t]*$")
_TAG = regexp(r"[ \t\u00a0]*<([\w.:-]+)")


def unfolded(rows: Sequence[Row], labels: Labels, label: Callable[[str], str | None]) -> Sequence[Row]:
    """Read records of data as rows of a table: a label, a tab, its value."""
    return _elements(_records(rows, labels), labels, label)


def _records(rows: Sequence[Row], labels: Labels) -> Sequence[Row]:
    """Part the line that has the labels of a form, and the line of values below it, at their semicolons or commas."""
    for at in range(len(rows) - 1):
        for sign in ";,":
            heads = _cells(rows[at].text, sign)
            if len(heads) < _FEWEST or 3 * sum(look_up(text, labels) is not None for _, text in heads) < 2 * len(heads):
                continue
            values = _cells(rows[at + 1].text, sign)
            if len(values) == len(heads) and not any(_may_be_record(row.text, sign) for row in rows[at + 2 :]):
                return [*rows[:at], beside(rows[at], heads), beside(rows[at + 1], values), *rows[at + 2 :]]
    return rows


def cells(text: str, sign: str) -> list[tuple[int, str]]:
    """Return the cells of a record of any kind and where they begin; none where it has too few of them, or is none."""
    return _cells(text, sign, _FEW_SIGNS)


def is_head(text: str, label: str) -> bool:
    """Whether a cell holds a label and nothing else."""
    return text.strip(_ROUND) == label.strip(_ROUND)


def _may_be_record(text: str, sign: str) -> bool:
    """Whether a line may be of a further record, which is another request."""
    return text.count(sign) >= _FEW_SIGNS or text.count('"') >= 2 or text.lstrip()[:1] == '"'


def _cells(text: str, sign: str, fewest: int = _FEWEST) -> list[tuple[int, str]]:
    """Return the cells of a record and where they begin; none where it has too few of them, or is none."""
    if not fewest <= text.count(sign) + 1 <= _MOST_SIGNS or len(text) > _LONGEST:
        return []
    cells: list[tuple[int, str]] = []
    at = 0
    while found := _CELL[sign].match(text, at):
        number = 1 if found[1] is not None else 2
        cells.append((found.start(number), found[number].strip()))
        at = found.end()
        if len(cells) > _MOST_CELLS:
            break
        if found[0][-1:] != sign:  # the end
            return cells
    return []


def _elements(rows: Sequence[Row], labels: Labels, label: Callable[[str], str | None]) -> Sequence[Row]:
    """Read elements that are named by the form's labels: `<Severity>2</Severity>`, `<field name="Severity">…`."""
    found = {
        at: (match.start(match.lastindex or 0), name, match.end(), known[0].name)
        for at, row in enumerate(rows)
        if (row.text.lstrip()[:1] in {"<", "\\"})
        and (match := _ELEMENT.match(row.text))
        and (name := next(filter(None, match.groups()), ""))
        and (known := look_up(name, labels))
    }
    names = {each[3] for at, each in found.items() if "</" in rows[at].text or "\\item" in rows[at].text}
    if len(names) < _FEWEST:
        return rows
    others = {label(row.text) for at, row in enumerate(rows) if at not in found} - {None}
    if 2 * len(others) > len(names):
        return rows
    read: list[Row] = []
    inside = False
    tag = ""  # that is open
    for at, row in enumerate(rows):
        if read and not inside and at > min(found) and _CLOSED.fullmatch(row.text):
            continue  # of what is round them all
        if inside or at in found:
            inside = True
            opened = _TAG.match(row.text) if at in found else None
            tag = opened[1] if opened is not None else tag
            closed = _CLOSED.search(row.text)
            if closed is not None and closed[1] == tag:
                row, inside = without(row, [closed.span()]), False  # noqa: PLW2901 - the same row
            if at in found:
                start, name, end, _ = found[at]
                row = beside(row, [(start, name), (end, row.text[end:])])  # noqa: PLW2901 - the same row
                inside = inside and "\\" not in rows[at].text[:end]
        read.append(row)
    return read
