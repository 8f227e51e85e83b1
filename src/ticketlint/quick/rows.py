"""The rows of a plain form in, the fields of its verdict out, each made only when somebody asks for it.

A report that writes what stands in the rows needs no objects for them, and they cost more than to read the mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ticketlint.diagnostic import Place, Span
from ticketlint.fields import Field
from ticketlint.quick.form import Long, Row
from ticketlint.values import Reading


class Rows(Mapping[str, Field]):
    """The fields of a plain form by name, in the form's order. `base` is the number of the text's first line.

    `secret_once` says that a secret stands where its field is and nowhere else in the mail.
    """

    __slots__ = ("_made", "base", "place", "rows", "secret_once")

    def __init__(self, rows: Sequence[Row], base: int, place: Place, *, secret_once: bool) -> None:
        self.rows = rows
        self.base = base
        self.place: Place = place
        self.secret_once = secret_once
        self._made: dict[str, Field] | None = None

    def masked(self, cover: Callable[[str], str]) -> Rows:
        """Return the same fields with the values of secret ones covered."""
        rows = [_covered(row, cover) if row.mark.spec.secret else row for row in self.rows]
        return Rows(rows, self.base, self.place, secret_once=True)

    def __getitem__(self, name: str) -> Field:
        return self._fields()[name]

    def __iter__(self) -> Iterator[str]:
        return iter([row.mark.spec.name for row in self.rows])

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return self._fields() == (other._fields() if isinstance(other, Rows) else other)

    __hash__ = None  # type: ignore[assignment]  # as a dict has none

    def __repr__(self) -> str:
        return repr(self._fields())

    def _fields(self) -> dict[str, Field]:
        if self._made is None:
            self._made = {row.mark.spec.name: self._field(row) for row in self.rows}
        return self._made

    def _field(self, row: Row) -> Field:
        mark, value = row.mark, row.reading.value
        assert value is not None  # only answers are fields
        return Field(
            mark.spec.name,
            value,
            row.written,
            mark.label,
            value_span(row, self.base, self.place),
            label_span(row, self.base, self.place),
            mark.spec.secret,
        )


def value_span(row: Row, base: int, place: Place) -> Span:
    """Return where a value stands, in lines and columns that count from 1."""
    return Span(row.start_line + base, row.start + 1, row.end_line + base, row.end + 1, place)


def label_span(row: Row, base: int, place: Place) -> Span:
    """Return where a label stands, in the same way."""
    return Span(row.line + base, 1, row.line + base, row.mark.label_end + 1, place)


def _covered(row: Row, cover: Callable[[str], str]) -> Row:
    value = row.reading.value
    hidden = cover(value) if isinstance(value, str) else tuple(map(cover, value or ()))
    return Long(
        row.mark, row.line, cover(row.written), Reading(hidden), row.start_line, row.start, row.end_line, row.end
    )
