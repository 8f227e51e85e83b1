"""Paths in, shares of what lies behind them out, and a share in, its messages out: for processes that read themselves.

Who shares out reads next to nothing, so that many can be kept busy: a mailbox is cut by its size alone. Where messages
begin in such a cut, and how many there are, says who reads it; whether all cuts of a mailbox fit together, and with
which number each begins, shows when these answers are compared.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from ticketlint.record import dataclass, field
from ticketlint.sources import header, mbox
from ticketlint.sources.file import TOO_LARGE, read_stream
from ticketlint.sources.folder import Found, Reader, walk
from ticketlint.sources.raw import Notice, RawMessage, why
from ticketlint.sources.stream import BROKEN, GZIP, File, Stream, size_of

OCTETS = 2**20
"""Octets of a share: what one process does in a fiftieth of a second, and an answer of two megabytes."""

FILES = 128
"""Files of a share at most."""

FEW = 32
"""How many times smaller the first shares are: they are not shared, and nobody waits for a whole one."""

SPLIT = 8
"""Into how many shares at least the rest is cut, so that all processes end together."""

_LARGE = 2**13  # octets of a message, above which cuts are larger, and how many times
_LARGER = 4
_MAIL = ".eml"  # a name by which a large file is hardly ever a mailbox
_LOOK = 4096
_BACK = 4  # octets in front of a cut in which an empty line shows


class Mailbox:
    """A mailbox that stays open as long as somebody holds it, whatever becomes of its name.

    `size` is what it had when it was opened, `step` is how far cuts are apart.
    """

    def __init__(self, found: Found, file: File, size: int) -> None:
        self.found = found
        self.file = file
        self.size = size
        self.print = file.print()
        self.step = OCTETS

    def met(self, messages: int, octets: int) -> None:
        """Cut larger pieces where messages are large: they are judged sooner than as many octets of small ones."""
        self.step = OCTETS * (_LARGER if octets > _LARGE * messages else 1)

    def shrank(self) -> bool:
        """Whether octets that were to be read are gone."""
        size = self.file.size()
        return size is not None and size < self.size

    def __del__(self) -> None:
        self.file.__exit__()


@dataclass(frozen=True, slots=True)
class Group:
    """Whole files, in the order in which they are read."""

    files: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The messages of a mailbox that begin at octet `begin` or later and before `stop`.

    `first`: a message begins at `begin`, and it is the first one.
    """

    mailbox: Mailbox
    begin: int
    stop: int
    first: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A file that must be read from its beginning by one reader: a large compressed one, a pipe."""

    found: Found


Share = Group | Cut | Flow


def shares(paths: Iterable[str]) -> Iterator[Share | Notice]:
    """Yield the shares of what lies behind paths, in the order of reading, and notices where they belong."""
    notices: list[Notice] = []
    held: list[Found] = []
    octets = 0
    part = FEW
    few, little = max(1, FILES // part), OCTETS // part
    for found, size in _all(paths, notices):
        apart = _apart(found, size) if size is None or size > OCTETS else None
        if held and (notices or apart or len(held) >= few or octets + (size or 0) > little):
            yield Group(tuple(held))
            held, octets, part = [], 0, max(1, part // 2)
            few, little = max(1, FILES // part), OCTETS // part
        yield from notices
        notices.clear()
        if isinstance(apart, Mailbox):
            yield from _cuts(apart, part)
            part, few, little = 1, FILES, OCTETS
        elif apart:
            yield apart
        else:
            held.append(found)
            octets += size or 0
    if held:
        yield Group(tuple(held))
    yield from notices


def _all(paths: Iterable[str], notices: list[Notice]) -> Iterator[tuple[Found, int | None]]:
    """Yield the files behind paths with their sizes: None for what has none, 0 where none was asked for."""
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116  # paths stay text in this room
        except (OSError, ValueError) as error:
            notices.append(Notice("unread", path, why(error)))
            continue
        if stat.S_ISDIR(status.st_mode):
            for found in walk(path, notices.append):
                # A question for each file would cost as much as opening it.
                known = found.how == "message" or found.path.endswith(_MAIL)
                yield found, 0 if known else size_of(found.path)
        else:
            yield Found(path, "named"), status.st_size if stat.S_ISREG(status.st_mode) else None


def _apart(found: Found, size: int | None) -> Mailbox | Flow | None:
    """Return what becomes of a large file that must not be read as one among others; None where it may."""
    if size is None:
        return Flow(found)
    try:
        file = File(found.path, waits=False)
    except OSError:
        return None
    box = Mailbox(found, file, size)
    try:
        if header.opens_mail(file.read(_LOOK)):
            return None
        file.go(0)
        head = Stream(file).peek(header.HEAD)
    except OSError:
        return None
    if head.startswith(GZIP):
        return Flow(found)
    return box if mbox.opens_mailbox(head[header.lead(head) :]) else None


def _cuts(box: Mailbox, part: int) -> Iterator[Cut]:
    box.file.go(0)
    begin = header.lead(Stream(box.file).peek(header.HEAD))
    first = True
    while begin < box.size:
        stop = begin + min(box.step // part, max(OCTETS // FEW, (box.size - begin) // SPLIT))
        yield Cut(box, begin, stop if stop < box.size else sys.maxsize, first)
        begin, first, part = stop, False, max(1, part // 2)


def read_group(files: Iterable[Found]) -> Iterator[RawMessage | Notice | Found]:
    """Yield the messages and notices of whole files; of a large one that is many mails, only what was found."""
    notices: list[Notice] = []
    reader = Reader(sparing=True)
    for found in files:
        if raw := reader.glance(found):
            yield raw
        elif found.how == "met" and size_of(found.path) > OCTETS and _apart(found, size_of(found.path)):
            yield found
        else:
            for message in reader.read(found, notices.append):
                yield from notices
                notices.clear()
                yield message
            yield from notices
            notices.clear()


def read_mailbox(box: Mailbox) -> Iterator[RawMessage | Notice]:
    """Yield the messages and notices of a whole mailbox that is open already."""
    notices: list[Notice] = []
    box.file.go(0)
    for raw in read_stream(box.file, box.found.path, box.found.how, notices.append):
        yield from notices
        notices.clear()
        yield raw
    yield from notices


@dataclass(slots=True, eq=False)
class Parts:
    """The messages of a cut before they are numbered; None for one that is too large, and notices where they belong.

    `begin` is None where no message begins there, `following` where none begins after the last.
    """

    begin: int | None
    steps: list[bytes | Notice | None] = field(default_factory=list)
    count: int = 0
    following: int | None = None
    broken: bool = False

    def numbered(self, path: str, number: int) -> Iterator[RawMessage | Notice]:
        """Yield messages and notices, where so many messages stand before them."""
        for step in self.steps:
            if isinstance(step, Notice):
                yield step
                continue
            number += 1
            source = f"{path}#{number}"
            yield Notice("unread", source, TOO_LARGE) if step is None else RawMessage(source, step)


def parts_of(file: File, path: str, begin: int, stop: int, *, sure: bool) -> Parts:
    """Part what lies between two octets of a mailbox; `sure` says that a message begins at the first one.

    A doubt is told with the octets of the mailbox before it. `broken`: reading failed, which is the last notice.
    """
    parts = Parts(begin)

    def doubt(place: int, text: str) -> None:
        parts.steps.append(Notice("doubt", path, text, place))

    try:
        if not sure:
            file.go(begin - _BACK)
            parts.begin = mbox.next_message(file, begin, stop, _BACK)
        if parts.begin is None:
            return parts
        file.go(parts.begin)
        for one in mbox.part(file, doubt, None, offset=parts.begin, stop=stop):
            parts.steps.append(one.octets)
            parts.count += 1
            parts.following = None if one.last else one.following
    except BROKEN as error:
        parts.steps.append(Notice("unread", path, why(error)))
        parts.following, parts.broken = None, True
    return parts
