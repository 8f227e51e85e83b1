"""`--rules` in, forms out: the shipped ones where none is given; a wrong rule file ends the run with exit code 2."""

from __future__ import annotations

import sys

from ticketlint.cli.errors import WrongFiles
from ticketlint.cli.streams import color_of, width_of
from ticketlint.diagnostic import EMPTY_TEXT, Text
from ticketlint.form import FormError, load_forms
from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketlint.diagnostic import Diagnostic
    from ticketlint.form.model import Form

DEFAULT_FORMS = ("open-xchange",)  # other desks are asked for: a draft to nobody must not be told about theirs


def load(rules: Sequence[str]) -> tuple[Form, ...]:
    """Return the forms that were asked for; raises WrongFiles."""
    try:
        return load_forms(rules)
    except FormError as error:
        raise WrongFiles(error.faults) from error


def show(faults: Iterable[tuple[str, Diagnostic]]) -> None:
    """Write faults of files to stderr, each with its line."""
    from ticketlint.report.blocks import block  # noqa: PLC0415 - only a mistake pays for it
    from ticketlint.report.look import Look  # noqa: PLC0415 - the same

    look = Look(color=color_of("auto", sys.stderr), width=width_of(sys.stderr))
    for path, diagnostic in faults:
        sys.stderr.write(block(path, diagnostic, look, lines_of(path, diagnostic)))


def lines_of(path: str, diagnostic: Diagnostic) -> Text:
    """Return the lines of a file where a diagnostic names other places in it, else none."""
    if not diagnostic.related:
        return EMPTY_TEXT
    from pathlib import Path  # noqa: PLC0415 - only a mistake pays for it

    from ticketlint.form.nodes import split_lines  # noqa: PLC0415 - the same

    try:
        lines = split_lines(Path(path).read_bytes().decode("utf-8-sig", errors="replace"))
    except OSError:  # standard input, or gone since
        return EMPTY_TEXT
    return Text(lines, range(1, len(lines) + 1), "file")
