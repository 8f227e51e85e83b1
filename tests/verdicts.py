"""Lines of a mail in, hand-made verdicts out: reports are tested without the rooms below them."""

from __future__ import annotations

from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Field
from ticketlint.report import FORMATS, Look, Report, Tally
from ticketlint.verdict import Verdict

LINES = (
    "Support Key: OX-12345-ABCDE",
    "Server: https://ox.example.com/",
    "Distribution: Gentoo \u202e漢字",
    "\tSevirity:\t2 (we can still work)",
    "Product: OXHE, OX5",
)
FIRST = 12
KEY = "OX-12345-ABCDE"


def on(line: int, start: int, end: int) -> Span:
    """Return the place of the characters from `start` to `end` of a line of `LINES`, all from 1."""
    return Span(FIRST + line - 1, start, FIRST + line - 1, end)


def diagnostic(code: str, severity: int, title: str, line: int, start: int, end: int, **more: object) -> Diagnostic:
    return Diagnostic(code, Severity(severity), title, on(line, start, end), LINES[line - 1], **more)  # type: ignore[arg-type]


TEXT = Text(LINES, range(FIRST, FIRST + len(LINES)), "file")
FIELDS = {
    "Support Key": Field("Support Key", KEY, KEY, "Support Key", on(1, 14, 28), on(1, 1, 12), secret=True),
    "Module": Field("Module", ("mail", "calendar"), "mail, calendar", "Module", on(2, 9, 20), on(2, 1, 7)),
}
INCOMPLETE = Verdict(
    source="inbox.mbox#3",
    verdict="incomplete",
    form="open-xchange",
    message_id="<3@customer.example>",
    sender="bob@customer.example",
    subject=f"Kalender leer \x1b[31m [bold] {KEY}",
    date="2026-11-20T10:00:00+01:00",
    urgency=2,
    layer="text",
    fields=FIELDS,
    diagnostics=(
        diagnostic("missing-field", 1, "Track-ID is missing", 5, 1, 1, field="Track-ID", help="your own reference"),
        diagnostic("missing-field", 1, "Component is missing", 5, 1, 1, field="Component", help="one of CLT, Other"),
        diagnostic("unknown-choice", 1, '"Gentoo" is no Distribution', 3, 15, 25, field="Distribution",
                   help="one of SLES, RHEL, DEBIAN, UCS"),
        diagnostic("too-many-choices", 1, "Product takes one choice, not 2", 5, 10, 19, field="Product",
                   notes=("OXHE and OX5 stand here",), related=((on(2, 1, 7), "for this server"),)),
        diagnostic("malformed-value", 3, f'"{KEY}" looks odd', 1, 14, 28, field="Support Key"),
        diagnostic("misspelt-label", 3, '"Sevirity" is read as Severity', 4, 2, 10, field="Severity"),
        Diagnostic("missing-subject", Severity.TRIVIAL, "the mail has no subject"),
    ),
    text=TEXT,
)  # fmt: skip
VERDICTS = (
    Verdict("inbox.mbox#1", "complete", "open-xchange", "<1@x>", "anna@customer.example", "Login fails", urgency=1),
    Verdict("inbox.mbox#2", "automatic", sender="bot@customer.example", subject="Out of office",
            reason="Auto-Submitted: auto-replied"),
    INCOMPLETE,
    Verdict("inbox.mbox#4", "follow-up", subject="Re: [OX#4711] 漢字のメール", sender="漢@例え.jp", follows_up="4711"),
    Verdict("inbox.mbox#5", "unreadable", reason="the mail is encrypted", diagnostics=(
        Diagnostic("encrypted-body", Severity.HIGH, "the text is encrypted", help="check it before encrypting"),)),
    Verdict("inbox.mbox#6", "not-a-request", sender="shop@example.com", subject="A" * 200),
)  # fmt: skip


def report(name: str, verdicts: tuple[Verdict, ...] = VERDICTS, look: Look | None = None) -> str:
    """Return the whole report in one format."""
    parts: list[str] = []
    tally = Tally()
    whole = Report(FORMATS[name], look or Look(width=80), parts.append)
    for verdict in verdicts:
        tally.add(verdict)
        whole.add(verdict)
    whole.end(tally)
    return "".join(parts)
