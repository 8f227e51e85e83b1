"""What an issue form says, as data: its elements, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ticketlint.record import dataclass

if TYPE_CHECKING:
    from ticketlint.diagnostic import Diagnostic

Kind = Literal["input", "textarea", "dropdown", "checkboxes"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a rule file cannot say, or says in another way; `line` is that of the issue form."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a dropdown, or one box; `required` boxes must be ticked."""

    text: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One question of an issue form."""

    kind: Kind
    line: int
    label: str
    description: str = ""
    placeholder: str = ""
    value: str = ""
    required: bool = False
    render: bool = False
    options: tuple[Option, ...] = ()
    multiple: bool = False
    default: int | None = None


@dataclass(frozen=True, slots=True)
class IssueForm:
    """The questions of an issue form in their order."""

    name: str
    description: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """The text of a rule file, or the mistakes for which there is none."""

    text: str
    faults: tuple[Diagnostic, ...] = ()
    notes: tuple[Note, ...] = ()
