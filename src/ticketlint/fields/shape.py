"""Rows and a form in, the rows out as the form's labels are looked for in them: one label each, tabs between cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ticketlint.fields.beside import without_company
from ticketlint.fields.labels import hits_in
from ticketlint.fields.lexicon import labels_of
from ticketlint.fields.listings import is_log
from ticketlint.fields.objects import parted
from ticketlint.fields.rows import Row, pack, tabled, transposed, with_whole_hints, without_comments
from ticketlint.fields.sheets import unfolded
from ticketlint.fields.together import with_one_label
from ticketlint.fields.wrapped import unwrapped
from ticketlint.form.model import Form


def shaped(rows: Sequence[Row], form: Form, label: Callable[[str], str | None]) -> Sequence[Row]:
    """Undo what programs and people put round the labels. `label` names the field whose label a line begins with."""
    labels = labels_of(form)
    rows = unwrapped(rows, partial(_first, form=form))
    if len(rows) <= _MOST:
        rows = without_company(rows, form, labels, label)
        rest = frozenset(spec.name for spec in form.fields if spec.rest)
        rows = with_one_label(unfolded(parted(rows, labels, label, rest), labels, label), form, labels, label)
    rows = tabled(without_comments(pack(rows, partial(_count, form=form)), label), label)
    if any("\t" in row.text for row in rows):
        from ticketlint.fields.columns import without_explanations  # noqa: PLC0415  # start-up: few mails have a table

        rows = without_explanations(rows, label)
    return with_whole_hints(transposed(rows, label), label)


_MOST = 5000  # rows of a mail in which people write so


def _first(text: str, *, form: Form) -> tuple[str, int] | None:
    """Return the field whose label stands first in a line, and where it does, not counting its marker."""
    for hit in hits_in(text[:2000], form):
        if hit.how != "misspelt" and hit.separator == ":":
            return hit.spec.name, 0 if hit.anchored else hit.start
    return None


def _count(text: str, *, form: Form) -> tuple[int, int]:
    found = [hit for hit in hits_in(text, form) if hit.how != "misspelt"]
    hits = [hit for hit in found if hit.separator == ":" or (hit.anchored and hit.separator == "-")]
    if not hits:
        return 0, 0
    anchored = sum(hit.anchored for hit in hits)
    return (anchored, len(hits) - anchored) if anchored or not is_log(text) else (0, 0)
