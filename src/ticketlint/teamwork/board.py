"""Texts in, the same as octets out in another process: memory that processes share, so that no text travels."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.helper import forks
from ticketlint.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mmap import mmap

SIZE = 4 * 2**20
"""Octets of a sheet: what is not written on takes no memory, and what does not fit in travels."""

Said = str | list[int]
"""A text that travels, or where it stands in memory."""

Write = Callable[[str, list[str]], Said]
"""What writes texts with a separator between them, and says where they are."""


class Board:
    """So many sheets of memory; a process that is forked later shares them."""

    def __init__(self, sheets: int) -> None:
        from mmap import mmap  # noqa: PLC0415 - loads what one process does without

        self._memory = mmap(-1, sheets * SIZE)
        self._free = list(range(sheets))

    def take(self, known: set[int]) -> int | None:
        """Return a sheet that nobody has, of those which are `known` where it may be; None where there is none."""
        for sheet in self._free:
            if sheet in known:  # where its process has written on already, memory is at hand
                break
        else:
            if not self._free:
                return None
            sheet = self._free[0]
        self._free.remove(sheet)
        known.add(sheet)
        return sheet

    def give_back(self, sheet: int) -> None:
        """Let another one have it."""
        self._free.append(sheet)

    def pen(self) -> Pen:
        """Return what writes on the sheets."""
        return Pen(self._memory)

    def read(self, said: Said) -> Any:
        """Return the text, or its octets where they stand: they hold until the sheet is given back."""
        return said if isinstance(said, str) else memoryview(self._memory)[said[0] : said[1]]


class Pen:
    """Writes texts in UTF-8, one behind another."""

    def __init__(self, memory: mmap) -> None:
        self._memory = memory
        self._at = self._end = 0

    def take_up(self, sheet: int | None) -> None:
        """Write on this sheet from now on; on none, all texts travel."""
        self._at = 0 if sheet is None else sheet * SIZE
        self._end = 0 if sheet is None else self._at + SIZE

    def write(self, separator: str, texts: list[str]) -> Said:
        """Write texts and say where they are; return them where they do not fit, or have no UTF-8."""
        begin = self._at
        end = lay(self._memory, begin, self._end, separator, texts) if begin < self._end else -1
        if end < 0:
            return separator.join(texts)
        self._at = end
        return [begin, end]


def shared(sheets: int) -> Board | None:
    """Return a board where processes inherit it and there is memory for it."""
    try:
        return Board(sheets) if forks() else None
    except OSError:
        return None


def _lay(memory: mmap, at: int, end: int, separator: str, texts: list[str]) -> int:
    """Write texts into memory from one octet to another; return where they end, -1 where they do not fit."""
    try:
        octets = separator.join(texts).encode()
    except UnicodeEncodeError:
        return -1
    if at + len(octets) > end:
        return -1
    memory[at : at + len(octets)] = octets
    return at + len(octets)


lay: Callable[[mmap, int, int, str, list[str]], int]
try:
    from ticketlint.native.json import lay
except ImportError:  # installed without a compiler
    lay = _lay
