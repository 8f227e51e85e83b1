"""Rows and the labels found in them in, what stands behind no label out: the answer to the field that takes the rest.

Some desks ask for a few fields and take all else for the text of the request: pseudo-headers first, then what happened.
What stands below the labels counts, and what stands above them only where there is nothing below.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ticketlint.diagnostic import Place, Span
from ticketlint.fields import collect
from ticketlint.fields.labels import Hit
from ticketlint.fields.model import Answer
from ticketlint.fields.pieces import BLANK, Piece, Stretch, Written, indentation
from ticketlint.fields.rows import Row, span
from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.regexp import regexp

_SALUTATION = regexp(r"\s*[^\W\d_][^.:;?\n]{0,40}[,!]?\s*$")  # a line by itself, as `Dear all,` is
_LINES_OF_A_GREETING = 1


def rest_of(
    rows: Sequence[Row], hits: Sequence[Hit], used: Collection[int], form: Form, place: Place, names: frozenset[str]
) -> Answer | None:
    """Return the answer to the form's field that takes the rest; None where it has none, or one with its label.

    `used` are the identities of the rows that belong to other answers. `names` are the words by which the sender signs.
    """
    spec = next((spec for spec in form.fields if spec.rest), None)
    if spec is None or any(hit.spec is spec for hit in hits):
        return None
    lines = {hit.line for hit in hits}
    free = [at for at, row in enumerate(rows) if at not in lines and id(row) not in used]
    last = max(lines, default=-1)
    below = [rows[at] for at in free if at > last]
    above = _without_salutation([rows[at] for at in free if at < min(lines, default=0)])
    for part in (_without_salutation(below) if not lines else below, above):
        written = _collected(part, spec, names)
        if written.pieces:
            return _answer(written, spec, form, place)
    return None


def _without_salutation(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out the line with which a mail begins: `Hello,`."""
    filled = [at for at, row in enumerate(rows) if row.text.strip(BLANK)]
    if not filled or not _SALUTATION.match(rows[filled[0]].text):
        return rows
    first = rows[filled[0]].text.strip(BLANK)
    alone = len(filled) == _LINES_OF_A_GREETING or filled[1] > filled[0] + 1 or first[-1] in ",!"
    return rows[filled[0] + 1 :] if alone and len(first.split()) <= 5 else rows


def _collected(rows: Sequence[Row], spec: FieldSpec, names: frozenset[str]) -> Written:
    if not rows:
        return Written("", ())
    first = Piece(rows[0], 0, 0)
    hit = Hit(spec, 0, 0, 0, 0, spec.name, "exact", "bare", "", anchored=True)
    return collect.value(Stretch(hit, first, tuple(Piece(row, 0, len(row.text)) for row in rows), last=True), names)


def _answer(written: Written, spec: FieldSpec, form: Form, place: Place) -> Answer:
    first, last = written.pieces[0], written.pieces[-1]
    where = span((first.row, first.start), (last.row, last.end), place)
    label = Span(where.line, where.column, where.line, where.column, place)
    text = _text(written.pieces)
    return Answer(spec, spec.name, label, "exact", ":", text, where, interpret(text, spec, form), rest=True)


def _text(pieces: Sequence[Piece]) -> str:
    """Return the text without the blanks that all of its lines begin with."""
    filled = [piece for piece in pieces if not piece.empty]
    margin = min(indentation(piece.row.text) for piece in filled)
    lines = [piece.text[max(0, margin - piece.start) :].rstrip(BLANK) for piece in pieces]
    return "\n".join(lines).strip(BLANK)
