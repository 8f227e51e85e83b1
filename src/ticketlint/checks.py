"""A form against a request: one check for each kind of fault, diagnostics out. No input or output, no clock, no state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Answer, Request
from ticketlint.form.model import Condition, FieldSpec, Form, Rule
from ticketlint.message.model import Defect, Message
from ticketlint.values import fold, letters

_NO_ANSWER: Final = frozenset({"empty-field", "placeholder-value", "non-answer", "deferred-answer"})


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


def run(case: Case) -> tuple[Diagnostic, ...]:
    """Run every check and return what they found, in the order of the mail."""
    found = [diagnostic for check in CHECKS for diagnostic in check(case)]
    header = [diagnostic for diagnostic in found if diagnostic.code in _ABOUT_THE_HEADER]
    body = [diagnostic for diagnostic in found if diagnostic.code not in _ABOUT_THE_HEADER]
    body.sort(key=lambda diagnostic: (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0))
    return (*header, *body)


_ABOUT_THE_HEADER: Final = frozenset(
    {"wrong-recipient", "missing-subject", "contradicting-importance", "repeated-header", "malformed-header"}
)


def counting(request: Request, name: str) -> Answer | None:
    """Return the answer that counts for a field: the first that says anything, or else the first (INTAKE 9)."""
    answers = request.of(name)
    return next(
        (answer for answer in answers if answer.reading.fault not in _NO_ANSWER), answers[0] if answers else None
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


# --- what is no answer, or one of the wrong kind ---------------------------------------------------------------------


def missing_fields(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    if not case.asks:
        return
    present = {answer.spec.name for answer in request.answers}
    for index, spec in enumerate(case.form.fields):
        if spec.name in present or not spec.required or spec.default is not None:
            continue
        where = _where_it_would_stand(request, index)
        title = f'the field "{spec.name}" is missing'
        yield from diagnose(
            case.form, "missing-field", title, where, request.text, field=spec.name, help_text=help_of(spec)
        )


def _where_it_would_stand(request: Request, index: int) -> Span:
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


def bad_answers(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    for spec in case.form.fields:
        answer = counting(request, spec.name)
        fault = answer.reading.fault if answer is not None else None
        if answer is None or fault is None or (fault in _NO_ANSWER and (not spec.required or not case.asks)):
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
    return help_of(spec)


def defaulted_fields(case: Case) -> Iterator[Diagnostic]:
    present = {answer.spec.name for answer in case.request.answers if answer.filled}
    for index, spec in enumerate(case.form.fields):
        if spec.default is not None and spec.name not in present:
            title = f'{spec.name} is not given; the desk takes it as "{spec.default}"'
            where = _where_it_would_stand(case.request, index)
            yield from diagnose(case.form, "defaulted-field", title, where, case.request.text, field=spec.name)


def adds_up(form: Form, spec: FieldSpec) -> bool:
    """Whether a field that is given several times collects the answers: it takes many, and the desk minds no difference."""
    return spec.many and form.severity_of("conflicting-fields", spec.name, CODES["conflicting-fields"].severity) is None


def repeated_fields(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    for spec in case.form.fields:
        answers = [answer for answer in request.of(spec.name) if answer.reading.fault not in _NO_ANSWER]
        if len(answers) < 2 or adds_up(case.form, spec):
            continue
        first = answers[0]
        other = next((answer for answer in answers[1:] if _says(answer) != _says(first)), None)
        code, again = ("duplicate-field", answers[1]) if other is None else ("conflicting-fields", other)
        title = f"{spec.name} is given twice" + (" with different answers" if other else ", with the same answer")
        related = ((first.span, "the first one counts"),)
        yield from diagnose(case.form, code, title, again.span, request.text, field=spec.name, related=related)


def _says(answer: Answer) -> object:
    value = answer.reading.value
    if value is None:
        return fold(answer.written)
    return tuple(sorted(value)) if isinstance(value, tuple) else letters(value) or value


# --- how it is written -----------------------------------------------------------------------------------------------


def odd_labels(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    for answer in request.answers:
        if answer.how == "misspelt":
            title = f'the label "{answer.label}" is misspelt; it is read as "{answer.spec.name}"'
            yield from diagnose(
                case.form, "misspelt-label", title, answer.label_span, request.text, field=answer.spec.name,
                help_text=f'write "{answer.spec.name}:"',
            )  # fmt: skip
    yield from _together(
        case, "translated-label", [answer for answer in request.answers if answer.how == "translated"],
        "the form's own labels are in another language",
    )  # fmt: skip
    odd = [
        answer for answer in request.answers if answer.separator in {"-", ""} and "\t" not in _between(answer, request)
    ]
    yield from _together(case, "unusual-separator", odd, "a colon parts a label from its value")
    yield from _together(
        case,
        "fields-on-one-line",
        [answer for answer in request.answers if answer.inline],
        "each field has its own line",
    )


def _between(answer: Answer, request: Request) -> str:
    line = request.text.at(answer.label_span.line)
    return line[answer.label_span.end_column - 1 : answer.span.column - 1 if answer.written else None]


_TOGETHER: Final = {
    "translated-label": "is read as {names}",
    "unusual-separator": "has no colon behind its label",
    "fields-on-one-line": "stands on one line with another field",
}


def _together(case: Case, code: str, answers: Sequence[Answer], help_text: str) -> Iterator[Diagnostic]:
    """Yield one diagnostic for a habit of the whole mail, at its first place."""
    if not answers:
        return
    first, others = answers[0], answers[1:]
    what = _TOGETHER[code].format(names=f'"{first.spec.name}"')
    more = f", and {len(others)} more" if others else ""
    notes = ("these too: " + ", ".join(answer.label for answer in others),) if others else ()
    title = f'"{first.label}" {what}{more}'
    yield from diagnose(
        case.form,
        code,
        title,
        first.label_span,
        case.request.text,
        field=first.spec.name,
        help_text=help_text,
        notes=notes,
    )


def stray_fields(case: Case) -> Iterator[Diagnostic]:
    for stray in case.request.strays:
        notes = (f'did you mean "{stray.near}"?',) if stray.near else ()
        title = f'the form has no field "{stray.label}"'
        yield from diagnose(case.form, "unknown-field", title, stray.span, case.request.text, notes=notes)


def misplaced_fields(case: Case) -> Iterator[Diagnostic]:
    answers = case.request.answers
    for spec in case.form.fields:
        mine = case.request.of(spec.name)
        if spec.first and mine and answers and answers[0].spec is not spec:
            title = f"{spec.name} belongs at the top of the form"
            yield from diagnose(
                case.form, "misplaced-field", title, mine[0].label_span, case.request.text, field=spec.name
            )


def origin(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    first = next(iter(request.answers), None)
    if first is None or request.origin in {"own", "attachment"}:
        return
    notes = (f"its sender was {request.author}",) if request.author else ()
    passed_on = request.origin in {"forward", "attached message"}
    if passed_on or (request.origin == "reply" and _is_forward(case.message)):
        title = "the form was read in a message that was passed on"
        yield from diagnose(case.form, "field-in-forward", title, first.label_span, request.text, notes=notes)
    else:
        title = "the form was read inside a quote"
        yield from diagnose(
            case.form, "field-in-quote", title, first.label_span, request.text, notes=notes,
            help_text="write the form above the quote, so that it is sure to be yours",
        )  # fmt: skip


def _is_forward(message: Message) -> bool:
    """Whether the subject says that the mail was passed on: Outlook repeats the same header lines for an answer."""
    prefix = (message.subject or "").strip().partition(":")[0].strip().casefold()
    return prefix in {"fw", "fwd", "wg", "tr", "rv", "i", "doorst", "pd", "enc", "vb", "vs", "vl", "vidarebefordrat"}


def second_request(case: Case) -> Iterator[Diagnostic]:
    if case.request.second is not None:
        yield from diagnose(
            case.form, "two-requests", "a second form begins here; only the first one counts", case.request.second,
            case.request.text, help_text="send one mail for each request",
        )  # fmt: skip


def attached_form(case: Case) -> Iterator[Diagnostic]:
    if case.attached is not None:
        yield from diagnose(
            case.form, "form-in-attachment", "an attached text file holds the form, which the desk does not open", None,
            case.request.text, help_text="put the form into the mail itself",
        )  # fmt: skip


def other_rendition(case: Case) -> Iterator[Diagnostic]:
    other = case.other
    if other is None:
        return
    request = case.request
    differing = [
        spec.name
        for spec in case.form.fields
        if (mine := counting(request, spec.name)) is not None
        and mine.filled
        and (theirs := counting(other, spec.name)) is not None
        and theirs.filled
        and _essence(mine) != _essence(theirs)
    ]
    only_here = {answer.spec.name for answer in request.answers if answer.filled}
    only_there = {answer.spec.name for answer in other.answers if answer.filled}
    differing += sorted(only_there - only_here)
    if other.filled and only_here - only_there:
        differing += sorted(only_here - only_there)
    if differing:
        names = ", ".join(dict.fromkeys(differing))
        first = next(iter(request.answers), None)
        title = f"the mail's text and its HTML say different things: {names}"
        yield from diagnose(
            case.form, "alternatives-differ", title, first.label_span if first else None, request.text,
            notes=(f"the {request.layer} was read, in which more of the form is filled in",)
            if request.filled > other.filled
            else (f"the {request.layer} was read",),
        )  # fmt: skip


def _essence(answer: Answer) -> object:
    value = answer.reading.value
    if isinstance(value, tuple):
        return tuple(sorted(letters(each) for each in value))
    return letters(value or "")


# --- rules across fields ---------------------------------------------------------------------------------------------


def rules(case: Case) -> Iterator[Diagnostic]:
    if not case.asks or not case.request.answers:
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
    span = answer.span if answer else _where_it_would_stand(case.request, index)
    title = rule.title or f'the rule "{rule.name}" is broken by {", ".join(broken) or name}'
    for spec in case.form.fields:
        shown = "…" if spec.secret else ", ".join(values.get(spec.name, ("(none)",)))
        title = title.replace("{" + spec.name + "}", shown)
    help_text = rule.help.get("en") or next(iter(rule.help.values()), None)
    yield from diagnose(
        case.form, rule.name, title, span, case.request.text, field=name, help_text=help_text, default=rule.severity
    )


# --- the message around it -------------------------------------------------------------------------------------------


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


CHECKS: Final[Sequence[Callable[[Case], Iterator[Diagnostic]]]] = (
    recipients,
    subject,
    importance,
    defects,
    missing_fields,
    bad_answers,
    defaulted_fields,
    repeated_fields,
    odd_labels,
    stray_fields,
    misplaced_fields,
    origin,
    second_request,
    attached_form,
    other_rendition,
    rules,
    size,
)
