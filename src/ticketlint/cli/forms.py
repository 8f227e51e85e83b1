"""`--rules` in, forms out: the shipped ones where none is given; a wrong rule file ends the run with exit code 2."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ticketlint.cli.streams import color_of, width_of
from ticketlint.form import FormError, load_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketlint.diagnostic import Diagnostic
    from ticketlint.form.model import Form

rules_option = click.option(
    "--rules",
    "-r",
    multiple=True,
    metavar="FILE|FOLDER|NAME",
    help="Rule files, a folder of them, or the name of a shipped form; repeatable. "
    "Default: open-xchange to check, all shipped forms else.",
)


class WrongRules(click.ClickException):
    """Rule files that cannot be used: every fault of every file is shown."""

    exit_code = 2

    def __init__(self, error: FormError) -> None:
        super().__init__(str(error))
        self.error = error

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        show_faults(self.error)


DEFAULT_FORMS = ("open-xchange",)  # other desks are asked for: a draft to nobody must not be told about theirs


def load(rules: Sequence[str]) -> tuple[Form, ...]:
    """Return the forms that were asked for."""
    try:
        return load_forms(rules)
    except FormError as error:
        raise WrongRules(error) from error


def show_faults(error: FormError) -> None:
    """Write every fault of the rule files to stderr, each with its line."""
    show_all(error.faults)


def show_all(faults: Iterable[tuple[str, Diagnostic]]) -> None:
    """Write faults of files to stderr, each with its line."""
    from ticketlint.report.blocks import block  # noqa: PLC0415 - only a mistake pays for it
    from ticketlint.report.look import Look  # noqa: PLC0415 - the same

    look = Look(color=color_of("auto", sys.stderr), width=width_of(sys.stderr))
    for path, diagnostic in faults:
        click.echo(block(path, diagnostic, look), err=True, nl=False, color=look.color)
