"""A verdict in, plain lists, texts and numbers out, and back again: what can travel between processes and be kept."""

from __future__ import annotations

from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Field
from ticketlint.hints import Any
from ticketlint.verdict import Verdict

Plain = list[Any]
"""Nothing but lists, texts, whole numbers, True, False and None: the same through JSON and through marshal."""

_VERDICTS = frozenset({"complete", "incomplete", "follow-up", "automatic", "unreadable", "not-a-request"})


class DamagedError(ValueError):
    """What was kept is no verdict."""


def flat(verdict: Verdict) -> Plain:
    """Return a verdict without its source, which is where the message lies and not what it says."""
    numbers = verdict.text.numbers
    return [
        verdict.verdict,
        verdict.form,
        verdict.message_id,
        verdict.sender,
        verdict.subject,
        verdict.date,
        verdict.follows_up,
        verdict.urgency,
        verdict.reason,
        verdict.layer,
        [_field(name, field) for name, field in verdict.fields.items()],
        [_diagnostic(diagnostic) for diagnostic in verdict.diagnostics],
        "\n".join(verdict.text.lines) if verdict.text.lines else None,
        [numbers.start, numbers.stop] if isinstance(numbers, range) else [0, 0, *numbers],
        verdict.text.place,
        list(verdict.secrets),
    ]


def verdict_of(kept: Plain, source: str) -> Verdict:
    """Return the verdict that was made flat, on a message called `source`; raise `DamagedError` for anything else."""
    try:
        name, form, identifier, sender, subject, date, ticket, urgency, reason, layer, *rest = kept
        fields, diagnostics, text, numbers, place, secrets = rest
        if name not in _VERDICTS or not (urgency is None or isinstance(urgency, int)):
            raise DamagedError(name)
        _texts(form, identifier, sender, subject, date, ticket, reason, layer, text)
        first, stop, *odd = numbers
        return Verdict(
            source,
            name,
            form,
            identifier,
            sender,
            subject,
            date,
            ticket,
            urgency,
            reason,
            layer,
            {each[0]: _field_of(*each) for each in fields},
            tuple(_diagnostic_of(*each) for each in diagnostics),
            Text(
                () if text is None else tuple(text.split("\n")),
                tuple(odd) if odd else range(first, stop),
                _place(place),
            ),
            tuple(map(str, secrets)),
        )
    except (TypeError, ValueError, IndexError) as error:
        raise DamagedError(str(error)) from error


def _field(name: str, field: Field) -> Plain:
    value = field.value if isinstance(field.value, str) else list(field.value)
    return [
        name,
        field.name,
        value,
        field.written,
        field.label,
        _span(field.span),
        _span(field.label_span),
        field.secret,
    ]


def _field_of(
    key: str, name: str, value: Any, written: str, label: str, span: Plain, label_span: Plain, secret: bool
) -> Field:
    _texts(key, name, written, label, *([value] if isinstance(value, str) else value))
    canonical = value if isinstance(value, str) else tuple(value)
    return Field(name, canonical, written, label, _span_of(*span), _span_of(*label_span), secret is True)


def _diagnostic(one: Diagnostic) -> Plain:
    return [
        one.code,
        int(one.severity),
        one.title,
        None if one.span is None else _span(one.span),
        one.excerpt,
        one.field,
        list(one.notes),
        one.help,
        [[*_span(span), label] for span, label in one.related],
    ]


def _diagnostic_of(
    code: str,
    severity: int,
    title: str,
    span: Plain | None,
    excerpt: str,
    field: str | None,
    notes: list[str],
    advice: str | None,
    related: list[Plain],
) -> Diagnostic:
    _texts(code, title, excerpt, field, advice, *notes, *(each[-1] for each in related))
    return Diagnostic(
        code,
        Severity(severity),
        title,
        None if span is None else _span_of(*span),
        excerpt,
        field,
        tuple(notes),
        advice,
        tuple((_span_of(*each[:-1]), each[-1]) for each in related),
    )


def _span(span: Span) -> Plain:
    return [span.line, span.column, span.end_line, span.end_column, span.place]


def _span_of(line: int, column: int, end_line: int, end_column: int, place: str) -> Span:
    if not (type(line) is type(column) is type(end_line) is type(end_column) is int):
        raise DamagedError("a place is no number")
    return Span(line, column, end_line, end_column, _place(place))


def _place(place: str) -> Any:
    if place not in {"file", "decoded"}:
        raise DamagedError(place)
    return place


def _texts(*values: object) -> None:
    if any(value is not None and type(value) is not str for value in values):
        raise DamagedError("a text is none")
