"""Paths in, what is asked of each message out, in their order: judged by the workers of a Dask scheduler.

What is sent are descriptions of pieces: the workers open the paths themselves. The forms are shipped once, as a plugin
that every worker is given, also one that joins later.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin, get_worker
from distributed.comm import CommClosedError

from ticketlint import __version__
from ticketlint.plain import Plain
from ticketlint.record import dataclass, replace
from ticketlint.sources import Notice, RawMessage
from ticketlint.sources.folder import Reader
from ticketlint.sources.pieces import Piece, Stretch, pieces, read_files, read_stretch
from ticketlint.sources.raw import Told, why
from ticketlint.sources.shares import Flow, Group
from ticketlint.sources.stream import Lines

Work = Callable[[RawMessage], Plain]
"""What makes of a message what is asked for, of texts, numbers and lists alone."""

PATIENCE = 60.0
"""Seconds without any worker after which nobody waits on."""

_CONNECT = 15.0
_NOT_FOUND, _REFUSED = why(FileNotFoundError()), why(PermissionError())


class ClusterError(Exception):
    """The engine cannot do the work: its text is a sentence for the operator. `wrong`: it was set up wrongly."""

    def __init__(self, text: str, *, wrong: bool = False) -> None:
        super().__init__(text)
        self.wrong = wrong


class OtherProgramError(Exception):
    """A worker has another ticketlint than the one that gave it the work."""


class Judge(WorkerPlugin):  # type: ignore[misc]  # the library ships no types
    """What every worker is given once: how to judge. `make` returns that in the worker's process."""

    def __init__(self, make: Callable[[], Work], print_: str) -> None:
        self.name = f"ticketlint-{uuid.uuid4().hex}"
        self._make = make
        self._print = print_

    def setup(self, worker: Worker) -> None:
        if program() != self._print:
            raise OtherProgramError(f"{worker.address} has ticketlint {__version__}")
        self._lock = threading.Lock()
        self._work = self._make()

    def judge(self, piece: Group | Stretch, base: str, only: int | None) -> bytes:
        """Read a piece and return what was met, in order: verdicts on its messages (on the one asked for), notices."""
        met: list[Any] = []
        number = 0
        work = self._work
        with self._lock:  # one interpreter judges no faster in several threads
            for step in _steps(piece, base):
                if not isinstance(step, RawMessage):
                    met.append(step)
                    continue
                number += 1
                if only in (None, number):
                    met.append(work(replace(step, source=step.source.removeprefix(base))))
                if only == number:
                    break
        return pickle.dumps(met)


def judge(name: str, piece: Group | Stretch, base: str, only: int | None) -> bytes:
    """Judge a piece on the worker that this runs on."""
    worker = get_worker()
    plugin = worker.plugins.get(name)
    if not isinstance(plugin, Judge) or not hasattr(plugin, "_work"):
        raise OtherProgramError(f"{worker.address} was not given the forms")
    return plugin.judge(piece, base, only)


def unseen(paths: Sequence[str]) -> list[str]:
    """Return those of the paths that cannot be read here."""
    return [path for path in paths if not os.access(path, os.R_OK)]


