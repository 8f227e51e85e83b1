"""Verdicts in, one JSON document out: the objects of all messages, then the summary."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.jsonl import as_object, dumps

if TYPE_CHECKING:
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

SCHEMA = 1


def begin(look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the opening of the document."""
    return f'{{"schema": {SCHEMA}, "messages": ['


def message(verdict: Verdict, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the object of one message on a line of its own."""
    return "\n" + dumps(as_object(verdict))


def end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the summary and the end of the document."""
    return f'\n], "summary": {dumps(tally.as_object())}}}\n'
