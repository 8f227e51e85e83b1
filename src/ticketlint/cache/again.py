"""A path and what is kept in, its messages out as they are read, and what was said of the files that need no reading.

All comes in the order in which the files would be read, and notices are told where they would be: a file that gave one
is read again on every run.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from ticketlint.cache.files import NUMBERED, SAME, Held
from ticketlint.plain import DamagedError, Plain
from ticketlint.record import dataclass
from ticketlint.sources import Notice, RawMessage
from ticketlint.sources.folder import Found, Reader
from ticketlint.sources.pieces import files_of
from ticketlint.sources.state import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketlint.sources.raw import Told


@dataclass(frozen=True, slots=True)
class Leaf:
    """What was said before of messages that lie in a row, in the files `sources`, which are not read again.

    `octets` are what it takes in memory, as those of a message are.
    """

    sources: tuple[str, ...]
    count: int
    gathered: Plain
    octets: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Says behind the messages of a file that they were all; `state` is None where it must be read on the next run."""

    found: Found
    count: int
    numbered: bool
    state: bytes | None
    sources: tuple[str, ...] = ()
    octets: bytes = b""


Item = RawMessage | Leaf | Seal


class Keeper(Protocol):
    """What is kept."""

    def find(self, found: Found) -> Held | None:
        """Return where what was said of a file's messages stands; None where it must be read."""

    def leaves(self, held: Held, sources: Iterable[str], paths: tuple[str, ...]) -> Iterator[Leaf]:
        """Yield it; raise `DamagedError` where that is not there any more."""

    def lose(self, founds: Iterable[Found]) -> None:
        """Keep nothing of files of which something is not there any more, until they are read again as a whole."""


def read_again(path: str, kept: Keeper, *, told: Told) -> Iterator[Item]:
    """Yield what lies behind a path."""
    yield Seal(Found(path, "named"), 0, numbered=False, state=None)  # what came before it, from a pipe, is of no file
    notices: list[Notice] = []
    row = _Row(kept, told)
    for found in files_of(path, notices):
        if notices:
            yield from row.end()
            _tell(notices, told)
        held = kept.find(found)
        if held is None:
            yield from row.end()
            yield from row.read(found)
            continue
        if not row.continues(held):
            yield from row.end()
        row.add(found, held)
    yield from row.end()
    _tell(notices, told)


def _tell(notices: list[Notice], told: Told) -> None:
    for notice in notices:
        told(notice)
    notices.clear()


class _Row:
    """Files that need no reading and whose messages stand one after the other on a page: they are told at once."""

    def __init__(self, kept: Keeper, told: Told) -> None:
        self._kept = kept
        self._told = told
        self._reader = Reader()
        self._files: list[tuple[Found, int, int]] = []
        self._held: list[int] = []

    def continues(self, held: Held) -> bool:
        """Whether a file's messages stand behind those of this row, on the same page and as they are called."""
        mine = self._held
        return (
            len(held) == len(mine) == 4
            and held[1] == mine[1]
            and held[2] == mine[2] + mine[3]
            and held[0] & mine[0] & SAME > 0
        )

    def add(self, found: Found, held: Held) -> None:
        if self._held:
            self._held[3] += held[3]
        else:
            self._held = list(held)
        self._files.append((found, sum(held[3::3]), held[0]))

    def end(self) -> Iterator[Item]:
        """Yield what was said of the files, and begin a new row. What is not there any more is read."""
        files, held = self._files, self._held
        if not files:
            return
        self._files, self._held = [], []
        done = 0
        try:
            for leaf in self._kept.leaves(tuple(held), _sources(files), tuple(found.path for found, _, _ in files)):
                yield leaf
                done += leaf.count
        except DamagedError:
            self._kept.lose(found for found, _, _ in files)
            for found, count, _ in files:
                if done < count:
                    yield from self.read(found, done)
                done = max(0, done - count)

    def read(self, found: Found, done: int = 0) -> Iterator[Item]:
        """Yield the messages of a file but for the first ones, and a seal behind them."""
        watch, path, clean = Watch(), found.path, True

        def told(notice: Notice) -> None:
            nonlocal clean
            clean = False
            self._told(notice)

        # To look into a pipe would take from it what its reader waits for.
        pipe = found.how == "named" and not os.path.isfile(path)  # noqa: PTH113  # paths stay text
        raw = None if pipe else self._reader.glance(found, watch)
        if raw is not None:
            if not done:
                yield raw
                yield Seal(found, 1, False, watch.state)
            return
        count = numbered = 0
        for raw in islice(self._reader.read(found, told, watch), done, None):
            count += 1
            numbered += raw.source == f"{path}#{count}"
            clean = clean and (raw.source == path if count == 1 and not numbered else numbered == count)
            yield raw
        yield Seal(found, count, numbered > 0, watch.state if clean and not done else None)


def _sources(files: Iterable[tuple[Found, int, int]]) -> Iterator[str]:
    for found, count, flags in files:
        if flags & NUMBERED:
            yield from (f"{found.path}#{number}" for number in range(1, count + 1))
        else:
            yield found.path
