"""What the checks look at and how they speak: a case in, one diagnostic or none out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Answer, Request
from ticketlint.form.model import Form
from ticketlint.hints import Final
from ticketlint.message.model import Defect, HeaderField, Message
from ticketlint.record import dataclass, maker
from ticketlint.values import fold, letters

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
    blank: bool = False  # the mail has no text at all
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
    excerpt: str | None = None,
) -> Iterator[Diagnostic]:
    """Yield one diagnostic, or none where the desk has switched its code off."""
    severity = form.severity_of(code, field, default or CODES[code].severity)
    if severity is not None:
        if excerpt is None:
            excerpt = text.at(span.line) if span is not None and span.place == text.place else ""
        yield _diagnostic(code, severity, title, span, excerpt, field, notes, help_text, related)


_diagnostic = maker(Diagnostic)


def help_of(help_texts: Mapping[str, str]) -> str | None:
    """Return the help of a field or a rule, in English where there is any, as the titles are."""
    return help_texts.get("en") or next(iter(help_texts.values()), None)


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


def says(answer: Answer) -> object:
    """Return what an answer says, for comparing it with another."""
    value = answer.reading.value
    if value is None:
        return fold(answer.written)
    return tuple(sorted(map(letters, value))) if isinstance(value, tuple) else letters(value) or value


def header_place(field: HeaderField) -> tuple[Span, str]:
    """Return the first line of a header field as it stands in the file, and its place."""
    line = f"{field.name}:{field.raw.decode('utf-8', 'replace')}".splitlines()[0].rstrip()
    return Span(field.line, 1, field.line, len(line) + 1, "file"), line
