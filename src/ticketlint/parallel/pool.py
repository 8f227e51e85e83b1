"""Tasks in, their answers out in the same order: several processes at work; one that dies takes no answer with it."""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from ticketlint.hints import Any, Self
from ticketlint.parallel import MOST
from ticketlint.parallel.answers import Answerer, Gathered, Work, answer_here, steps_here
from ticketlint.parallel.memory import Said, SharedMemory, Write, shared
from ticketlint.parallel.task import Question, Task, mails
from ticketlint.parallel.worker import DEAD, Answering, Worker, end, forks, ready
from ticketlint.plain import Plain
from ticketlint.record import dataclass
from ticketlint.sources import RawMessage
from ticketlint.sources.shares import Cut

_HELD = 3  # tasks for each process that are held: one in work, and those before it in the order and behind it


@dataclass(frozen=True, slots=True)
class Setup:
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


class _Reader(Worker):
    """One process that reads and judges, and the task that it has; `asked` says that an answer is awaited.

    `known` are the blocks of shared memory that it has written to.
    """

    def __init__(self, begin: Callable[[], Answering], siblings: Iterable[Worker]) -> None:
        super().__init__(begin, siblings)
        self.task: Task | None = None
        self.asked = False
        self.known: set[int] = set()

    def put(self, question: Question) -> None:
        """Ask something about the task."""
        assert self.task is not None
        self.asked = True
        self.ask([self.task.block, question])


def _saying(start: Callable[[], Work], gathered: Gathered) -> Answering:
    """Return what answers where all that is said travels."""
    answerer = Answerer(start(), gathered)
    return lambda asked: answerer(asked[1])


def _writing(work: Work, setup: Setup, memory: SharedMemory) -> Answering:
    """Return what answers where texts are written into shared memory."""
    laid, writer = setup.laid, memory.writer()
    assert laid is not None
    answerer = Answerer(work, lambda said: laid(said, writer.write))

    def answer(asked: list[Any]) -> Plain:
        block, question = asked
        writer.use(block)
        return answerer(question)

    return answer


class Pool:
    """The processes, as long as they are needed."""

    def __init__(self, work: Work, setup: Setup, jobs: int) -> None:
        self._jobs = min(jobs, MOST)
        self._memory = shared(_HELD * self._jobs) if setup.laid else None
        if self._memory:
            self._begin = partial(_writing, work, setup, self._memory)
        else:
            self._begin = partial(_saying, (lambda: work) if forks() else setup.start, setup.gathered)
        self._setup = setup
        self._answerer = Answerer(work, setup.gathered)
        self._readers: list[_Reader] = []
        self._held: deque[Task] = deque()  # in the order of the input
        self._unsent: deque[Task] = deque()

    def __enter__(self) -> Self:
        try:
            for _ in range(self._jobs):
                self._new()
        except OSError:  # the system has no more of them
            if not self._readers:
                raise
        return self

    def __exit__(self, *_: object) -> None:
        end(self._readers)

    def judge(self, first: Task, following: Iterator[Task]) -> Iterator[tuple[Task, Plain]]:
        """Yield all tasks with the answers; at most three for each process are held."""
        held = self._held
        coming: Task | None = first
        while coming is not None or held:
            self._feed()
            room = coming is not None and len(held) < _HELD * self._jobs
            answered = ready([each for each in self._readers if each.asked], wait=not (room or held[0].done))
            for reader in answered:
                self._take(reader)
            if coming is not None and room and not answered:  # nobody waits: time to share out more
                held.append(coming)
                if coming.here:
                    coming.answer = answer_here(coming, self._answerer)
                else:
                    self._unsent.append(coming)
                coming = next(following, None)
                if coming is None:
                    self._split()
                continue
            while held and held[0].done:
                task = held.popleft()
                if task.answer is None:
                    task.answer = self._one_by_one(task) if task.died else answer_here(task, self._answerer)
                    self._fit()
                self._feed()
                yield task, self._told(task.answer)
                if self._memory and task.block is not None:
                    self._memory.give_back(task.block)

    def _told(self, answer: Plain) -> Plain:
        if self._memory is None:
            return answer
        read, memory = self._setup.read, self._memory
        return [[one[0], read(one[1], memory.read)] if one[0] == "said" else one for one in answer]

    def _split(self) -> None:
        """Make the last tasks small, so that all processes end together."""
        made = {id(task): task.split() for task in self._unsent}
        held = [one for task in self._held for one in made.get(id(task), (task,))]
        self._unsent = deque(one for task in self._unsent for one in made[id(task)])
        self._held.clear()
        self._held.extend(held)

    def _feed(self) -> None:
        for reader in self._readers:
            if reader.task is None and self._unsent:
                task = reader.task = self._unsent.popleft()
                if self._memory:
                    task.block = self._memory.take(reader.known)
                reader.put(task.question())

    def _fit(self) -> None:
        """Let the cuts go on that waited for those before them."""
        waiting = {id(reader.task): reader for reader in self._readers if not reader.asked}
        for task in self._held:
            reader = waiting.get(id(task))
            if reader is None or not (task.placed or task.before is None or task.before.fixed):
                continue
            question = task.fit()
            if question is None:
                reader.task = None
            else:
                reader.put(question)

    def _take(self, reader: _Reader) -> None:
        """Take an answer; it is looked at when its process has something else to do."""
        task = reader.task
        assert task is not None
        try:
            octets = reader.hear()
        except DEAD:
            self._end(reader)
            self._new()
            task.local = task.died = True
            return
        reader.asked = False
        if isinstance(task.share, Cut) and not task.fixed:
            task.parts = marshal.loads(octets) or None  # noqa: S302 - written by our own process
            if task.parts is None:  # the first process still has the file that it was
                task.local, reader.task = True, None
            self._fit()
            return
        reader.task = None
        self._feed()
        task.answer = marshal.loads(octets)  # noqa: S302 - as above

    def _one_by_one(self, task: Task) -> Plain:
        """Return the answer on a task that ended a process: its messages are given to another one, each alone."""
        answer: Plain = []
        reader: _Reader | None = None
        for step in steps_here(task):
            if not isinstance(step, RawMessage):
                answer += self._answerer.answer([step])
                continue
            reader = reader or self._new()
            reader.ask([None, mails([step])])
            try:
                answer += marshal.loads(reader.hear())  # noqa: S302 - as above
            except DEAD:
                answer.append(["said", self._setup.gathered([self._setup.lost(step)])])
                self._end(reader)
                reader = None
        if reader is not None:
            self._end(reader)
        return answer

    def _end(self, reader: _Reader) -> None:
        self._readers.remove(reader)  # first: it is ended once, also where Ctrl-C comes between
        end([reader])

    def _new(self) -> _Reader:
        self._readers.append(_Reader(self._begin, self._readers))
        return self._readers[-1]
