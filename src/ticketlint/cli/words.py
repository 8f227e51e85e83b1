"""A misspelt word in, the advice to its writer out; and the groups of verbs that give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return `did you mean "…"?` for the nearest option, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    folded = {option.casefold(): option for option in options}
    near = get_close_matches(word.casefold(), folded, n=1)
    return f"did you mean `{folded[near[0]]}`?" if near else ""


class Verbs(click.Group):
    """A group of verbs that says which one was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        verbs = self.list_commands(ctx)
        if args and args[0] not in verbs and not args[0].startswith("-"):
            raise click.UsageError(f"there is no verb {args[0]!r}: {self.advice(args[0], verbs)}", ctx)
        return super().resolve_command(ctx, args)

    def advice(self, word: str, verbs: list[str]) -> str:
        return did_you_mean(word, verbs) or f"the verbs are {', '.join(verbs)}"
