"""A message's octets in, what judging needs of its header out, or None where the header is out of the common.

What is read here is what `message.parse` reads, at a tenth of the time: fields that decide nothing are passed over, and
those which are alike in many mails (who writes, to whom, in which charset) are remembered by their octets.
"""

from __future__ import annotations

from functools import lru_cache

from ticketlint.hints import Final
from ticketlint.message import URGENCY, automatic, charset, dates, level, params, people, transfer
from ticketlint.message.model import DELIVERY_FIELDS, Address, HeaderField
from ticketlint.message.people import words_of
from ticketlint.message.words import decode_value, decode_words
from ticketlint.record import maker
from ticketlint.regexp import regexp
from ticketlint.remember import Remembered

LIMIT: Final = 60_000  # octets of a header that is read here
PART_LIMIT: Final = 4_000  # and of one of a part, all of which may be remembered
_PASS, _FROM, _TO, _SUBJECT, _DATE, _ID, TYPE, ENCODING, DISPOSITION, _PATH, _MORE, _CC, _ONCE = range(13)
_ODD: Final = -1
_KNOWN: Final = {
    b"from": _FROM,
    b"to": _TO,
    b"subject": _SUBJECT,
    b"date": _DATE,
    b"message-id": _ID,
    b"content-type": TYPE,
    b"content-transfer-encoding": ENCODING,
    b"content-disposition": DISPOSITION,
    b"return-path": _PATH,
    b"cc": _CC,
} | dict.fromkeys(automatic.TELLING, _ODD)
for _more in ("bcc", "apparently-to", "resent-to", "resent-cc", *DELIVERY_FIELDS):
    _KNOWN[_more.encode()] = _MORE  # further recipients, in fields that may stand again and again
for _at, _more in enumerate(("sender", "reply-to", "mime-version", *URGENCY), _ONCE):
    _KNOWN[_more.encode()] = _at  # what may stand once
_LEAST_URGENT: Final = _ONCE + 3
_PLACES: Final = _LEAST_URGENT + len(URGENCY)
_BLANKS: Final = b" \t\r\n"
_NAME = regexp(rb"[!-9;-~]{1,80}")
_FOLDS: Final = b" \t"
_LONGEST: Final = 1000  # octets of a value that is remembered
_FIELDS: Final = 100  # further fields of recipients
_MOST: Final = 4096  # names and values that are remembered


class Head:
    """What a regular header says. `body` is where the body begins in the octets, `lines` how many stand above it."""

    __slots__ = ("body", "content", "date", "lines", "message_id", "others", "plain", "sender", "subject", "to")

    def __init__(self, body: int, lines: int, subject: str, sender: Sender, to: frozenset[str]) -> None:
        self.body = body
        self.lines = lines
        self.subject = subject
        self.sender = sender
        self.to = to
        self.others = b""  # further recipients as they are written, a line for each field
        self.date = ""
        self.message_id: str | None = None
        self.content = TEXT
        self.plain = True  # what is shown of it stands in the octets as it is shown


class Sender:
    """The author: his address, and the folded words of his name, by which he may sign: few mails ask for them."""

    __slots__ = ("_found", "address")

    def __init__(self, found: Address) -> None:
        self.address = found.address
        self._found = found

    def names(self) -> frozenset[str]:
        return words_of(self._found)


class Content:
    """What a part says of itself. `codec` is None where it names no charset."""

    __slots__ = ("boundary", "codec", "encoding", "flowed", "kind")

    def __init__(self, kind: str, codec: str | None, encoding: str, boundary: bytes, flowed: bool = False) -> None:
        self.kind = kind
        self.codec = codec
        self.encoding = encoding
        self.boundary = boundary
        self.flowed = flowed


TEXT: Final = Content("text/plain", None, "7bit", b"")  # where nothing is said


