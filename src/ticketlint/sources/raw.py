"""What the readers of this room hand on: messages as they lie there, and notices of the rest."""

from __future__ import annotations

import os
from collections.abc import Callable

from ticketlint.hints import Literal
from ticketlint.record import dataclass

FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
AT_ONCE = FLAGS | getattr(os, "O_NONBLOCK", 0)
"""How a file of a folder is opened: a pipe that took its place is not waited for."""

LARGEST = 256 * 2**20
"""Octets that one message may have. Mail servers stop far below; what is larger is told as unread."""

bytes(31 * 2**20)
# glibc learns from what is freed first, never touched, and costs 15 µs: memory for large mails is from now on taken
# again instead of being given back to the system after each, which costs more than reading them.

SHRANK = "it became shorter while it was read, so that messages are missing or cut off; check it again"


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it lies there.

    `source` is its name for a person: the file's path, or the mailbox's path, `#`, and a number from 1.
    `octets` begin at the first header field; `first_line` is the number which that line has in the file
    (1 in a mailbox file, where lines count from the message's own first line). A draft without a header is given
    an empty header: one line end in front, and `first_line` 0, so that the draft's own first line is line 1.
    `bare` says between which octets no hyphen stands, and so no boundary; whoever read the message may have seen it.
    `gap` says between which octets of the file lines of an attachment were left out (`sparing`), if they are not equal.
    """

    source: str
    octets: bytes
    first_line: int = 1
    bare: tuple[int, int] = (0, 0)
    gap: tuple[int, int] = (0, 0)

    @property
    def size(self) -> int:
        """Octets of the message, those included that were left out."""
        return len(self.octets) + self.gap[1] - self.gap[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """Its name, as what stands for several messages has several."""
        return (self.source,)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the operator should know about a source that is no message.

    `skipped`: a file beside mails that is no mail, or a mailbox that is empty. `unread`: a source that could not be
    read (exit code 3). `gone`: a file that was deleted between listing and reading. `doubt`: how messages were parted
    is uncertain here, with the line in the mailbox. `waits`: a pipe is waited for, and nobody writes to it.
    """

    kind: Literal["skipped", "unread", "gone", "doubt", "waits"]
    source: str
    text: str
    line: int | None = None


Told = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """Take a notice and do nothing: for callers that ask for messages only."""


class UnreadableError(OSError):
    """A source that cannot be read for a reason that the system has no word for; its text is a whole sentence."""


def why(error: Exception) -> str:
    """Say in a sentence for people why reading failed."""
    if isinstance(error, UnreadableError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "you may not read it; check its permissions and those of the folders above"
    if isinstance(error, OSError) and error.strerror:
        return f"reading failed: {error.strerror[0].lower()}{error.strerror[1:]}"
    return f"its compressed data is damaged or cut short ({error})"
