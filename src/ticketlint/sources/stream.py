"""A path or an open stream in, its octets out, unpacked where they are gzip and never more than is safe."""

from __future__ import annotations

import os
import stat
import zlib

from ticketlint.hints import Protocol, Self
from ticketlint.sources.raw import AT_ONCE, FLAGS, LARGEST, UnreadableError

GZIP = b"\x1f\x8b"
RATIO = 200
"""How many octets one compressed octet may become, once the whole is past `LARGEST`. Mail gives 3 to 20."""

BROKEN = (OSError, EOFError, zlib.error)
"""What reading raises when the source, not the program, is at fault."""


class Readable(Protocol):
    """Anything that gives octets: a file, a pipe, an unpacking stream."""

    def read(self, size: int = -1, /) -> bytes: ...


class File:
    """A file by its path, read without the layers of `io`: reading many small mails is mostly opening and closing.

    `waits` is False where a pipe must not be waited for; that it is one shows in its size. `number` is the system's.
    """

    def __init__(self, path: str, *, waits: bool = True) -> None:
        try:
            self.number = os.open(path, FLAGS if waits else AT_ONCE)
        except BlockingIOError:  # no pipe, but a file that another program has on loan
            self.number = os.open(path, FLAGS)

    def read(self, size: int = -1, /) -> bytes:
        if size >= 0:
            return os.read(self.number, size)
        return b"".join(iter(lambda: os.read(self.number, 2**20), b""))

    def size(self) -> int | None:
        """Return how many octets the file has, None where that cannot be known (a pipe)."""
        status = os.fstat(self.number)
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def print(self) -> tuple[int, int]:
        """Return what tells this file from another one that may get its name."""
        status = os.fstat(self.number)
        return status.st_dev, status.st_ino

    def go(self, offset: int) -> None:
        """Let the next octet that is read be the one after so many others."""
        os.lseek(self.number, offset, os.SEEK_SET)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.number)


def size_of(path: str) -> int:
    """Return how many octets lie at a path; 0 where that cannot be known, for whoever reads it to say why."""
    try:
        return os.stat(path).st_size  # noqa: PTH116  # paths stay text in this room
    except OSError:
        return 0


class Lines:
    """Counts the lines of a file up to some octet, going on from where it was asked the last time."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._octets = self._lines = 0

    def at(self, offset: int) -> int | None:
        """Return the number of the line that has so many octets before it; None where the file is gone."""
        if offset < self._octets:
            self._octets = self._lines = 0
        try:
            with File(self.path, waits=False) as file:
                file.go(self._octets)
                while self._octets < offset and (more := file.read(min(2**20, offset - self._octets))):
                    self._octets += len(more)
                    self._lines += more.count(b"\n")
        except OSError:
            return None
        return self._lines + 1


class Stream:
    """A stream that can be looked into before it is read, on a pipe too; `taken` counts the octets it gave or holds."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._held = b""
        self._ended = False
        self.taken = 0

    def peek(self, size: int) -> bytes:
        """Return the next `size` octets without taking them; fewer only at the end."""
        while len(self._held) < size and not self._ended:
            self._held += self._more(max(size, 2**16) - len(self._held))
        return self._held[:size]

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` octets; nothing only at the end."""
        if self._held:
            given, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
            return given if size >= 0 else given + self.read()
        if size < 0:
            return b"".join(iter(lambda: self._more(2**20), b""))
        return self._more(size)

    def all(self) -> bytes:
        """Return everything that is left; more than `LARGEST` octets is an `UnreadableError`."""
        size = None if self._ended else self.size()
        if size is not None and size - self.taken > LARGEST:
            raise too_large()
        if isinstance(self._raw, File) and size is not None and self.taken == len(self._held) > 0:
            self._raw.go(0)  # nothing was taken yet: read in one piece what would be joined from two
            self._held, self.taken = b"", 0
        parts, left = [], LARGEST + 1
        while left > 0 and (more := self.read(min(left, max((size or 0) - self.taken, 2**16)))):
            parts.append(more)
            left -= len(more)
        if left <= 0:
            raise too_large()
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def size(self) -> int | None:
        """Return how many octets a file has; None for what is no file, or is unpacked."""
        return self._raw.size() if isinstance(self._raw, File) else None

    def _more(self, size: int) -> bytes:
        if self._ended:
            return b""
        more = self._raw.read(size)
        self._ended = not more
        self.taken += len(more)
        return more


def too_large() -> UnreadableError:
    return UnreadableError(f"it is larger than {LARGEST // 2**20} MB, which no mail is; it was left alone")


class _Unpacked:
    """The octets behind gzip, guarded against a small file that unpacks without end."""

    def __init__(self, packed: Stream) -> None:
        import gzip  # noqa: PLC0415 - few files are packed

        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")  # type: ignore[call-overload]  # it only calls read()
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        octets: bytes = self._gzip.read(size)
        self._given += len(octets)
        if self._given > LARGEST and self._given > RATIO * self._packed.taken:
            raise UnreadableError(
                f"it unpacks to more than {RATIO} times its size, as no mail does; reading stopped there"
            )
        return octets


def unpacked(stream: Stream) -> Stream:
    """Return the stream itself, or what is inside where it begins as gzip does."""
    return Stream(_Unpacked(stream)) if stream.peek(2) == GZIP else stream
