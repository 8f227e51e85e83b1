"""One file or stream in, the messages in it out: recognised by what stands in it, not by its name.

A mail, a mailbox, an Apple Mail `.emlx`, an Outlook `.msg`, a draft without a header; each also inside gzip.
"""

from __future__ import annotations

import io

from ticketlint.hints import TYPE_CHECKING, Literal
from ticketlint.regexp import regexp
from ticketlint.sources import header, mbox
from ticketlint.sources.raw import SHRANK, Notice, RawMessage, Told, UnreadableError, why
from ticketlint.sources.stream import BROKEN, Lines, Readable, Stream, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

How = Literal["named", "met", "message"]
"""Why a file is read: its path was given, it lies in a folder, or its place says that it is a message as it is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COUNT = regexp(rb"[ \t]{0,20}(\d{1,12})[ \t]{0,20}\r?\n")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SUFFIX_GZ = ".gz"
TOO_LARGE = "it is larger than any mail may be; reading went on after it"


def read_stream(raw: Readable, name: str, how: How, told: Told) -> Iterator[RawMessage]:
    """Yield the messages of one open file; what keeps it from being read is told, never raised."""
    try:
        yield from _messages(unpacked(Stream(raw)), name, how, told)
    except BROKEN as error:
        told(Notice("unread", name, why(error)))


def _messages(stream: Stream, name: str, how: How, told: Told) -> Iterator[RawMessage]:
    head = stream.peek(header.HEAD)
    suffixed = name.lower().removesuffix(_SUFFIX_GZ)
    if head.startswith(_OLE):
        yield from _outlook(stream, name, how, told)
        return
    if head.startswith(_UTF16):
        stream = Stream(io.BytesIO(stream.all().decode("utf-16", "replace").encode()))
        head = stream.peek(header.HEAD)
    lead = header.lead(head)
    if how != "message" and mbox.opens_mailbox(head[lead:] if lead else head):
        yield from _mailbox(stream, name, stream.read(lead), told, always=is_mbox(name))
        return
    if (count := _COUNT.match(head)) and (
        suffixed.endswith(".emlx") or header.is_header(head[count.end() + header.lead(head[count.end() :]) :])
    ):
        yield _emlx(stream.all(), int(count[1]), count.end(), name)
    elif header.is_header(head[lead:]) or (how == "message" and header.opens_from(head[lead:])):
        yield _mail(stream.all(), name)
    elif how == "message" or suffixed.endswith(".eml"):
        yield RawMessage(name, stream.all().removeprefix(b"\xef\xbb\xbf"))
    elif not head:
        told(Notice("skipped", name, "it is empty and holds no message"))
    elif how == "met":
        told(Notice("skipped", name, "it has no mail header and was passed over; name it alone to read it as a draft"))
    elif header.is_binary(head):
        told(Notice("unread", name, "it is neither a mail nor a text"))
    else:
        yield RawMessage(name, b"\n" + stream.all().removeprefix(b"\xef\xbb\xbf"), 0)


def _mail(octets: bytes, name: str) -> RawMessage:
    at = header.lead(octets)
    while header.opens_from(octets[at : at + 100]) or octets.startswith(b">From ", at):
        at = octets.find(b"\n", at) + 1 or len(octets)
    return RawMessage(name, octets[at:], 1 + octets.count(b"\n", 0, at))


def is_mbox(name: str) -> bool:
    """Whether a file's name says that it is a mailbox, also where one message stands in it."""
    return name.lower().removesuffix(_SUFFIX_GZ).endswith((".mbox", ".mbx"))


def _mailbox(stream: Stream, name: str, lead: bytes, told: Told, *, always: bool) -> Iterator[RawMessage]:
    """Yield a mailbox's messages; one alone is a mail saved with its `From ` line, unless the name says mbox."""
    lines = lead.count(b"\n")
    size = stream.size()
    counted = None if size is None else Lines(name)  # a file is read again where a line is asked for

    def doubt(place: int, text: str) -> None:
        told(Notice("doubt", name, text, counted.at(place) if counted else place))

    parts = mbox.part(stream, doubt, None if counted else lines + 1, offset=len(lead))
    for number, parted in enumerate(parts, 1):
        alone = parted.last and number == 1 and not always
        source = name if alone else f"{name}#{number}"
        if parted.octets is None:
            told(Notice("unread", source, TOO_LARGE))
        else:
            yield RawMessage(source, parted.octets, 1 + lines + parted.skipped if alone else 1)
    if size is not None and stream.taken < size:
        told(Notice("unread", name, SHRANK))


def _emlx(octets: bytes, count: int, at: int, name: str) -> RawMessage:
    """Take the message out of an `.emlx`: its length stands on the first line, a property list follows it."""
    end = at + count
    if end > len(octets) or octets[end:].lstrip()[:5] not in (b"", b"<?xml", b"<plis"):
        plist = octets.rfind(b"\n<?xml ", at)
        end = plist + 1 if plist >= 0 else len(octets)
    start = at + header.lead(octets[at:end]) if header.is_header(octets[at:end].lstrip()) else at
    return RawMessage(name, octets[start:end], 1 + octets.count(b"\n", 0, start))


def _outlook(stream: Stream, name: str, how: How, told: Told) -> Iterator[RawMessage]:
    octets = stream.all()
    try:
        from ticketlint.sources import outlook  # noqa: PLC0415  # optional packages, wanted by few
    except ImportError:
        told(Notice("unread", name, "Outlook messages need more packages: pip install 'ticketlint[msg]'"))
        return
    try:
        message = outlook.rfc5322(octets)
    except outlook.NotAMessageError:
        kind: Literal["skipped", "unread"] = "skipped" if how == "met" else "unread"
        told(Notice(kind, name, "it is an Office document, not an Outlook message"))
    except outlook.DamagedError as error:
        raise UnreadableError(f"this Outlook message is damaged ({error}); export it again") from error
    else:
        yield RawMessage(name, message)
