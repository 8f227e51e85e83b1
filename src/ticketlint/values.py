"""Field types: the text behind a label in, its canonical value out, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field may have, in the form's spelling, and what else is understood as it."""

    value: str
    synonyms: tuple[str, ...] = ()
