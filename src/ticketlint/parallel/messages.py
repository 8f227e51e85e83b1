"""Messages in, their verdicts out in the same order, judged by several processes; one that dies takes none with it."""

from __future__ import annotations

import marshal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from itertools import chain

from ticketlint import parallel
from ticketlint.diagnostic import Diagnostic, Severity
from ticketlint.hints import Any, Self, TypeVar
from ticketlint.parallel.worker import DEAD, Answering, Worker, end, forks, ready
from ticketlint.plain import Plain, flat, verdict_of
from ticketlint.record import dataclass, field
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict

T = TypeVar("T")
"""What becomes of a message: its verdict, or what is to be said of it."""

Work = Callable[[RawMessage], T]
Known = Callable[[RawMessage], T | None]
Pair = tuple[RawMessage, T]


@dataclass(frozen=True, slots=True)
class Kind:
    """How what becomes of a message travels and is kept, and what becomes of one that ends every process.

    `back` is given the message's source, `moved` the source that it had and the one that it has, and returns None where
    it must be judged again. `sure` is False where the program failed, maybe once only.

    What is kept of several messages is bound to one text, which costs more to write as JSON and to read than all the
    rest: `bound` returns what is said of all of them, what else is said of each, and the text. `single` returns what is
    kept of one of them, `whole` what is said of all (None where nothing is but of each), and `gather` says the same of
    messages of several texts.
    `letters` is how long the text of one is.
    """

    flat: Callable[[Any], Plain]
    back: Callable[[Plain, str], Any]
    lost: Callable[[RawMessage], Any]
    sure: Callable[[Any], bool]
    moved: Callable[[Plain, str, str], Plain | None]
    letters: Callable[[Plain], int]
    bound: Callable[[list[Plain]], tuple[Plain, list[Plain], str]] = lambda kept: ([], kept, "")
    single: Callable[[Plain, str], Plain] = lambda kept, _: kept
    whole: Callable[[Plain, str], Plain] | None = None
    gather: Callable[[list[Any]], Plain] = lambda said: said


_HELD = 3  # chunks for each process that are held: one that is judged, and those before it in the order and behind it


def nothing(raw: RawMessage) -> None:
    """Remember nothing: for runs without a cache."""


def judged(
    raws: Iterable[RawMessage],
    work: Work[T],
    start: Callable[[], Work[T]],
    jobs: int,
    known: Known[T] = nothing,
    *,
    patience: float = parallel.PATIENCE,
    kind: Kind | None = None,
) -> Generator[Pair[T]]:
    """Yield each message with what becomes of it, a verdict where no other `kind` is asked for.

    In the order of the messages; of many messages, some hundred are held. `work` judges one message and never raises.
    `start` returns the like where a process begins anew and inherits nothing; it can be pickled. `known` returns what
    needs no work. The first messages are judged here, until that took `patience` seconds; then `jobs` processes
    take over, where it is more than one. A process that dies leaves its messages to others, which are given them one by
    one; what ends these too is told as unreadable.
    """
    messages = iter(raws)
    began, spent = time.monotonic(), 0.0
    late = False
    for raw in messages:
        said = known(raw)
        if said is None:
            if late:  # asked only now, so that neither a last message nor one that is known starts others
                messages = chain((raw,), messages)
                break
            said = work(raw)
            spent += time.monotonic() - began
        yield raw, said
        began = time.monotonic()
        late = jobs > 1 and spent >= patience
    else:
        return
    with _Pool(work, start, jobs, kind or VERDICTS) as pool:
        yield from pool.judge(
            _chunks(messages, lambda raw: known(raw) or (work(raw) if len(raw.octets) >= parallel.LARGE else None))
        )


@dataclass(slots=True, eq=False)
class _Chunk:
    """Messages that one process is given; the verdicts on those that are known stand already."""

    raws: list[RawMessage] = field(default_factory=list)
    verdicts: list[Any] = field(default_factory=list)
    octets: int = 0

    @property
    def open(self) -> list[int]:
        """The places of the messages that have no verdict yet."""
        return [at for at, verdict in enumerate(self.verdicts) if verdict is None]


def _chunks(raws: Iterator[RawMessage], known: Known[Any]) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for raw in raws:
        verdict = known(raw)
        chunk.raws.append(raw)
        chunk.verdicts.append(verdict)
        chunk.octets += len(raw.octets)
        if len(chunk.raws) >= parallel.CHUNK or chunk.octets >= parallel.OCTETS:
            yield chunk
            chunk = _Chunk()
    if chunk.raws:
        yield chunk


