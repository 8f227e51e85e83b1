"""Paths in, what is to be said of their messages out, in order: read and judged by several processes.

The first process shares out the work, puts the answers in order and writes; the others read files and mailboxes
themselves, so that no mail travels. What they answer is gathered: of many messages, one text and one count.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence

from ticketlint import parallel
from ticketlint.plain import Plain
from ticketlint.sources.raw import Told
from ticketlint.sources.shares import Group, shares
from ticketlint.teamwork.hand import Hand, Teller, Work, alone
from ticketlint.teamwork.task import Task, tasks
from ticketlint.teamwork.team import Desk, Team

__all__ = ["Desk", "judged"]

PLENTY = 1000
"""Messages that seem to be left, from which on nobody waits to see whether there is much to do."""


def judged(paths: Sequence[str], work: Work, desk: Desk, jobs: int, told: Told) -> Generator[Plain]:
    """Yield what is gathered of the messages behind paths, in their order, and tell notices between them.

    The first messages are judged here, until `parallel.PATIENCE` is over or `PLENTY` are in sight; then `jobs`
    processes take over. One that dies leaves its share to this one, which gives its messages to another, one by one;
    what ends these too is lost.
    """
    late = time.monotonic() + parallel.PATIENCE
    hand = Hand(work, desk.gathered)
    teller = Teller(hand, told)
    coming = _Ahead(tasks(shares(paths)))
    for task in coming:
        yield from teller.tell(task, alone(task, hand))
        if time.monotonic() >= late or task.left >= PLENTY or coming.files(PLENTY) >= PLENTY:
            break
    first = next(coming, None)  # asked only now, so that a last share starts no others
    if first is None:
        return
    with Team(work, desk, jobs) as team:
        for task, answer in team.judge(first, coming):
            yield from teller.tell(task, answer)


class _Ahead:
    """Tasks in their order, of which some may be looked at before their turn."""

    def __init__(self, coming: Iterator[Task]) -> None:
        self._coming = coming
        self._seen: deque[Task] = deque()

    def __iter__(self) -> Iterator[Task]:
        return self

    def __next__(self) -> Task:
        return self._seen.popleft() if self._seen else next(self._coming)

    def files(self, enough: int) -> int:
        """Return how many files come before anything else does; it is counted no further than to `enough`."""
        count = 0
        for task in self._seen:
            if not isinstance(task.share, Group):
                return count
            count += len(task.share.files)
        while count < enough and (task := next(self._coming, None)):  # type: ignore[assignment]  # None ends it
            self._seen.append(task)
            if not isinstance(task.share, Group):
                break
            count += len(task.share.files)
        return count
