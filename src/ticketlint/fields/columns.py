"""Rows of a table in, the same out without the column that only explains the form, as its head says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ticketlint.fields.rows import Row, beside
from ticketlint.hints import Final
from ticketlint.regexp import regexp

_FEWEST: Final = 3  # columns: of two, the second one holds the answers, whatever its head says
_MOST: Final = 12
_EXPLAINS = regexp(
    r"(?i)\W*(?:hints?|help|notes?|examples?|e\.g\.|explanations?|descriptions?|instructions?|format|required|mandatory"
    r"|optional|allowed(?: values)?|possible values|options|hinweise?|hilfe|beispiele?|erläuterung(?:en)?"
    r"|erklärung(?:en)?|beschreibung|anleitung|pflicht(?:feld)?|erlaubte werte|mögliche werte|auswahl|remarks?"
    r"|comments?|bemerkung(?:en)?|anmerkung(?:en)?|kommentar|exemples?|aide|remarques?|explications?|ejemplos?|ayuda|notas?"
    r"|observaciones|esemp[io]{1,2}|aiuto|note|voorbeeld(?:en)?|toelichting|opmerking(?:en)?|przykład|uwagi|opis"
    r"|exemplo|observações)\W*"
)


def without_explanations(rows: Sequence[Row], label: Callable[[str], str | None]) -> Sequence[Row]:
    """Leave out what stands in a column `Hint`, `Example` or `Required` beside that of the answers."""
    read: list[Row] = []
    column: int | None = None
    width = 0
    for row in rows:
        cells = row.text.split("\t") if "\t" in row.text and not row.packed else []
        explains = _explaining(cells)
        if explains is not None and not any(map(label, cells)):
            column, width = explains, len(cells)
        elif column is not None and len(cells) == width and label(cells[0]):
            starts = [sum(map(len, cells[:at])) + at for at in range(width)]
            read.append(beside(row, [(starts[at], text) for at, text in enumerate(cells) if at != column]))
            continue
        read.append(row)
    return rows if width == 0 else read


def _explaining(cells: Sequence[str]) -> int | None:
    """Return which of the cells of a table's head says that its column explains; none where several do."""
    if not _FEWEST <= len(cells) <= _MOST:
        return None
    found = [at for at, cell in enumerate(cells) if at and len(cell) < _LONGEST_HEAD and _EXPLAINS.fullmatch(cell)]
    return found[0] if len(found) == 1 else None


_LONGEST_HEAD: Final = 40
