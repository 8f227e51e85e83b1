"""The rows of a plain form in, the fields of its verdict out, each made only when somebody asks for it.

A report that writes what stands in the rows needs no objects for them, and they cost more than to read the mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ticketlint.diagnostic import Place, Span
from ticketlint.fields import Answer, Field
from ticketlint.quick.form import Long, Row, reading_of, written_of
from ticketlint.values import Reading


class Rows(Mapping[str, Field]):
    """The fields of a plain form by name, in the form's order. `base` is the number of the text's first line.

    Where the mail has one secret, which stands where its field is and nowhere else, `once` is that secret, and
    `hidden` are the names of the form's secret fields.
    """

    __slots__ = ("_made", "base", "hidden", "once", "place", "rows")

    def __init__(
        self, rows: Sequence[Row], base: int, place: Place, once: str | None, hidden: frozenset[str] = frozenset()
    ) -> None:
        self.rows = rows
        self.base = base
        self.place: Place = place
        self.once = once
        self.hidden = hidden
        self._made: dict[str, Field] | None = None

    def masked(self, cover: Callable[[str], str]) -> Rows:
        """Return the same fields with the values of secret ones covered."""
        rows = [_covered(row, cover) if row[0].spec.secret else row for row in self.rows]
        return Rows(rows, self.base, self.place, None)

    def __getitem__(self, name: str) -> Field:
        return self._fields()[name]

    def __iter__(self) -> Iterator[str]:
        return iter([mark.spec.name for mark, _, _ in self.rows])

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return self._fields() == (other._fields() if isinstance(other, Rows) else other)

    __hash__ = None  # type: ignore[assignment]  # as a dict has none

    def __repr__(self) -> str:
        return repr(self._fields())

    def __reduce__(self) -> tuple[type[dict[str, Field]], tuple[dict[str, Field]]]:
        return dict, (self._fields(),)  # a copy, and what goes to another process, knows nothing of the form

    def _fields(self) -> dict[str, Field]:
        if self._made is None:
            self._made = {row[0].spec.name: self._field(row) for row in self.rows}
        return self._made

    def _field(self, row: Row) -> Field:
        mark, value = row[0], reading_of(row).value
        assert value is not None  # only answers are fields
        return Field(
            mark.spec.name,
            value,
            written_of(row),
            mark.label,
            _value_span(row, self.base, self.place),
            _label_span(row, self.base, self.place),
            mark.spec.secret,
        )


class Told(Answer):
    """An answer of a plain form, whose places are worked out when a check asks for them: most checks ask for none."""

    __slots__ = ("_base", "_place", "_row", "how", "reading", "spec")
    __setattr__ = object.__setattr__  # only here; whoever is given one sees what any answer shows

    def __init__(self, row: Row, base: int, place: Place) -> None:
        mark = row[0]
        self.spec = mark.spec  # type: ignore[misc]  # of Answer, and read-only to all others
        self.how = mark.how  # type: ignore[misc]  # the same
        self.reading = reading_of(row)  # type: ignore[misc]  # the same
        self._row = row
        self._base = base
        self._place: Place = place

    @property
    def label(self) -> str:
        return self._row[0].label

    @property
    def label_span(self) -> Span:
        return _label_span(self._row, self._base, self._place)

    @property
    def separator(self) -> str:
        return ":"

    @property
    def written(self) -> str:
        return written_of(self._row)

    @property
    def span(self) -> Span:
        return _value_span(self._row, self._base, self._place)

    @property
    def inline(self) -> bool:
        return False


def _value_span(row: Row, base: int, place: Place) -> Span:
    """Return where a value stands, in lines and columns that count from 1."""
    mark, line, long = row
    if long is None:
        return Span(line + base, mark.column + 1, line + base, mark.end + 1, place)
    return Span(long.start_line + base, long.start + 1, long.end_line + base, long.end + 1, place)


def _label_span(row: Row, base: int, place: Place) -> Span:
    """Return where a label stands, in the same way."""
    return Span(row[1] + base, 1, row[1] + base, row[0].label_end + 1, place)


def _covered(row: Row, cover: Callable[[str], str]) -> Row:
    mark, line, long = row
    written, value = written_of(row), reading_of(row).value
    shown = cover(written)
    hidden = Reading(
        shown if value == written else cover(value) if isinstance(value, str) else tuple(map(cover, value or ()))
    )
    if long is not None:
        return mark, line, long._replace(written=shown, reading=hidden)
    return mark, line, Long(shown, hidden, line, mark.column, line, mark.end)
