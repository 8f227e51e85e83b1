"""A path in, descriptions of its pieces out, and a piece in, its messages out: whoever sees the path can read them.

A piece holds no mail: it says which files, or from which octet to which of a mailbox. Where its messages begin and how
many stand before it is found by reading the mailbox once, which costs a tenth of judging it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from ticketlint.record import dataclass
from ticketlint.sources import header, mbox
from ticketlint.sources.file import TOO_LARGE
from ticketlint.sources.folder import Found, Reader, walk
from ticketlint.sources.raw import SHRANK, Notice, RawMessage, why
from ticketlint.sources.shares import Flow, Group
from ticketlint.sources.stream import BROKEN, GZIP, File, Stream, size_of

OCTETS = 4 * 2**20
"""Octets of a piece: a second of work or two, and an answer of a few megabytes."""

FILES = 200
"""Files of a piece at most."""

_PACKED = 2**18  # octets from which on a compressed file is not handed out: what it unpacks to has no bounds


@dataclass(frozen=True, slots=True)
class Stretch:
    """The messages of a mailbox from octet `begin` to `stop`; `number` stand before them."""

    path: str
    begin: int
    stop: int
    number: int


Piece = Group | Stretch | Flow


def pieces(path: str) -> Iterator[Piece | Notice]:
    """Yield the pieces of what lies behind a path, in the order of reading, and notices where they belong."""
    notices: list[Notice] = []
    held: list[Found] = []
    octets = 0
    for found in files_of(path, notices):
        size = 0 if found.how == "message" else size_of(found.path)
        own = _apart(found, size) if size > min(OCTETS, _PACKED) else None
        if held and (notices or own or octets + size > OCTETS or len(held) >= FILES):
            yield Group(tuple(held))
            held, octets = [], 0
        yield from notices
        notices.clear()
        if own:
            yield from own
        else:
            held.append(found)
            octets += size
    if held:
        yield Group(tuple(held))
    yield from notices


def files_of(path: str, notices: list[Notice]) -> Iterator[Found]:
    """Yield the files behind a path in which messages are looked for; what is to be told goes into `notices`."""
    try:
        folder = stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116  # paths stay text in this room
    except (OSError, ValueError) as error:
        notices.append(Notice("unread", path, why(error)))
        return
    if folder:
        yield from walk(path, notices.append)
    else:
        yield Found(path, "named")


def _apart(found: Found, size: int) -> Iterable[Piece] | None:
    """Return the pieces of a file that must not be read as one among others."""
    try:
        with File(found.path, waits=found.how == "named") as file:
            head = Stream(file).peek(header.HEAD)
    except OSError:
        return None
    if head.startswith(GZIP):
        return (Flow(found),)
    lead = header.lead(head)
    return _stretches(found, lead) if size > OCTETS and mbox.opens_mailbox(head[lead:]) else None


def _stretches(found: Found, lead: int) -> Iterator[Piece]:
    begin, number, before = lead, 0, 0
    try:
        with File(found.path) as file:
            file.go(lead)
            for number, parted in enumerate(mbox.part(file, _silent, None, offset=lead, count=True), 1):
                if parted.following - begin >= OCTETS or parted.last:
                    # One message alone is named and counted otherwise: the file is read as any other.
                    yield (
                        Group((found,))
                        if parted.last and number == 1
                        else Stretch(found.path, begin, parted.following, before)
                    )
                    begin, before = parted.following, number
    except BROKEN:
        yield Stretch(found.path, begin, sys.maxsize, before)  # who reads it meets the same and says so


def _silent(at: int, text: str) -> None:
    """Leave doubts to who reads the piece."""


def read_files(group: Group, base: str) -> Iterator[RawMessage | Notice]:
    """Yield the messages and notices of whole files, whose paths begin below the folder `base`."""
    notices: list[Notice] = []
    reader = Reader(sparing=True)
    for found in group.files:
        root = None if found.maildir is None else os.path.join(base, found.maildir)  # noqa: PTH118
        there = Found(os.path.join(base, found.path), found.how, root, found.beside)  # noqa: PTH118
        if raw := reader.glance(there):
            yield raw
            continue
        for raw in reader.read(there, notices.append):
            yield from notices
            notices.clear()
            yield raw
        yield from notices
        notices.clear()


def read_stretch(stretch: Stretch, base: str) -> Iterator[RawMessage | Notice]:
    """Yield the messages and notices of a stretch; the place of a doubt is told in octets of the mailbox."""
    path = os.path.join(base, stretch.path)  # noqa: PTH118
    notices: list[Notice] = []

    def doubt(at: int, text: str) -> None:
        notices.append(Notice("doubt", path, text, at))

    try:
        with File(path) as file:
            file.go(stretch.begin)
            parts = mbox.part(file, doubt, None, offset=stretch.begin, stop=stretch.stop)
            for number, parted in enumerate(parts, stretch.number + 1):
                yield from notices
                notices.clear()
                if parted.octets is None:
                    yield Notice("unread", f"{path}#{number}", TOO_LARGE)
                else:
                    yield RawMessage(f"{path}#{number}", parted.octets)
            size = file.size()
            if size is not None and size < stretch.stop < sys.maxsize:
                notices.append(Notice("unread", path, SHRANK))
    except BROKEN as error:
        notices.append(Notice("unread", path, why(error)))
    yield from notices
