"""A rule across fields and the canonical values that were given in, whether it speaks and what breaks it out."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING
from ticketlint.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ticketlint.form.model import Condition, Rule


def holds(condition: Condition, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether all that a condition asks is so."""
    return (
        all(
            any(fold(value) == fold(wanted) for value in values.get(name, ()) for wanted in any_of)
            for name, any_of in condition.values.items()
        )
        and all(name in values for name in condition.present)
        and not any(name in values for name in condition.absent)
        and not (condition.never is not None and holds(condition.never, values))
    )


def broken(rule: Rule, values: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the fields for which what a rule asks is not so."""
    yield from (name for name in rule.require if name not in values)
    yield from (name for name in rule.forbid if name in values)
    for name, allowed in rule.choices.items():
        if any(fold(value) not in {fold(choice) for choice in allowed} for value in values.get(name, ())):
            yield name
