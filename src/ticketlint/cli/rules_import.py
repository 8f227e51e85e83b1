"""An issue form of GitHub in, a rule file that reads its issues out: `ticketlint rules import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ticketlint.cli.forms import show
from ticketlint.cli.streams import prepare
from ticketlint.cli.whole_file import WholeFile, replaces
from ticketlint.regexp import regexp
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from ticketlint.issueform import Converted

WRONG = 2
_ADDRESS = regexp(r"[^\s@,;<>\"\x00-\x1f\x7f]+@[^\s@,;<>\"\x00-\x1f\x7f]+")
_ID = regexp(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command(
    name="import",
    short_help="Turn an issue form of GitHub into a rule file.",
    epilog="""\b
Example:
  ticketlint rules import .github/ISSUE_TEMPLATE/bug.yml --to bugs@example.com > bug.yaml
  ticketlint rules check bug.yaml

\b
Exit codes:
  0  the rule file is written
  2  wrong usage, or a mistake in the issue form
  3  the file could not be read or written
""",
)
@click.argument("file", metavar="FILE")
@click.option("--to", multiple=True, metavar="ADDRESS", help="The desk's address; repeatable.")
@click.option("--name", metavar="NAME", help="The name of the form. Default: made from that of the issue form.")
@click.option("--language", "-l", default="en", show_default=True, metavar="LANGUAGE",
              help="The language of the issue form's words, as an ISO 639-1 code.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", help="Write the rule file there, whole or not at all.")
def command(*, file: str, to: tuple[str, ...], name: str | None, language: str, output: str | None) -> int:
    """Turn FILE, an issue form of GitHub (.github/ISSUE_TEMPLATE/*.yml), into a rule file; `-` is stdin.

    The form reads issues that were made with the issue form, and mails that answer its questions.
    What has no counterpart in a rule file is told on stderr.
    """
    from ticketlint.form.language import LANGUAGES  # noqa: PLC0415 - only this verb needs these
    from ticketlint.form.load import MAX_OCTETS  # noqa: PLC0415
    from ticketlint.issueform import convert  # noqa: PLC0415

    for address in to:
        if not _ADDRESS.fullmatch(address):
            raise click.BadParameter(f"{address!r} is no address such as desk@example.com", param_hint="--to")
    if name is not None and not _ID.fullmatch(name):
        raise click.BadParameter(f"{name!r}: use lower-case letters, digits and hyphens", param_hint="--name")
    if language not in LANGUAGES:
        raise click.BadParameter(f"{language!r} is no ISO 639-1 code, such as en or de", param_hint="--language")
    if output is not None and replaces(output, file):
        raise click.BadParameter("this is the issue form: write the rule file to another file", param_hint="--output")
    if file == "-":
        octets = sys.stdin.buffer.read(MAX_OCTETS + 1)
    else:
        with Path(file).open("rb") as opened:
            octets = opened.read(MAX_OCTETS + 1)
    found = convert(octets, file, to=to, language=language, name=name)
    return _told(file, found, output)


def _told(file: str, found: Converted, output: str | None) -> int:
    for note in found.notes if not found.faults else ():
        click.echo(f"note: {visible(file)}:{note.line}: {visible(note.text)}", err=True)
    if found.faults:
        show((file, fault) for fault in found.faults)
        count = len(found.faults)
        click.echo(f"{count} fault{'' if count == 1 else 's'}; no rule file is written", err=True)
        return WRONG
    if output is not None:
        with WholeFile(output) as whole:
            whole.write(found.text)
        return 0
    prepare(sys.stdout, machine=True)
    sys.stdout.write(found.text)
    return 0
