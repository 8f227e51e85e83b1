"""The lines of a cell in, how a person reads them out; and a row in, whether labels and values stand round it."""

from __future__ import annotations

from collections.abc import Sequence

from ticketlint.hints import Any, Final
from ticketlint.regexp import regexp

LABEL_CELL: Final = 120  # a first cell longer than this is no label
PAIR: Final = 2  # cells of a row of label and value
HINTED: Final = 4  # lines of a label with its hint
_VALUED = regexp(r"[:：]\s+\S|[-*•] |\t|^\d+\.")  # a field with its value, a list
_NO_BRACKETS = dict.fromkeys(map(ord, "()"))


def heading(lines: Sequence[str]) -> str:
    """Return a label that has small print or another language below it in its cell, as one line; else nothing."""
    texts = [text for line in lines if (text := line.strip(" \xa0\t:"))]
    if not 1 < len(texts) <= HINTED or sum(map(len, texts)) > LABEL_CELL or any(map(_VALUED.search, lines)):
        return ""
    return f"{texts[0]} ({' '.join(texts[1:]).translate(_NO_BRACKETS)})"


def is_among_pairs(row: Any) -> bool:
    """Whether a row over or below this one has a label and a value beside it: its table is none for layout."""
    for step in ("prev", "next"):
        near = getattr(row, step)
        for _ in range(_NEAR):
            if near is None:
                break
            if near.tag == "tr":
                cells = [each.text().strip() for each in near.iter() if each.tag in {"td", "th"}]
                if len(cells) == PAIR and all(cells):
                    return True
            near = getattr(near, step)
    return False


_NEAR = 8  # rows, and the blanks between them


def is_last(row: Any) -> bool:
    """Whether a row is the last of its table."""
    near = row.next
    while near is not None and near.tag != "tr":
        near = near.next
    return near is None
