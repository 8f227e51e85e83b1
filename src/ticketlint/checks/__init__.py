"""A form against a request: one check for each kind of fault, diagnostics out; no input or output, clock or state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ticketlint.checks import across, answers, around, layout
from ticketlint.checks.answers import adds_up
from ticketlint.checks.case import Case, counting, diagnose
from ticketlint.diagnostic import Diagnostic
from ticketlint.hints import Final

__all__ = ["CHECKS", "Case", "adds_up", "counting", "diagnose", "run"]

Check = Callable[[Case], Iterator[Diagnostic]]

CHECKS: Final[Sequence[Check]] = (
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
_ORDERED: Final = 2  # diagnostics that have an order
_ABOUT_THE_HEADER: Final = frozenset(
    {"wrong-recipient", "missing-subject", "contradicting-importance", "repeated-header", "malformed-header"}
)


@cache
def of_form(
    *, missing: bool, faulty: bool, defaulted: bool, odd: bool, misplaced: bool, ruled: bool
) -> Sequence[Check]:
    """Return those of the checks that may speak of a form whose labels stand there once, with nothing odd round it.

    Whether a field is missing, one is answered wrongly or not at all, or one is taken for granted; whether a label is
    written in another way; whether what belongs first may stand elsewhere, and whether there are rules across fields.
    """
    asked = {
        answers.missing_fields: missing,
        answers.bad_answers: faulty,
        answers.defaulted_fields: defaulted,
        layout.odd_labels: odd,
        layout.misplaced_fields: misplaced,
        across.rules: ruled,
    }
    return tuple(check for check, wanted in asked.items() if wanted)


def run(case: Case, checks: Sequence[Check] = CHECKS) -> tuple[Diagnostic, ...]:
    """Run the checks and return what they found, in the order of the mail."""
    found: list[Diagnostic] = []
    for check in checks:
        found += check(case)
    if len(found) < _ORDERED:
        return tuple(found)
    header = [diagnostic for diagnostic in found if diagnostic.code in _ABOUT_THE_HEADER]
    body = [diagnostic for diagnostic in found if diagnostic.code not in _ABOUT_THE_HEADER]
    body.sort(key=lambda diagnostic: (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0))
    return (*header, *body)
