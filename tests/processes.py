"""A process in, the processes out that it has started and that still run."""

from __future__ import annotations

import multiprocessing
import os
import sys
from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run, on Linux."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(status.parent.name))
    return found


def own() -> set[int | None]:
    """Return the processes that this one has started and that still run."""
    if sys.platform == "linux":
        return set(children(os.getpid()))
    return {child.pid for child in multiprocessing.active_children()}
