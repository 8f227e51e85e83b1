"""Rule files in, what they ask for and whether they are right out: `ticketlint rules`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ticketlint.cli.click_options import rules_option
from ticketlint.cli.forms import lines_of, load
from ticketlint.cli.groups import Verbs
from ticketlint.cli.streams import color_of, prepare, width_of
from ticketlint.cli.template import choose
from ticketlint.report.blocks import block
from ticketlint.report.look import Look
from ticketlint.report.visible import cells, cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketlint.diagnostic import Diagnostic
    from ticketlint.form.model import Condition, FieldSpec, Form, Rule

WRONG = 2
_ELSEWHERE = {  # loaded only when they are called
    "schema": "ticketlint.cli.rules_schema",
    "import": "ticketlint.cli.rules_import",
    "docs": "ticketlint.cli.rules_docs",
    "diff": "ticketlint.cli.rules_diff",
    "test": "ticketlint.cli.rules_test",
}


@click.group(
    name="rules",
    short_help="List, show, check and prove rule files.",
    cls=Verbs,
    elsewhere=_ELSEWHERE,
)
def command() -> None:
    """List, show, check and prove rule files: what a desk asks for, one form a file."""


@command.command(name="list")
@rules_option
def list_(*, rules: tuple[str, ...]) -> int:
    """List the shipped forms, or those of --rules."""
    prepare(sys.stdout, machine=False)
    rows = [
        (form.id, f"{len(form.fields)} fields", ", ".join(form.to[:1]) or "-", visible(form.title))
        for form in load(rules)
    ]
    click.echo(_table(rows), nl=False)
    return 0


@command.command()
@click.argument("form", required=False)
@rules_option
def show(*, form: str | None, rules: tuple[str, ...]) -> int:
    """Show what a FORM asks for. Default: open-xchange, or the only form of --rules."""
    prepare(sys.stdout, machine=False)
    click.echo("".join(f"{line}\n" for line in _described(choose(load(rules), form))), nl=False)
    return 0


@command.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|NAME]...")
def check(*, paths: tuple[str, ...]) -> int:
    """Find every mistake in rule files, with its line. Default: the shipped ones.

    Exit code 2 if a file is wrong, else 0; what is only suspicious is told as a warning.
    """
    from ticketlint.form import check_forms  # noqa: PLC0415 - only this verb needs it

    return _verdict(check_forms(paths), "every rule file is right")


def _verdict(faults: Iterable[tuple[str, Diagnostic]], fine: str) -> int:
    """Show faults on stdout; return the exit code: a mistake makes it 2, what is only suspicious does not."""
    prepare(sys.stdout, machine=False)
    look = Look(color=color_of("auto", sys.stdout), width=width_of(sys.stdout))
    wrong = count = 0
    for path, fault in faults:
        count += 1
        wrong += fault.severity.withholds
        click.echo(block(path, fault, look, lines_of(path, fault)), nl=False, color=look.color)
    if not count:
        click.echo(fine)
    else:
        click.echo(f"{wrong} fault{'' if wrong == 1 else 's'}, {count - wrong} suspicious")
    return WRONG if wrong else 0


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    held = list(rows)
    widths = [max((cells(row[column]) for row in held), default=0) for column in range(len(held[0]) if held else 0)]
    return "".join(
        "  ".join(cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in held
    )


def _described(form: Form) -> Iterator[str]:
    yield f"{form.id}: {visible(form.title)}"
    facts = (
        ("rule file", form.path),
        ("desk", ", ".join(form.to)),
        ("read more", form.url or ""),
        ("languages", ", ".join(form.language)),
        ("follow-up", form.follow_up or ""),
        ("urgency", form.urgency or ""),
        ("severities", ", ".join(f"{code}: {severity}" for code, severity in form.severities.items())),
    )
    for name, fact in facts:
        if fact:
            yield f"  {name}: {visible(fact)}"
    yield "\nfields:"
    for spec in form.fields:
        yield f"  {visible(spec.name)}{'' if spec.required else ' (optional)'}"
        for fact in _asked(spec, form.language[0]):
            yield f"      {visible(fact)}"
    if form.rules:
        yield "\nrules:"
        for rule in form.rules:
            yield f"  {rule.name} (severity {int(rule.severity)})"
            for fact in _ruled(rule, form.language[0]):
                yield f"      {visible(fact)}"


def _asked(spec: FieldSpec, language: str) -> Iterator[str]:
    traits: list[str] = [spec.type] if spec.type != "line" else []
    traits += [word for word, set_ in (("secret", spec.secret), ("belongs at the top", spec.first)) if set_]
    if spec.rest:
        traits.append("takes what stands behind no label")
    if spec.header:
        traits.append(f"read from the header field {spec.header}")
    if traits:
        yield ", ".join(traits)
    if spec.choices:
        yield f"{'any' if spec.many else 'one'} of " + ", ".join(choice.value for choice in spec.choices)
    if spec.pattern:
        yield f"pattern {spec.pattern}"
    limits = (("min", spec.min), ("max", spec.max), ("min-length", spec.min_length), ("max-length", spec.max_length))
    if any(limit is not None for _, limit in limits):
        yield ", ".join(f"{name} {limit}" for name, limit in limits if limit is not None)
    if spec.default is not None:
        yield f"default {spec.default}"
    if spec.aliases:
        yield cut("also written " + ", ".join(alias.text for alias in spec.aliases), 100)
    help_text = spec.help.get(language) or next(iter(spec.help.values()), "")
    if help_text:
        yield help_text


def _ruled(rule: Rule, language: str) -> Iterator[str]:
    yield f"when {_condition(rule.when)}"
    if rule.require:
        yield "requires " + ", ".join(rule.require)
    if rule.forbid:
        yield "forbids " + ", ".join(rule.forbid)
    for field, values in rule.choices.items():
        yield f"allows {field}: {', '.join(values)}"
    yield rule.title
    help_text = rule.help.get(language) or next(iter(rule.help.values()), "")
    if help_text:
        yield help_text


def _condition(when: Condition) -> str:
    parts = [f"{field} is {' or '.join(values)}" for field, values in when.values.items()]
    parts += [f"{field} is there" for field in when.present]
    parts += [f"{field} is absent" for field in when.absent]
    if when.never is not None:
        parts.append(f"not ({_condition(when.never)})")
    return " and ".join(parts) or "always"
