"""Texts in, the same as octets out in another process: memory that processes share, so that no text travels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ticketlint.helper import forks

SIZE = 4 * 2**20
"""Octets of a sheet: what is not written on takes no memory, and what does not fit in travels."""

Said = str | list[int]
"""A text that travels, or where it stands on a sheet."""

Encode = Callable[[str], bytes | None]
"""What returns a text in UTF-8, None where it has none."""


class Board:
    """So many sheets of memory; a process that is forked later shares them."""

    def __init__(self, sheets: int) -> None:
        from mmap import mmap  # noqa: PLC0415 - loads what one process does without

        self._memory = mmap(-1, sheets * SIZE)
        self._free = list(range(sheets))

    def take(self) -> int | None:
        """Return a sheet that nobody has."""
        return self._free.pop() if self._free else None

    def give_back(self, sheet: int) -> None:
        """Let another one have it; it was written on lately, and is still near the processor."""
        self._free.append(sheet)

    def writer(self, sheet: int | None, encode: Encode) -> Callable[[str], Said]:
        """Return what writes one text after another on a sheet, and says where; a text that does not fit stays one."""
        if sheet is None:
            return lambda text: text
        begin = sheet * SIZE
        end = begin + SIZE

        def write(text: str) -> Said:
            nonlocal begin
            octets = encode(text)
            if octets is None or begin + len(octets) > end:
                return text
            at, begin = begin, begin + len(octets)
            self._memory[at:begin] = octets
            return [at, begin]

        return write

    def read(self, said: Said) -> Any:
        """Return the text, or its octets where they stand: they hold until the sheet is given back."""
        return said if isinstance(said, str) else memoryview(self._memory)[said[0] : said[1]]


def shared(sheets: int) -> Board | None:
    """Return a board where processes inherit it and there is memory for it."""
    try:
        return Board(sheets) if forks() else None
    except OSError:
        return None
