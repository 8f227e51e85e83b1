"""The table of the rule language in, its JSON Schema out, so that editors complete and check a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketlint.codes import CODES
from ticketlint.form.language import (
    CONDITION_KEYS,
    ENGLISH,
    FIELD_KEYS,
    FORM_KEYS,
    LANGUAGES,
    NO,
    RULE_KEYS,
    TYPES,
    YES,
    Key,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Fragment = dict[str, Any]

# An editor's YAML turns 5 into a number and yes into true before it asks the schema; all of them are texts here.
_SCALAR: Fragment = {"type": ["string", "number", "boolean"]}
_SCALARS: Fragment = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
_SYNONYMS: Fragment = {"type": "array", "items": _SCALAR}  # none, where a choice has but its own name
_LANGUAGE: Fragment = {"enum": list(LANGUAGES)}
_LANGUAGES: Fragment = {"enum": [*LANGUAGES, *ENGLISH]}
_WORDS = "|".join(
    "".join(f"[{sign.upper()}{sign}]" for sign in word) for word in sorted(YES | NO)
)  # editors know no (?i)
_FLAG: Fragment = {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": f"^({_WORDS})$"}]}


def _map(values: Fragment, names: Fragment | None = None) -> Fragment:
    found: Fragment = {"type": "object", "additionalProperties": values, "minProperties": 1}
    return found | ({"propertyNames": names} if names else {})


def _levels(lowest: int) -> Fragment:
    numbers = range(lowest, 5)
    return {"enum": [*numbers, *map(str, numbers)]}


_FRAGMENTS: Mapping[Kind, Fragment] = {
    "id": {"type": ["string", "integer"], "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "text": _SCALAR,
    "texts": _SCALARS,
    "flag": _FLAG,
    "count": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]},
    "limit": {"type": ["number", "string"]},
    "severity": _levels(1),
    "severities": _map(_levels(0), {"anyOf": [{"enum": list(CODES)}, {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}]}),
    "type": {"enum": list(TYPES)},
    "pattern": {"type": ["string", "number"]},
    "url": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
    "addresses": _SCALARS,
    "languages": {"anyOf": [_LANGUAGES, {"type": "array", "items": _LANGUAGES, "minItems": 1}]},
    "translated": {"anyOf": [_SCALAR, _map(_SCALAR, _LANGUAGE)]},
    "aliases": {"anyOf": [*_SCALARS["anyOf"], _map(_SCALARS, {"enum": ["any", *LANGUAGES]})]},
    "choices": {"anyOf": [*_SCALARS["anyOf"], _map({"anyOf": [_SCALAR, _SYNONYMS, {"type": "null"}]})]},
    "header": {"type": "string", "pattern": "^[!-9;-~]+$"},
    "field-name": _SCALAR,
    "field-names": _SCALARS,
    "field-values": _map(_SCALARS),
    "fields": _map({"anyOf": [{"$ref": "#/$defs/field"}, {"type": "null"}]}),
    "rules": _map({"$ref": "#/$defs/rule"}, {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
    "condition": {"$ref": "#/$defs/condition"},
}


def rule_file_schema() -> Fragment:
    """Return the JSON Schema (2020-12) of a rule file; it knows the shape, not what one key says of another."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ticketlint rule file: one form",
        **_object(FORM_KEYS),
        "$defs": {
            "field": _object(FIELD_KEYS),
            "rule": _object(RULE_KEYS) | {"anyOf": [{"required": [key]} for key in ("require", "forbid", "choices")]},
            "condition": _object(CONDITION_KEYS, others=_SCALARS) | {"minProperties": 1},
        },
    }


def _object(keys: Mapping[str, Key], others: Fragment | None = None) -> Fragment:
    return {
        "type": "object",
        "properties": {name: {"description": key.doc, **_FRAGMENTS[key.kind]} for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "additionalProperties": False if others is None else others,
    }
