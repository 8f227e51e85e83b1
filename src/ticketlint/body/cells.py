"""The lines of a cell in, how a person reads them out: a label with small print below it."""

from __future__ import annotations

from collections.abc import Sequence

from ticketlint.hints import Final
from ticketlint.regexp import regexp

LABEL_CELL: Final = 120  # a first cell longer than this is no label
HINTED: Final = 4  # lines of a label with its hint
_VALUED = regexp(r"[:：]\s+\S|[-*•] |\t|^\d+\.")  # a field with its value, a list
_NO_BRACKETS = dict.fromkeys(map(ord, "()"))


def heading(lines: Sequence[str]) -> str:
    """Return a label that has small print or another language below it in its cell, as one line; else nothing."""
    texts = [text for line in lines if (text := line.strip(" \xa0\t:"))]
    if not 1 < len(texts) <= HINTED or sum(map(len, texts)) > LABEL_CELL or any(map(_VALUED.search, lines)):
        return ""
    return f"{texts[0]} ({' '.join(texts[1:]).translate(_NO_BRACKETS)})"
