"""What a rule file says, as data: plain values in, a form that other rooms can ask, out."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from ticketlint.diagnostic import Severity
from ticketlint.hints import TYPE_CHECKING, Literal
from ticketlint.record import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.values import Choice

FieldType = Literal["line", "prose", "integer", "number", "date", "datetime", "url", "email", "version", "checkbox"]
NOTHING: Mapping[str, str] = MappingProxyType({})
NO_SEVERITIES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Alias:
    """Another way to write a label; `language` is set where it is a translation of it."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, eq=False)  # by identity, as a form is
class FieldSpec:
    """What a form asks of one field."""

    name: str
    aliases: tuple[Alias, ...] = ()
    required: bool = False
    type: FieldType = "line"
    choices: tuple[Choice, ...] = ()
    many: bool = False
    pattern: str | None = None
    placeholder: tuple[str, ...] = ()
    secret: bool = False
    first: bool = False
    header: str | None = None
    rest: bool = False
    default: str | None = None
    min: str | None = None
    max: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    severities: Mapping[str, int] = field(default_factory=lambda: NO_SEVERITIES)
    help: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule speaks: every part that is set must hold. `values` are canonical values, any of which will do."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    never: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of YAML across fields; its name is the code of its diagnostic."""

    name: str
    when: Condition
    require: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    severity: Severity = Severity.LOW
    title: str = ""
    help: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)  # by identity, so that what is derived from a form can be cached
class Form:
    """What a desk asks for: one rule file."""

    id: str
    title: str
    fields: tuple[FieldSpec, ...]
    to: tuple[str, ...] = ()
    url: str | None = None
    language: tuple[str, ...] = ("en",)
    day_first: bool = False  # whether 03/04 is in April although the first language is English, as in `en-GB`
    follow_up: str | None = None
    urgency: str | None = None
    severities: Mapping[str, int] = field(default_factory=lambda: NO_SEVERITIES)
    non_answers: tuple[str, ...] = ()
    stop_at: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    path: str = ""

    @property
    def dates(self) -> tuple[str, ...]:
        """The languages as dates are written in them: `en-gb` where English has the day first."""
        return ("en-gb", *self.language[1:]) if self.day_first else self.language

    def spec(self, name: str) -> FieldSpec | None:
        """Return what the form asks of the field with this name, in the form's spelling."""
        return _specs(self).get(name)

    def severity_of(self, code: str, field_name: str | None, default: Severity) -> Severity | None:
        """Return this desk's severity for a code, the field's word before the form's; None where it is off."""
        return _severity(self, code, field_name, default)


@lru_cache(maxsize=4096)
def _severity(form: Form, code: str, field_name: str | None, default: Severity) -> Severity | None:
    chosen: int | None = None
    spec = form.spec(field_name) if field_name else None
    if spec is not None:
        chosen = spec.severities.get(code)
    if chosen is None:
        chosen = form.severities.get(code, default)
    return Severity(chosen) if chosen else None


@lru_cache(maxsize=64)
def _specs(form: Form) -> Mapping[str, FieldSpec]:
    return {spec.name: spec for spec in form.fields}
