"""Text in, whole lines of it out: who reads them through a pipe never sees half of one, whenever a signal ends this.

A pipe takes some octets whole or not at all, so lines are written in such pieces. Of a longer line all pieces are
written before a signal is heard, unless nobody takes them for a second.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

from ticketlint.hints import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType
    from typing import TextIO

_WHOLE = 4096 if sys.platform == "linux" else 512  # octets that a pipe takes whole or not at all: PIPE_BUF
_MANY = 2**13  # octets that are held at the most
_WAIT = 1000  # milliseconds for a reader that does not read, once a signal has come
_MARKED = ("utf-16", "utf16", "utf-32", "utf32", "utf-8-sig", "utf8-sig")
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


class Lines:
    """Writes to a stream; what was put is written on `flush`, where it is much, and at the end of the block."""

    def __init__(self, stream: TextIO) -> None:
        self._encoded = _encoder(stream)
        self._number = stream.fileno()
        self._write = _way_to(self._number)
        self._held: list[bytes] = []
        self._size = 0
        self._ends = False

    def put(self, text: str) -> None:
        """Take a text that ends its last line, or that is gone on with."""
        octets = self._encoded(text)
        self._held.append(octets)
        self._size += len(octets)
        if self._size >= _MANY:
            self.flush()

    def pass_on(self, octets: bytes | memoryview) -> None:
        """Take whole lines that are encoded already, which need not stay where they are."""
        if len(octets) < _MANY or self._ends:
            self._held.append(bytes(octets))
            self._size += len(octets)
            if self._size < _MANY or self._ends:
                return
            octets = b""
        self.flush()
        self._write(self._number, octets)

    def flush(self) -> None:
        """Write what was put. Where that is interrupted, the rest of it is left out: lines behind a gap mislead."""
        if self._ends:
            return
        held, self._held, self._size = self._held, [], 0
        self._write(self._number, b"".join(held))

    def end_soon(self) -> None:
        """Hold what is put from now on until the block ends by an error, where no reader is waited for any more."""
        self._ends = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._ends = False
            self.flush()
            return
        held, self._held, self._size = self._held, [], 0
        with suppress(OSError):  # it may be this stream that failed
            _in_time(self._number, b"".join(held))


def lines_to(stream: TextIO) -> Lines | None:
    """Return what writes whole lines to a stream; None where the system has no such thing, or the stream is none.

    So it is where an encoding marks the beginning of a text, which lines that are encoded one by one would repeat.
    """
    if sys.platform == "win32" or (stream.encoding or "").lower().replace("_", "-").startswith(_MARKED):
        return None
    try:
        stream.flush()
        return Lines(stream)
    except (OSError, ValueError):  # a stream of tests has no number
        return None


def _encoder(stream: TextIO) -> Callable[[str], bytes]:
    encoding, errors = stream.encoding or "utf-8", stream.errors or "strict"
    if encoding.lower() != "utf-8" or errors != "strict":
        return lambda text: text.encode(encoding, errors)
    try:
        from ticketlint.native.json import utf8  # noqa: PLC0415 - loads what a usage error does not need
    except ImportError:  # installed without a compiler
        return lambda text: text.encode()
    return lambda text: utf8(text) or text.encode()  # which says what is wrong with it


def _way_to(number: int) -> Callable[[int, bytes | memoryview], None]:
    mode = os.fstat(number).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return _to_pipe
    return _to_file if stat.S_ISREG(mode) else _written  # nobody reads a terminal's lines but a person


def _to_pipe(number: int, given: bytes | memoryview) -> None:
    for piece in _pieces(bytes(given)):
        (_written if len(piece) <= _WHOLE else _long)(number, piece)


def _pieces(octets: bytes) -> Iterator[bytes]:
    """Yield whole lines, as many as a pipe takes at once, or one that is longer."""
    at, end = 0, len(octets)
    while at < end:
        stop = end if end - at <= _WHOLE else octets.rfind(b"\n", at, at + _WHOLE) + 1
        stop = stop or octets.find(b"\n", at + _WHOLE) + 1 or end
        yield octets[at:stop]
        at = stop


def _in_time(number: int, octets: bytes) -> None:
    """Write the lines that are taken soon: whoever ends the program does not wait for a reader that has stopped."""
    import select  # noqa: PLC0415 - few runs end so

    poll = select.poll()
    poll.register(number, select.POLLOUT)
    for piece in _pieces(octets):
        if not poll.poll(_WAIT):
            return
        (_written if len(piece) <= _WHOLE else _long)(number, piece)


def _written(number: int, octets: bytes | memoryview) -> None:
    left = memoryview(octets)
    while left:
        try:
            left = left[os.write(number, left) :]
        except BlockingIOError:  # who started this shares a pipe that does not wait
            import select  # noqa: PLC0415 - hardly anybody does

            select.select([], [number], [])


def _long(number: int, line: bytes) -> None:
    """Write a line of more octets; a signal that would end the program waits for its end."""
    import select  # noqa: PLC0415 - few lines are so long
    import signal  # noqa: PLC0415 - the same

    came: list[int] = []

    def later(which: int, _: FrameType | None) -> None:
        came.append(which)

    before = {}
    with suppress(ValueError):  # only the first thread may say so
        for which in (getattr(signal, name) for name in _STOPS):
            if signal.getsignal(which) not in {signal.SIG_IGN, None}:
                before[which] = signal.signal(which, later)
    poll = select.poll()
    poll.register(number, select.POLLOUT)
    try:
        at = 0
        while at < len(line):
            if poll.poll(_WAIT):
                _written(number, line[at : at + _WHOLE])
                at += _WHOLE
            elif came:
                break
    finally:
        for which, how in before.items():
            signal.signal(which, how)
    if came:
        signal.raise_signal(came[0])


def _to_file(number: int, octets: bytes | memoryview) -> None:
    """Write to a file, where nobody has to wait: a signal is heard when all of it is written."""
    if len(octets) <= _WHOLE:
        _written(number, octets)
        return
    import signal  # noqa: PLC0415 - a few mails are told without

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in _STOPS})
        _written(number, octets)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
