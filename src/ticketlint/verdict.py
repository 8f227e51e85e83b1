"""What becomes of one message, as data: made by the line itself, told by the reports."""

from __future__ import annotations

from collections.abc import Mapping

from ticketlint.diagnostic import EMPTY_TEXT, Diagnostic, Text
from ticketlint.fields import Field
from ticketlint.hints import Final, Literal
from ticketlint.record import dataclass, field

VerdictName = Literal["complete", "incomplete", "follow-up", "automatic", "unreadable", "not-a-request"]

TICKETS: Final[Mapping[str, bool]] = {"complete": True, "incomplete": False, "unreadable": False}
"""Whether a verdict gives a ticket; those that are not here ask for none. For who asks of every mail."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one message, and why."""

    source: str
    verdict: VerdictName
    form: str | None = None
    message_id: str | None = None
    sender: str | None = None
    subject: str | None = None
    date: str | None = None
    follows_up: str | None = None
    urgency: int | None = None
    reason: str | None = None  # why it is automatic, unreadable, a follow-up or no request
    layer: str | None = None  # where the form was read: text, html, quote, forward, attached message
    fields: Mapping[str, Field] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    text: Text = EMPTY_TEXT  # what was read, so that every place can be shown
    secrets: tuple[str, ...] = ()  # what must never be printed in full: all that stands behind a secret field's label

    @property
    def ticket(self) -> bool | None:
        """Whether the request would receive a ticket; None for what asks for none."""
        return TICKETS.get(self.verdict)
