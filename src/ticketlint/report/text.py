"""Verdicts in, text for a person out: one headline a message, one block a fault, the last line in tickets."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.blocks import blocks, sentence
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from ticketlint.report.look import Look, Style
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_SAYS: dict[str, tuple[str, Style]] = {
    "complete": ("would receive a ticket", "good"),
    "incomplete": ("would receive no ticket", "error"),
    "unreadable": ("unreadable, would receive no ticket", "error"),
    "follow-up": ("follows up on a ticket", "note"),
    "automatic": ("automatic mail, asks for no ticket", "faint"),
    "not-a-request": ("no request", "faint"),
}


def message(verdict: Verdict, look: Look) -> str:
    """Return what a person should know about one message: a line, and blocks if it asks for a ticket."""
    if look.quiet and verdict.ticket is not False:
        return ""
    said, style = _SAYS[verdict.verdict]
    if verdict.verdict == "follow-up" and verdict.follows_up:
        said = f"follows up on ticket {visible(verdict.follows_up)[:40]}"
    facts = [f"severity {verdict.urgency}"] if verdict.urgency and verdict.ticket is not None else []
    if verdict.reason:
        facts.append(sentence(verdict.reason))
    headline = look.paint(visible(verdict.source), "strong") + f": {look.paint(said, style)}"
    headline += f" ({'; '.join(facts)})" if facts else ""
    headline += f": {sentence(verdict.subject)}" if verdict.subject else ""
    shown = [d for d in verdict.diagnostics if not look.quiet or d.severity.withholds]
    if verdict.ticket is None or not shown:
        return headline + "\n"
    return headline + "\n" + "".join(blocks(verdict.source, shown, look, verdict.text))


def end(tally: Tally, look: Look) -> str:
    """Return the last lines: the counts that were asked for, then the sum in tickets."""
    counts = f"{tally.statistics()}\n" if look.statistics else ""
    return counts + ("" if look.quiet else look.paint(tally.sentence(), "strong") + "\n")
