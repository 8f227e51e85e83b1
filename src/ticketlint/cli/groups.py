"""A misspelt verb, or a mistake that was found without click, in; what click tells its writer out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from ticketlint.cli.advice import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.cli.errors import WrongUsage


def told(error: WrongUsage, ctx: click.Context | None = None) -> click.UsageError:
    """Return what click shows with the usage."""
    if error.option is not None:
        return click.BadParameter(error.why, ctx, param_hint=error.option)
    return click.UsageError(error.why, ctx)


class Verbs(click.Group):
    """A group of verbs that says which one was meant.

    `elsewhere` names the modules of verbs that are loaded only when they are called, each with its `command`.
    """

    def __init__(self, *args: Any, elsewhere: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._elsewhere = elsewhere or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *self._elsewhere]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._elsewhere:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(self._elsewhere[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        verbs = self.list_commands(ctx)
        if args and args[0] not in verbs and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"there is no verb {args[0]!r}: {self.advice(args[0], verbs)}", ctx)
        return super().resolve_command(ctx, args)

    def advice(self, word: str, verbs: list[str]) -> str:
        return did_you_mean(word, verbs) or f"the verbs are {', '.join(verbs)}"
