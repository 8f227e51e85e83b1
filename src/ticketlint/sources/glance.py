"""The path of a file in a folder in, the mail that it is out, where that shows at a glance; None for all others.

Most files are what they look like: they open with a field that only a mail's header has. They are read in one piece
and looked at once. Whatever is out of the common, broken or in motion is left to `file`, which comes to the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ticketlint.sources.header import opens_mail
from ticketlint.sources.raw import LARGEST, RawMessage
from ticketlint.sources.stream import AT_ONCE

if TYPE_CHECKING:
    from ticketlint.sources.state import Watch

SMALL = 2**16
"""Octets that are read without a question how many there are."""


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
        (octets, ended), bare = first(file), (0, 0)
        if not opens_mail(octets):
            return None
        if not ended:
            size = os.fstat(file).st_size
            if len(octets) != SMALL or size > LARGEST:
                return None
            if sparing:
                from ticketlint.sources.sparing import spared  # noqa: PLC0415  # start-up: few mails are large

                if (spare := spared(file, path, octets, size)) is not None:
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
    return RawMessage(path, octets, 1, bare)


def _first(file: int) -> tuple[bytes, bool]:
    """Return the first octets of a file, at most `SMALL`, and whether there are no more."""
    octets = os.read(file, SMALL)
    return octets, len(octets) < SMALL and not os.read(file, 1)  # the end is known only where nothing more comes


def _rest(file: int, begun: bytes, size: int) -> tuple[bytes, int, int] | None:  # noqa: ARG001 - of a kind with its twin
    """Read a file again that was begun; None where it has not as many octets as were expected."""
    os.lseek(file, 0, os.SEEK_SET)  # read in one piece: joining two would cost as much as the larger one
    octets = os.read(file, size + 1)
    return (octets, 0, 0) if len(octets) == size else None


first: Callable[[int], tuple[bytes, bool]]
rest: Callable[[int, bytes, int], tuple[bytes, int, int] | None]
try:
    from ticketlint.native.file import first, rest
except ImportError:  # installed without a compiler
    first, rest = _first, _rest
