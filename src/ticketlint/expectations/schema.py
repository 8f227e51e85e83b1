"""The published shape of `rules test --format json`, as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from typing import Any

from ticketlint.expectations.reports import OUTCOMES
from ticketlint.expectations.reports import SCHEMA as NUMBER
from ticketlint.report.schema import COUNT, DIAGNOSTIC, shape

_TEXT = {"type": "string"}
_LINE = {"type": "integer", "minimum": 1}
_FAULTS = {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}}
_TRIED = shape({"tried": COUNT, "all": COUNT})
_FORM = shape({"form": _TEXT, "path": _TEXT, "values": COUNT, "diagnostics": _FAULTS})
_SAMPLE = shape(
    {
        "mail": {"type": "string", "description": "a path"},
        "expectation": {"type": "string", "description": "a path"},
        "outcome": {"enum": list(OUTCOMES.values())},
        "diagnostics": _FAULTS,
        "because": {**_FAULTS, "description": "the faults of the mail that tell why"},
    }
)
_COVERAGE = shape(
    {
        "form": _TEXT,
        "checks": {**_TRIED, "description": "of its fields"},
        "rules": {**_TRIED, "description": "across fields"},
        "untried_fields": {
            "type": "array",
            "items": shape({"field": _TEXT, "line": _LINE, "codes": {"type": "array", "items": _TEXT}}),
        },
        "untried_rules": {"type": "array", "items": shape({"rule": _TEXT, "line": _LINE})},
    }
)
_SUMMARY = shape(
    {
        "values": COUNT,
        "wrong_values": COUNT,
        "samples": COUNT,
        "as_expected": COUNT,
        "written": {**COUNT, "description": "expectations that --update wrote"},
        "percent": {"type": ["integer", "null"], "description": "how much the samples set off; null without samples"},
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": f"ticketlint tests, version {NUMBER}",
    "description": "What `ticketlint rules test --format json` prints.",
    **shape(
        {
            "schema": {"const": NUMBER},
            "forms": {"type": "array", "items": {"$ref": "#/$defs/form"}},
            "samples": {"type": "array", "items": {"$ref": "#/$defs/sample"}},
            "coverage": {"type": "array", "items": {"$ref": "#/$defs/coverage"}},
            "summary": {"$ref": "#/$defs/summary"},
        }
    ),
    "$defs": {
        "form": _FORM,
        "sample": _SAMPLE,
        "coverage": _COVERAGE,
        "summary": _SUMMARY,
        "diagnostic": {
            **DIAGNOSTIC,
            "required": ["path", *DIAGNOSTIC["required"]],
            "properties": {"path": _TEXT, **DIAGNOSTIC["properties"]},
        },
    },
}
