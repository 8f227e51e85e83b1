"""A form's rules across fields: a case in, diagnostics out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticketlint.checks.case import Case, counting, diagnose, help_of, where_it_would_stand
from ticketlint.diagnostic import Diagnostic
from ticketlint.fields import Request
from ticketlint.form.conditions import broken, holds
from ticketlint.form.model import Rule
from ticketlint.values import shorten


def rules(case: Case) -> Iterator[Diagnostic]:
    if not case.form.rules or not case.asks or not case.request.answers:
        return
    values = values_of(case.request)
    for rule in case.form.rules:
        if holds(rule.when, values):
            yield from _apply(rule, values, case)


def values_of(request: Request) -> dict[str, tuple[str, ...]]:
    """Return the canonical values of the fields that are answered, each as a tuple."""
    values = {}
    for spec in request.form.fields:
        answer = counting(request, spec.name)
        if answer is not None and answer.filled:
            value = answer.reading.value
            values[spec.name] = value if isinstance(value, tuple) else (value or "",)
    return values


def _apply(rule: Rule, values: dict[str, tuple[str, ...]], case: Case) -> Iterator[Diagnostic]:
    wrong = list(broken(rule, values))
    if not wrong and (rule.require or rule.forbid or rule.choices):
        return
    name: str | None = wrong[0] if wrong else next(iter(rule.when.values), None)
    answer = counting(case.request, name) if name else None
    index = next((at for at, spec in enumerate(case.form.fields) if spec.name == name), 0)
    span = answer.span if answer else where_it_would_stand(case.request, index)
    title = rule.title or f'the rule "{rule.name}" is broken by {", ".join(wrong) or name}'
    shown = {
        spec.name: "…" if spec.secret else shorten(", ".join(values.get(spec.name, ("(none)",))))
        for spec in case.form.fields
    }
    title = re.sub(r"\{([^{}]*)\}", lambda match: shown.get(match[1], match[0]), title)
    help_text = help_of(rule.help)
    yield from diagnose(
        case.form, rule.name, title, span, case.request.text, field=name, help_text=help_text, default=rule.severity
    )
