"""A parameter of a verb in, the values that a shell may offer for it out; a form is loaded only where it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from ticketlint.form.model import Form

Item = CompletionItem[str]
Values = Callable[[click.Context, str], list[Item]]

_PATH = regexp(r"(?i)\b(?:file|folder|path|mailbox)")
_SHIPPED = regexp(r"\bNAME\b")
_TEMPLATE = ("template=", "as a Jinja template says")


def values_of(param: click.Parameter) -> Values | None:
    """Return what completes the value of a parameter; None where click knows it, or where nobody can."""
    if isinstance(param.type, click.Choice) or (isinstance(param, click.Option) and param.is_flag):
        return None
    for name in param.opts:
        if name == "--output" and param.metavar == "FILE":
            return files
        if name in _KNOWN:
            return _KNOWN[name]
    wanted = param.metavar or param.name or ""
    if isinstance(param.type, click.Path | click.File) or _PATH.search(wanted):
        return rules if _SHIPPED.search(wanted.replace("NAME=", "")) else files
    return None


def files(ctx: click.Context, word: str) -> list[Item]:  # noqa: ARG001 - click's signature
    """Leave it to the shell, which knows `~`, variables and hidden files."""
    return _behind("")


def rules(ctx: click.Context, word: str) -> list[Item]:
    """Offer the shipped forms beside files."""
    return [*files(ctx, word), *_starting(word, _shipped())]


def formats(ctx: click.Context, word: str) -> list[Item]:  # noqa: ARG001 - click's signature
    """Offer the formats, and files behind `template=`."""
    if word.startswith("template="):
        return _behind("template=")
    return [*_starting(word, _formats()), *_starting(word, [_TEMPLATE], "part")]


def outputs(ctx: click.Context, word: str) -> list[Item]:  # noqa: ARG001 - click's signature
    """Offer `NAME=`, and files behind it."""
    name, equals, rest = word.partition("=")
    if name == "template" and "=" in rest:
        return _behind(f"template={rest.partition('=')[0]}=")
    if equals:
        return _behind(f"{name}=")
    return _starting(word, [*((f"{known}=", told) for known, told in _formats()), _TEMPLATE], "part")


def verdicts(ctx: click.Context, word: str) -> list[Item]:  # noqa: ARG001 - click's signature
    """Offer the verdicts."""
    from ticketlint.report.tally import VERDICTS  # noqa: PLC0415 - a person waits at the keyboard

    return _starting(word, ((name, "") for name in VERDICTS))


def severities(ctx: click.Context, word: str) -> list[Item]:  # noqa: ARG001 - click's signature
    """Offer 1 to 4."""
    told = ("what is no answer", "all that costs a ticket", "remarks too", "notes too")
    return _starting(word, ((str(number), said) for number, said in enumerate(told, 1)))


def codes(ctx: click.Context, word: str) -> list[Item]:
    """Offer the codes of mails and of rule files; those of sample mails and the rules of forms where none fits."""
    from ticketlint.codes import CODES  # noqa: PLC0415 - as above
    from ticketlint.form.fault_codes import FAULTS  # noqa: PLC0415 - the same

    known = ((code.name, code.flags) for code in (*CODES.values(), *FAULTS.values()))
    return _starting(word, known) or _starting(word, _of_samples_and_rules(ctx))


def _of_samples_and_rules(ctx: click.Context) -> Iterator[tuple[str, str]]:
    from ticketlint.expectations.codes import DIFFERENCES  # noqa: PLC0415 - loads the readers of mail

    yield from ((code.name, code.flags) for code in DIFFERENCES.values())
    yield from ((rule.name, rule.title) for form in _forms(ctx) for rule in form.rules)


def forms(ctx: click.Context, word: str) -> list[Item]:
    """Offer the forms of --rules, which are loaded for that, or the names of the shipped ones."""
    if not ctx.params.get("rules"):
        return _starting(word, _shipped())
    return _starting(word, ((form.id, form.title) for form in _forms(ctx)))


def languages(ctx: click.Context, word: str) -> list[Item]:
    """Offer the languages of the form that is named, which is loaded for that."""
    from ticketlint.cli.template import DEFAULT  # noqa: PLC0415 - as above

    named = ctx.params.get("form")
    found = [form for form in _forms(ctx, named or DEFAULT) if named in {None, form.id}]
    return _starting(word, dict.fromkeys((name, "") for form in found for name in form.language))


_KNOWN: dict[str, Values] = {
    "--format": formats,
    "--output": outputs,
    "--only": verdicts,
    "--fail-on": severities,
    "--language": languages,
    "code": codes,
    "form": forms,
    "old": rules,
    "new": rules,
}


def _formats() -> list[tuple[str, str]]:
    from ticketlint.report import FORMATS  # noqa: PLC0415 - as above

    return [(name, form.about) for name, form in FORMATS.items()]


def _shipped() -> list[tuple[str, str]]:
    from ticketlint.form import shipped_forms  # noqa: PLC0415 - as above

    return [(name, "a shipped form") for name in shipped_forms()]


def _forms(ctx: click.Context, *names: str) -> tuple[Form, ...]:
    from ticketlint.form import FormError, load_forms  # noqa: PLC0415 - as above

    try:
        return load_forms(ctx.params.get("rules") or names)
    except FormError:  # told when the line is run
        return ()


def _behind(prefix: str) -> list[Item]:
    """Return what asks the shell for a path behind a part of the value that is no path."""
    return [CompletionItem(prefix, "file")]


def _starting(word: str, known: Iterable[tuple[str, str]], kind: str = "plain") -> list[Item]:
    """Return the values that begin with the word; of the kind `part` are those at which the shell adds no blank."""
    return [CompletionItem(value, kind, told or None) for value, told in known if value.startswith(word)]