def head_of(raw: bytes) -> Head | None:
    """Read a message's header; None where `message.parse` has to."""
    found = fields_of(raw, 0, len(raw), LIMIT)
    if found is None:
        return None
    values, body, lines = found
    author, to, topic, when = values[_FROM], values[_TO], values[_SUBJECT], values[_DATE]
    if author is None or to is None or topic is None or when is None:
        return None
    kind, how, disposition, path = values[TYPE], values[ENCODING], values[DISPOSITION], values[_PATH]
    if len(author) > _LONGEST or len(to) > _LONGEST:
        return None
    if disposition is not None and (len(disposition) > _LONGEST or not is_inline(disposition)):
        return None
    if (kind is not None and len(kind) > _LONGEST) or (how is not None and len(how) > _LONGEST):
        return None
    if path is not None and b"@" not in path and path:
        return None
    for at in range(_LEAST_URGENT, _PLACES):
        urgency = values[at]
        if urgency is not None and (len(urgency) > _LONGEST or not _is_normal(urgency)):
            return None
    sender = _SENDERS[author]
    parted = multipart(kind) if kind is not None else None
    content = _of_parts(parted, how) if parted is not None else CONTENTS[kind, how]
    if sender is None or content is None:
        return None
    plain = is_plain(topic)
    subject = topic.strip(_BLANKS).decode("ascii") if plain else decode_value(topic)
    if not subject.strip() or automatic.by_subject(subject) is not None:
        return None
    date = dates.iso(when.strip().decode("ascii")) if is_plain(when) else None
    if date is None:
        return None
    head = Head(body, lines, subject, sender, _RECIPIENTS[to])
    copies, more = values[_CC], values[_MORE]
    if copies or more:
        head.others = copies + b"\n" + more if copies and more else copies or more or b""
        if head.others.count(b"\n") > _FIELDS:
            return None
    identity = values[_ID]
    if identity is not None:
        if is_plain(identity):
            head.message_id = identity.strip(_BLANKS).decode("ascii") or None
        else:
            head.message_id = decode_value(identity) or None
            plain = False
    head.date, head.content, head.plain = date, content, plain
    return head


def _is_plain(value: bytes) -> bool:
    """Whether an unfolded value says what stands there: ASCII without encoded words."""
    return value.isascii() and b"=?" not in value


def _fields_of(raw: bytes, start: int, end: int, limit: int) -> tuple[list[bytes | None], int, int] | None:
    """Return the values of the header fields that matter, unfolded; where the body begins; and how many lines it takes.

    None where a line is no field, a field stands twice that may not, or one is there that needs a closer look.
    """
    end = min(end, start + limit)
    stop = raw.find(b"\n\n", start, end)
    if raw.find(b"\r", start, stop if stop >= 0 else end) >= 0:
        close = raw.find(b"\n\r\n", start, stop if stop >= 0 else end)
        if close < 0:
            return None
        stop, body = close, close + 3
        block = raw[start:stop].replace(b"\r\n", b"\n").removesuffix(b"\r")
        if b"\r" in block:
            return None
    elif stop < 0:
        return None
    else:
        body = stop + 2
        block = raw[start:stop]
    if block[:1] in b" \t":  # no octet at all is in it, too
        return None
    values: list[bytes | None] = [None] * _PLACES
    known = _PLACES_OF
    place = _PASS
    lines = block.split(b"\n")
    for line in lines:
        if not line:
            return None
        if line[0] in _FOLDS:
            if place:
                values[place] = (values[place] or b"") + line
            continue
        name, colon, value = line.partition(b":")
        where = known.get(name)
        if where is None:
            where = _place_of(name)
        place = where
        if place:
            if place < 0:
                return None
            before = values[place]
            if before is None:
                values[place] = value
            elif place == _MORE:
                values[place] = before + b"\n" + value
            else:
                return None
        if not colon:
            return None
    return values, body, len(lines) + 1


_PLACES_OF: Final[dict[bytes, int]] = {}


def _place_of(name: bytes) -> int:
    """Return where a field's value belongs, by its name in any case."""
    if len(_PLACES_OF) >= _MOST:
        _PLACES_OF.clear()
    if not _NAME.fullmatch(name):
        return _ODD
    place = _PLACES_OF[name] = _KNOWN.get(name.lower(), _PASS)
    return place


try:
    from ticketlint.native.header import Fields, is_plain
except ImportError:  # installed without a compiler
    fields_of, is_plain = _fields_of, _is_plain
else:
    fields_of = Fields(_KNOWN, _PLACES, _MORE).read


def _sender(raw: bytes) -> Sender | None:
    plain = mailbox(raw)
    if plain is not None:
        found = _address(_NAMES[plain[0]], plain[1].decode(), "from")
    else:
        several, clean = people.mailboxes(HeaderField("From", raw, 0))
        if not clean or not several:
            return None
        found = several[0]
    if " via " in found.name or automatic.by_sender(found) is not None:
        return None
    return Sender(found)


