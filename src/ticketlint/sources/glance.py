"""The path of a file in a folder in, the mail that it is out, where that shows at a glance; None for all others.

Most files are what they look like: they open with a field that only a mail's header has. They are read in one piece
and looked at once. Whatever is out of the common, broken or in motion is left to `file`, which comes to the same.
"""

from __future__ import annotations

import os

from ticketlint.sources.header import opens_mail
from ticketlint.sources.raw import LARGEST, RawMessage
from ticketlint.sources.stream import AT_ONCE

SMALL = 2**16
"""Octets that are read without a question how many there are."""


def mail_of(path: str) -> RawMessage | None:
    """Return the mail that lies there; None where there may be none, several, or a part of one."""
    try:
        file = os.open(path, AT_ONCE)
    except (OSError, ValueError):
        return None
    try:
        octets = os.read(file, SMALL)
        if not opens_mail(octets):
            return None
        if len(octets) == SMALL:
            size = os.fstat(file).st_size
            if size > LARGEST:
                return None
            os.lseek(file, 0, os.SEEK_SET)  # read in one piece: joining two would cost as much as the larger one
            octets = os.read(file, size + 1)
            if len(octets) != size:
                return None
        elif os.read(file, 1):  # the end is known only where nothing more comes
            return None
    except OSError:
        return None
    finally:
        os.close(file)
    return RawMessage(path, octets)
