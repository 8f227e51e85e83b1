"""A large mail's file and its first octets in, the mail without the middle of its attachment out; None for all others.

What is attached says nothing to the desk, and reading a megabyte of it costs more than all else that is done with a
mail. It is base64: lines of one length, in which no hyphen stands, and every boundary begins with hyphens. Where the
first octets end amid such lines, and the last ones begin amid such lines, and lines end at the same distances there and
at some places between, then whole lines of one attachment lie between, and without them it is the same mail with a
smaller file. What could be missed is a text between two attachments where one goes on where the other's lines
would have ended: by chance, once in 77 such mails where lines have 77 octets. It is risked only for a request that is
complete without it; before another verdict counts, `is_smooth` looks at every octet that was left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ticketlint.hints import Final
from ticketlint.record import replace
from ticketlint.sources.glance import LARGE, mail_of
from ticketlint.sources.raw import AT_ONCE, RawMessage

_END: Final = 2**13  # octets that are read at the end
_PLACES: Final = 4  # that are looked at in between
_GLANCE: Final = 512  # octets of each
_BLANK: Final = 4  # octets that stand before a body at least
_LINES: Final = 32  # that must be seen at the beginning and at the end
_NARROWEST: Final = 41  # octets of a line with its end: most have 77 or 78
_WIDEST: Final = 200
_HEADER: Final = 1000  # octets of a part's header
_CLOSING: Final = 300  # octets of the boundary after which the mail ends
_PIECE: Final = 2**18


def spared(file: int, path: str, begun: bytes, size: int) -> RawMessage | None:
    """Return the mail in an open file of so many octets, which begins like this, where its middle need not be read.

    Raise `OSError` where reading fails.
    """
    if size < LARGE or pread is None:
        return None
    last = begun.rfind(b"-")  # in a part's header
    start = begun.find(b"\n\n", last, last + _HEADER) + 2
    if start < _BLANK:
        start = begun.find(b"\n\r\n", last, last + _HEADER) + 3
    width = begun.find(b"\n", start) + 1 - start
    if start < _BLANK or not _NARROWEST <= width <= _WIDEST or not is_file(begun, start):
        return None
    found = seam(file, begun, start, width, size)
    if found is None:
        return None
    octets, bare, gap = found
    # What follows closes the mail; a part would have its lines counted without those that are left out.
    if not all(word.startswith(b"--") and word.endswith(b"--") for word in octets[bare[1] :].split()):
        return None
    return RawMessage(path, octets, 1, bare, gap)


def _is_file(begun: bytes, start: int) -> bool:
    """Whether the part whose body begins here is base64 and of a kind whose content nobody at the desk reads."""
    at = begun.rfind(b"\n--", max(0, start - _HEADER), start)
    header = begun[at:start].lower()
    return (
        at >= 0
        and b"base64" in header
        and any(map(header.__contains__, _FILES))
        and not any(map(header.__contains__, _READ))
    )


_FILES: Final = (b"content-type: application/", b"content-type: image/", b"content-type: video/")
_READ: Final = (b"text/", b"message/", b"multipart/", b"pkcs7", b"tnef")


def _seam(
    file: int, begun: bytes, start: int, width: int, size: int
) -> tuple[bytes, tuple[int, int], tuple[int, int]] | None:
    """Leave out what lies between lines of one width, which begin at `start`, and the same lines at a file's end.

    Return the rest, between which octets of it no hyphen stands, and between which ones of the file it was left out.
    """
    assert pread is not None
    lines = _lines(begun, start + width - 1, width, len(begun))
    if lines < _LINES or lines < (len(begun) - start) // width:
        return None
    behind = size - _END
    tail = pread(file, _END + 1, behind)
    last = tail.find(b"-")
    if len(tail) != _END or last <= _END - _CLOSING:
        return None
    first = (start + width - 1 - behind) % width
    lines = _lines(tail, first, width, last)
    if lines < _LINES:
        return None
    apart = max(_GLANCE, (behind - len(begun)) // _PLACES)
    for at in range(len(begun), behind - _GLANCE, apart):
        octets = pread(file, _GLANCE, at)
        place = (start + width - 1 - at) % width
        if len(octets) != _GLANCE or b"-" in octets or octets[place::width].strip(b"\n"):
            return None
    cut, resumed = start + width * _LINES, first + 1 + width * (lines - _LINES)
    return begun[:cut] + tail[resumed:], (start, cut + last - resumed), (cut, behind + resumed)


def _lines(octets: bytes, first: int, width: int, stop: int) -> int:
    """Return how many lines of one width end one after the other before an octet, the first of them at `first`."""
    ends = octets[first:stop:width]
    return len(ends) - len(ends.lstrip(b"\n"))


def is_smooth(raw: RawMessage) -> bool:
    """Whether no hyphen stands in what was left out of a mail, so that the rest says all; its file is opened again.

    False also where that cannot be said any more.
    """
    try:
        file = os.open(raw.source, AT_ONCE)
    except (OSError, ValueError):
        return False
    try:
        return os.fstat(file).st_size == raw.size and not has_hyphen(file, *raw.gap)
    except OSError:
        return False
    finally:
        os.close(file)


def whole(raw: RawMessage) -> RawMessage:
    """Return a mail with all of its attachment, or with what there is where its file is gone or no mail any more."""
    return mail_of(raw.source) or replace(raw, gap=(0, 0))


def _has_hyphen(file: int, begin: int, end: int) -> bool:
    """Whether a hyphen stands between two octets of an open file, or the second is not to be had."""
    assert pread is not None
    while begin < end:
        octets = pread(file, min(_PIECE, end - begin), begin)
        if not octets or b"-" in octets:
            return True
        begin += len(octets)
    return False


pread: Callable[[int, int, int], bytes] | None = getattr(os, "pread", None)  # not to be had on every system
has_hyphen: Callable[[int, int, int], bool]
is_file: Callable[[bytes, int], bool]
seam: Callable[[int, bytes, int, int, int], tuple[bytes, tuple[int, int], tuple[int, int]] | None]
try:
    from ticketlint.native.file import has_hyphen, is_file, seam
except ImportError:  # installed without a compiler
    has_hyphen, is_file, seam = _has_hyphen, _is_file, _seam
