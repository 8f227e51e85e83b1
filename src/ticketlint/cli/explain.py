"""A code in, what it flags and why out, with an example refused and one accepted: `ticketlint explain`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ticketlint.cli.advice import did_you_mean
from ticketlint.cli.click_options import rules_option
from ticketlint.cli.forms import load
from ticketlint.cli.streams import prepare
from ticketlint.codes import CODES, Code
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.diagnostic import Severity
    from ticketlint.form.model import Form, Rule


@click.command(
    name="explain",
    short_help="Explain a CODE of a diagnostic, with examples.",
    epilog="""\b
Examples:
  ticketlint explain                   every code with its severity
  ticketlint explain missing-field
""",
)
@click.argument("code", required=False)
@rules_option
def command(*, code: str | None, rules: tuple[str, ...]) -> int:
    """Explain a CODE of a diagnostic: what it flags, why, what is refused and what is accepted.

    The names of a form's own rules, the faults of rule files and of sample mails are codes too. Without CODE, all are
    listed.
    """
    from ticketlint.expectations.codes import DIFFERENCES  # noqa: PLC0415 - only this verb needs it
    from ticketlint.form.fault_codes import FAULTS  # noqa: PLC0415 - only this verb needs it

    prepare(sys.stdout, machine=False)
    known = CODES.get(code or "") or FAULTS.get(code or "") or DIFFERENCES.get(code or "")
    if known:
        click.echo(explanation(known), nl=False)
        return 0
    forms = load(rules)
    named = {rule.name: (form, rule) for form in forms for rule in form.rules}
    if code is None:
        _list("faults of mails", {one.name: one.severity for one in CODES.values()})
        if named:
            _list("\nrules of forms", {name: rule.severity for name, (_, rule) in named.items()})
        _list("\nfaults of rule files", {one.name: one.severity for one in FAULTS.values()})
        _list("\nfaults of sample mails", {one.name: one.severity for one in DIFFERENCES.values()})
        return 0
    if code not in named:
        advice = did_you_mean(code, [*CODES, *named, *FAULTS, *DIFFERENCES]) or "`ticketlint explain` lists them all"
        raise click.UsageError(f"there is no code {code!r}: {advice}")
    click.echo(_rule(*named[code]), nl=False)
    return 0


def explanation(code: Code) -> str:
    """Return the explanation of a code as text, ended by a newline."""
    lines = [f"{code.name} ({_severity(code.severity)})"]
    lines += [f"\nFlags: {code.flags}"] if code.flags else []
    lines += [f"Why: {code.why}"] if code.why else []
    for title, example in (("Asked by the form", code.asks), ("Refused", code.refused), ("Accepted", code.accepted)):
        if example:
            lines += [f"\n{title}:", *(f"    {line}".rstrip() for line in example.rstrip("\n").split("\n"))]
    return "\n".join(lines) + "\n"


def _severity(severity: Severity) -> str:
    costs = ", costs the ticket" if severity.withholds else ""
    return f"severity {int(severity)}, {severity.word}{costs}"


def _list(title: str, codes: Mapping[str, Severity]) -> None:
    click.echo(f"{title}:")
    for name, severity in codes.items():
        click.echo(f"  {int(severity)}  {severity.word:<7}  {name}")


def _rule(form: Form, rule: Rule) -> str:
    language = form.language[0]
    lines = [f"{rule.name} ({_severity(rule.severity)})", f"\nA rule of the form {form.id} ({visible(form.path)})."]
    lines.append(f"Flags: {visible(rule.title)}")
    help_text = rule.help.get(language) or next(iter(rule.help.values()), "")
    if help_text:
        lines.append(f"Help: {visible(help_text)}")
    return "\n".join(lines) + "\n"
