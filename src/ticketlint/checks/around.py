"""The message around the form, its header and its parts: a case in, diagnostics out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ticketlint.checks.case import Case, counting, diagnose
from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text


def recipients(case: Case) -> Iterator[Diagnostic]:
    message = case.message
    if case.addressed or not message.fields or not case.asks:
        return
    to = message.get("To")
    default = Severity.HIGH if case.sending else CODES["wrong-recipient"].severity
    line = to.line if to else message.fields[0].line
    title = f"the mail is not addressed to {' or '.join(case.form.to)}"
    severity = case.form.severity_of("wrong-recipient", None, default)
    if severity is not None:
        excerpt = f"{to.name}: {to.value}" if to else ""
        yield Diagnostic(
            "wrong-recipient",
            Severity.HIGH if case.sending else severity,
            title,
            Span(line, 1, line, len(excerpt) + 1, "file"),
            excerpt,
            help=f"send it to {case.form.to[0]}",
        )


def subject(case: Case) -> Iterator[Diagnostic]:
    message = case.message
    if message.fields and not (message.subject or "").strip() and case.asks:
        line = message.fields[0].line
        yield from diagnose(
            case.form, "missing-subject", "the mail has no subject", Span(line, 1, line, 1, "file"), _NO_TEXT,
            help_text="say in a few words what does not work",
        )  # fmt: skip


_NO_TEXT: Final = Text((), range(1, 1), "decoded")


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
        yield from diagnose(case.form, defect.code, defect.title, span, case.request.text)


def size(case: Case) -> Iterator[Diagnostic]:
    if case.cut:
        yield from diagnose(
            case.form, "oversized-body", "the text is longer than ticketlint reads; the rest was left out",
            case.request.end, case.request.text, help_text="attach long logs as files",
        )  # fmt: skip
