"""The path of a file in a folder in, the mail that it is out, where that shows at a glance; None for all others.

Most files are what they look like: they open with a field that only a mail's header has. They are read in one piece
and looked at once. Whatever is out of the common, broken or in motion is left to `file`, which comes to the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from ticketlint.hints import TYPE_CHECKING
from ticketlint.record import maker
from ticketlint.sources.header import opens_mail
from ticketlint.sources.raw import AT_ONCE, LARGEST, RawMessage

if TYPE_CHECKING:
    from ticketlint.sources.state import Watch

SMALL = 2**16
"""Octets of a file that is read at once, where it has less than these."""

LARGE = 2**18
"""Octets of a file of which only so many are read at first: `FEW`."""

FEW = 2**15
MORE = 2**16  # where these say nothing


def mail_of(path: str, watch: Watch | None = None, *, sparing: bool = False) -> RawMessage | None:
    """Return the mail that lies there; None where there may be none, several, or a part of one.

    `sparing`: without the middle of a large attachment.
    """
    try:
        file = os.open(path, AT_ONCE)
    except (OSError, ValueError):
        return None
    try:
        if watch is not None:
            watch.begin(file)
        (octets, size), bare = first(file), (0, 0)
        if not opens_mail(octets):
            return None
        if len(octets) != size or size >= SMALL:
            if not len(octets) <= size <= LARGEST:
                return None
            if sparing and size >= LARGE:
                spare = _spared()(file, path, octets, size)
                if spare is None:  # an HTML part may stand before the attachment
                    octets += os.read(file, MORE)
                    spare = _spared()(file, path, octets, size)
                if spare is not None:
                    return spare
            found = rest(file, octets, size)
            if found is None:
                return None
            octets, bare = found[0], found[1:]
        if watch is not None:
            watch.end(file)
    except OSError:
        return None
    finally:
        os.close(file)
    return _raw(path, octets, 1, bare, (0, 0))


_raw = maker(RawMessage)


@cache
def _spared() -> Callable[[int, str, bytes, int], RawMessage | None]:
    """Return what leaves out the middle of a large mail: to import it again and again costs more than its work."""
    from ticketlint.sources.sparing import spared  # noqa: PLC0415  # start-up: few mails are large

    return spared


def _first(file: int) -> tuple[bytes, int]:
    """Return the first octets of a file, and how many it has: all of them where it is small, and few of a large one."""
    octets = os.read(file, FEW)
    if len(octets) == FEW and os.fstat(file).st_size < LARGE:
        octets += os.read(file, SMALL - FEW)
    return octets, os.fstat(file).st_size  # asked last: what was written meanwhile shows


def _rest(file: int, begun: bytes, size: int) -> tuple[bytes, int, int] | None:  # noqa: ARG001 - of a kind with its twin
    """Read a file again that was begun; None where it has not as many octets as were expected."""
    os.lseek(file, 0, os.SEEK_SET)  # read in one piece: joining two would cost as much as the larger one
    octets = os.read(file, size + 1)
    return (octets, 0, 0) if len(octets) == size else None


first: Callable[[int], tuple[bytes, int]]
rest: Callable[[int, bytes, int], tuple[bytes, int, int] | None]
try:
    from ticketlint.native.file import first, rest
except ImportError:  # installed without a compiler
    first, rest = _first, _rest
