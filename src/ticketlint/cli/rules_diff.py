"""Old rules, new rules and mailboxes in, the messages that are judged otherwise out: `ticketlint rules diff`."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import tee

import click

from ticketlint.cli.click_options import number
from ticketlint.cli.forms import load
from ticketlint.cli.judging import verdicts
from ticketlint.cli.mails import Listener, messages
from ticketlint.cli.streams import ColorChoice, color_of, prepare, width_of
from ticketlint.cli.whole_lines import lines_to
from ticketlint.report.look import Look

CHANGES = 1
FAILED = 3


@click.command(
    name="diff",
    short_help="Tell which messages other rules would judge otherwise.",
    epilog="""\b
Example:
  git show HEAD:helpdesk.yaml > old.yaml
  ticketlint rules diff old.yaml helpdesk.yaml inbox.mbox

\b
Exit codes:
  0  every message is judged as before
  1  at least one is not
  2  wrong usage, or a wrong rule file
  3  no message found, or something could not be read; this goes before 1
""",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("paths", nargs=-1, required=True, metavar="MAILBOX...")
@click.option("--format", "-f", "style", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
              help="For people, or one JSON object for each message that changes.")  # fmt: skip
@click.option("--show-secrets", is_flag=True, help="Do not mask the values of secret fields.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--jobs", "-j", type=number(1), metavar="N",
              help="Judge in N processes. Default: one for each processor where there are many messages.")  # fmt: skip
def command(
    *, old: str, new: str, paths: tuple[str, ...], style: str, show_secrets: bool, color: ColorChoice, jobs: int | None
) -> int:
    """Tell which messages of a MAILBOX would be judged otherwise if the rules NEW took the place of OLD.

    OLD and NEW are rule files, folders of them, or names of shipped forms. A MAILBOX is what `check` takes: a mail, a
    folder, an mbox, a Maildir, or - for stdin.
    """
    from ticketlint.rulediff import Count, as_line, as_text, compare  # noqa: PLC0415 - only this verb needs it

    before, after = load((old,)), load((new,))
    secret = {spec.name for form in (*before, *after) for spec in form.fields if spec.secret}
    machine = style == "jsonl"
    prepare(sys.stdout, machine=machine)
    look = Look(color=not machine and color_of(color, sys.stdout), width=width_of(sys.stdout))
    told = Listener()
    count = Count()
    if "-" in paths:
        jobs = jobs or 1
    # Each message is read once, and let go when both have judged it.
    first, second = tee(messages(paths, told))
    lines = lines_to(sys.stdout)
    put, show = (sys.stdout.write, sys.stdout.flush) if lines is None else (lines.put, lines.flush)
    with (
        closing(verdicts(lambda _: first, before, sending=False, jobs=jobs, cache=None)) as by_old,
        closing(verdicts(lambda _: second, after, sending=False, jobs=jobs, cache=None)) as by_new,
    ):
        for one, other in zip(by_old, by_new, strict=True):
            change = compare(one.verdict, other.verdict, secret, show_secrets=show_secrets)
            count.add(change)
            if change is not None:
                put(as_line(change) if machine else as_text(change, look))
                show()
    if not count.messages and not told.unread:
        click.echo("error: no message found", err=True)
    elif count.messages:
        click.echo(count.summary(), err=machine)
    if told.unread or not count.messages:
        return FAILED
    return CHANGES if count.changed else 0
