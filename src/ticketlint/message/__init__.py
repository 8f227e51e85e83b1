"""One message: octets in, header fields and body parts out; never raises on a bad mail."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING
from ticketlint.message import automatic, dates, people
from ticketlint.message.model import (
    DELIVERY_FIELDS,
    Address,
    Defect,
    HeaderField,
    Message,
    Part,
    PartText,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketlint.message import header, tree

__all__ = ["Address", "Defect", "HeaderField", "Message", "Part", "PartText", "parse"]

_ONCE = frozenset(
    {"from", "sender", "reply-to", "to", "cc", "message-id", "subject", "date", "mime-version", "content-type",
     "content-transfer-encoding", "content-disposition"}
)  # fmt: skip
_RECIPIENTS = ("to", "cc", "bcc", "apparently-to", "resent-to", "resent-cc", *DELIVERY_FIELDS)
_IMPORTANT = {"high": "high", "urgent": "high", "1": "high", "2": "high"}
_UNIMPORTANT = {"low": "low", "non-urgent": "low", "4": "low", "5": "low"}
_URGENT = _IMPORTANT | _UNIMPORTANT


def parse(raw: bytes, first_line: int = 1) -> Message:
    """Read a message whose first line is line `first_line` of its file.

    Never raises, whatever the octets. Time and memory are linear in the octets; bodies are decoded when asked for.
    """
    from ticketlint.message import header, tree  # noqa: PLC0415  # start-up: the quick lane does without

    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")  # an old Macintosh: the lines are the same, and nothing else ends one
    head = header.of_message(raw, 0, len(raw), first_line)
    tally = tree.Tally()
    line = first_line + header.count_lines(raw, 0, head.body)
    root = tree.build(head.fields, tree.Body(raw, head.body, len(raw), line), tally)
    return _assemble(head, root, tally)


def _assemble(head: header.Header, root: Part, tally: tree.Tally) -> Message:
    defects = [*head.defects]
    by_name: dict[str, HeaderField] = {}
    to: list[HeaderField] = []
    for one in head.fields:
        name = one.name.lower()
        if by_name.setdefault(name, one) is not one and name in _ONCE and len(defects) < 50:
            which = "" if name in _RECIPIENTS else "; the first one counts"
            title = f"the header field {one.name} stands twice{which}"
            defects.append(Defect("repeated-header", title, one.line))
        if name in _RECIPIENTS:
            to.append(one)
    subject = by_name.get("subject")
    message_id = by_name.get("message-id")
    shown = subject.value if subject else None
    sender = _sender(by_name, defects)
    sure = automatic.reason(by_name, root, sender)
    likely = automatic.by_subject(shown) if sure is None and shown is not None else None
    return Message(
        fields=head.fields,
        root=root,
        subject=shown,
        sender=sender,
        recipients=_recipients(to),
        message_id=(message_id.value or None) if message_id else None,
        date=_date([one for one in head.fields if one.name.lower() == "date"] if "date" in by_name else [], defects),
        importance=_importance(by_name),
        automatic=sure or likely,
        automatic_by_subject=likely is not None,
        defects=(*defects, *tally.defects),
    )


def _sender(fields: dict[str, HeaderField], defects: list[Defect]) -> Address | None:
    one = fields.get("from")
    found: tuple[Address, ...] = ()
    if one is not None:
        found, clean = people.mailboxes(one)
        if not clean:
            title = "the From field holds no address" if not found else "the From field is not written as an address"
            defects.append(Defect("malformed-header", title, one.line))
    if not found and "sender" in fields:
        found, _ = people.mailboxes(fields["sender"])
    if not found:
        return None
    return _author(fields, found[0]) if " via " in found[0].name else found[0]


def _author(fields: dict[str, HeaderField], listed: Address) -> Address:
    """Return the author behind a list that wrote itself into From for DMARC's sake; the list where it hid them."""
    for name in ("x-original-from", "x-original-sender", "reply-to"):
        for other in people.mailboxes(fields[name])[0] if name in fields else ():
            if other.address.lower() != listed.address.lower():
                shown = other.name or listed.name.partition(" via ")[0].strip("' ")
                return Address(shown, other.address, name)
    return listed


def _recipients(fields: list[HeaderField]) -> tuple[Address, ...]:
    found: list[Address] = []
    for one in fields[:200]:
        found.extend(people.mailboxes(one)[0])
    return tuple(found)


def _date(given: Sequence[HeaderField], defects: list[Defect]) -> str | None:
    """Return the moment that the first Date field names which names one."""
    for one in given[:_DATES]:
        value = one.value
        moment = dates.iso(value)
        if moment is None:
            from ticketlint.message import reference  # noqa: PLC0415 - few mails need it

            moment = reference.date(value)
        if moment is not None:
            return moment
    if given:
        defects.append(Defect("malformed-header", "the Date field names no moment in time", given[0].line))
    return None


_DATES = 4  # of one mail that are looked at


def _importance(fields: dict[str, HeaderField]) -> str | None:
    found = next((fields[name] for name in URGENCY if name in fields), None)
    return level(found.value) if found else None


URGENCY = ("importance", "x-priority", "priority", "x-msmail-priority")
"""The header fields in which mail programs write how urgent a mail is; the first that is there counts."""


def level(value: str) -> str | None:
    """Return what such a field says: "high", "normal" or "low"."""
    words = value.lower().split()
    return _URGENT.get(words[0].strip("(),;"), "normal") if words else None
