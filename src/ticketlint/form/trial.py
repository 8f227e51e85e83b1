"""A form, one of its fields and a value in, why the field refuses the value out: how `good` and `bad` are proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.codes import CODES
from ticketlint.diagnostic import Severity
from ticketlint.form.patterns import PatternTimeout, fullmatch, search
from ticketlint.values import (
    Reading,
    denies,
    fold,
    is_non_answer,
    is_placeholder,
    read_choice,
    read_choices,
    read_typed,
)

if TYPE_CHECKING:
    from ticketlint.form.model import FieldSpec, Form


def refusal(form: Form, spec: FieldSpec, text: str) -> str | None:
    """Return why a field refuses a value or remarks on it, in words that follow "it"; None where it is accepted.

    What the form switches off with severity 0 is accepted.
    """
    reading = read_answer(form, spec, text)
    if reading.fault is None:
        return None
    code = CODES.get(reading.fault)
    if code is not None and form.severity_of(code.name, spec.name, code.severity) is None:
        return None
    return reading.why or reading.fault


def read_answer(form: Form, spec: FieldSpec, text: str) -> Reading:
    """Read one value as the field would, and stop at the first fault."""
    if not text.strip():
        return Reading(fault="empty-field", why="is empty")
    if is_placeholder(text, spec.placeholder):
        return Reading(fault="placeholder-value", why="holds the form's own words")
    named = any(fold(text) in {fold(choice.value), *map(fold, choice.synonyms)} for choice in spec.choices)
    if not named and is_non_answer(text, form.non_answers):
        off = form.severity_of("non-answer", spec.name, Severity.HIGH) is None
        if off and denies(text):
            return Reading(text)
        return Reading(fault="deferred-answer" if off else "non-answer", why="says that there is no answer")
    if spec.choices:
        reading = read_choices(text, spec.choices) if spec.many else read_choice(text, spec.choices)
    else:
        reading = read_typed(spec.type, text, form.language, (spec.min, spec.max))
    if reading.fault is not None:
        return reading
    if spec.pattern is not None and not _matches(spec, text if reading.value is None else reading.value):
        return Reading(fault="malformed-value", why="does not match the field's pattern")
    if spec.min_length is not None and len(text) < spec.min_length:
        return Reading(fault="wrong-length", why=f"is shorter than {spec.min_length} characters")
    if spec.max_length is not None and len(text) > spec.max_length:
        return Reading(fault="wrong-length", why=f"is longer than {spec.max_length} characters")
    return reading


def _matches(spec: FieldSpec, value: str | tuple[str, ...]) -> bool:
    match = search if spec.header else fullmatch
    values = (value,) if isinstance(value, str) else value
    try:
        return all(match(spec.pattern or "", one) for one in values)
    except PatternTimeout:
        return True  # said once, as slow-pattern
