"""Where mail comes from: paths in, raw messages out, one at a time."""

from __future__ import annotations

import os
import stat

from ticketlint.hints import TYPE_CHECKING, BinaryIO
from ticketlint.sources.glance import mail_of
from ticketlint.sources.raw import LARGEST, Notice, RawMessage, Told, ignore, why

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LARGEST", "Notice", "RawMessage", "ignore", "read"]


def read(
    path: str | os.PathLike[str], *, told: Told = ignore, stdin: BinaryIO | None = None, sparing: bool = False
) -> Iterator[RawMessage]:
    """Yield the messages behind a path, one at a time; mailboxes are opened for reading only.

    The path names a mail (`.eml`, `.emlx`, Outlook `.msg`), a mailbox (any mbox dialect), a Maildir or MH folder, a
    folder of these, or a text without a header, read as a draft; files may be gzip-compressed. What a file is shows in
    what stands in it, not in its name. `-` reads `stdin` where that is given. What cannot be read, is no mail, or was
    parted with doubt is told to `told` as a `Notice` and never raised. A message beyond `LARGEST` octets is told as
    unread, and so is a compressed file that unpacks past that and past 200 times its size.

    `sparing`: of a large attachment the middle may be left out (`RawMessage.gap`), which `ticketlint.triage` takes into
    account; other readers want whole messages.
    """
    name = str(os.fspath(path))  # of a class of its own, it would be a stranger to compiled modules
    if name == "-" and stdin is not None:
        from ticketlint.sources.file import read_stream  # noqa: PLC0415  # start-up: most files are mails at a glance

        yield from read_stream(stdin, name, "named", told)
        return
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116  # a path that came as text is shown as that text
    except (OSError, ValueError) as error:
        told(Notice("unread", name, why(error)))
        return
    if stat.S_ISDIR(mode):
        from ticketlint.sources.folder import read_folder  # noqa: PLC0415  # the same

        yield from read_folder(name, told, sparing=sparing)
    elif raw := mail_of(name, sparing=sparing) if stat.S_ISREG(mode) else None:
        yield raw
    else:
        from ticketlint.sources.folder import read_path  # noqa: PLC0415  # the same

        yield from read_path(name, "named", told)
