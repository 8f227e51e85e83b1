"""A path or an open stream in, its octets out, unpacked where they are gzip and never more than is safe."""

from __future__ import annotations

import zlib
from typing import Protocol

from ticketlint.sources.raw import LARGEST, UnreadableError

GZIP = b"\x1f\x8b"
RATIO = 200
"""How many octets one compressed octet may become, once the whole is past `LARGEST`. Mail gives 3 to 20."""

BROKEN = (OSError, EOFError, zlib.error)
"""What reading raises when the source, not the program, is at fault."""


class Readable(Protocol):
    """Anything that gives octets: a file, a pipe, an unpacking stream."""

    def read(self, size: int = -1, /) -> bytes: ...


class Stream:
    """A stream that can be looked into before it is read, on a pipe too; `taken` counts the octets it gave or holds."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._held = b""
        self.taken = 0

    def peek(self, size: int) -> bytes:
        """Return the next `size` octets without taking them; fewer only at the end."""
        while len(self._held) < size:
            more = self._raw.read(size - len(self._held))
            if not more:
                break
            self.taken += len(more)
            self._held += more
        return self._held[:size]

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` octets; nothing only at the end."""
        if size < 0:
            held, self._held = self._held, b""
            return held + self._raw.read()
        if self._held:
            given, self._held = self._held[:size], self._held[size:]
            return given
        more = self._raw.read(size)
        self.taken += len(more)
        return more

    def all(self) -> bytes:
        """Return everything that is left; more than `LARGEST` octets is an `UnreadableError`."""
        parts, left = [], LARGEST + 1
        while left > 0 and (more := self.read(min(left, 2**20))):
            parts.append(more)
            left -= len(more)
        if left <= 0:
            raise UnreadableError(f"it is larger than {LARGEST // 2**20} MB, which no mail is; it was left alone")
        return b"".join(parts)


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
