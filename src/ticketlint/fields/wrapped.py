"""Rows and what a label is in, the rows out without what a program has put round every label of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ticketlint.fields.rows import Row, part_at
from ticketlint.record import replace
from ticketlint.regexp import regexp

First = Callable[[str], tuple[str, int] | None]
"""Returns the field whose label, with a colon, stands first in a line, and where it begins."""

_FEWEST = 5  # labels that make a form
_LONG = 400  # characters of a line that may hold a label and a short answer
_LONGEST_PREFIX = 60
_LABELISH = regexp(r"[^\W_*\])][*\])]{0,3}\s?[:：]")
_DIGITS = regexp(r"\d+")
_TAG = regexp(
    r"</t[dh]>\s{0,9}<t[dh](?:[ ][^<>]{0,200})?>"
    r"|<br[ ]?/?>|</?(?:p|div|b|strong|i|em|u|span|font|td|th|tr|table|li|ul|ol|h[1-6])(?:[ ][^<>]{0,200})?>",
    re.IGNORECASE,
)


def unwrapped(rows: Sequence[Row], first: First) -> Sequence[Row]:
    """Take away the counters that stand before the labels, or the tags round them."""
    return _unprefixed(_untagged(rows, first), first)


def _unprefixed(rows: Sequence[Row], first: First) -> Sequence[Row]:
    """Take away what stands before each label of a form, and differs in its digits alone: `Step 3 - Severity: 2`."""
    anchored: set[str] = set()
    named: dict[str, set[str]] = {}  # what stands before labels, its digits evened out
    for row in rows:
        found = first(row.text) if _LABELISH.search(row.text[:_LONG]) else None
        if found is None:
            continue
        name, start = found
        if not row.text[:start].strip():
            anchored.add(name)
        elif start <= _LONGEST_PREFIX:
            named.setdefault(_DIGITS.sub("0", row.text[:start]), set()).add(name)
    prefix = max(named, key=lambda each: len(named[each]), default="")
    if not _are_the_form(named.get(prefix, set()), anchored):
        return rows
    shape = regexp(_DIGITS.sub(r"\\d+", re.escape(prefix)))
    return [without(row, [match.span()]) if (match := shape.match(row.text)) else row for row in rows]


def _untagged(rows: Sequence[Row], first: First) -> Sequence[Row]:
    """Take away tags of HTML that a web form wrote round each label of a form into a plain text."""
    tagged = [at for at, row in enumerate(rows) if "<" in row.text and _TAG.search(row.text)]
    if len(tagged) < _FEWEST:
        return rows
    bare = {at: without(rows[at], [found.span() for found in _TAG.finditer(rows[at].text)]) for at in tagged}
    named = {found[0] for row in bare.values() if (found := first(row.text[:_LONG])) and found[1] == 0}
    others = (first(row.text) for at, row in enumerate(rows) if at not in bare and _LABELISH.search(row.text[:_LONG]))
    if not _are_the_form(named, {found[0] for found in others if found is not None and found[1] == 0}):
        return rows
    return [bare.get(at, row) for at, row in enumerate(rows)]


def _are_the_form(wrapped: set[str], others: set[str]) -> bool:
    """Whether the form's labels are those that are wrapped, and a few others stand in a log or in a signature."""
    return len(wrapped) >= _FEWEST and 2 * len(others) <= len(wrapped)


def without(row: Row, spans: Sequence[tuple[int, int]]) -> Row:
    """Return a row without some of its characters; between two cells of a table a tab stands for them."""
    texts: list[str] = []
    parts = []
    at = begin = 0
    for start, end in [*spans, (len(row.text), len(row.text))]:
        text = row.text[begin:start] + ("\t" if "><" in "".join(row.text[start:end].split()) else "")
        if text:
            parts.append(part_at(row, begin, at))
            parts += [replace(part, at=part.at - begin + at) for part in row.parts if begin < part.at < start]
            texts.append(text)
            at += len(text)
        begin = end
    return replace(row, text="".join(texts), parts=tuple(parts) or row.parts)
