"""Paths in, the messages behind them out; what is told about sources goes to stderr as it comes."""

from __future__ import annotations

import sys

from ticketlint.cli.streams import tell
from ticketlint.hints import TYPE_CHECKING, TypeVar
from ticketlint.record import replace
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticketlint.report.progress import Bar
    from ticketlint.sources import Notice, RawMessage

T = TypeVar("T")

_WORDS = {"skipped": "note", "gone": "note", "doubt": "warning", "waits": "note", "unread": "error"}


class Listener:
    """Tells a person what is told about sources; `unread` remembers whether one could not be read."""

    def __init__(self, *, quiet: bool = False, bar: Bar | None = None) -> None:
        self.unread = False
        self._quiet = quiet
        self._bar = bar

    def __call__(self, notice: Notice) -> None:
        self.unread = self.unread or notice.kind == "unread"
        if self._quiet and notice.kind != "unread":
            return
        if self._bar:
            self._bar.clear()
        place = visible(notice.source) + (f":{notice.line}" if notice.line else "")
        tell(f"{_WORDS[notice.kind]}: {place}: {visible(notice.text)}")


def messages(paths: Sequence[str], told: Listener, stdin_filename: str | None = None) -> Iterator[RawMessage]:
    """Yield the messages behind paths; `-` is standard input, which is called otherwise where that is asked."""
    from ticketlint.sources import read  # noqa: PLC0415 - loads the readers of mailboxes

    return messages_by(read, paths, told, stdin_filename)


def messages_by(
    reading: Callable[..., Iterator[T]], paths: Sequence[str], told: Listener, stdin_filename: str | None
) -> Iterator[RawMessage | T]:
    """Yield the same, or whatever `reading` yields for a path."""
    from ticketlint.sources import read  # noqa: PLC0415 - as above

    def named(source: str) -> str:
        return (stdin_filename or "-") + source.removeprefix("-")

    for path in paths:
        if path != "-":
            yield from reading(path, told=told)
            continue
        for raw in read("-", told=lambda one: told(replace(one, source=named(one.source))), stdin=sys.stdin.buffer):
            yield replace(raw, source=named(raw.source))
