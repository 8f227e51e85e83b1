"""The rows of a plain form in, the fields of its verdict out, each made only when somebody asks for it.

A report that writes what stands in the rows needs no objects for them, and they cost more than to read the mail.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView

from ticketlint.diagnostic import Place, Span
from ticketlint.fields import Field
from ticketlint.fields.lexicon import How
from ticketlint.form.model import FieldSpec
from ticketlint.quick.form import Long, Row, reading_of, said_of, written_of
from ticketlint.record import maker
from ticketlint.values import Reading


class Rows:
    """The fields of a plain form by name, in the form's order: a mapping.

    `base` is the number of the text's first line. Where the mail has one secret, which stands where its field is and
    nowhere else, `once` is that secret and `line` the index of its line; where it has none, `once` is empty. `hidden`
    are the names of the form's secret fields. What is masked shows `cover` in its stead.
    """

    __slots__ = ("_made", "base", "cover", "hidden", "line", "once", "place", "rows")

    def __init__(
        self,
        rows: list[Row],
        base: int,
        place: Place,
        once: str | None,
        hidden: frozenset[str],
        line: int,
    ) -> None:
        self.rows = rows
        self.base = base
        self.place: Place = place
        self.once = once
        self.line = line
        self.hidden = hidden
        self.cover: str | None = None
        self._made: dict[str, Field] | None = None

    def masked(self, cover: str) -> Rows:
        """Return the same fields, whose one secret is covered."""
        rows = Rows(self.rows, self.base, self.place, self.once, self.hidden, self.line)
        rows.cover = cover
        return rows

    def shown(self, row: Row) -> Row:
        """Return a row of a secret field as it may be shown."""
        if self.cover is None or written_of(row) != self.once:
            return row
        mark, line, long = row
        hidden = _reading(self.cover, None, "", None)
        if long is not None:
            return mark, line, Long(self.cover, hidden, long.start_line, long.start, long.end_line, long.end)
        return mark, line, Long(self.cover, hidden, line, mark.column, line, mark.end)

    def __getitem__(self, name: str) -> Field:
        return self._fields()[name]

    def __iter__(self) -> Iterator[str]:
        return iter([row[0].known.name for row in self.rows])

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, name: object) -> bool:
        return name in self._fields()

    def keys(self) -> KeysView[str]:
        return self._fields().keys()

    def values(self) -> ValuesView[Field]:
        return self._fields().values()

    def items(self) -> ItemsView[str, Field]:
        return self._fields().items()

    def get(self, name: str, default: Field | None = None) -> Field | None:
        return self._fields().get(name, default)

    def __eq__(self, other: object) -> bool:
        return self._fields() == (other._fields() if isinstance(other, Rows) else other)

    __hash__ = None  # type: ignore[assignment]  # as a dict has none

    def __repr__(self) -> str:
        return repr(self._fields())

    def __reduce__(self) -> tuple[type[dict[str, Field]], tuple[dict[str, Field]]]:
        return dict, (self._fields(),)  # a copy, and what goes to another process, knows nothing of the form

    def _fields(self) -> dict[str, Field]:
        if self._made is None:
            rows = [self.shown(row) if row[0].known.secret else row for row in self.rows]
            self._made = {row[0].known.name: self._field(row) for row in rows}
        return self._made

    def _field(self, row: Row) -> Field:
        mark, value = row[0], said_of(row)
        assert value is not None  # only answers are fields
        return Field(
            mark.known.name,
            value,
            written_of(row),
            mark.known.label,
            _value_span(row, self.base, self.place),
            _label_span(row, self.base, self.place),
            mark.known.secret,
        )


Mapping.register(Rows)
_span, _reading = maker(Span), maker(Reading)


class Told:
    """An answer of a plain form, whose places are worked out when a check asks for them: most checks ask for none.

    It shows all that an `Answer` does, and is one to the checks.
    """

    __slots__ = ("_base", "_place", "_row", "how", "reading", "spec")

    def __init__(self, spec: FieldSpec, how: How, reading: Reading, row: Row, base: int, place: Place) -> None:
        self.spec = spec
        self.how = how
        self.reading = reading
        self._row = row
        self._base = base
        self._place: Place = place

    @property
    def label(self) -> str:
        return self._row[0].known.label

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

    @property
    def filled(self) -> bool:
        return self.reading.value is not None


def told(row: Row, base: int, place: Place) -> Told:
    """Return the answer that a row is, in a text whose first line has this number."""
    mark = row[0]
    return Told(mark.known.spec, mark.known.how, reading_of(row), row, base, place)


def _value_span(row: Row, base: int, place: Place) -> Span:
    """Return where a value stands, in lines and columns that count from 1."""
    mark, line, long = row
    if long is None:
        return _span(line + base, mark.column + 1, line + base, mark.end + 1, place)
    return _span(long.start_line + base, long.start + 1, long.end_line + base, long.end + 1, place)


def _label_span(row: Row, base: int, place: Place) -> Span:
    """Return where a label stands, in the same way."""
    return _span(row[1] + base, 1, row[1] + base, row[0].known.label_end + 1, place)
