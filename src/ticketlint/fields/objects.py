"""Rows in, rows with cells out where a program wrote the form as an object: `{"Severity": "2", "Module": "mail"}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from ticketlint.fields.lexicon import Labels, look_up
from ticketlint.fields.rows import Row, beside
from ticketlint.regexp import regexp

_FEWEST = 2  # labels that are no chance in an object
_LONGEST = 20_000  # characters of a line of one
_MOST = 200  # pairs of one, and its lines
_PAIR = regexp(
    r"""(?:[{,]|^)[ \t]*+(?:"([^"\\]{1,80})"|'([^'\\]{1,80})'|:(\w{1,80})(?==>))[ \t]*+(?::|=>)[ \t]*+"""
    r"""(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|(\[[^\[\]{}]*+\])|([^,{}\[\]"']++))[ \t]*+(?=[,}]|$)"""
)
_ESCAPED = regexp(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_MEANT = {"n": "\n", "r": "", "t": " ", "b": "", "f": ""}


def parted(rows: Sequence[Row], labels: Labels, label: Callable[[str], str | None]) -> Sequence[Row]:
    """Read the pairs of an object as rows: a label with a colon, a tab, its value. Pairs of no label are left out.

    Where another row begins with a label of the form, the object is part of some text.
    """
    begin, end = _object_in(rows)
    if begin == end or any(label(row.text) for row in (*rows[:begin], *rows[end:])):
        return rows
    read: list[Row] = []
    names: set[str] = set()
    count = 0
    for row in rows[begin:end]:
        for name, pair in _pairs(row, labels):
            count += 1
            if name:
                names.add(name)
                read.append(pair)
    if len(names) < _FEWEST or 2 * len(read) < count:
        return rows
    return [*rows[:begin], *read, *rows[end:]]


def _object_in(rows: Sequence[Row]) -> tuple[int, int]:
    """Return where the only object begins and ends among the rows; the same twice where none does, or several."""
    begins = [at for at, row in enumerate(rows) if row.text.lstrip()[:1] == "{"]
    if len(begins) != 1:
        return 0, 0
    begin = begins[0]
    lines = rows[begin : begin + _MOST]
    if any(len(row.text) > _LONGEST for row in lines):
        return 0, 0
    if lines[0].text.rstrip()[-1:] == "}":
        return begin, begin + 1
    end = max((at for at, row in enumerate(lines) if row.text.strip() in {"}", "};", "},"}), default=-1)
    return begin, begin + end + 1


def _pairs(row: Row, labels: Labels) -> Iterator[tuple[str, Row]]:
    """Yield the pairs of a row, each with the field that its key names, or with nothing."""
    for match in islice(_PAIR.finditer(row.text), _MOST):
        key = next(group for group in (1, 2, 3) if match[group] is not None)
        value = next(group for group in (4, 5, 6, 7) if match[group] is not None)
        text = _unescaped(match[value]) if value in {4, 5} else match[value].strip()
        known = look_up(match[key], labels)
        yield (
            known[0].name if known else "",
            beside(row, [(match.start(key), f"{match[key]}:"), (match.start(value), text)]),
        )


def _unescaped(text: str) -> str:
    """Return a string of a program's as it is meant."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _MEANT.get(found[2], found[2]), text)
