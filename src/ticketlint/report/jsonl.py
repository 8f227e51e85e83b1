"""Verdicts in, one JSON object a line out, in the published order of keys."""

from __future__ import annotations

from functools import cache

from ticketlint.hints import TYPE_CHECKING, Any
from ticketlint.quick.rows import Rows
from ticketlint.regexp import regexp
from ticketlint.report.cover import mask
from ticketlint.report.line import Line, quoted
from ticketlint.report.masking import masked, only_secret
from ticketlint.verdict import TICKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ticketlint.diagnostic import Diagnostic, Span
    from ticketlint.fields import Field
    from ticketlint.quick.marks import Known, LabelMark
    from ticketlint.report.look import Look
    from ticketlint.verdict import Verdict

    Said = str | Sequence[str] | None

# Inside JSON strings: lone surrogates have no UTF-8, terminals obey C1 and bidi controls,
# and some readers of lines end one at NEL, U+2028 and U+2029.
_ESCAPED = regexp("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NOWHERE = dict.fromkeys(("line", "column", "end_line", "end_column"))


def message(verdict: Verdict, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the object of one message, ended by a newline."""
    fields = verdict.fields
    if isinstance(fields, Rows):
        return written(verdict, fields, fields.cover)
    return dumps(as_object(verdict)) + "\n"


def hidden(verdict: Verdict, secret_fields: Collection[str], look: Look) -> str:
    """Return the object of one message with its secrets masked."""
    fields = verdict.fields
    if isinstance(fields, Rows):
        secret = only_secret(verdict, fields, secret_fields)
        if secret is not None:
            return written(verdict, fields, mask(secret) if secret else None)
    return message(masked(verdict, secret_fields), look)


def written(verdict: Verdict, fields: Rows, cover: str | None) -> str:
    """Return the same line for the fields of a plain form, put together without an object in between.

    `cover` is shown instead of the one secret.
    """
    line = Line()
    line.put('{"source": ')
    _say(line, verdict.source)
    line.put(', "message_id": ')
    _say(line, verdict.message_id)
    line.put(', "from": ')
    _say(line, verdict.sender)
    line.put(', "subject": ')
    _say(line, verdict.subject)
    line.put(', "date": ')
    _say(line, verdict.date)
    line.put(', "form": ')
    _say(line, verdict.form)
    line.put(', "verdict": "')
    line.put(verdict.verdict)
    line.put('", "ticket": ')
    ticket = TICKETS.get(verdict.verdict)
    line.put("true" if ticket else "null" if ticket is None else "false")
    line.put(', "follows_up": null, "urgency": ')
    urgency = verdict.urgency
    if urgency is None:
        line.put("null")
    else:
        line.count(urgency)
    line.put(', "fields": {')
    _fields(line, fields, cover)
    line.put('}, "diagnostics": [')
    _faults(line, verdict.diagnostics)
    line.put('], "place": "')
    line.put(fields.place)
    line.put('", "layer": ')
    _say(line, verdict.layer)
    line.put(', "reason": null}\n')
    return line.text()


def _fields(line: Line, fields: Rows, cover: str | None) -> None:
    base = fields.base
    ends = f', "place": "{fields.place}"}}'
    goes_on = ends + ", "
    more = False
    for row in fields.rows:
        mark, at, long = row
        if more:
            line.put(goes_on)
        more = True
        if long is not None:
            _field_in(line, mark, long.written, long.said, fields, cover)
            line.count(long.start_line + base)
            line.put(', "column": ')
            line.count(long.start + 1)
        elif mark.known.secret or not mark.again:
            mark.again = True
            _field_in(line, mark, mark.value, mark.said, fields, cover)
            line.count(at + base)
            line.put(', "column": ')
            line.count(mark.column + 1)
        else:
            around = mark.told  # a line that is met again and again says what it said then
            if around is None:
                around = mark.told = _around(mark, mark.said, fields)
            line.put(around[0])
            line.count(at + base)
            line.put(around[1])
    if more:
        line.put(ends)


def _around(mark: LabelMark, value: Said, fields: Rows) -> tuple[str, str]:
    """Return what stands before the line's number in the object of a field, and behind it."""
    line = Line()
    _field_in(line, mark, mark.value, value, fields, None)
    return line.text(), f', "column": {mark.column + 1}'


def _field_in(line: Line, mark: LabelMark, written: str, value: Said, fields: Rows, cover: str | None) -> None:
    """Write the object of a field up to the number of its line."""
    if cover is not None and mark.known.secret and written == fields.once:
        written = value = cover
    told = mark.known.told
    if told is None:
        told = mark.known.told = _told(mark.known)
    line.put(told[0])
    if value is None or isinstance(value, str):
        _say(line, value)
    else:
        line.put("[")
        more = False
        for each in value:
            if more:
                line.put(", ")
            more = True
            _say(line, each)
        line.put("]")
    line.put(', "written": ')
    _say(line, written)
    line.put(told[1])


def _told(known: Known) -> tuple[str, str]:
    """Return what stands in the object of a field before its value, and between what was written and its line."""
    before, behind = Line(), Line()
    _say(before, known.name)
    before.put(': {"value": ')
    behind.put(', "label": ')
    _say(behind, known.label)
    behind.put(', "line": ')
    return before.text(), behind.text()


def _faults(line: Line, faults: Sequence[Diagnostic]) -> None:
    more = False
    for one in faults:
        if more:
            line.put(", ")
        more = True
        span = one.span
        if span is None or one.related:
            line.put(dumps(fault_as_object(one)))
        else:
            _fault(line, one, span)


def _fault(line: Line, one: Diagnostic, span: Span) -> None:
    """Write the object of one diagnostic, as `fault_as_object` has it."""
    line.put('{"code": ')
    _say(line, one.code)
    line.put(', "severity": ')
    line.count(one.severity)
    line.put(', "field": ')
    _say(line, one.field)
    line.put(', "title": ')
    _say(line, one.title)
    line.put(', "line": ')
    line.count(span.line)
    line.put(', "column": ')
    line.count(span.column)
    line.put(', "end_line": ')
    line.count(span.end_line)
    line.put(', "end_column": ')
    line.count(span.end_column)
    line.put(', "help": ')
    _say(line, one.help)
    line.put(', "place": "')
    line.put(span.place)
    line.put('", "notes": [')
    more = False
    for note in one.notes:
        if more:
            line.put(", ")
        more = True
        _say(line, note)
    line.put('], "related": []}')


def _say(line: Line, text: str | None) -> None:
    if text is None:
        line.put("null")
    elif not line.say(text):
        line.put(_safe(quoted(text)))


def dumps(value: Any) -> str:
    """Return JSON on one line that holds for every text, whatever it contains."""
    return _safe(_encoder()(value))


def _safe(text: str) -> str:
    if "##[" in text:
        text = text.replace("##[", "#\\u0023[")  # a command to GitHub's runner wherever it stands in a log
    return text.translate(_escapes()) if _ESCAPED.search(text) else text


@cache
def _encoder() -> Callable[[Any], str]:
    import json  # noqa: PLC0415  # start-up: plain mails do without

    return json.JSONEncoder(ensure_ascii=False).encode


@cache
def _escapes() -> dict[int, str]:
    bidi = (0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
    return {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), *bidi, *range(0xD800, 0xE000))}


def as_object(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the published schema has it, ready for JSON."""
    return {
        "source": verdict.source,
        "message_id": verdict.message_id,
        "from": verdict.sender,
        "subject": verdict.subject,
        "date": verdict.date,
        "form": verdict.form,
        "verdict": verdict.verdict,
        "ticket": verdict.ticket,
        "follows_up": verdict.follows_up,
        "urgency": verdict.urgency,
        "fields": {name: _field(field) for name, field in verdict.fields.items()},
        "diagnostics": [fault_as_object(diagnostic) for diagnostic in verdict.diagnostics],
        "place": verdict.text.place,
        "layer": verdict.layer,
        "reason": verdict.reason,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value if isinstance(field.value, str) else list(field.value),
        "written": field.written,
        "label": field.label,
        "line": field.span.line,
        "column": field.span.column,
        "place": field.span.place,
    }


def fault_as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as the published schema has it."""
    return {
        "code": diagnostic.code,
        "severity": int(diagnostic.severity),
        "field": diagnostic.field,
        "title": diagnostic.title,
        **_places(diagnostic.span),
        "help": diagnostic.help,
        "place": diagnostic.span.place if diagnostic.span else None,
        "notes": list(diagnostic.notes),
        "related": [{"title": label, **_places(span), "place": span.place} for span, label in diagnostic.related],
    }


def _places(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return _NOWHERE
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
