"""Arguments in, an exit code out: `ticketlint check` as click reads and explains it."""

from __future__ import annotations

from typing import Any

import click

from ticketlint.cli.check import run
from ticketlint.cli.click_options import options
from ticketlint.cli.configured import Configured
from ticketlint.cli.errors import WrongUsage
from ticketlint.cli.groups import told
from ticketlint.cli.options import CHECK


@click.command(
    name="check",
    short_help="Say which mails would receive a ticket, and what others lack.",
    cls=Configured,
    epilog="""\b
Examples:
  ticketlint check mail.eml
  ticketlint check --format table inbox.mbox ~/Maildir
  ticketlint check - < draft.eml
  ticketlint check --quiet --output json=report.json --output table=report.txt mails/

\b
Exit codes:
  0  every request would receive a ticket
  1  at least one would not (see --fail-on and --exit-zero)
  2  wrong usage, or a wrong rule file
  3  no message found, or something could not be read; this goes before 1
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@options(CHECK)
def command(**given: Any) -> int:
    """Say for each message in PATHs whether it would receive a ticket, and why not.

    A PATH is a mail (.eml), a folder, an mbox, a Maildir, or - for stdin, which is also read where no PATH is given.
    """
    try:
        return run(**given)
    except WrongUsage as error:
        raise told(error) from error
