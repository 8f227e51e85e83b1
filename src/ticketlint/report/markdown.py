"""Verdicts in, Markdown out: the table that a merge request or a step summary shows, one row a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.regexp import regexp
from ticketlint.report.faults import faults, merged
from ticketlint.report.visible import cut, cut_left, visible

if TYPE_CHECKING:
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_SAYS = {
    "complete": "would receive a ticket",
    "incomplete": "**would receive no ticket**",
    "unreadable": "**unreadable**",
    "follow-up": "follows up on a ticket",
    "automatic": "automatic",
    "not-a-request": "no request",
}
_MOST = 20  # faults of one message
_CELL = 120
# Every sign that some Markdown obeys. In <code>, forges look neither for @names and #numbers nor for links.
_SIGN = regexp(r"[!-,/:-@\[-`{-~]|(?<=[wW]{3})\.")


def begin(look: Look) -> str:  # noqa: ARG001 - the same wherever it goes
    """Return the heading and the head of the table."""
    return "## ticketlint\n\n| message | verdict | severity | faults |\n|---|---|---|---|\n"


def message(verdict: Verdict, look: Look) -> str:
    """Return the row of one message."""
    if look.quiet and verdict.ticket is not False:
        return ""
    found = list(merged(faults(verdict, look)))
    cells = [f"{one.diagnostic.severity.word}: {_code(one.said)}" for one in found[:_MOST]]
    cells += [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
    if verdict.ticket is None and verdict.reason:
        cells = [_code(verdict.reason)]
    source = _foreign(cut_left(visible(verdict.source[-1000:]), _CELL))
    return f"| {source} | {_SAYS[verdict.verdict]} | {verdict.urgency or ''} | {'<br>'.join(cells)} |\n"


def end(tally: Tally, look: Look) -> str:
    """Return the counts that were asked for, then the sum in tickets."""
    counts = "\n```text\n" + tally.statistics().replace("`", "'") + "```\n" if look.statistics else ""
    return f"{counts}\n{tally.sentence()}\n"


def _code(text: str) -> str:
    return _foreign(cut(visible(text[: 20 * _CELL]), 4 * _CELL))


def _foreign(text: str) -> str:
    """Return text of a mail as code, every sign of it as an entity, so that it is shown and nothing else."""
    return f"<code>{_SIGN.sub(lambda sign: f'&#{ord(sign[0])};', text)}</code>"
