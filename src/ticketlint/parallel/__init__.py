"""Messages or paths in, what is said of each message out, in order: judged by several processes.

`paths` lets the processes read for themselves, so that no mail travels: so most runs go. `messages` sends them what was
read here, for runs with a cache, a baseline or a pipe. Both end a run in order where a process dies.
"""

from __future__ import annotations

import os

CHUNK = 200
"""Messages that one process is given at a time: fewer, and the sending costs more than it saves."""

OCTETS = 8 * 2**20
"""Octets after which a chunk is full: mails with attachments must not pile up in memory."""

LARGE = 256 * 2**10
"""Octets from which on a message is judged where it was read: sending a large attachment costs more than judging it."""

PATIENCE = 0.05
"""Seconds of work from which on other processes are worth their start: a short run is over before they would help."""

MOST = 256
"""Processes that are started at the most, however many are asked for."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
