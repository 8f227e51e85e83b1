"""A form's rules across fields: a case in, diagnostics out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticketlint.checks.case import Case, counting, diagnose, help_of, where_it_would_stand
from ticketlint.diagnostic import Diagnostic
from ticketlint.fields import Request
from ticketlint.form.model import Condition, Rule
from ticketlint.values import fold, shorten


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


def holds(condition: Condition, values: dict[str, tuple[str, ...]]) -> bool:
    """Whether all that a condition asks is so."""
    return (
        all(
            any(fold(value) == fold(wanted) for value in values.get(name, ()) for wanted in any_of)
            for name, any_of in condition.values.items()
        )
        and all(name in values for name in condition.present)
        and not any(name in values for name in condition.absent)
        and not (condition.never is not None and holds(condition.never, values))
    )


def _apply(rule: Rule, values: dict[str, tuple[str, ...]], case: Case) -> Iterator[Diagnostic]:
    broken: list[str] = [name for name in rule.require if name not in values]
    broken += [name for name in rule.forbid if name in values]
    broken += [
        each
        for each, allowed in rule.choices.items()
        if any(fold(value) not in {fold(choice) for choice in allowed} for value in values.get(each, ()))
    ]
    if not broken and (rule.require or rule.forbid or rule.choices):
        return
    name: str | None = broken[0] if broken else next(iter(rule.when.values), None)
    answer = counting(case.request, name) if name else None
    index = next((at for at, spec in enumerate(case.form.fields) if spec.name == name), 0)
    span = answer.span if answer else where_it_would_stand(case.request, index)
    title = rule.title or f'the rule "{rule.name}" is broken by {", ".join(broken) or name}'
    shown = {
        spec.name: "…" if spec.secret else shorten(", ".join(values.get(spec.name, ("(none)",))))
        for spec in case.form.fields
    }
    title = re.sub(r"\{([^{}]*)\}", lambda match: shown.get(match[1], match[0]), title)
    help_text = help_of(rule.help)
    yield from diagnose(
        case.form, rule.name, title, span, case.request.text, field=name, help_text=help_text, default=rule.severity
    )