_SPEC: Final = rb"<([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255})>\s*"
_PLAIN = regexp(rb"\s*([A-Za-z0-9 .'_-]{0,80})" + _SPEC)
_WORDED = regexp(rb"\s*(=\?[A-Za-z0-9 .'=?_*/+-]{1,200})" + _SPEC)


def _mailbox(raw: bytes) -> tuple[bytes, bytes] | None:
    """Return the name and the address of `Name <local@host>`, as they are written; None for all that is unlike."""
    found = _PLAIN.fullmatch(raw) or _WORDED.fullmatch(raw)
    return None if found is None else (found[1], found[2])


try:
    from ticketlint.native.header import mailbox
except ImportError:  # installed without a compiler
    mailbox = _mailbox


def _name(raw: bytes) -> str:
    return decode_words(raw.decode().strip()).strip()


_address = maker(Address)
_NAMES: Final = Remembered(_name)
_SENDERS: Final = Remembered(_sender)


def _addresses(raw: bytes) -> frozenset[str]:
    return frozenset(one.address for one in people.mailboxes(HeaderField("To", raw, 0))[0])


_RECIPIENTS: Final = Remembered(_addresses)


def recipients(head: Head) -> frozenset[str]:
    """Return the addresses of all to whom the mail went: also copies, and what servers wrote on delivery."""
    others = head.others.split(b"\n")
    return head.to.union(*[_RECIPIENTS[one] if len(one) <= _LONGEST else _addresses(one) for one in others])


_MULTIPART = regexp(
    rb"\s*(multipart/(?:mixed|alternative|related));\s*boundary="
    rb"(?:\"([A-Za-z0-9'()+_,./:=?-]{1,70})\"|([A-Za-z0-9+_.-]{1,70}))\s*"
)
_TELLING: Final = frozenset({"delsp", "method", "report-type", "smime-type"})  # parameters that decide


def _multipart(raw: bytes) -> tuple[str, bytes] | None:
    """Return the type and the boundary of `multipart/mixed; boundary=…`; None for all that is unlike."""
    found = _MULTIPART.fullmatch(raw)
    return None if found is None else (found[1].decode(), found[2] or found[3])


try:
    from ticketlint.native.header import multipart
except ImportError:  # installed without a compiler
    multipart = _multipart


def _of_parts(parted: tuple[str, bytes], encoding: bytes | None) -> Content | None:
    """Return what a multipart says: each has a boundary of its own, which is not worth remembering."""
    how = _how(encoding)
    return None if how is None else Content(parted[0], None, how, parted[1])


def _how(encoding: bytes | None) -> str | None:
    """Return what Content-Transfer-Encoding says; None where it says it in an uncommon way."""
    how = "7bit" if encoding is None else transfer.normalise(decode_value(encoding))
    return None if how == "x-uuencode" else how


def content_of(fields: tuple[bytes | None, bytes | None]) -> Content | None:
    """Return what Content-Type and Content-Transfer-Encoding say; None where they say it in an uncommon way."""
    kind, encoding = fields
    parted = multipart(kind) if kind is not None else None
    if parted is not None:
        return _of_parts(parted, encoding)
    how = _how(encoding)
    if how is None:
        return None
    if kind is None:
        return Content("text/plain", None, how, b"")
    if b"=?" in kind:
        return None
    name, values = params.content_type(decode_value(kind))
    if name is None or not _TELLING.isdisjoint(values):
        return None
    label = values.get("charset")
    codec, misspelt = (None, False) if label is None else charset.codec(label)
    if misspelt or (codec is None and not charset.is_absent(label)):
        return None
    if codec is not None and not charset.keeps_ascii(codec):
        return None
    flowed = values.get("format", "").lower() == "flowed"
    return Content(name, codec, how, values.get("boundary", "").rstrip().encode(), flowed)


CONTENTS: Final = Remembered(content_of)


@lru_cache(maxsize=256)
def is_inline(raw: bytes | None) -> bool:
    """Whether a part is shown with the mail as far as its Content-Disposition says."""
    return raw is None or params.disposition(decode_value(raw)) == ("inline", {})


@lru_cache(maxsize=256)
def _is_normal(raw: bytes) -> bool:
    """Whether a field of urgency says nothing out of the ordinary."""
    return level(decode_value(raw)) not in ("high", "low")
