"""Where what was said of a file's messages stands in, one short row out, and back."""

from __future__ import annotations

import struct
import zlib

from ticketlint.sources.state import SIZE

NUMBERED, SAME = 1, 2
"""The messages are called by the path, `#`, and their number; each page calls them as they are called."""

Held = tuple[int, ...]
"""What of the above holds, and then three numbers for each stretch: the page, the place on it, how many messages.

A stretch goes on at the beginning of the page with the next number where a page ends.
"""

_MOST = 3 * 10_000  # numbers: what lies in so many stretches is read sooner than they are
_ONE = struct.Struct("<4q")


def packed(state: bytes, held: Held) -> bytes:
    """Return what is kept of a file."""
    return state + struct.pack(f"<{len(held)}q", *held)


def unpacked(octets: bytes) -> Held:
    """Return what was kept of a file."""
    if len(octets) == SIZE + _ONE.size:
        return _ONE.unpack_from(octets, SIZE)
    return struct.unpack(f"<{(len(octets) - SIZE) // 8}q", octets[SIZE:])


def sum_of(path: bytes, octets: bytes) -> int:
    """Return a sum by which a damaged row is known."""
    return zlib.crc32(octets, zlib.crc32(path))


class Trail:
    """Takes down where what is said of one message after the other stands."""

    def __init__(self) -> None:
        self._stretches: list[int] = []
        self._count = 0
        self._next = (0, 0)  # the page and the place that would continue the last stretch
        self._same = self._sound = True

    def note(self, page: int, at: int, *, last: bool, same: bool) -> None:
        """Go on with a message; `last`: none stands behind it on this page, `same`: it is called there as it is."""
        if (page, at) == self._next and self._stretches:
            self._stretches[-1] += 1
        elif len(self._stretches) < _MOST:
            self._stretches += (page, at, 1)
        else:
            self._sound = False
        self._next = (page + 1, 0) if last else (page, at + 1)
        self._count += 1
        self._same = self._same and same

    def lose(self) -> None:
        """Go on with a message of which nothing is kept."""
        self._sound = False

    def end(self, count: int, *, numbered: bool) -> Held | None:
        """Return the trail of so many messages and begin anew; None where it is not theirs alone, or has gaps."""
        whole = self._sound and self._count == count > 0
        held = (NUMBERED * numbered + SAME * self._same, *self._stretches) if whole else None
        self.__init__()  # type: ignore[misc]  # all of it
        return held
