"""What the readers of values take and hand on: the choices of a form, and what a value says."""

from __future__ import annotations

from ticketlint.record import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field may have, in the form's spelling, and what else is understood as it."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value says: `value` where it is an answer, else `fault` (a code) and `why` in a clause."""

    value: str | tuple[str, ...] | None = None
    fault: str | None = None
    why: str = ""
    near: str | None = None
