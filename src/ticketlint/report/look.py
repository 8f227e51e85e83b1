"""What a report is told of the place it goes to: colour, width and how much is wanted."""

from __future__ import annotations

from ticketlint.hints import Literal
from ticketlint.record import dataclass

Style = Literal["error", "warning", "note", "good", "place", "strong", "faint"]
_SGR: dict[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "good": "32",
    "place": "1;34",
    "strong": "1",
    "faint": "2",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a report looks: `width` in terminal cells; `quiet` leaves out all that costs no ticket."""

    color: bool = False
    width: int = 100
    quiet: bool = False
    statistics: bool = False

    def paint(self, text: str, style: Style) -> str:
        """Return the text in a colour where colour is wanted. The text must be visible already."""
        return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if self.color and text else text


PLAIN = Look()
