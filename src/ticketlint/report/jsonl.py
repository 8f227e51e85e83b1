"""Verdicts in, one JSON object a line out, in the published order of keys."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from ticketlint.quick.form import reading_of
from ticketlint.quick.rows import Rows
from ticketlint.regexp import regexp
from ticketlint.report.cover import mask
from ticketlint.report.masking import masked, only_secret

if TYPE_CHECKING:
    from collections.abc import Collection

    from ticketlint.diagnostic import Diagnostic, Span
    from ticketlint.fields import Field
    from ticketlint.quick.marks import LabelMark
    from ticketlint.report.look import Look
    from ticketlint.verdict import Verdict

# Inside JSON strings: lone surrogates have no UTF-8, terminals obey C1 and bidi controls,
# and some readers of lines end one at NEL, U+2028 and U+2029.
_ESCAPED = regexp("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NOWHERE = dict.fromkeys(("line", "column", "end_line", "end_column"))


def message(verdict: Verdict, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the object of one message, ended by a newline."""
    fields = verdict.fields
    if isinstance(fields, Rows):
        return written(verdict, fields)
    return dumps(as_object(verdict)) + "\n"


def hidden(verdict: Verdict, secret_fields: Collection[str], look: Look) -> str:
    """Return the object of one message with its secrets masked."""
    fields = verdict.fields
    if isinstance(fields, Rows):
        secret = only_secret(verdict, fields, secret_fields)
        if secret is not None:
            return written(verdict, fields.masked(mask(secret)))
    return message(masked(verdict, secret_fields), look)


def written(verdict: Verdict, fields: Rows) -> str:
    """Return the same line for the fields of a plain form, put together without an object in between."""
    place = fields.place
    told = _fields(fields, f'{place}"}}')
    faults = ", ".join([_fault(one) for one in verdict.diagnostics]) if verdict.diagnostics else ""
    ticket, urgency = verdict.ticket, verdict.urgency
    return (
        f'{{"source": {_said(verdict.source)}, "message_id": {_text(verdict.message_id)},'
        f' "from": {_text(verdict.sender)}, "subject": {_text(verdict.subject)}, "date": {_text(verdict.date)},'
        f' "form": {_text(verdict.form)}, "verdict": "{verdict.verdict}",'
        f' "ticket": {"true" if ticket else "null" if ticket is None else "false"}, "follows_up": null,'
        f' "urgency": {"null" if urgency is None else urgency}, "fields": {{{told}}}, "diagnostics": [{faults}],'
        f' "place": "{verdict.text.place}", "layer": {_text(verdict.layer)}, "reason": null}}\n'
    )


def _fields(fields: Rows, end: str) -> str:
    told: list[str] = []
    base = fields.base
    for row in fields.rows:
        mark, line, long = fields.shown(row) if row[0].secret else row
        if long is None:
            around = mark.told  # a line that was met before says what it said then
            if around is None:
                around = mark.told = _around(mark, mark.value, reading_of(row).value, mark.column)
        else:
            line = long.start_line
            around = _around(mark, long.written, long.reading.value, long.start)
        told.append(f"{around[0]}{line + base}{around[1]}{end}")
    return ", ".join(told)


def _fault(one: Diagnostic) -> str:
    """Return the object of one diagnostic, as `_diagnostic` has it."""
    span = one.span
    if span is None or one.related:
        return dumps(_diagnostic(one))
    return (
        f'{{"code": {_said(one.code)}, "severity": {int(one.severity)}, "field": {_text(one.field)},'
        f' "title": {_said(one.title)}, "line": {span.line}, "column": {span.column}, "end_line": {span.end_line},'
        f' "end_column": {span.end_column}, "help": {_text(one.help)}, "place": "{span.place}",'
        f' "notes": [{", ".join(map(_said, one.notes))}], "related": []}}'
    )


def _around(mark: LabelMark, written: str, value: object, start: int) -> tuple[str, str]:
    """Return what stands before the line's number in the object of a field, and behind it."""
    said = _said(written)
    told = said if value == written else dumps(value)
    label = _said(mark.label)
    name = label if mark.how == "exact" and mark.label == mark.spec.name else _said(mark.spec.name)
    return (
        f'{name}: {{"value": {told}, "written": {said}, "label": {label}, "line": ',
        f', "column": {start + 1}, "place": "',
    )


def _text(value: str | None) -> str:
    return "null" if value is None else _said(value)


def _said(text: str) -> str:
    return plain(text) or _safe(_quoted(text))


def _plain(text: str) -> str | None:
    """Return a text as a string of JSON; None where it holds what a reader of it may take for more."""
    quoted = _quoted(text)
    return quoted if quoted.isascii() and "\x7f" not in quoted and "##[" not in quoted else None


try:
    from ticketlint.native.json import quoted as plain
except ImportError:  # installed without a compiler
    plain = _plain


def dumps(value: Any) -> str:
    """Return JSON on one line that holds for every text, whatever it contains."""
    return _safe(_encode(value))


def _safe(text: str) -> str:
    if "##[" in text:
        text = text.replace("##[", "#\\u0023[")  # a command to GitHub's runner wherever it stands in a log
    return text.translate(_escapes()) if _ESCAPED.search(text) else text


_encode = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring


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
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in verdict.diagnostics],
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


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
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
