"""What was said of some messages in, the rows of one page out, and back: all of it at once, or of one message.

To tell a page as a whole costs as much as to tell one message of it, so what is told of an unchanged mailbox costs next
to nothing.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from ticketlint.plain import DamagedError

if TYPE_CHECKING:
    from ticketlint.parallel.messages import Kind
    from ticketlint.plain import Plain

MESSAGES = 64
"""Messages of a page at the most."""

LETTERS = 2**17
"""Letters after which a page is full: it is read as a whole, also for one message of it."""

_decode = json.JSONDecoder().decode
_encode = json.JSONEncoder(separators=(",", ":")).encode
Row = tuple[Any, ...]


class Sheet:
    """A page that is being written: for each message its key, its source, and what is kept of it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.full = False
        self._told: list[tuple[bytes, str, Plain]] = []
        self._letters = 0

    def add(self, key: bytes, source: str, kept: Plain, letters: int) -> int:
        """Put a message at the end, and return where it stands."""
        self._told.append((key, source, kept))
        self._letters += letters
        self.full = len(self._told) >= MESSAGES or self._letters >= LETTERS
        return len(self._told) - 1

    def rows(self, kind: Kind, rules: int, day: int) -> tuple[Row, Row, list[Row]]:
        """Return the rows of the page, of its text, and of the places of its messages."""
        whole, parts, text = kind.bound([kept for _, _, kept in self._told])
        size = len(self._told)
        said = _encode([size, whole])
        each = _encode([[one[0].hex(), one[1], part] for one, part in zip(self._told, parts, strict=True)])
        octets = text.encode("utf-8", "surrogatepass")
        page = (self.number, rules, day, said, each, _sum(self.number, rules, said, each, octets))
        places = [(rules, one[0], self.number, at) for at, one in enumerate(self._told)]
        return page, (self.number, octets), places


class Page:
    """A page that was read. Whatever is wrong with it is a `DamagedError`."""

    def __init__(self, row: Row) -> None:
        number, rules, day, said, parts, checked, octets = row
        try:
            if _sum(number, rules, said, parts, octets) != checked:
                raise DamagedError("the sum does not hold")
            self.size, self._whole = _decode(said)
            self.text: str = octets.decode("utf-8", "surrogatepass")
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            raise DamagedError(str(error)) from error
        self.number: int = number
        self.day: int = day
        self.weight: bytes = octets or parts.encode("utf-8", "surrogatepass")  # as much as it takes in memory
        self._parts: str | list[Any] = parts

    def whole(self, kind: Kind) -> Plain | None:
        """Return what was said of all its messages; None where that is what was said of each."""
        return None if kind.whole is None else kind.whole(self._whole, self.text)

    def key(self, at: int) -> bytes:
        """Return the key of the message that stands there; nothing where none does."""
        parts = self._decoded()
        return bytes.fromhex(parts[at][0]) if 0 <= at < len(parts) else b""

    def one(self, at: int, kind: Kind) -> tuple[str, Plain]:
        """Return the source of a message and what was said of it."""
        _, source, part = self._decoded()[at]
        return source, kind.single(part, self.text)

    def _decoded(self) -> list[Any]:
        if isinstance(self._parts, str):
            self._parts = _decode(self._parts)
        return self._parts  # type: ignore[return-value]  # whose sum holds


def _sum(number: int, rules: int, said: str, parts: str, octets: bytes) -> int:
    """Return a sum by which a damaged page is known: who may write the file on purpose can write any."""
    head = f"{number} {rules}\0{said}\0{parts}".encode("utf-8", "surrogatepass")
    return zlib.crc32(octets, zlib.crc32(head))
