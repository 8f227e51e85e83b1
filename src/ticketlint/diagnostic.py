"""The vocabulary all rooms speak: what was said where, and one fault found there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import IntEnum

from ticketlint.hints import Final, Literal
from ticketlint.record import dataclass

Place = Literal["file", "decoded"]


class Severity(IntEnum):
    """The seed page's scale, used for requests and diagnostics alike."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3
    TRIVIAL = 4

    @property
    def withholds(self) -> bool:
        """Whether a diagnostic of this severity costs the request its ticket."""
        return self <= LEAST_WITHHOLDING

    @property
    def word(self) -> str:
        """What linters call it: error, warning or note."""
        return "error" if self.withholds else "warning" if self is Severity.LOW else "note"


LEAST_WITHHOLDING: Final = 2
"""The least severity that costs a request its ticket, as a number: an enumeration's members are dear to look up."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: lines and columns count from 1 in characters, the end is exclusive.

    `place` says in what they count: the message's own lines ("file"), or the decoded body ("decoded").
    """

    line: int
    column: int
    end_line: int
    end_column: int
    place: Place = "file"


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads, line by line, and the number that each line is reported under."""

    lines: Sequence[str]
    numbers: Sequence[int]
    place: Place

    def at(self, number: int) -> str:
        """Return the line that is reported under `number`, or nothing where there is none."""
        if isinstance(self.numbers, range):
            index = number - self.numbers.start
            return self.lines[index] if 0 <= index < len(self.lines) else ""
        index = bisect_left(self.numbers, number)
        return self.lines[index] if index < len(self.numbers) and self.numbers[index] == number else ""

    def slice(self, span: Span) -> str:
        """Return the text that a span covers, lines parted by newlines."""
        lines = [self.at(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)


EMPTY_TEXT = Text((), range(1, 1), "file")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: of a mail, or of a rule file.

    `title` says what is wrong in one sentence without a full stop, `notes` add facts, `help` says what to do.
    `excerpt` is the whole line that `span` starts in, as it stands there: foreign text, to be escaped where it goes.
    """

    code: str
    severity: Severity
    title: str
    span: Span | None = None
    excerpt: str = ""
    field: str | None = None
    notes: tuple[str, ...] = ()
    help: str | None = None
    related: tuple[tuple[Span, str], ...] = ()
