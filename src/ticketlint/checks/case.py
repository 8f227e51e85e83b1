"""What the checks look at and how they speak: a case in, one diagnostic or none out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Answer, Request
from ticketlint.form.model import FieldSpec, Form
from ticketlint.message.model import Defect, Message

NO_ANSWER: Final = frozenset({"empty-field", "placeholder-value", "non-answer", "deferred-answer"})


@dataclass(frozen=True, slots=True)
class Case:
    """All that the checks look at: the mail, the request read in it, and what else was found on the way."""

    message: Message
    request: Request
    addressed: bool = True
    sending: bool = False
    asks: bool = True  # whether the mail asks for a ticket: a follow-up and an automatic mail lack nothing
    body_defects: tuple[Defect, ...] = ()
    cut: bool = False
    other: Request | None = None  # the same mail's other rendition, where it says something else
    attached: Request | None = None  # a form in a text file beside the mail

    @property
    def form(self) -> Form:
        return self.request.form


def counting(request: Request, name: str) -> Answer | None:
    """Return the answer that counts for a field: the first that says anything, or else the first (INTAKE 9)."""
    answers = request.of(name)
    return next(
        (answer for answer in answers if answer.reading.fault not in NO_ANSWER), answers[0] if answers else None
    )


def diagnose(
    form: Form,
    code: str,
    title: str,
    span: Span | None,
    text: Text,
    *,
    field: str | None = None,
    help_text: str | None = None,
    notes: tuple[str, ...] = (),
    related: tuple[tuple[Span, str], ...] = (),
    default: Severity | None = None,
) -> Iterator[Diagnostic]:
    """Yield one diagnostic, or none where the desk has switched its code off."""
    severity = form.severity_of(code, field, default or CODES[code].severity)
    if severity is not None:
        excerpt = text.at(span.line) if span is not None and span.place == text.place else ""
        yield Diagnostic(code, severity, title, span, excerpt, field, notes, help_text, related)


def help_of(spec: FieldSpec) -> str | None:
    """Return a field's help, in English where there is any, as the titles are."""
    return spec.help.get("en") or next(iter(spec.help.values()), None)


def where_it_would_stand(request: Request, index: int) -> Span:
    """Return the place below the field that the form has before this one, or above the one it has after it."""
    fields = request.form.fields
    for spec in reversed(fields[:index]):
        answers = request.of(spec.name)
        if answers:
            line = max(answers[0].span.end_line, answers[0].label_span.line) + 1
            return Span(line, 1, line, 1, request.text.place)
    for spec in fields[index + 1 :]:
        answers = request.of(spec.name)
        if answers:
            line = answers[0].label_span.line
            return Span(line, 1, line, 1, request.text.place)
    return request.end
