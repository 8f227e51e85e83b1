"""Rows in, rows with cells out where a program wrote the form as an object: `{"Severity": "2", "Module": "mail"}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from ticketlint.fields.lexicon import Labels, look_up
from ticketlint.fields.rows import Row, beside
from ticketlint.record import replace
from ticketlint.regexp import regexp

_FEWEST = 2  # labels that are no chance in an object
_LONGEST = 20_000  # characters of a line of one
_MOST = 200  # pairs of one, and its lines
_PAIR = regexp(
    r"""(?:[{,]\s*+|^[ \t]*+)(?:"([^"\\]{1,80})"|'([^'\\]{1,80})'|:(\w{1,80})(?==>))\s*+(?::|=>)\s*+"""
    r"""(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|(\[[^\[\]{}]*+\])|([^,{}\[\]"'\n]++))[ \t]*+(?=\s*+[,}]|$)""",
    re.MULTILINE,
)
_KEY = regexp(r"""["'](\w[^"'\\]{0,80})["'][ \t]*+(?::|=>)|:(\w{1,80})[ \t]*+=>""")
_COMMENTED = regexp(r"^[ \t]*+(?://|\#).*", re.MULTILINE)
_STRING = regexp(r"""\s*+(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)')\s*+(?:,\s*+|(?=\]$))""")
_ESCAPED = regexp(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_MEANT = {"n": "\n", "r": "", "t": " ", "b": "", "f": ""}


def parted(
    rows: Sequence[Row], labels: Labels, label: Callable[[str], str | None], rest: frozenset[str] = frozenset()
) -> Sequence[Row]:
    """Read the pairs of an object as rows: a label with a colon, a tab, its value. Pairs of no label are left out.

    Where another row begins with a label of the form, the object is part of some text; where a label in it has a value
    that is read otherwise, it is left as it is. `rest` are the fields that are answered by what stands round the form.
    """
    begin, end = _object_in(rows)
    if begin == end or any(label(row.text) for row in (*rows[:begin], *rows[end:])):
        return rows
    read: list[Row] = []
    names: set[str] = set()
    count = 0
    whole = _joined(rows[begin:end])
    for name, pair in _pairs(whole, labels):
        count += 1
        if name:
            names.add(name)
            read.append(pair)
    if len(names) < _FEWEST or 2 * len(read) < count or not _keys(whole.text, labels) <= names:
        return rows
    return [*rows[:begin], *read, *(_apart(rows[end:]) if rest <= names else rows[end:])]


def _apart(rows: Sequence[Row]) -> Sequence[Row]:
    """Mark what stands below an object as no more of its last value."""
    first = next((at for at, row in enumerate(rows) if row.text.strip()), len(rows))
    return [replace(row, signature=True) if at == first else row for at, row in enumerate(rows)]


def _joined(rows: Sequence[Row]) -> Row:
    """Return the rows of an object as one: a list or a string in it may run over several."""
    first = rows[0]
    if len(rows) == 1:
        return first
    parts = []
    at = 0
    for row in rows:
        parts += [replace(part, at=part.at + at) for part in row.parts]
        at += len(row.text) + 1
    return replace(first, text="\n".join([row.text for row in rows]), parts=tuple(parts))


def _keys(text: str, labels: Labels) -> set[str]:
    """Return the fields that the keys of an object name, whatever stands behind them."""
    given = _COMMENTED.sub("", text)
    keys = (look_up(match[1] or match[2], labels) for match in islice(_KEY.finditer(given), 2 * _MOST))
    return {known[0].name for known in keys if known is not None}


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
    if end == -1:  # it ends behind its last pair
        end = next((at for at, row in enumerate(lines) if row.text.rstrip(" \t,;")[-1:] == "}"), -1)
    return begin, begin + end + 1


def _pairs(row: Row, labels: Labels) -> Iterator[tuple[str, Row]]:
    """Yield the pairs of a row, each with the field that its key names, or with nothing."""
    for match in islice(_PAIR.finditer(row.text), _MOST):
        key = next(group for group in (1, 2, 3) if match[group] is not None)
        value = next(group for group in (4, 5, 6, 7) if match[group] is not None)
        text = _unescaped(match[value]) if value in {4, 5} else _listed(match[value].strip())
        known = look_up(match[key], labels)
        yield (
            known[0].name if known else "",
            beside(row, [(match.start(key), f"{match[key]}:"), (match.start(value), text)]),
        )


def _listed(text: str) -> str:
    """Return the strings of a list below each other."""
    if text[:1] != "[":
        return text
    at = 1
    strings = []
    while at < len(text) - 1:
        found = _STRING.match(text, at)
        if found is None:
            return text
        strings.append(_unescaped(found[1] or found[2] or ""))
        at = found.end()
    return "\n".join(strings)


def _unescaped(text: str) -> str:
    """Return a string of a program's as it is meant."""
    if "\\" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _MEANT.get(found[2], found[2]), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of a sign, as JSON has them
