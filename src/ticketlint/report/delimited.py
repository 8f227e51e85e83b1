"""Verdicts in, CSV (RFC 4180, lines ended by a newline) out: one row a fault, and one for a mail without any."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ticketlint.regexp import regexp
from ticketlint.report.blocks import sentence

if TYPE_CHECKING:
    from ticketlint.diagnostic import Diagnostic
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_COLUMNS = (
    *("source", "verdict", "ticket", "form", "urgency", "from", "subject", "date", "message_id"),
    *("code", "severity", "field", "line", "column", "place", "title", "notes", "help"),
)
# What a spreadsheet takes for a formula, the full-width signs of East Asian keyboards too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Where the decimal sign is a comma, spreadsheets part cells at semicolons, and heed no quotes within a line.
_AFTER = regexp(rf"(;[\s\"]*)(?=[{re.escape(''.join(_FORMULA))}])")
_ANSWERS = {True: "true", False: "false", None: ""}


def begin(look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the heading."""
    return ",".join(_COLUMNS) + "\n"


def message(verdict: Verdict, look: Look) -> str:
    """Return the rows of one message."""
    if look.quiet and verdict.ticket is not False:
        return ""
    mail = (
        verdict.source,
        verdict.verdict,
        _ANSWERS[verdict.ticket],
        verdict.form,
        str(verdict.urgency or ""),
        verdict.sender,
        verdict.subject,
        verdict.date,
        verdict.message_id,
    )
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    shown = [one for one in verdict.diagnostics if not look.quiet or one.severity.withholds]
    for diagnostic in shown or (None,):
        writer.writerow([_cell(text or "") for text in (*mail, *_fault(diagnostic))])
    return stream.getvalue()


def end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - the rows are all
    """Return nothing."""
    return ""


def _fault(diagnostic: Diagnostic | None) -> tuple[str | None, ...]:
    if diagnostic is None:
        return ("",) * 9
    span = diagnostic.span
    return (
        diagnostic.code,
        str(int(diagnostic.severity)),
        diagnostic.field,
        str(span.line) if span else "",
        str(span.column) if span else "",
        span.place if span else "",
        diagnostic.title,
        "; ".join(diagnostic.notes[:10]),
        diagnostic.help,
    )


def _cell(text: str) -> str:
    """Return what may stand in a cell: visible, of bearable length, and with an apostrophe before a formula."""
    shown = _AFTER.sub(r"\1'", sentence(text))
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
