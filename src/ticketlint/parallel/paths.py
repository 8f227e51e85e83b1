"""Paths in, what is to be said of their messages out, in order: read and judged by several processes.

The first process shares out the work, puts the answers in order and writes; the others read files and mailboxes
themselves, so that no mail travels. What they answer is gathered: of many messages, one text and one count.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence

from ticketlint import parallel
from ticketlint.parallel.answers import Answerer, Teller, Work, answer_here
from ticketlint.parallel.pool import Pool, Setup
from ticketlint.parallel.task import Task, tasks
from ticketlint.plain import Plain
from ticketlint.sources.raw import Told
from ticketlint.sources.shares import Group, shares

__all__ = ["Setup", "judged"]

PLENTY = 1000
"""Messages that seem to be left, from which on nobody waits to see whether there is much to do."""

_FEW = 2  # shares


def judged(paths: Sequence[str], work: Work, setup: Setup, jobs: int, told: Told) -> Generator[Plain]:
    """Yield what is gathered of the messages behind paths, in their order, and tell notices between them.

    The first messages are judged here, until it shows that there are many; then `jobs` processes take over. One that
    dies leaves its share to this one, which gives its messages to another, one by one; what ends these too is lost.
    """
    answerer = Answerer(work, setup.gathered)
    teller = Teller(answerer, told)
    coming = _Ahead(tasks(shares(paths)))
    pace = _Pace()
    for task in coming:
        yield from teller.tell(task, answer_here(task, answerer))
        if pace.is_worth_it(task, coming):
            break
    first = next(coming, None)  # asked only now, so that a last share starts no others
    if first is None:
        return
    with Pool(work, setup, jobs) as pool:
        for task, answer in pool.judge(first, coming):
            yield from teller.tell(task, answer)


class _Ahead:
    """Tasks in their order, of which some may be looked at before their turn; `ends` where all of them were."""

    def __init__(self, coming: Iterator[Task]) -> None:
        self.ends = False
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
        while count < enough and not self.ends:
            following = next(self._coming, None)
            if following is None:
                self.ends = True
                break
            self._seen.append(following)
            if not isinstance(following.share, Group):
                break
            count += len(following.share.files)
        return count


class _Pace:
    """How long messages take, and whether other processes are worth their start for those which are left."""

    def __init__(self) -> None:
        self._began = self._before = time.monotonic()
        self._shares = 0
        self._each = 0.0  # seconds that a message takes, where all was loaded before

    def is_worth_it(self, task: Task, coming: _Ahead) -> bool:
        """Say it of what comes behind a task, which was done just now."""
        now = time.monotonic()
        if task.messages:
            each = (now - self._before) / task.messages
            self._each = min(self._each, each) if self._shares else each
            self._shares += 1
        self._before = now
        late = now - self._began >= parallel.PATIENCE
        if late and not coming.ends:
            return True
        left = task.left or coming.files(PLENTY)
        # The first shares take longer: they load what all need.
        return left >= PLENTY or ((late or self._shares > _FEW) and left * self._each >= parallel.PATIENCE)
