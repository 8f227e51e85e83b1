"""Verdicts in, one row a message out: fixed columns from the first row on, so that a mailbox of any size can stream."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.visible import cut_left, pad, visible

if TYPE_CHECKING:
    from ticketlint.report.look import Look, Style
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_STYLES: dict[str, Style] = {
    "complete": "good",
    "incomplete": "error",
    "unreadable": "error",
    "follow-up": "note",
    "automatic": "faint",
    "not-a-request": "faint",
}
_VERDICT = len("not-a-request")
_URGENCY = len("sev")
_SHARES = (5, 3, 4, 5)  # of the room that is left: message, sender, subject, missing
_NARROWEST = 8


def _widths(width: int) -> tuple[int, int, int, int]:
    room = max(width - _VERDICT - _URGENCY - 5 * 2, 4 * _NARROWEST)
    message, sender, subject, _ = (room * share // sum(_SHARES) for share in _SHARES)
    return message, sender, subject, room - message - sender - subject


def _row(cells: tuple[str, str, str, str, str, str], look: Look, style: Style | None) -> str:
    message, verdict, urgency, sender, subject, missing = (visible(cell[:4000]) for cell in cells)
    widths = _widths(look.width)
    verdict = pad(verdict, _VERDICT)
    row = [
        pad(cut_left(message, widths[0]), widths[0]),  # the end of a path tells messages apart
        look.paint(verdict, style) if style else verdict,
        pad(urgency, _URGENCY),
        pad(sender, widths[1]),
        pad(subject, widths[2]),
        pad(missing, widths[3]),
    ]
    return "  ".join(row).rstrip() + "\n"


def begin(look: Look) -> str:
    """Return the heading."""
    if look.quiet:
        return ""
    heading = _row(("message", "verdict", "sev", "from", "subject", "missing"), look, None)
    return look.paint(heading.rstrip("\n"), "strong") + "\n"


def message(verdict: Verdict, look: Look) -> str:
    """Return the row of one message; what is missing are the fields that cost the ticket."""
    if look.quiet and verdict.ticket is not False:
        return ""
    costly = [d for d in verdict.diagnostics if d.severity.withholds] if verdict.ticket is not None else []
    missing = ", ".join(dict.fromkeys(d.field or d.code for d in costly))
    urgency = "" if verdict.urgency is None else str(verdict.urgency)
    cells = (verdict.source, verdict.verdict, urgency, verdict.sender or "", verdict.subject or "", missing)
    return _row(cells, look, _STYLES[verdict.verdict])


def end(tally: Tally, look: Look) -> str:
    """Return the last lines: the counts that were asked for, then the sum in tickets."""
    counts = f"\n{tally.statistics()}" if look.statistics else ""
    return counts + ("" if look.quiet else "\n" + look.paint(tally.sentence(), "strong") + "\n")
