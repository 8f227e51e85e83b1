"""The lines of two cells beside each other in, how a person reads them out: a label with small print, two columns."""

from __future__ import annotations

from collections.abc import Sequence

from ticketlint.hints import Final
from ticketlint.regexp import regexp

LABEL_CELL: Final = 120  # a first cell longer than this is no label
HINTED: Final = 4  # lines of a label with its hint
_FEWEST = 5  # labels below each other that make a column
_LONGEST = 40  # characters of one of them
_VALUED = regexp(r"[:：]\s+\S|[-*•] |\t|^\d+\.")  # a field with its value, a list
_NO_BRACKETS = dict.fromkeys(map(ord, "()"))


def heading(lines: Sequence[str]) -> str:
    """Return a label that has small print or another language below it in its cell, as one line; else nothing."""
    texts = [text for line in lines if (text := line.strip(" \xa0\t:"))]
    if not 1 < len(texts) <= HINTED or sum(map(len, texts)) > LABEL_CELL or any(map(_VALUED.search, lines)):
        return ""
    return f"{texts[0]} ({' '.join(texts[1:]).translate(_NO_BRACKETS)})"


def columns(labels: Sequence[str], values: Sequence[str]) -> list[str]:
    """Return rows of label and value where all labels stand in one cell and as many values in the next."""
    left, right = [line for line in labels if line], [line for line in values if line]
    if len(left) != len(right) or len(left) < _FEWEST:
        return []
    if max(map(len, left)) > _LONGEST or any(map(_VALUED.search, left)):
        return []
    return [f"{label}\t{value}" for label, value in zip(left, right, strict=True)]
