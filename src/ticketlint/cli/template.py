"""The name of a form in, its empty template out: `ticketlint template`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ticketlint.cli.advice import did_you_mean
from ticketlint.cli.click_options import rules_option
from ticketlint.cli.forms import load
from ticketlint.cli.streams import prepare
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketlint.form.model import Form


@click.command(
    name="template",
    epilog="""\b
Examples:
  ticketlint template > request.txt
  ticketlint template open-xchange --format eml --language de > draft.eml
  ticketlint template --filled | ticketlint check -
""",
)
@click.argument("form", required=False)
@rules_option
@click.option(
    "--format", "-f", "shape", type=click.Choice(["text", "eml", "mailto"]), default="text", show_default=True,
    help="The body, a mail that opens as a draft, or a link that opens one.",
)  # fmt: skip
@click.option("--language", "-l", metavar="LANGUAGE", help="Language of the hints, such as de or en.")
@click.option("--filled", is_flag=True, help="Fill every field with an answer that the form calls good.")
def command(*, form: str | None, rules: tuple[str, ...], shape: str, language: str | None, filled: bool) -> int:
    """Print the empty FORM, ready to be filled in. Default: open-xchange, or the only form of --rules."""
    from ticketlint import template  # noqa: PLC0415 - only this verb needs it

    chosen = choose(load(rules), form)
    if language and language not in chosen.language:
        known = ", ".join(chosen.language)
        raise click.BadParameter(
            f"{chosen.id} has no words in {language!r}: it speaks {known}", param_hint="--language"
        )
    write = {"text": template.body, "eml": template.mail, "mailto": template.link}[shape]
    prepare(sys.stdout, machine=True)
    sys.stdout.write(write(chosen, language, filled=filled) + ("\n" if shape == "mailto" else ""))
    return 0


DEFAULT = "open-xchange"


def choose(forms: Sequence[Form], name: str | None) -> Form:
    """Return the form with this name, or the one that is meant where none is named."""
    by_id = {form.id: form for form in forms}
    if name is None:
        if len(forms) == 1:
            return forms[0]
        if DEFAULT in by_id:
            return by_id[DEFAULT]
        raise click.UsageError(f"name a form: {', '.join(by_id)}")
    if name not in by_id:
        advice = did_you_mean(name, by_id) or f"the forms are {', '.join(by_id)}"
        if os.path.exists(name):  # noqa: PTH110 - also of what is too long for a path
            advice = f"did you mean `--rules {visible(name)}`?"
        raise click.UsageError(f"there is no form {name!r}: {advice}")
    return by_id[name]
