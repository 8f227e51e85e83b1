"""A form in, a page for the people who write to its desk out: `ticketlint rules docs`."""

from __future__ import annotations

import sys

import click

from ticketlint.cli.click_options import rules_option
from ticketlint.cli.forms import load
from ticketlint.cli.streams import prepare
from ticketlint.cli.template import choose
from ticketlint.cli.whole_file import WholeFile, replaces


@click.command(
    name="docs",
    short_help="Print a page about a FORM for the people who write mails.",
    epilog="""\b
Examples:
  ticketlint rules docs > how-to-write-to-us.md
  ticketlint rules docs --rules helpdesk.yaml --language de --format html -o helpdesk.html
""",
)
@click.argument("form", required=False)
@rules_option
@click.option("--format", "-f", "style", type=click.Choice(["markdown", "html"]), default="markdown", show_default=True)
@click.option("--language", "-l", "languages", multiple=True, metavar="LANGUAGE",
              help="One of the form's languages; repeatable. Default: all of them, one after the other.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", help="Write the page there, whole or not at all.")
def command(
    *, form: str | None, rules: tuple[str, ...], style: str, languages: tuple[str, ...], output: str | None
) -> int:
    """Print a page for the people who write mails: the FORM to copy, what each field takes, and what is refused.

    Default: open-xchange, or the only form of --rules.
    """
    from ticketlint.formdocs import page  # noqa: PLC0415 - only this verb needs it

    chosen = choose(load(rules), form)
    for language in languages:
        if language not in chosen.language:
            known = ", ".join(chosen.language)
            raise click.BadParameter(
                f"{chosen.id} has no words in {language!r}: it speaks {known}", param_hint="--language"
            )
    if output is not None and replaces(output, chosen.path):
        raise click.BadParameter("this is the rule file: write the page to another file", param_hint="--output")
    text = page(chosen, tuple(dict.fromkeys(languages)), style)
    if output is not None:
        with WholeFile(output) as file:
            file.write(text)
        return 0
    prepare(sys.stdout, machine=True)
    sys.stdout.write(text)
    return 0
