"""Where mail comes from: paths in, raw messages out, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it lies there.

    `source` is its name for a person: the file's path, or the mailbox's path, `#`, and a number from 1.
    `octets` begin at the first header field; `first_line` is the number which that line has in the file
    (1 in a mailbox file, where lines count from the message's own first line).
    """

    source: str
    octets: bytes
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the operator should know about a source that is no message.

    `skipped`: a file beside mails that is no mail. `unread`: a source that could not be read (exit code 3).
    `doubt`: how messages were parted is uncertain here, with the line in the mailbox.
    """

    kind: Literal["skipped", "unread", "doubt"]
    source: str
    text: str
    line: int | None = None
