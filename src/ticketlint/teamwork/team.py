"""Tasks in, their answers out in the same order: several processes at work; one that dies takes no answer with it."""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Self

from ticketlint import parallel
from ticketlint.plain import Plain
from ticketlint.record import dataclass
from ticketlint.sources import RawMessage
from ticketlint.sources.shares import Cut
from ticketlint.teamwork.hand import Gathered, Hand, Work, alone, by_hand
from ticketlint.teamwork.task import Question, Task, mails

_HELD = 3  # tasks for each process that are held: one in work, and those before it in the order and behind it


@dataclass(frozen=True, slots=True)
class Desk:
    """How messages are judged where nothing is inherited: `start` returns what judges, and can be pickled.

    `gathered` makes one answer of what is said of many. `lost` says what becomes of a message that ends every process.
    """

    start: Callable[[], Work]
    gathered: Gathered
    lost: Work


class _Helper(parallel.Helper):
    """One process that reads and judges, and the task that it has; `asked` says that an answer is awaited."""

    task: Task | None = None
    asked = False

    def put(self, question: Question) -> None:
        """Ask something about the task."""
        self.asked = True
        self.ask(question)


def _answering(start: Callable[[], Work], gathered: Gathered) -> Hand:
    return Hand(start(), gathered)


class Team:
    """The processes, as long as they are needed."""

    def __init__(self, work: Work, desk: Desk, jobs: int) -> None:
        self._context, forks = parallel.context()
        self._begin = partial(_answering, (lambda: work) if forks else desk.start, desk.gathered)
        self._jobs = min(jobs, parallel.MOST)
        self._desk = desk
        self._hand = Hand(work, desk.gathered)
        self._helpers: list[_Helper] = []
        self._held: deque[Task] = deque()  # in the order of the input
        self._unsent: deque[Task] = deque()

    def __enter__(self) -> Self:
        for _ in range(self._jobs):
            self._new()
        return self

    def __exit__(self, *_: object) -> None:
        for helper in self._helpers:
            helper.end()

    def judge(self, first: Task, following: Iterator[Task]) -> Iterator[tuple[Task, Plain]]:
        """Yield all tasks with the answers; at most three for each process are held."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - loads what one process does without

        held = self._held
        coming: Task | None = first
        while coming is not None or held:
            self._feed()
            room = coming is not None and len(held) < _HELD * self._jobs
            busy: dict[Any, _Helper] = {helper.pipe: helper for helper in self._helpers if helper.asked}
            ready = wait(list(busy), 0 if room or held[0].done else None) if busy else []
            for pipe in ready:
                self._take(busy[pipe])
            if coming is not None and room and not ready:  # nobody waits: time to share out more
                held.append(coming)
                if coming.here:
                    coming.answer = alone(coming, self._hand)
                else:
                    self._unsent.append(coming)
                coming = next(following, None)
                continue
            while held and held[0].done:
                task = held.popleft()
                if task.answer is None:
                    task.answer = self._one_by_one(task) if task.died else alone(task, self._hand)
                    self._fit()
                self._feed()
                yield task, task.answer

    def _feed(self) -> None:
        for helper in self._helpers:
            if helper.task is None and self._unsent:
                helper.task = self._unsent.popleft()
                helper.put(helper.task.question())

    def _fit(self) -> None:
        """Let the cuts go on that waited for those before them."""
        waiting = {id(helper.task): helper for helper in self._helpers if not helper.asked}
        for task in self._held:
            helper = waiting.get(id(task))
            if helper is None or not (task.placed or task.before is None or task.before.fixed):
                continue
            question = task.fit()
            if question is None:
                helper.task = None
            else:
                helper.put(question)

    def _take(self, helper: _Helper) -> None:
        """Take an answer; it is looked at when its process has something else to do."""
        task = helper.task
        assert task is not None
        try:
            octets = helper.pipe.recv_bytes()
        except parallel.DEAD:
            self._end(helper)
            self._new()
            task.by_hand = task.died = True
            return
        helper.asked = False
        if isinstance(task.share, Cut) and not task.fixed:
            task.parts = marshal.loads(octets) or None  # noqa: S302 - written by our own process
            if task.parts is None:  # the first process still has the file that it was
                task.by_hand, helper.task = True, None
            self._fit()
            return
        helper.task = None
        self._feed()
        task.answer = marshal.loads(octets)  # noqa: S302 - as above

    def _one_by_one(self, task: Task) -> Plain:
        """Return the answer on a task that ended a process: its messages are given to another one, each alone."""
        answer: Plain = []
        helper: _Helper | None = None
        for step in by_hand(task):
            if not isinstance(step, RawMessage):
                answer += self._hand.answer([step])
                continue
            helper = helper or self._new()
            helper.ask(mails([step]))
            try:
                answer += marshal.loads(helper.pipe.recv_bytes())  # noqa: S302 - as above
            except parallel.DEAD:
                answer.append(["said", self._desk.gathered([self._desk.lost(step)])])
                self._end(helper)
                helper = None
        if helper is not None:
            self._end(helper)
        return answer

    def _end(self, helper: _Helper) -> None:
        helper.end()
        self._helpers.remove(helper)

    def _new(self) -> _Helper:
        self._helpers.append(_Helper(self._context, self._begin, self._helpers))
        return self._helpers[-1]
