"""A path in, a file out that is written whole or not at all."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from ticketlint.cli.whole_lines import lines_to

if TYPE_CHECKING:
    from types import TracebackType


def replaces(path: str, read: str) -> bool:
    """Whether to write to a path would replace a file that is read."""
    try:
        return Path(path).samefile(read)
    except OSError:  # one of them is not there
        return False


def _stop_in_order() -> None:
    """Let what cancels a run (CI systems, a terminal that is closed) end it as an error does: no half file is left."""
    with suppress(ValueError):  # only the first thread may say so
        for which in (getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)):
            if signal.getsignal(which) is signal.SIG_DFL:
                signal.signal(which, lambda number, _: sys.exit(_ENDED + number))


_ENDED = 128  # what a shell adds to the number of a signal by which a program was ended


class WholeFile:
    """A file that is written whole or not at all: it appears under its name when the block ends without an error."""

    def __init__(self, path: str) -> None:
        target = Path(path)
        self.target = target.resolve() if target.is_symlink() else target
        # A device or pipe has no "whole", and must not be replaced by a file.
        self.special = self.target.exists() and not self.target.is_file()
        self.written = self.target
        if not self.special:  # a folder may have no name to put another beside
            self.written = self.target.with_name(f".{self.target.name}.{os.getpid()}.tmp")
        mode: Literal["w", "x"] = "w" if self.special else "x"
        try:
            if not self.special:  # what lies there under this name is a rest of ours, or a trap: it is not followed
                self.written.unlink(missing_ok=True)
            self.stream = self.written.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")
            self._lines = lines_to(self.stream) if self.special else None
            _stop_in_order()
        except OSError as error:  # told of the file that was asked for
            raise OSError(error.errno, error.strerror, path) from error

    def end_soon(self) -> None:
        """Wait no longer for a reader, as `Lines.end_soon`."""
        if self._lines is not None:
            self._lines.end_soon()

    def write(self, text: str) -> None:
        if self._lines is None:
            self.stream.write(text)
        else:
            self._lines.put(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._lines is not None:
                self._lines.__exit__(kind, error, trace)
            self.stream.close()
            if kind is None and not self.special:
                os.replace(self.written, self.target)  # noqa: PTH105 - its name says what it promises
        finally:
            if not self.special:
                with suppress(FileNotFoundError):
                    self.written.unlink()
