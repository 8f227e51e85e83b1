"""Tasks in, their answers out in the same order: several processes at work; one that dies takes no answer with it."""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from ticketlint.helper import DEAD, Answering, Helper, end, forks, ready
from ticketlint.hints import Any, Self
from ticketlint.parallel import MOST
from ticketlint.plain import Plain
from ticketlint.record import dataclass
from ticketlint.sources import RawMessage
from ticketlint.sources.shares import Cut
from ticketlint.teamwork.board import Board, Said, Write, shared
from ticketlint.teamwork.hand import Gathered, Hand, Work, alone, by_hand
from ticketlint.teamwork.task import Question, Task, mails

_HELD = 3  # tasks for each process that are held: one in work, and those before it in the order and behind it


@dataclass(frozen=True, slots=True)
class Desk:
    """How messages are judged where nothing is inherited: `start` returns what judges, and can be pickled.

    `gathered` makes one answer of what is said of many. `lost` says what becomes of a message that ends every process.
    Where it is known how such an answer is `laid` out, with each text in it written by another function, its texts need
    not travel: `read` returns it with what a function makes of each. Octets may stand for texts then, which hold until
    the next answer is asked for.
    """

    start: Callable[[], Work]
    gathered: Gathered
    lost: Work
    laid: Callable[[list[Any], Write], Plain] | None = None
    read: Callable[[Plain, Callable[[Said], Any]], Plain] = lambda gathered, _: gathered


class _Helper(Helper):
    """One process that reads and judges, and the task that it has; `asked` says that an answer is awaited.

    `known` are the sheets of a board that it has written on.
    """

    def __init__(self, begin: Callable[[], Answering], siblings: Iterable[Helper]) -> None:
        super().__init__(begin, siblings)
        self.task: Task | None = None
        self.asked = False
        self.known: set[int] = set()

    def put(self, question: Question) -> None:
        """Ask something about the task."""
        assert self.task is not None
        self.asked = True
        self.ask([self.task.sheet, question])


def _saying(start: Callable[[], Work], gathered: Gathered) -> Answering:
    """Return what answers where all that is said travels."""
    hand = Hand(start(), gathered)
    return lambda asked: hand(asked[1])


def _writing(work: Work, desk: Desk, board: Board) -> Answering:
    """Return what answers where texts are written on a board."""
    laid, pen = desk.laid, board.pen()
    assert laid is not None
    hand = Hand(work, lambda said: laid(said, pen.write))

    def answer(asked: list[Any]) -> Plain:
        sheet, question = asked
        pen.take_up(sheet)
        return hand(question)

    return answer


class Team:
    """The processes, as long as they are needed."""

    def __init__(self, work: Work, desk: Desk, jobs: int) -> None:
        self._jobs = min(jobs, MOST)
        self._board = shared(_HELD * self._jobs) if desk.laid else None
        if self._board:
            self._begin = partial(_writing, work, desk, self._board)
        else:
            self._begin = partial(_saying, (lambda: work) if forks() else desk.start, desk.gathered)
        self._desk = desk
        self._hand = Hand(work, desk.gathered)
        self._helpers: list[_Helper] = []
        self._held: deque[Task] = deque()  # in the order of the input
        self._unsent: deque[Task] = deque()

    def __enter__(self) -> Self:
        try:
            for _ in range(self._jobs):
                self._new()
        except OSError:  # the system has no more of them
            if not self._helpers:
                raise
        return self

    def __exit__(self, *_: object) -> None:
        end(self._helpers)

    def judge(self, first: Task, following: Iterator[Task]) -> Iterator[tuple[Task, Plain]]:
        """Yield all tasks with the answers; at most three for each process are held."""
        held = self._held
        coming: Task | None = first
        while coming is not None or held:
            self._feed()
            room = coming is not None and len(held) < _HELD * self._jobs
            answered = ready([each for each in self._helpers if each.asked], wait=not (room or held[0].done))
            for helper in answered:
                self._take(helper)
            if coming is not None and room and not answered:  # nobody waits: time to share out more
                held.append(coming)
                if coming.here:
                    coming.answer = alone(coming, self._hand)
                else:
                    self._unsent.append(coming)
                coming = next(following, None)
                if coming is None:
                    self._split()
                continue
            while held and held[0].done:
                task = held.popleft()
                if task.answer is None:
                    task.answer = self._one_by_one(task) if task.died else alone(task, self._hand)
                    self._fit()
                self._feed()
                yield task, self._told(task.answer)
                if self._board and task.sheet is not None:
                    self._board.give_back(task.sheet)

    def _told(self, answer: Plain) -> Plain:
        if self._board is None:
            return answer
        read, board = self._desk.read, self._board
        return [[one[0], read(one[1], board.read)] if one[0] == "said" else one for one in answer]

    def _split(self) -> None:
        """Make the last tasks small, so that all processes end together."""
        made = {id(task): task.split() for task in self._unsent}
        held = [one for task in self._held for one in made.get(id(task), (task,))]
        self._unsent = deque(one for task in self._unsent for one in made[id(task)])
        self._held.clear()
        self._held.extend(held)

    def _feed(self) -> None:
        for helper in self._helpers:
            if helper.task is None and self._unsent:
                task = helper.task = self._unsent.popleft()
                if self._board:
                    task.sheet = self._board.take(helper.known)
                helper.put(task.question())

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
            octets = helper.hear()
        except DEAD:
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
            helper.ask([None, mails([step])])
            try:
                answer += marshal.loads(helper.hear())  # noqa: S302 - as above
            except DEAD:
                answer.append(["said", self._desk.gathered([self._desk.lost(step)])])
                self._end(helper)
                helper = None
        if helper is not None:
            self._end(helper)
        return answer

    def _end(self, helper: _Helper) -> None:
        self._helpers.remove(helper)  # first: it is ended once, also where Ctrl-C comes between
        end([helper])

    def _new(self) -> _Helper:
        self._helpers.append(_Helper(self._begin, self._helpers))
        return self._helpers[-1]
