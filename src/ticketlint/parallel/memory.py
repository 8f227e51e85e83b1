"""Texts in, the same as octets out in another process: memory that processes share, so that no text travels."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.hints import TYPE_CHECKING, Any
from ticketlint.parallel.worker import forks

if TYPE_CHECKING:
    from mmap import mmap

SIZE = 4 * 2**20
"""Octets of a block: what nobody writes to takes no memory, and what does not fit in travels."""

Said = str | list[int]
"""A text that travels, or where it stands in memory."""

Write = Callable[[str, list[str]], Said]
"""What writes texts with a separator between them, and says where they are."""


class SharedMemory:
    """So many blocks of memory; a process that is forked later shares them."""

    def __init__(self, blocks: int) -> None:
        from mmap import mmap  # noqa: PLC0415 - loads what one process does without

        self._memory = mmap(-1, blocks * SIZE)
        self._free = list(range(blocks))

    def take(self, known: set[int]) -> int | None:
        """Return a block that nobody has, of those which are `known` where it may be; None where there is none."""
        for block in self._free:
            if block in known:  # where its process has written already, memory is at hand
                break
        else:
            if not self._free:
                return None
            block = self._free[0]
        self._free.remove(block)
        known.add(block)
        return block

    def give_back(self, block: int) -> None:
        """Let another one have it."""
        self._free.append(block)

    def writer(self) -> Writer:
        """Return what writes into the blocks."""
        return Writer(self._memory)

    def read(self, said: Said) -> Any:
        """Return the text, or its octets where they stand: they hold until the block is given back."""
        return said if isinstance(said, str) else memoryview(self._memory)[said[0] : said[1]]


class Writer:
    """Writes texts in UTF-8, one behind another."""

    def __init__(self, memory: mmap) -> None:
        self._memory = memory
        self._at = self._end = 0

    def use(self, block: int | None) -> None:
        """Write into this block from now on; without one, all texts travel."""
        self._at = 0 if block is None else block * SIZE
        self._end = 0 if block is None else self._at + SIZE

    def write(self, separator: str, texts: list[str]) -> Said:
        """Write texts and say where they are; return them where they do not fit, or have no UTF-8."""
        begin = self._at
        end = lay(self._memory, begin, self._end, separator, texts) if begin < self._end else -1
        if end < 0:
            return separator.join(texts)
        self._at = end
        return [begin, end]


def shared(blocks: int) -> SharedMemory | None:
    """Return shared memory where processes inherit it and there is memory for it."""
    try:
        return SharedMemory(blocks) if forks() else None
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
