"""What the system says of a file in, what tells this state of it from every other out; None where nothing would.

Whoever writes into a file, or gives its name to another one, changes what the system says of it: at the least the time
of its last change (ctime), which no program can set. Times are told in ticks, though, of up to two seconds, and what is
written twice within one tick looks the same. So a state is told only of a file that has not been touched for a while
when it is read, and that is the same when all of it was read: what comes later bears a later time. Files
without such a time (as Windows has it), without a number of their own, or without a size (as below `/proc`) have none.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
import time

SETTLED = 3 * 10**9
"""Nanoseconds for which a file must have been left alone: more than the longest tick, which is that of FAT."""

SIZE = 40
"""Octets of a state."""

_pack = struct.Struct("<QQqqq").pack
_HAS_CTIME = sys.platform != "win32"  # there it is the time of the file's birth


def state_of(status: os.stat_result) -> bytes | None:
    """Return what tells the state of a file from its other states and from other files; None where that is unsure."""
    if not (_HAS_CTIME and stat.S_ISREG(status.st_mode) and status.st_ino and status.st_size):
        return None
    try:
        return _pack(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    except struct.error:  # a number or a time out of all bounds
        return None


class Watch:
    """Looks at a file before and after it is read; `state` is what it is known again by, None where it may not be."""

    def __init__(self) -> None:
        self.state: bytes | None = None
        self._before: bytes | None = None

    def begin(self, file: int) -> None:
        """Look at an open file of which nothing was read yet."""
        now = time.time_ns()
        status = os.fstat(file)
        still = now - max(status.st_mtime_ns, status.st_ctime_ns) >= SETTLED
        self._before, self.state = state_of(status) if still else None, None

    def end(self, file: int) -> None:
        """Look at it again when all of it was read."""
        if self._before is not None and state_of(os.fstat(file)) == self._before:
            self.state = self._before
