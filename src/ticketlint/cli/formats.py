"""The name of a format, or NAME=FILE, in; how to write there out; and what is wrong with it, for its writer."""

from __future__ import annotations

import os

from ticketlint.cli.advice import did_you_mean
from ticketlint.cli.errors import WrongUsage
from ticketlint.hints import TYPE_CHECKING
from ticketlint.report import FORMATS, Format, TemplateFault, template
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


def known(name: str) -> Format:
    """Return the format of this name; raises WrongUsage."""
    if name == "template=":
        raise WrongUsage("template=FILE needs the path of a file")
    if name.startswith("template="):
        try:
            return template(name.removeprefix("template="))
        except TemplateFault as error:
            raise WrongUsage(str(error)) from error
    if name not in FORMATS:
        advice = did_you_mean(name, FORMATS) or f"the formats are {', '.join(FORMATS)} and template=FILE"
        raise WrongUsage(f"there is no format {name!r}: {advice}")
    return FORMATS[name]


def output(given: str) -> tuple[Format, str]:
    """Return the format and the path of NAME=FILE; raises WrongUsage."""
    name, equals, path = given.partition("=")
    if name == "template":
        used, equals, path = path.partition("=")
        name = f"template={used}"
    if not equals or not path or path == "-":
        raise WrongUsage(f"{given!r} is not NAME=FILE, for example json=report.json")
    return known(name), path


def to_files(given: tuple[str, ...]) -> tuple[tuple[Format, str], ...]:
    """Return the formats and paths of all that is to be written; raises WrongUsage."""
    pairs = tuple(output(one) for one in given)
    if len({os.path.realpath(path) for _, path in pairs}) < len(pairs):
        raise WrongUsage("two outputs would be written to one file")
    return pairs


def existing(outputs: Iterable[tuple[Format, str]]) -> frozenset[str]:
    """Return the files that outputs would replace."""
    return frozenset(os.path.realpath(path) for _, path in outputs if os.path.exists(path))  # noqa: PTH110 - only text


def spare(source: str, taken: frozenset[str]) -> None:
    """Raise WrongUsage where a message that is read lies in a file that an output would replace."""
    if not taken:
        return
    from ticketlint.report.faults import file_of  # noqa: PLC0415 - few runs replace a file

    path, _ = file_of(source)
    if os.path.realpath(path) in taken or os.path.realpath(source) in taken:
        raise WrongUsage(f"{visible(path)} is a mail that is read: write the report to another file")


def spare_rules(paths: Iterable[str], taken: frozenset[str]) -> None:
    """Raise WrongUsage where an output would replace a file that says how this run judges: rules, a baseline."""
    for path in paths:
        if os.path.realpath(path) in taken:
            raise WrongUsage(f"{visible(path)} says how mails are judged: write the report to another file")
