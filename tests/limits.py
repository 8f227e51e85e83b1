"""Seconds in, a stretch of a test out that may take no more of the processor's time."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class SlowError(BaseException):
    """Raised where the time is over; nothing on the way catches it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `SlowError` in the block when it has used so much of the processor's time."""

    def stop(*_: object) -> None:
        raise SlowError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
