"""A rule across fields and its form in, why no answers at all can make it speak out."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ticketlint.form.answers import interpret
from ticketlint.form.conditions import broken, holds
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import PatternTimeout
from ticketlint.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketlint.form.model import Condition, FieldSpec, Form, Rule

MOST = 5000
"""Combinations of answers that are tried; a rule over more of them is not called idle."""

_OTHER = "\x00any other answer"
_States = list[tuple[str, ...] | None]


def why_idle(rule: Rule, form: Form) -> str | None:
    """Return why a rule can never speak, in words that follow a colon."""
    return _contradiction(rule.when) or _impossible(rule.when, form) or _satisfied(rule, form) or _never(rule, form)


def _contradiction(when: Condition) -> str | None:
    there = {*when.present, *when.values}
    for name in when.absent:
        if name in there:
            return f"{name} cannot be absent and there at once"
    never = when.never
    if never is not None and never.never is None:
        covered = set(never.present) <= there and set(never.absent) <= set(when.absent)
        for name, values in never.values.items():
            covered = covered and name in when.values and set(when.values[name]) <= set(values)
        if covered:
            return "what `not` rules out always holds here"
    return None


def _impossible(when: Condition, form: Form) -> str | None:
    """Tell a value that its field cannot have: a date as people write it, a word where a number is due."""
    for name, values in when.values.items():
        spec = form.spec(name)
        found = [unlike(form, spec, value) for value in values] if spec is not None else []
        if spec is not None and found and all(found):
            return f'{name} is never "{shorten(values[0])}": the value {found[0]}'
    return None


def unlike(form: Form, spec: FieldSpec, value: str) -> str | None:
    """Return why no answer to a field without choices becomes this value, in words that follow it."""
    if spec.choices or spec.header is not None:
        return None
    try:
        reading = interpret(value, spec, form)
    except PatternTimeout:
        return None
    if reading.value is None:
        return reading.why or "is no answer"
    read = (reading.value,) if isinstance(reading.value, str) else reading.value
    return None if value and fold(value) in map(fold, read) else f'is read as "{shorten(", ".join(read))}"'


def _satisfied(rule: Rule, form: Form) -> str | None:
    """Tell a demand that is always met."""
    when = rule.when
    there = {*when.present, *when.values}
    for name in rule.require:
        if set(rule.require) <= there and not rule.forbid and not rule.choices:
            return f"it asks for {name}, which is there whenever it looks"
    if rule.forbid and set(rule.forbid) <= set(when.absent) and not rule.require and not rule.choices:
        return f"it forbids {rule.forbid[0]}, which is absent whenever it looks"
    for name, values in rule.choices.items():
        spec = form.spec(name)
        all_values = {choice.value for choice in spec.choices} if spec else set()
        if all_values and all_values <= set(values) and not rule.require and not rule.forbid and len(rule.choices) == 1:
            return f"it allows every choice of {name}"
    return None


def _never(rule: Rule, form: Form) -> str | None:
    """Try all answers that make a difference: none, each value that the rule names or the form allows, another one."""
    named: dict[str, set[str]] = {}
    for name, values in _mentioned(rule):
        named.setdefault(name, set()).update(values)
    specs = [spec for spec in form.fields if spec.name in named]
    states = [_states(spec, named[spec.name]) for spec in specs]
    deep = rule.when.never is not None and rule.when.never.never is not None
    if prod(map(len, states)) > MOST or (deep and any(spec.many for spec in specs)):
        return None
    speaks = False
    for chosen in product(*states):
        values = {spec.name: state for spec, state in zip(specs, chosen, strict=True) if state is not None}
        if holds(rule.when, values):
            if any(broken(rule, values)):
                return None
            speaks = True
    return "whenever it looks, what it asks for is so" if speaks else "no answers meet its `when`"


def _mentioned(rule: Rule) -> Iterator[tuple[str, Iterable[str]]]:
    yield from ((name, ()) for name in (*rule.require, *rule.forbid))
    yield from rule.choices.items()
    when: Condition | None = rule.when
    while when is not None:
        yield from when.values.items()
        yield from ((name, ()) for name in (*when.present, *when.absent))
        when = when.never


def _states(spec: FieldSpec, named: set[str]) -> _States:
    if spec.type == "checkbox" and not spec.choices:
        singles = ["yes", "no"]
    elif spec.choices:
        singles = [choice.value for choice in spec.choices]
    else:
        singles = [*sorted(named), _OTHER]
    states: _States = [None, *((value,) for value in singles)]
    if spec.many:
        mine = [value for value in singles if value in named or value == _OTHER]
        rest = [value for value in singles if value not in named][:1]
        states += ((one, other) for one in mine for other in (*mine, *rest) if one != other)
        states.append(tuple(singles))
    return states
