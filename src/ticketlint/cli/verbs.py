"""Arguments in, exit code out: the verbs as click knows them, each loaded only when it is called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from ticketlint import __version__
from ticketlint.cli import COMPLETION, INTERRUPTED, guarded
from ticketlint.cli.errors import WrongFiles, WrongUsage
from ticketlint.cli.groups import Verbs, told
from ticketlint.cli.streams import tell

WRONG = 2

_VERBS = {
    "check": "ticketlint.cli.command",
    "explain": "ticketlint.cli.explain",
    "template": "ticketlint.cli.template",
    "rules": "ticketlint.cli.rules",
    "schema": "ticketlint.cli.schema",
    "config": "ticketlint.cli.config",
    "completion": "ticketlint.cli.completion",
}
_CLICKS = (click.ClickException, click.exceptions.Exit, click.Abort, WrongFiles)


class _Lazy(Verbs):
    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and return the exit code."""
        extra["standalone_mode"] = False
        extra["prog_name"] = "ticketlint"
        if os.environ.get(COMPLETION):
            from ticketlint.cli.completion import register  # noqa: PLC0415 - only a shell asks

            register()
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            return WRONG
        except WrongFiles as error:
            return refuse(error)
        except (click.Abort, KeyboardInterrupt):
            tell("interrupted")
            return INTERRUPTED
        return code if isinstance(code, int) else 0

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(_VERBS[cmd_name]).command
        return command

    def advice(self, word: str, verbs: list[str]) -> str:
        if os.path.exists(word):  # noqa: PTH110 - also of what is too long for a path
            return f"did you mean `ticketlint check {word}`?"
        return super().advice(word, verbs)

    def invoke(self, ctx: click.Context) -> Any:
        return guarded(lambda: super(_Lazy, self).invoke(ctx), _CLICKS)


@click.group(
    name="ticketlint",
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `ticketlint check mail.eml`, or write a request with `ticketlint template`.",
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda ctx, _, asked: _version(ctx) if asked and not ctx.resilient_parsing else None,
    help="Show the version and exit.",
)
def group() -> None:
    """Say which support-request mails would receive a ticket, and what the others lack."""


def _version(context: click.Context) -> None:
    from ticketlint.native import build  # noqa: PLC0415 - only asked for by people

    click.echo(f"ticketlint {__version__}\n{build()}")
    context.exit()


def refuse(error: WrongUsage | WrongFiles) -> int:
    """Show what is wrong with a plain `check`, as click shows its own mistakes, and return the exit code."""
    if isinstance(error, WrongFiles):
        from ticketlint.cli.forms import show  # noqa: PLC0415 - only a mistake pays for it

        show(error.faults)
        return WRONG
    whole = click.Context(group, info_name="ticketlint", **group.context_settings)
    command = group.get_command(whole, "check")
    assert command is not None
    told(error, click.Context(command, whole, "check")).show()
    return WRONG