class _Judge(Worker):
    """One process that judges; `chunk` is what it has at the moment."""

    def __init__(self, begin: Callable[[], Answering], siblings: Iterable[Worker], kind: Kind) -> None:
        super().__init__(begin, siblings)
        self.chunk: _Chunk | None = None
        self._asked: list[int] = []
        self._kind = kind

    def give(self, chunk: _Chunk, places: list[int]) -> None:
        """Send the messages at these places."""
        self.chunk, self._asked = chunk, places
        raws = [chunk.raws[place] for place in places]
        self.ask([(raw.source, raw.octets, raw.first_line, raw.bare, raw.gap) for raw in raws])

    def take(self) -> Callable[[], None]:
        """Wait for the answer and return what puts it into the chunk; raise one of `DEAD` where none will come.

        From here on the process is free for another chunk.
        """
        octets = self.hear()
        chunk, self.chunk = self.chunk, None
        places = self._asked
        assert chunk is not None

        def fill() -> None:
            answer: list[Plain] = marshal.loads(octets)  # noqa: S302 - written by our own process
            for place, kept in zip(places, answer, strict=True):
                chunk.verdicts[place] = self._kind.back(kept, chunk.raws[place].source)

        return fill


def _answering(start: Callable[[], Work[Any]], flat: Callable[[Any], Plain]) -> Answering:
    work = start()
    return lambda asked: [flat(work(RawMessage(*each))) for each in asked]


class _Pool:
    """The processes, as long as they are needed."""

    def __init__(self, work: Work[Any], start: Callable[[], Work[Any]], jobs: int, kind: Kind) -> None:
        self._begin = partial(_answering, (lambda: work) if forks() else start, kind.flat)
        self._jobs = min(jobs, parallel.MOST)
        self._kind = kind
        self._workers: list[_Judge] = []

    def __enter__(self) -> Self:
        for _ in range(self._jobs):
            self._workers.append(self._new())
        return self

    def __exit__(self, *_: object) -> None:
        end(self._workers)

    def judge(self, chunks: Iterator[_Chunk]) -> Iterator[Pair[Any]]:
        """Yield the messages of all chunks with their verdicts; at most three chunks for each process are held."""
        held: deque[_Chunk] = deque()  # in the order of the input
        unsent: deque[_Chunk] = deque()
        more = True
        while more or held:
            self._feed(unsent)
            room = more and len(held) < _HELD * self._jobs
            answered = ready([worker for worker in self._workers if worker.chunk is not None], wait=not room)
            for worker in answered:
                self._take(worker, unsent)
            if room and not answered:  # nobody waits: time to read on
                following = next(chunks, None)
                more = following is not None
                if following is not None:
                    held.append(following)
                    if following.open:
                        unsent.append(following)
                    continue
            while held and not held[0].open:
                done = held.popleft()
                yield from ((raw, verdict) for raw, verdict in zip(done.raws, done.verdicts, strict=True) if verdict)

    def _feed(self, unsent: deque[_Chunk]) -> None:
        for worker in self._workers:
            if worker.chunk is None and unsent:
                chunk = unsent.popleft()
                worker.give(chunk, chunk.open)

    def _take(self, worker: _Judge, unsent: deque[_Chunk]) -> None:
        chunk = worker.chunk
        try:
            fill = worker.take()
        except DEAD:
            assert chunk is not None
            worker = self._replaced(worker)
            for place in chunk.open:
                worker.give(chunk, [place])
                try:
                    worker.take()()
                except DEAD:
                    chunk.verdicts[place] = self._kind.lost(chunk.raws[place])
                    worker = self._replaced(worker)
        else:
            self._feed(unsent)  # before it is told what came: no process waits while that is looked at and written
            fill()

    def _replaced(self, dead: _Judge) -> _Judge:
        self._workers.remove(dead)  # first, as in the pool of `pool`
        end([dead])
        self._workers.append(self._new())
        return self._workers[-1]

    def _new(self) -> _Judge:
        return _Judge(self._begin, self._workers, self._kind)


def lost(raw: RawMessage) -> Verdict:
    """Return the verdict on a message that ends every process which reads it."""
    title = "ticketlint was ended by the system while it read this mail, twice"
    advice = "it may need more memory than there is: try the mail alone"
    diagnostic = Diagnostic("unreadable-body", Severity.HIGH, title, help=advice)
    return Verdict(raw.source, "unreadable", reason=title, diagnostics=(diagnostic,))


def _sure(verdict: Verdict) -> bool:
    return verdict.verdict != "unreadable" or verdict.form is not None


def _as_it_is(kept: Plain, old: str, new: str) -> Plain:  # noqa: ARG001 - a verdict says nothing of its source
    return kept


def _letters(kept: Plain) -> int:
    return len(kept[_TEXT] or "")


_TEXT = 12  # where the text stands in a verdict that was made flat

VERDICTS = Kind(flat, verdict_of, lost, _sure, _as_it_is, _letters)
