"""What workers are given in a test: it judges, and a mail that says so ends the process that reads it, or its work."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from ticketlint.sources import RawMessage

DEADLY = b"this mail ends who reads it"
LATE = b"this mail takes too long"


def make() -> Callable[[RawMessage], list[Any]]:
    return judge


def judge(raw: RawMessage) -> list[Any]:
    if DEADLY in raw.octets:
        os.kill(os.getpid(), signal.SIGKILL)
    if LATE in raw.octets:
        raise TimeoutError("too long")
    return [raw.source, len(raw.octets)]


def lost(raw: RawMessage) -> list[Any]:
    return [raw.source, "lost"]


def plugins(dask_worker: Any) -> list[str]:
    """Return what a run left behind on a worker."""
    return [name for name in dask_worker.plugins if name.startswith("ticketlint")]
