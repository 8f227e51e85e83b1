"""What a mail is made of, as data: header fields, parts, addresses, and the faults found while reading them."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING, Literal
from ticketlint.message import charset, transfer
from ticketlint.message.words import decode_value
from ticketlint.record import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AS_IS = frozenset({"7bit", "8bit", "binary"})  # encodings in which a body stands as it is
DefectCode = Literal["mime-defect", "charset-guessed", "malformed-header", "repeated-header"]


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault of the mail around its text: `title` is a sentence without a full stop, `line` its line in the file."""

    code: DefectCode
    title: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One header field as it stands: `raw` is what follows the colon, folds and all, `line` where it begins."""

    name: str
    raw: bytes
    line: int

    @property
    def value(self) -> str:
        """The field body in Unicode on one line: unfolded, encoded words decoded (RFC 2047)."""
        return decode_value(self.raw)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the display name, and the addr-spec in the spelling of the mail (RFC 5322, section 3.4).

    `field` is the lower-case name of the header field that held it.
    """

    name: str
    address: str
    field: str = ""


DELIVERY_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
"""What a mail server writes on delivery."""


@dataclass(frozen=True, slots=True)
class PartText:
    """The decoded text of a part; lines end in a newline whatever the mail used.

    `as_is`: every line stands in the file as it stands here, so that line n (from 0) is file line `first_line + n`.
    """

    text: str
    charset: str
    as_is: bool
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A body part (RFC 2045): a leaf, or a container of `children` (multipart/*, message/rfc822).

    `first_line` is the file line on which its body begins. `in_file` is False inside an encoded message/rfc822,
    whose lines stand nowhere in the file. `fields` is its header.
    """

    content_type: str
    params: Mapping[str, str]
    disposition: Literal["", "inline", "attachment"]
    filename: str | None
    encoding: str
    children: tuple[Part, ...]
    first_line: int
    fields: tuple[HeaderField, ...] = ()
    in_file: bool = True
    raw: bytes = field(default=b"", repr=False)
    start: int = 0
    end: int = 0

    def get(self, name: str) -> HeaderField | None:
        """Return the first header field of this name, in any case."""
        return first(self.fields, name)

    def walk(self) -> Iterator[Part]:
        """Yield this part and all below it, in the order of the mail."""
        yield self
        for child in self.children:
            yield from child.walk()

    def octets(self) -> bytes:
        """Decode the body from its transfer encoding, anew on every call."""
        return transfer.decode(self.raw[self.start : self.end], self.encoding)[0]

    def text(self) -> PartText:
        """Decode the body to text, anew on every call; never raises, whatever the octets."""
        octets, mended = transfer.decode(self.raw[self.start : self.end], self.encoding)
        label = self.params.get("charset")
        if (label is None or charset.is_absent(label)) and self.content_type == "text/html":
            label = charset.of_html(octets)
        text, used, guess = charset.decode(octets, label)
        as_is = self.in_file and self.encoding in AS_IS and charset.keeps_ascii(used)
        defects = []
        if mended:
            defects.append(Defect("mime-defect", mended, self.first_line))
        if guess:
            defects.append(Defect("charset-guessed", guess, self.first_line))
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "\ufeff" in text:
            kept = text.removeprefix("\ufeff").replace("\n\ufeff", "\n")
            as_is = as_is and len(kept) == len(text)
            text = kept
        if "\0" in text:
            text = text.replace("\0", "")
            as_is = False
            defects.append(Defect("mime-defect", "the text holds NUL characters, which were left out", self.first_line))
        return PartText(text, used, as_is, tuple(defects))


@dataclass(frozen=True, slots=True)
class Message:
    """A mail as it was read; what is absent or cannot be read is None.

    `date` is ISO 8601 with seconds and offset. `sender` is the author behind `From`, also where a mailing list wrote
    itself there. `importance` is "high", "normal" or "low". `automatic` is a sentence that says why a program
    wrote the mail, and None for a person's; `automatic_by_subject`, that nothing but the subject says so.
    """

    fields: tuple[HeaderField, ...]
    root: Part
    subject: str | None = None
    sender: Address | None = None
    recipients: tuple[Address, ...] = ()
    message_id: str | None = None
    date: str | None = None
    importance: str | None = None
    automatic: str | None = None
    automatic_by_subject: bool = False
    defects: tuple[Defect, ...] = ()

    def get(self, name: str) -> HeaderField | None:
        """Return the first header field of this name, in any case."""
        return first(self.fields, name)

    def get_all(self, name: str) -> tuple[HeaderField, ...]:
        """Return all header fields of this name, in any case, in the order of the mail."""
        name = name.lower()
        return tuple(one for one in self.fields if one.name.lower() == name)


def first(fields: tuple[HeaderField, ...], name: str) -> HeaderField | None:
    """Return the first of the fields that has this name, in any case."""
    name = name.lower()
    return next((one for one in fields if one.name.lower() == name), None)
