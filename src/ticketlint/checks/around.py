"""The message around the form, its header and its parts: a case in, diagnostics out."""

from __future__ import annotations

from collections.abc import Iterator

from ticketlint.checks.case import Case, counting, diagnose, header_place
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.hints import Final
from ticketlint.record import replace

_NO_TEXT: Final = Text((), range(1, 1), "decoded")


def recipients(case: Case) -> Iterator[Diagnostic]:
    message = case.message
    if case.addressed or not message.fields or not case.asks:
        return
    to = next((field for name in ("To", "Cc", "Bcc") if (field := message.get(name))), message.fields[0])
    span, excerpt = header_place(to)
    title = f"the mail is not addressed to {' or '.join(case.form.to)}"
    for found in diagnose(
        case.form, "wrong-recipient", title, span, _NO_TEXT, help_text=f"send it to {case.form.to[0]}", excerpt=excerpt
    ):
        yield replace(found, severity=Severity.HIGH) if case.sending else found


def subject(case: Case) -> Iterator[Diagnostic]:
    message = case.message
    if message.fields and not (message.subject or "").strip() and case.asks:
        span, excerpt = header_place(message.get("Subject") or message.fields[0])
        yield from diagnose(
            case.form, "missing-subject", "the mail has no subject", span, _NO_TEXT,
            help_text="say in a few words what does not work", excerpt=excerpt,
        )  # fmt: skip


def empty(case: Case) -> Iterator[Diagnostic]:
    if case.blank and case.asks:
        required = ", ".join(spec.name for spec in case.form.fields if spec.required)
        yield from diagnose(
            case.form, "empty-body", "the mail has no text", case.request.end, case.request.text,
            notes=(f"the form asks for: {required}",), help_text="fill in the form: ticketlint template",
        )  # fmt: skip


def importance(case: Case) -> Iterator[Diagnostic]:
    level = case.message.importance
    name = case.form.urgency
    answer = counting(case.request, name) if name else None
    if answer is None or level not in {"high", "low"} or answer.reading.value is None:
        return
    if (level, answer.reading.value) in {("high", "4"), ("low", "1")}:
        title = f"the mail is marked as of {level} importance, but {name} is {answer.reading.value}"
        yield from diagnose(
            case.form, "contradicting-importance", title, answer.span, case.request.text, field=name,
            notes=(f"{name} counts",),
        )  # fmt: skip


def defects(case: Case) -> Iterator[Diagnostic]:
    seen: set[tuple[str, str]] = set()
    for defect in (*case.message.defects, *case.body_defects):
        if defect.code == "charset-guessed" and not case.message.fields:
            continue  # a draft has no header to name it in
        if (defect.code, defect.title) in seen or len(seen) >= 20:
            continue
        seen.add((defect.code, defect.title))
        span = Span(defect.line, 1, defect.line, 1, "file") if defect.line else None
        field = next((field for field in case.message.fields if field.line == defect.line), None)
        excerpt = None
        if field is not None:
            span, excerpt = header_place(field)
        yield from diagnose(case.form, defect.code, defect.title, span, case.request.text, excerpt=excerpt)


def size(case: Case) -> Iterator[Diagnostic]:
    if case.cut:
        yield from diagnose(
            case.form, "oversized-body", "the text is longer than ticketlint reads; the rest was left out",
            case.request.end, case.request.text, help_text="attach long logs as files",
        )  # fmt: skip