def program() -> str:
    """Return what tells this program from another version of it, and a changed checkout too."""
    digest = hashlib.sha256(__version__.encode())
    root = Path(__file__).parent
    for module in sorted(root.rglob("*.py")):
        digest.update(module.relative_to(root).as_posix().encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()


def _steps(piece: Group | Stretch, base: str) -> Iterator[RawMessage | Notice]:
    return read_files(piece, base) if isinstance(piece, Group) else read_stretch(piece, base)


@dataclass(slots=True, eq=False)
class _Job:
    """A piece whose turn comes, and who works on it."""

    piece: Piece | Notice
    base: str
    future: Future | None = None


class Cluster:
    """The scheduler at an address, as long as it is needed.

    `make` returns what judges, and can be pickled; `lost` says what becomes of a message that ends every worker.
    """

    def __init__(self, address: str, make: Callable[[], Work], lost: Work, told: Told) -> None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told in sentences
        self._address = address
        self._told = told
        self._make = make
        self._lost = lost
        self._threads = 1
        self._lines = Lines("")
        self._held: deque[_Job] = deque()
        try:
            self._client = Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(f"there is no Dask scheduler at {address}: {_short(error)}") from error

    def __enter__(self) -> Self:
        try:
            self._judge = Judge(self._make, program())
            self._ask(lambda: self._client.wait_for_workers(1, timeout=_CONNECT), "no worker has joined it")
            self._ask(lambda: self._client.register_plugin(self._judge, self._judge.name), "it did not take the forms")
        except BaseException:
            self._client.close(timeout=1)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # it may be gone, and the work is over
            self._client.cancel([job.future for job in self._held if job.future is not None], force=True)
            self._client.unregister_worker_plugin(self._judge.name)
        with suppress(Exception):
            self._client.close(timeout=2)

    def judge(self, paths: Iterable[str], seen: Callable[[str], None]) -> Iterator[Plain]:
        """Yield what is made of each message; of a mailbox of any size, a few pieces are under way.

        `seen` is told each file that is read.
        """
        paths = list(paths)
        self._look(paths)
        for path in paths:
            base = "" if os.path.isabs(path) else os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH117, PTH118 - a path stays the text that was given
            for piece in pieces(path):
                for file in _files_of(piece):
                    seen(file)
                self._held.append(_Job(piece, base))
                while len(self._held) > self._most or isinstance(self._held[0].piece, Notice):
                    yield from self._next()
                    if not self._held:
                        break
                self._send()
        while self._held:
            yield from self._next()

    @property
    def _most(self) -> int:
        return max(4, 2 * self._threads)

    def _look(self, paths: list[str]) -> None:
        """Raise where a worker does not see what is to be read."""
        here = [os.path.abspath(path) for path in paths if os.access(path, os.R_OK)]  # noqa: PTH100 - the same
        seen = self._ask(lambda: self._client.run(unseen, here), "it did not answer")
        for worker, missing in seen.items():
            if missing:
                raise self._not_shared(missing[0], worker)
        threads: dict[str, int] = self._ask(self._client.nthreads, "it did not answer")
        self._threads = sum(threads.values())

    def _send(self) -> None:
        for job in self._held:
            if job.future is None and isinstance(job.piece, (Group, Stretch)):
                job.future = self._submit(job.piece, job.base)

    def _submit(self, piece: Group | Stretch, base: str, only: int | None = None) -> Future:
        return self._client.submit(judge, self._judge.name, piece, base, only, pure=False)

    def _next(self) -> Iterator[Plain]:
        """Take the piece whose turn it is and yield its verdicts."""
        self._send()
        job = self._held[0]
        piece = job.piece
        if isinstance(piece, Notice):
            self._told(piece)
        elif isinstance(piece, Flow):
            yield from self._here(piece)
        else:
            for met in self._result(piece, job):
                if isinstance(met, Notice):
                    self._tell(met, job)
                else:
                    yield met
        self._held.popleft()

    def _here(self, piece: Flow) -> Iterator[Plain]:
        """Judge in this process what has to be read from its beginning."""
        work = self._make()
        for raw in Reader().read(piece.found, self._told):
            yield work(raw)

    def _tell(self, met: Notice, job: _Job) -> None:
        unseen = met.kind == "gone" or met.text in (_NOT_FOUND, _REFUSED)
        if unseen and os.access(met.source, os.R_OK):
            raise self._not_shared(met.source)
        line = met.line
        if isinstance(job.piece, Stretch):
            if self._lines.path != job.piece.path:
                self._lines = Lines(job.piece.path)
            line = None if line is None else self._lines.at(line)
        self._told(replace(met, source=met.source.removeprefix(job.base), line=line))

    def _result(self, piece: Group | Stretch, job: _Job) -> list[Any]:
        """Return what a worker met in a piece; where it ends every worker, ask for its messages one by one."""
        job.future = job.future or self._submit(piece, job.base)
        try:
            return self._wait(job.future)
        except KilledWorker:
            return list(self._one_by_one(piece, job.base))
        finally:
            job.future = None

    def _one_by_one(self, piece: Group | Stretch, base: str) -> Iterator[Any]:
        for job in self._held:  # a worker that dies must not count against what else it was given
            if job.future is not None:
                job.future.cancel()
                job.future = None
        number = 0
        for step in _steps(piece, base):
            if not isinstance(step, RawMessage):
                yield step
                continue
            number += 1
            try:
                met = self._wait(self._submit(piece, base, number))
            except KilledWorker:
                met = []
            if met:
                yield met[-1]
            else:  # it ended a worker alone, or the mailbox is shorter now than it was
                yield self._lost(replace(step, source=step.source.removeprefix(base)))

    def _wait(self, future: Future) -> list[Any]:
        waited = 0.0
        while True:
            try:
                met: list[Any] = pickle.loads(future.result(timeout=1))  # noqa: S301 - from workers, which run any code of ours
            except TimeoutError as error:
                if future.status == "error":  # the work itself ended so, and would again and again
                    raise self._failed(error) from error
                waited = 0.0 if self._ask(self._client.nthreads, "it is gone") else waited + 1
                if waited >= PATIENCE:
                    raise ClusterError(f"the scheduler at {self._address} has no worker any more") from None
            except KilledWorker:
                raise
            except (CancelledError, CommClosedError, OSError) as error:
                raise ClusterError(f"the scheduler at {self._address} is gone: {_short(error)}") from error
            except Exception as error:
                raise self._failed(error) from error
            else:
                return met

    def _ask(self, question: Callable[[], Any], otherwise: str) -> Any:
        try:
            return question()
        except (CancelledError, TimeoutError, OSError) as error:
            raise ClusterError(f"the scheduler at {self._address}: {otherwise}: {_short(error)}") from error
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> ClusterError:
        if isinstance(error, (OtherProgramError, ImportError, AttributeError)) or "deserializ" in str(error):
            text = f"every worker and the scheduler need ticketlint {__version__}, the same as here: {_short(error)}"
            return ClusterError(text, wrong=True)
        return ClusterError(f"the work failed on the workers of {self._address}: {_short(error)}")

    def _not_shared(self, path: str, worker: str = "") -> ClusterError:
        who = f"the worker {worker}" if worker else "a worker"
        return ClusterError(f"{who} cannot read {path}: the path must lead to the same files on every worker")


def _files_of(piece: Piece | Notice) -> Iterator[str]:
    if isinstance(piece, Group):
        yield from (found.path for found in piece.files)
    elif isinstance(piece, Stretch):
        yield piece.path
    elif isinstance(piece, Flow):
        yield piece.found.path


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0][:300]
