"""The parts of a page, before anybody knows how they are written: headings, paragraphs, lists, texts to copy."""

from __future__ import annotations

from typing import TypeAlias

from ticketlint.record import dataclass
from ticketlint.regexp import regexp
from ticketlint.report.visible import visible

_BLANKS = regexp(r"\s+")


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be written as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address, `https:` or `mailto:`, that shows its own text."""

    address: str
    text: str


Words: TypeAlias = tuple[str | Code | Link, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is that of the page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines to be copied."""

    text: str


Block: TypeAlias = Heading | Paragraph | Items | Verbatim


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, its first language, and its blocks."""

    title: str
    language: str
    blocks: tuple[Block, ...]


def shown(text: str) -> str:
    """Return a text as it stands in a line: control characters seen and not sent, white space even."""
    return visible(_BLANKS.sub(" ", text))
