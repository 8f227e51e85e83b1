"""A form against a request: one check for each kind of fault, diagnostics out; no input or output, clock or state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ticketlint.checks import across, answers, around, layout
from ticketlint.checks.answers import adds_up
from ticketlint.checks.case import Case, counting, diagnose
from ticketlint.diagnostic import Diagnostic

__all__ = ["CHECKS", "Case", "adds_up", "counting", "diagnose", "run"]

CHECKS: Final[Sequence[Callable[[Case], Iterator[Diagnostic]]]] = (
    around.recipients,
    around.subject,
    around.importance,
    around.defects,
    around.empty,
    answers.missing_fields,
    answers.bad_answers,
    answers.defaulted_fields,
    answers.repeated_fields,
    layout.odd_labels,
    layout.stray_fields,
    layout.misplaced_fields,
    layout.origin,
    layout.second_request,
    layout.attached_form,
    layout.other_rendition,
    across.rules,
    around.size,
)
_ABOUT_THE_HEADER: Final = frozenset(
    {"wrong-recipient", "missing-subject", "contradicting-importance", "repeated-header", "malformed-header"}
)


OF_FORM: Final[Sequence[Callable[[Case], Iterator[Diagnostic]]]] = (
    answers.missing_fields,
    answers.bad_answers,
    answers.defaulted_fields,
    layout.odd_labels,
    layout.misplaced_fields,
    across.rules,
)
"""Those of the checks that may speak of a form whose labels stand there once, in a mail with nothing odd round it."""


def run(case: Case, checks: Sequence[Callable[[Case], Iterator[Diagnostic]]] = CHECKS) -> tuple[Diagnostic, ...]:
    """Run the checks and return what they found, in the order of the mail."""
    found = [diagnostic for check in checks for diagnostic in check(case)]
    header = [diagnostic for diagnostic in found if diagnostic.code in _ABOUT_THE_HEADER]
    body = [diagnostic for diagnostic in found if diagnostic.code not in _ABOUT_THE_HEADER]
    body.sort(key=lambda diagnostic: (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0))
    return (*header, *body)
