"""How a form is written and where it was found: a case in, diagnostics out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ticketlint.checks.case import Case, counting, diagnose, says
from ticketlint.diagnostic import Diagnostic
from ticketlint.fields import Answer, Request
from ticketlint.hints import Final
from ticketlint.message.model import Message


def odd_labels(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    for answer in request.answers:
        if answer.how == "misspelt":
            title = f'the label "{answer.label}" is misspelt; it is read as "{answer.spec.name}"'
            yield from diagnose(
                case.form, "misspelt-label", title, answer.label_span, request.text, field=answer.spec.name,
                help_text=f'write "{answer.spec.name}:"',
            )  # fmt: skip
    translated = [answer for answer in request.answers if answer.how == "translated"]
    if translated:
        yield from _together(case, "translated-label", translated, "the form's own labels are in another language")
    odd = [answer for answer in request.answers if answer.separator in {"-", ""} and _is_beside(answer, request)]
    if odd:
        yield from _together(case, "unusual-separator", odd, "a colon parts a label from its value")
    inline = [answer for answer in request.answers if answer.inline]
    if inline:
        yield from _together(case, "fields-on-one-line", inline, "each field has its own line")


def _is_beside(answer: Answer, request: Request) -> bool:
    """Whether a label and its answer share a line, and no columns of a table: nobody writes colons in its head."""
    if answer.written and answer.span.line != answer.label_span.line:
        return False
    return "\t" not in _between(answer, request)


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
        mine = case.request.of(spec.name) if spec.first else []
        if mine and answers[0].spec is not spec:
            title = f"{spec.name} belongs at the top of the form"
            yield from diagnose(
                case.form, "misplaced-field", title, mine[0].label_span, case.request.text, field=spec.name
            )


def origin(case: Case) -> Iterator[Diagnostic]:
    request = case.request
    first = next(iter(request.answers), None)
    if first is None or request.origin == "own":
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
        and not mine.rest
        and says(mine) != says(theirs)
    ]
    only_here = {answer.spec.name for answer in request.answers if answer.filled and not answer.rest}
    only_there = {answer.spec.name for answer in other.answers if answer.filled and not answer.rest}
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
