"""What is no answer, and what is one of the wrong kind: a case in, diagnostics out."""

from __future__ import annotations

from collections.abc import Iterator

from ticketlint.checks.case import NO_ANSWER, Case, counting, diagnose, help_of, says, where_it_would_stand
from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic
from ticketlint.form.model import FieldSpec, Form


def missing_fields(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    if not case.asks or case.blank:
        return
    present = {answer.spec.name for answer in request.answers}
    for index, spec in enumerate(case.form.fields):
        if spec.name in present or not spec.required or spec.default is not None:
            continue
        where = where_it_would_stand(request, index)
        title = f'the field "{spec.name}" is missing'
        yield from diagnose(
            case.form, "missing-field", title, where, request.text, field=spec.name, help_text=help_of(spec.help)
        )


def bad_answers(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    faulty = {answer.spec.name for answer in request.answers if answer.reading.fault is not None}
    for spec in case.form.fields if faulty else ():
        answer = counting(request, spec.name) if spec.name in faulty else None
        fault = answer.reading.fault if answer is not None else None
        if answer is None or fault is None or (fault in NO_ANSWER and (not spec.required or not case.asks)):
            continue
        notes = (f'did you mean "{answer.reading.near}"?',) if answer.reading.near else ()
        span = answer.span if answer.written else answer.label_span
        title = f"{spec.name} {answer.reading.why}"
        yield from diagnose(
            case.form, fault, title, span, request.text, field=spec.name, help_text=_accepts(spec), notes=notes
        )


def _accepts(spec: FieldSpec) -> str | None:
    if spec.choices:
        names = ", ".join(choice.value for choice in spec.choices)
        return f"write {'one or more' if spec.many else 'one'} of: {names}"
    return help_of(spec.help)


def defaulted_fields(case: Case) -> Iterator[Diagnostic]:
    if all(spec.default is None for spec in case.form.fields):
        return
    present = {answer.spec.name for answer in case.request.answers if answer.filled}
    for index, spec in enumerate(case.form.fields):
        if spec.default is not None and spec.name not in present:
            title = f'{spec.name} is not given; the desk takes it as "{spec.default}"'
            where = where_it_would_stand(case.request, index)
            yield from diagnose(case.form, "defaulted-field", title, where, case.request.text, field=spec.name)


def adds_up(form: Form, spec: FieldSpec) -> bool:
    """Whether answers to a field given several times add up: it takes many, and the desk minds no difference."""
    return spec.many and form.severity_of("conflicting-fields", spec.name, CODES["conflicting-fields"].severity) is None


def repeated_fields(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    if len(request.answers) == request.labelled and not request.again:
        return
    for spec in case.form.fields:
        given = request.of(spec.name)
        if _costs_the_ticket(case.form, spec):  # a second form contradicts the first one, too
            given += [answer for answer in request.again if answer.spec is spec]
        answers = [answer for answer in given if answer.reading.fault not in NO_ANSWER]
        if request.again and len({str(says(answer)) for answer in answers}) < 2:
            continue
        if answers and answers[0].reading.value is None:
            continue  # that is told already
        if len(answers) < 2 or adds_up(case.form, spec):
            continue
        first = answers[0]
        other = next((answer for answer in answers[1:] if says(answer) != says(first)), None)
        code, again = ("duplicate-field", answers[1]) if other is None else ("conflicting-fields", other)
        times = "twice" if len(answers) == 2 else f"{len(answers)} times"
        title = f"{spec.name} is given {times}" + (" with different answers" if other else ", with the same answer")
        related = ((first.span, "the first one counts"),)
        yield from diagnose(case.form, code, title, again.span, request.text, field=spec.name, related=related)


def _costs_the_ticket(form: Form, spec: FieldSpec) -> bool:
    severity = form.severity_of("conflicting-fields", spec.name, CODES["conflicting-fields"].severity)
    return severity is not None and severity.withholds
