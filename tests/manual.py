"""The definitions of the command line in, the manual page in man(7) out: one source for `--help` and `man`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

import click

from ticketlint import __version__
from ticketlint.cli.verbs import group as main
from ticketlint.report import FORMATS
from ticketlint.report.tally import VERDICTS

ENVIRONMENT = {
    "FORCE_COLOR": "Anything but 0 asks for colour where \\fB--color\\fR does not decide; 0 forbids it.",
    "NO_COLOR": "Forbids colour, as does a \\fBTERM\\fR of \\fIdumb\\fR.",
    "COLUMNS": "The width of reports for people. Default: that of the terminal, or 120.",
    "GITHUB_STEP_SUMMARY": "The file that \\fB--format github\\fR writes the summary of the step to.",
}
FILES = {
    "ticketlint.toml": "Settings of a project, in the working directory or a folder above.",
    "pyproject.toml": "The same, in its table \\fB[tool.ticketlint]\\fR.",
}
DOCS = "https://github.com/ticketlint/ticketlint/tree/main/docs"


def page(day: str) -> str:
    """Return the page. `day` is the date that its footer bears, 2026-11-22."""
    lines = [f'.TH TICKETLINT 1 {day} "ticketlint {__version__}" "User Commands"']
    lines += [".SH NAME", "ticketlint \\- say which support-request mails would receive a ticket"]
    lines += [".SH SYNOPSIS"]
    for number, (name, command) in enumerate(verbs(main, "")):
        lines += [*([".br"] if number else []), _usage(name, command)]
    lines += [".SH DESCRIPTION", *_prose(main.help or ""), ".PP", *_prose(_DESCRIPTION), ".SH COMMANDS"]
    for name, command in verbs(main, ""):
        lines += [f".SS {_text(f'ticketlint {name}')}", *_paragraphs(command.help or "")]
        for param in command.params:
            lines += _option(param)
    lines += [".SH FORMATS", *_defined({f"\\fB{name}\\fR": _text(form.about) for name, form in FORMATS.items()})]
    lines += [".SH VERDICTS", *_prose(f"A message is one of: {', '.join(VERDICTS)}.")]
    lines += [".SH EXIT STATUS", *_prose("Of `ticketlint check`:"), *_exits()]
    lines += [*_prose("Of the other verbs: 0, or 2 for wrong usage or a wrong rule file.")]
    lines += [".SH ENVIRONMENT", *_defined({f"\\fB{name}\\fR": told for name, told in ENVIRONMENT.items()})]
    lines += [".SH FILES", *_defined({f"\\fI{name}\\fR": told for name, told in FILES.items()})]
    lines += [".SH EXAMPLES", ".nf", *(_text(line) for line in _examples()), ".fi"]
    lines += [".SH SEE ALSO", _text(DOCS)]
    return "\n".join(lines) + "\n"


_DESCRIPTION = """
A request is read as a careful person at the desk would read it, and each fault is told with its line and what to do.
`ticketlint explain` says what a fault means, `--help` behind any verb what it takes, and `ticketlint --version` which
version this is.
"""


def verbs(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each verb with its whole name, those of groups too."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        whole = f"{before} {name}".strip()
        if isinstance(command, click.Group):
            yield from verbs(command, whole)
        else:
            yield whole, command


def _usage(name: str, command: click.Command) -> str:
    parts = [f"\\fBticketlint {_text(name)}\\fR"]
    parts += ["[\\fIOPTION\\fR]..."] if any(isinstance(param, click.Option) for param in command.params) else []
    for param in command.params:
        if isinstance(param, click.Argument):
            parts.append(_text(param.make_metavar(click.Context(command))))
    return " ".join(parts)


def _option(param: click.Parameter) -> list[str]:
    if not isinstance(param, click.Option) or param.hidden:
        return []
    ctx = click.Context(click.Command("x"))
    shown = param.get_help_record(ctx)
    assert shown is not None
    names, told = shown
    # Words in capitals and lists of choices are what a reader fills in; the rest is typed as it stands.
    head = " ".join(
        f"\\fB{_text(word)}\\fR" if word.startswith(("-", "/")) else f"\\fI{_text(word)}\\fR" for word in names.split()
    )
    return [".TP", head, *_prose(told)]


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield from _prose(paragraph)


def _prose(text: str) -> Iterator[str]:
    """Yield text as roff reads it best: a line for each sentence."""
    for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z`])", " ".join(text.split())):
        marked = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", _text(sentence))
        yield from (_guarded(line) for line in wrap(marked, 79, break_long_words=False, break_on_hyphens=False))


def _defined(terms: dict[str, str]) -> Iterator[str]:
    for term, told in terms.items():
        yield from (".TP", term, *wrap(told, 79, break_long_words=False, break_on_hyphens=False))


def _exits() -> Iterator[str]:
    for code, told in re.findall(r"(?m)^  ([0-9])  (.+)$", _epilog("check").split("Exit codes:")[1]):
        yield from (".TP", f"\\fB{code}\\fR", _text(told))
    yield ".PP"


def _examples() -> Iterator[str]:
    for name, command in verbs(main, ""):
        if "Examples:" in (command.epilog or ""):
            yield from re.findall(r"(?m)^  (ticketlint .+)$", _epilog(name))


def _epilog(name: str) -> str:
    return next(command.epilog or "" for whole, command in verbs(main, "") if whole == name)


def _text(text: str) -> str:
    """Return text that roff takes for nothing else: no request, no escape, hyphens that can be copied."""
    return _guarded(text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha"))


def _guarded(line: str) -> str:
    return f"\\&{line}" if line.startswith((".", "'")) else line
