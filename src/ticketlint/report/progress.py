"""Octets done in, a bar on stderr out: how far a long run is, how fast, and how long it will take if that is known."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.progress import Progress, TaskID

_PATIENCE = 1.0  # seconds: a shorter run needs no bar, and need not load one
_INTERVAL = 0.1


class Bar:
    """A bar that appears after a second and leaves no trace.

    `clear()` takes it off the terminal before something else is written there; the next `advance` brings it back.
    """

    def __init__(self, stream: IO[str], paths: Iterable[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._paths = paths
        self._clock = clock
        self._started = clock()
        self._drawn = self._started + _PATIENCE - _INTERVAL
        self._octets = self._messages = 0
        self._shown = False
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def advance(self, octets: int, messages: int = 1) -> None:
        """Count one more message of so many octets, or several."""
        self._octets += octets
        self._messages += messages
        now = self._clock()
        if now - self._drawn < _INTERVAL:
            return
        self._drawn = now
        if self._progress is None:
            self._begin()
        assert self._progress is not None
        assert self._task is not None
        rate = self._messages / max(now - self._started, 1e-6)
        self._progress.update(self._task, completed=self._octets, count=f"{self._messages:,}", rate=f"{rate:,.0f}")
        self._progress.refresh()
        self._shown = True

    def clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def _begin(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only a long run that is watched pays for it
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        total = _octets_below(self._paths)
        words = TextColumn("{task.fields[count]} messages, {task.fields[rate]}/s")
        columns = (BarColumn(), TaskProgressColumn(), words, TimeRemainingColumn()) if total else (BarColumn(), words)
        self._progress = Progress(
            *columns,
            console=Console(file=self._stream, force_terminal=True),
            transient=True,
            auto_refresh=False,  # no thread may draw between two writes of the report
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._progress.start()
        self._task = self._progress.add_task("", total=total, count="", rate="")


def _octets_below(paths: Iterable[str]) -> int | None:
    """Return the size of all files together, or None where it cannot be known (a pipe)."""
    total = 0
    for name in paths:
        path = Path(name)
        try:
            if path.is_file():
                total += path.stat().st_size
            elif path.is_dir():
                total += sum(
                    (Path(folder) / file).stat().st_size for folder, _, files in os.walk(path) for file in files
                )
            else:
                return None
        except OSError:
            return None
    return total or None
