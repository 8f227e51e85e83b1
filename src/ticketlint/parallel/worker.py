"""Questions in, answers of another process out: how it starts and ends, and the pipes between the two."""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from ticketlint.hints import TYPE_CHECKING, Any, TypeVar
from ticketlint.plain import Plain

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Answering = Callable[[Any], Plain]
"""What answers questions in another process."""

Octets = bytes | bytearray

DEAD = (EOFError, OSError)
"""What shows that a process is no more."""


def forks() -> bool:
    """Whether processes are forked: that is quick, and they inherit what this one has.

    Elsewhere than on Linux system libraries do not allow it.
    """
    return sys.platform == "linux"


class Worker:
    """One process that answers what it is asked, in the order in which it is asked; what travels is plain."""

    def __init__(self, begin: Callable[[], Answering], siblings: Iterable[Worker]) -> None:
        """Start the process; `begin` returns what answers there. `siblings` are those that were started before."""
        self.line: _Forked | _Spawned
        if forks():
            self.line = _Forked(begin, [each.line for each in siblings if isinstance(each.line, _Forked)])
        else:
            self.line = _Spawned(begin)

    def ask(self, question: Plain) -> None:
        """Send a question; a process that is dead already shows when it is asked for the answer."""
        with suppress(OSError):
            self.line.send(marshal.dumps(question))

    def hear(self) -> Octets:
        """Wait for the answer and return it as it travels; raise one of `DEAD` where none will come."""
        return self.line.receive()


W = TypeVar("W", bound=Worker)


def ready(workers: Sequence[W], *, wait: bool) -> list[W]:
    """Return those that have answered or are dead; `wait` until there is one."""
    if not workers:
        return []
    if isinstance(workers[0].line, _Forked):
        from select import poll  # noqa: PLC0415 - loads what one process does without

        polled = poll()
        for each in workers:
            polled.register(each.line.answers, 1)  # type: ignore[union-attr]  # all are of one kind; 1: POLLIN
        found = {file for file, _ in polled.poll(None if wait else 0)}
        return [each for each in workers if each.line.answers in found]  # type: ignore[union-attr]  # as above
    from multiprocessing.connection import wait as wait_for  # noqa: PLC0415 - as above

    pipes: dict[Any, W] = {each.line.pipe: each for each in workers}  # type: ignore[union-attr]  # as above
    return [pipes[pipe] for pipe in wait_for(list(pipes), None if wait else 0)]


def end(workers: Sequence[Worker]) -> None:
    """End processes, whatever they do."""
    for each in workers:
        each.line.stop()
    for each in workers:  # all were told before the first is waited for: giving memory back takes a while
        each.line.join()


class _Forked:
    """The first process' ends of the pipes to one that was forked; `answers` is where an answer shows."""

    def __init__(self, begin: Callable[[], Answering], siblings: Iterable[_Forked]) -> None:
        asked, self._questions = os.pipe()
        try:
            self.answers, answered = os.pipe()
        except OSError:
            os.close(asked)
            os.close(self._questions)
            raise
        with _undisturbed():
            self._process = os.fork()
            if not self._process:
                try:
                    # What is inherited would stay open when the first process ends.
                    for file in (self._questions, self.answers, *(file for one in siblings for file in one.files)):
                        os.close(file)
                    _live(lambda: _whole(asked), lambda octets: _put(answered, octets), begin)
                finally:
                    os._exit(0)  # whatever happened: what the first process began is not ended here
        os.close(asked)
        os.close(answered)

    @property
    def files(self) -> tuple[int, int]:
        return self._questions, self.answers

    def send(self, octets: bytes) -> None:
        _put(self._questions, octets)

    def receive(self) -> Octets:
        return _whole(self.answers)

    def stop(self) -> None:
        import signal  # noqa: PLC0415 - loads what one process does without

        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)  # it has nothing to put in order
        for file in self.files:
            os.close(file)

    def join(self) -> None:
        with suppress(ChildProcessError):  # somebody else asked for all that ended
            os.waitpid(self._process, 0)


_SIZE = 8  # octets in which the size of what follows stands


def _put(file: int, octets: bytes) -> None:
    """Write all of it, and its size before it."""
    done = 0
    with memoryview(len(octets).to_bytes(_SIZE, "big") + octets) as view:
        while done < len(view):
            done += os.write(file, view[done:])


def _whole(file: int) -> Octets:
    """Read what `_put` has written."""
    return _exactly(file, int.from_bytes(_exactly(file, _SIZE), "big"))


def _exactly(file: int, size: int) -> bytearray:
    octets = bytearray(size)
    done = 0
    with memoryview(octets) as view:
        while done < size:
            more = os.readv(file, [view[done:]])
            if not more:
                raise EOFError
            done += more
    return octets


class _Spawned:
    """The pipe to a process that begins anew."""

    def __init__(self, begin: Callable[[], Answering]) -> None:
        import multiprocessing  # noqa: PLC0415 - 15 ms that few messages need not pay

        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, begin), daemon=True)
        with _undisturbed():
            self._process.start()
        theirs.close()

    def send(self, octets: bytes) -> None:
        self.pipe.send_bytes(octets)

    def receive(self) -> Octets:
        return self.pipe.recv_bytes()

    def stop(self) -> None:
        self.pipe.close()
        self._process.terminate()

    def join(self) -> None:
        self._process.join()


def _serve(pipe: Connection, begin: Callable[[], Answering]) -> None:
    """Be a process that began anew."""
    _live(pipe.recv_bytes, pipe.send_bytes, begin)


_HELD = 20_000  # objects: what is said of many messages is held until all is said, and no garbage is in it


def _live(ask: Callable[[], Octets], put: Callable[[bytes], object], begin: Callable[[], Answering]) -> None:
    """Answer what is asked until nobody can ask any more: the life of one process."""
    import signal  # noqa: PLC0415 - only here

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what the first one does then is not for this one to do
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.freeze()  # what was inherited is no garbage, and to look through it would copy the memory that it is in
    gc.set_threshold(_HELD)
    gc.enable()  # the first process may not have come to it yet
    answer = begin()
    with suppress(*DEAD):
        while True:
            put(marshal.dumps(answer(marshal.loads(ask()))))  # noqa: S302 - written by the process that started this one


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait while a process starts: until it ignores it, it would die of it with a traceback."""
    if sys.platform == "win32":
        yield
        return
    import signal  # noqa: PLC0415 - only here

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
