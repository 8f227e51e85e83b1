"""The published shape of the machine-readable output, as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from typing import Any

from ticketlint.report.document import SCHEMA as NUMBER
from ticketlint.report.tally import VERDICTS

COUNT = {"type": "integer", "minimum": 0}
_COUNTS = {"type": "object", "additionalProperties": COUNT}
_PLACE = {"enum": ["file", "decoded"]}
_LINE = {"type": "integer", "minimum": 1}
_MAYBE_LINE = {"type": ["integer", "null"], "minimum": 1}
_MAYBE_TEXT = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": {"type": "string"}}


def shape(properties: dict[str, Any]) -> dict[str, Any]:
    """Return an object of which every key is always there.

    Later versions may add keys: a reader ignores those that it does not know.
    """
    return {"type": "object", "required": list(properties), "properties": properties}


_SPAN = {"line": _MAYBE_LINE, "column": _MAYBE_LINE, "end_line": _MAYBE_LINE, "end_column": _MAYBE_LINE}
_FIELD = shape(
    {
        "value": {"anyOf": [{"type": "string"}, _TEXTS], "description": "canonical; a list where many are allowed"},
        "written": {"type": "string", "description": "as it stands in the mail"},
        "label": {"type": "string", "description": "the label as it stands in the mail"},
        "line": _LINE,
        "column": {**_LINE, "description": "in characters (Unicode code points), from 1"},
        "place": _PLACE,
    }
)
DIAGNOSTIC = shape(
    {
        "code": {"type": "string", "description": "`ticketlint explain CODE` says more"},
        "severity": {"enum": [1, 2, 3, 4], "description": "1 and 2 cost the ticket, 3 is a remark, 4 a note"},
        "field": _MAYBE_TEXT,
        "title": {"type": "string"},
        **_SPAN,
        "help": _MAYBE_TEXT,
        "place": {"enum": ["file", "decoded", None]},
        "notes": _TEXTS,
        "related": {"type": "array", "items": shape({"title": {"type": "string"}, **_SPAN, "place": _PLACE})},
    }
)
_MESSAGE = shape(
    {
        "source": {"type": "string", "description": "a path; for a mailbox its path, # and a number from 1"},
        "message_id": _MAYBE_TEXT,
        "from": _MAYBE_TEXT,
        "subject": _MAYBE_TEXT,
        "date": {**_MAYBE_TEXT, "description": "ISO 8601"},
        "form": _MAYBE_TEXT,
        "verdict": {"enum": list(VERDICTS)},
        "ticket": {"type": ["boolean", "null"], "description": "null where no ticket is asked for"},
        "follows_up": {**_MAYBE_TEXT, "description": "the number of the ticket"},
        "urgency": {"type": ["integer", "null"]},
        "fields": {"type": "object", "additionalProperties": {"$ref": "#/$defs/field"}},
        "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
        "place": {**_PLACE, "description": "in what lines count: the file, or the decoded body"},
        "layer": {**_MAYBE_TEXT, "description": "where the form was read: text, html, quote, forward, …"},
        "reason": _MAYBE_TEXT,
    }
)
_SUMMARY = shape(
    {
        "messages": COUNT,
        "tickets": COUNT,
        "refused": COUNT,
        "verdicts": shape(dict.fromkeys(VERDICTS, COUNT)),
        "urgencies": {**_COUNTS, "description": "requests by urgency"},
        "missing": {**_COUNTS, "description": "requests without a valid answer, by field"},
        "codes": {**_COUNTS, "description": "diagnostics of requests, by code"},
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": f"ticketlint verdicts, version {NUMBER}",
    "description": "What `ticketlint check --format json` prints. One line of `--format jsonl` is one `message`.",
    **shape(
        {
            "schema": {"const": NUMBER},
            "messages": {"type": "array", "items": {"$ref": "#/$defs/message"}},
            "summary": {"$ref": "#/$defs/summary"},
        }
    ),
    "$defs": {"message": _MESSAGE, "field": _FIELD, "diagnostic": DIAGNOSTIC, "summary": _SUMMARY},
}
