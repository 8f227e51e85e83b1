"""Verdicts in, a GitLab Code Quality report out: one JSON array, one object a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketlint.diagnostic import Severity
from ticketlint.report.faults import Fault, faults, relative
from ticketlint.report.jsonl import dumps

if TYPE_CHECKING:
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_SEVERITIES = {
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.TRIVIAL: "info",
}


def begin(look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the opening of the array."""
    return "["


def message(verdict: Verdict, look: Look) -> str:
    """Return the objects of one message, a line each."""
    return ",".join(f"\n{dumps(_issue(fault))}" for fault in faults(verdict, look))


def end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the end of the array."""
    return "\n]\n"


def _issue(fault: Fault) -> dict[str, Any]:
    return {
        "description": fault.said,
        "check_name": fault.diagnostic.code,
        "fingerprint": fault.fingerprint,
        "severity": _SEVERITIES[fault.diagnostic.severity],
        "location": {"path": relative(fault.path), "lines": {"begin": fault.span.line if fault.span else 1}},
    }
