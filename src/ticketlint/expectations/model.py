"""What an expectation states, as data: each part with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ticketlint.diagnostic import Span
from ticketlint.record import dataclass, field


@dataclass(frozen=True, slots=True)
class Stated:
    """The text of a key, or the values of a field: none where it is to have no value."""

    texts: tuple[str, ...]
    span: Span

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class StatedCode:
    """A code, of one field or of any."""

    code: str
    field: str | None
    span: Span

    def means(self, code: str, name: str | None) -> bool:
        return code == self.code and self.field in {None, name}


@dataclass(frozen=True, slots=True)
class StatedCodes:
    """The codes under one key."""

    codes: tuple[StatedCode, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a mail is expected to come to. What is None or absent here is not held.

    `codes` are all the codes there are; `with_codes` must be among them, `without_codes` must not.
    """

    lines: Sequence[str]
    form: Stated | None = None
    verdict: Stated | None = None
    follows_up: Stated | None = None
    fields: Mapping[str, Stated] = field(default_factory=dict)
    codes: StatedCodes | None = None
    with_codes: StatedCodes | None = None
    without_codes: StatedCodes | None = None
