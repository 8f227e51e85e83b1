"""The octets of a shipped rule file in, its form out without reading YAML; or None where they differ by a single one.

Beside this module lies what each shipped file says, as `written` writes it: its text, word for word, and the form that
was read from it. Reading YAML, checking it and compiling its patterns costs more than judging a mail. A file that was
edited, or is another one, is read as ever; `tests/test_ready.py` holds both ways to the same form, and
`pytest --update-goldens` writes the files anew.
"""

from __future__ import annotations

import os
from types import MappingProxyType

from ticketlint.diagnostic import Severity
from ticketlint.form.model import Alias, Condition, FieldSpec, Form, Rule
from ticketlint.hints import Any
from ticketlint.kept import kept
from ticketlint.values import Choice

FOLDER = os.path.join(os.path.dirname(__file__), "forms")


def written(form: Form, octets: bytes) -> str:
    """Return what is kept of a rule file and the form that it holds."""
    import json  # noqa: PLC0415 - only where files are written anew

    held = {"text": octets.decode(), "form": _flat(form) | {"path": ""}}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def form_of(octets: bytes, path: str) -> Form | None:
    """Return the form of a shipped rule file, or None where there is no such file with these octets."""
    name, _ = os.path.splitext(os.path.basename(path))
    known = kept(f"form.{name}")
    if known is not None and known[0] == octets:
        return _form(known[1], path)
    import json  # noqa: PLC0415  # start-up: where nothing is kept

    try:
        with open(os.path.join(FOLDER, f"{name}.json"), "rb") as file:
            held = json.loads(file.read())
    except (OSError, ValueError):
        return None
    if held["text"].encode() != octets:
        return None
    return _form(held["form"], path)


def to_keep(name: str) -> Any:
    """Return what is to be kept of a shipped form where modules are compiled."""
    import json  # noqa: PLC0415 - only where it is kept

    with open(os.path.join(FOLDER, f"{name}.json"), "rb") as file:
        held = json.loads(file.read())
    return [held["text"].encode(), held["form"]]


def _flat(value: Any) -> Any:
    if hasattr(value, "__match_args__"):
        return {
            name: _flat(getattr(value, name)) for name in value.__match_args__ if getattr(value, name) not in _EMPTY
        }
    if isinstance(value, tuple):
        return [_flat(each) for each in value]
    if hasattr(value, "items"):
        return {key: _flat(each) for key, each in value.items()}
    return value


_EMPTY: tuple[Any, ...] = (None, (), {}, MappingProxyType({}), False, "")


def _form(held: dict[str, Any], path: str) -> Form:
    taken = _taken(held)
    taken["fields"] = tuple(_field(each) for each in taken["fields"])
    taken["rules"] = tuple(_rule(each) for each in taken.get("rules", ()))
    return Form(**taken | {"path": path})


def _field(held: dict[str, Any]) -> FieldSpec:
    taken = _taken(held)
    if "aliases" in taken:
        taken["aliases"] = tuple([Alias(**each) for each in taken["aliases"]])
    if "choices" in taken:
        taken["choices"] = tuple([Choice(**_taken(each)) for each in taken["choices"]])
    return FieldSpec(**taken)


def _rule(held: dict[str, Any]) -> Rule:
    taken = _taken(held)
    taken["when"] = _condition(held.get("when", {}))
    taken["choices"] = _lists(held.get("choices", {}))
    taken["severity"] = Severity(held["severity"])
    return Rule(**taken)


def _condition(held: dict[str, Any]) -> Condition:
    taken = _taken(held)
    taken["values"] = _lists(held.get("values", {}))
    if "never" in taken:
        taken["never"] = _condition(held["never"])
    return Condition(**taken)


def _lists(held: dict[str, Any]) -> MappingProxyType[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(each) for name, each in held.items()})


def _taken(held: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a record with lists and mappings that nobody can change."""
    return {
        name: tuple(each) if type(each) is list else MappingProxyType(each) if type(each) is dict else each
        for name, each in held.items()
    }
