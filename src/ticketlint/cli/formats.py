"""The name of a format, or NAME=FILE, in; how to write there out; and what is wrong with it, for its writer."""

from __future__ import annotations

from ticketlint.cli.words import did_you_mean
from ticketlint.cli.wrong import WrongUsage
from ticketlint.report import FORMATS, Format, TemplateFault, template


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
    if len({path for _, path in pairs}) < len(pairs):
        raise WrongUsage("two outputs would be written to one file")
    return pairs
