"""Body text and a form in, fields out, each with its place and what was odd about it."""

from __future__ import annotations

from dataclasses import dataclass

from ticketlint.diagnostic import Span


@dataclass(frozen=True, slots=True)
class Field:
    """An answer: `value` is canonical (a tuple where the form takes many), `written` is what stands in the mail."""

    name: str
    value: str | tuple[str, ...]
    written: str
    label: str
    span: Span
    label_span: Span
    secret: bool = False
