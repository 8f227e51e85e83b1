"""A message that wants a closer look and the forms in, its verdict out: read part by part, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from ticketlint import checks
from ticketlint.checks import Case
from ticketlint.diagnostic import Diagnostic, Severity
from ticketlint.fields import Field, Request
from ticketlint.fields.page import hides_nothing
from ticketlint.fields.secret import Secret, secret_of
from ticketlint.form.model import Form
from ticketlint.form.patterns import search
from ticketlint.message import parse
from ticketlint.message.model import HeaderField, Message
from ticketlint.reading import Reading, read_mail
from ticketlint.regexp import regexp
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict, VerdictName

_FOLD = regexp(rb"\r?\n[ \t]+")
_FOLDS = 8  # of one header field that are looked at
FILLED = 3  # fields that show a person's hand where only the subject looks like a program's
LABELS = 5  # labels of a form that make one of a mail, though nothing stands behind them
FEWEST = 2  # fields that make a request of a mail which is not addressed to the desk


def judge_closely(raw: RawMessage, forms: Sequence[Form], *, sending: bool = False) -> Verdict:
    """Judge one message as `judge` does, but without the quick lane."""
    message = parse(raw.octets, raw.first_line)
    reading = read_mail(message, forms)
    name, reason, ticket_number = _name(message, reading, forms)
    asks = name in {"complete", "incomplete"}
    diagnostics = _diagnostics(message, reading, name, asks=asks, sending=sending)
    if name == "complete" and any(each.severity.withholds for each in diagnostics):
        name = "incomplete"
    refused = {each.field for each in diagnostics if each.severity.withholds and each.field}
    known = name != "not-a-request" and (asks or bool(reading.request.answers))
    fields = _fields(reading, refused) if name != "not-a-request" else {}
    return Verdict(
        raw.source,
        name,
        reading.request.form.id if known or name == "unreadable" else None,
        message.message_id,
        message.sender.address if message.sender else None,
        message.subject,
        message.date,
        ticket_number,
        _urgency(reading.request.form, fields),
        reason,
        _layer(reading),
        fields,
        diagnostics,
        reading.request.text,
        _secrets(message, reading, diagnostics),
    )


def _secrets(message: Message, reading: Reading, diagnostics: Sequence[Diagnostic]) -> tuple[str, ...]:
    """Return every answer to a secret field, also those that do not count, and every key that stands elsewhere."""
    answers = list(_answers(reading))
    secret = secret_of(reading.request.form)
    if secret is None:
        return tuple(answers)
    told = set(answers)
    for found in _keys(secret, message, reading, diagnostics, "\n".join(answers)):
        if found not in told:
            told.add(found)
            answers.append(found)
    return tuple(answers)


def _answers(reading: Reading) -> Iterator[str]:
    """Yield every answer to a secret field as it is written and as it is read; what another part repeats, once."""
    told: set[str] = set()
    for request in _requests(reading):
        found: list[str] = []
        for answer in (*request.answers, *request.again):
            if answer.spec.secret and answer.written and not hides_nothing(answer.written, answer.reading):
                found.append(answer.written)
                if isinstance(answer.reading.value, str):
                    found.append(answer.reading.value)
        yield from (one for one in found if one not in told)
        told.update(found)


def _keys(
    secret: Secret, message: Message, reading: Reading, diagnostics: Sequence[Diagnostic], told: str
) -> Iterator[str]:
    """Yield what stands behind the labels of secret fields in a text, in the subject, in a line that is shown."""
    for request in _requests(reading):
        text = request.text
        index = {number: at for at, number in enumerate(text.numbers)}
        known: dict[int, list[tuple[int, int]]] = {}
        for answer in (*request.answers, *request.again):
            span = answer.label_span
            if not answer.spec.secret and secret.named_in(answer.label):
                continue  # `Track-ID / Support Key: …` is known for one of them alone
            if span.place == text.place and span.line in index:
                end = span.end_column if span.end_line == span.line else len(text.at(span.line)) + 1
                known.setdefault(index[span.line], []).append((span.column - 1, end - 1))
        yield from secret.in_text(text.lines, known, told)
    if message.subject:
        yield from secret.in_line(message.subject)
        for line in _unbroken(message.get("Subject")):
            yield from secret.in_line(line)
    shown = set(reading.request.text.lines)
    for excerpt in dict.fromkeys(each.excerpt for each in diagnostics if each.excerpt not in shown):
        yield from secret.in_line(unescape(excerpt))


def _unbroken(field: HeaderField | None) -> Iterator[str]:
    """Yield what a header field says if one of its folds has broken a word, as some programs do."""
    pieces = _FOLD.split(field.raw.strip(), _FOLDS) if field is not None else []
    for at in range(1, len(pieces)):
        raw = b" ".join(pieces[:at]) + b" ".join(pieces[at:])
        yield HeaderField("Subject", raw, 0).value


def _requests(reading: Reading) -> list[Request]:
    return [each for each in (reading.request, reading.other, reading.attached) if each is not None]


def _name(message: Message, reading: Reading, forms: Sequence[Form]) -> tuple[VerdictName, str | None, str | None]:
    """Return the verdict before the checks have spoken, the reason for it, and the ticket that the mail belongs to."""
    doubtful = message.automatic_by_subject and reading.request.filled >= FILLED
    if message.automatic is not None and not doubtful:  # a person may well write about out-of-office notes
        return "automatic", message.automatic, None
    for form in (reading.request.form, *forms):
        match = search(form.follow_up, message.subject) if form.follow_up and message.subject else None
        if match:
            ticket = (match.groupdict().get("ticket") or match.group()).strip()
            return "follow-up", f"its subject carries the ticket number {ticket}", ticket
    if reading.sealed is not None:
        return "unreadable", reading.sealed[1], None
    request = reading.request
    if not reading.addressed and request.filled < FEWEST and request.labelled < LABELS:
        return "not-a-request", "it is addressed to no desk and holds too little of a form", None
    return "complete", None, None


def _diagnostics(
    message: Message, reading: Reading, name: VerdictName, *, asks: bool, sending: bool
) -> tuple[Diagnostic, ...]:
    request = reading.request
    if name == "not-a-request":
        return ()
    if name == "unreadable" and reading.sealed is not None:
        title = f"the mail cannot be read: {reading.sealed[1]}"
        return tuple(
            checks.diagnose(
                request.form,
                reading.sealed[0],
                title,
                None,
                request.text,
                help_text="send the request as plain, unencrypted text",
            )
        )
    case = Case(
        message,
        request,
        addressed=reading.addressed,
        sending=sending,
        asks=asks,
        body_defects=reading.defects,
        cut=reading.cut,
        blank=reading.blank,
        other=reading.other,
        attached=reading.attached,
    )
    return checks.run(case)


def _fields(reading: Reading, refused: set[str]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for spec in reading.request.form.fields:
        answer = checks.counting(reading.request, spec.name)
        value = answer.reading.value if answer is not None else None
        if answer is None or value is None or spec.name in refused:
            continue
        if checks.adds_up(reading.request.form, spec):
            given = [each.reading.value for each in reading.request.of(spec.name)]
            value = tuple(dict.fromkeys(one for each in given if isinstance(each, tuple) for one in each))
        fields[spec.name] = Field(
            spec.name, value, answer.written, answer.label, answer.span, answer.label_span, spec.secret
        )
    return fields


def _layer(reading: Reading) -> str | None:
    request = reading.request
    if not request.answers:
        return None
    return request.layer if request.origin == "own" else f"{request.layer}, {request.origin}"


def _urgency(form: Form, fields: Mapping[str, Field]) -> int | None:
    found = fields.get(form.urgency) if form.urgency is not None else None
    value = found.value if found is not None else None
    if isinstance(value, str) and value in {"1", "2", "3", "4"}:
        return int(Severity(int(value)))
    return None
