"""Verdicts in, one line a diagnostic out: `path:line:column: severity code message`, as editors and grep read it."""

from __future__ import annotations

from ticketlint.diagnostic import Severity
from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.blocks import sentence, style_of
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from ticketlint.report.look import Look
    from ticketlint.verdict import Verdict


def message(verdict: Verdict, look: Look) -> str:
    """Return the lines of one message; none for a mail that is fine or asks for no ticket."""
    if verdict.ticket is None:
        return ""
    lines = []
    source = look.paint(visible(verdict.source), "strong")
    for diagnostic in verdict.diagnostics:
        if look.quiet and not diagnostic.severity.withholds:
            continue
        span = diagnostic.span
        place = f"{span.line}:{span.column}" if span else "1:1"
        word = look.paint(diagnostic.severity.word, style_of(diagnostic.severity))
        lines.append(f"{source}:{place}: {word} {visible(diagnostic.code)} {sentence(diagnostic.title)}\n")
    if verdict.ticket is False and not any(d.severity.withholds for d in verdict.diagnostics):
        word = look.paint("error", style_of(Severity.HIGH))
        lines.append(
            f"{source}:1:1: {word} {verdict.verdict} {sentence(verdict.reason or 'would receive no ticket')}\n"
        )
    return "".join(lines)
