"""The name of a format, or NAME=FILE, in; how to write there out; and what is wrong with it, for its writer."""

from __future__ import annotations

import click

from ticketlint.cli.words import did_you_mean
from ticketlint.report import FORMATS, Format, TemplateFault, template


def known(name: str) -> Format:
    """Return the format of this name; raises BadParameter."""
    if name == "template=":
        raise click.BadParameter("template=FILE needs the path of a file")
    if name.startswith("template="):
        try:
            return template(name.removeprefix("template="))
        except TemplateFault as error:
            raise click.BadParameter(str(error)) from error
    if name not in FORMATS:
        advice = did_you_mean(name, FORMATS) or f"the formats are {', '.join(FORMATS)} and template=FILE"
        raise click.BadParameter(f"there is no format {name!r}: {advice}")
    return FORMATS[name]


def output(given: str) -> tuple[Format, str]:
    """Return the format and the path of NAME=FILE; raises BadParameter."""
    name, equals, path = given.partition("=")
    if name == "template":
        used, equals, path = path.partition("=")
        name = f"template={used}"
    if not equals or not path or path == "-":
        raise click.BadParameter(f"{given!r} is not NAME=FILE, for example json=report.json")
    return known(name), path


def to_stdout(ctx: click.Context, param: click.Parameter, value: str) -> Format:  # noqa: ARG001 - click's signature
    return known(value)


def to_files(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001 - the same
    value: tuple[str, ...],
) -> tuple[tuple[Format, str], ...]:
    pairs = tuple(output(given) for given in value)
    if len({path for _, path in pairs}) < len(pairs):
        raise click.BadParameter("two outputs would be written to one file")
    return pairs
