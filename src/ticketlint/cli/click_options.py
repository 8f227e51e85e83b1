"""Options of the table in, those of click out: with help, completion and mistakes told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ticketlint.cli.errors import WrongUsage
from ticketlint.cli.options import RULES, Option

if TYPE_CHECKING:
    from collections.abc import Iterable

Command = TypeVar("Command", bound=Callable[..., Any])


def options(table: Iterable[Option]) -> Callable[[Command], Command]:
    """Return what adds options of the table to a command, in their order."""

    def added(command: Command) -> Command:
        for one in reversed(tuple(table)):
            command = _option(one)(command)
        return command

    return added


def _option(one: Option) -> Callable[[Command], Command]:
    more: dict[str, Any] = {}
    if one.kind == "flag":
        more = {"is_flag": True}
    elif one.kind == "texts":
        more = {"multiple": True}
    elif one.kind == "number":
        lowest, highest = one.limits
        more = {
            "type": number(lowest, highest),
            "default": one.default,
            "show_default": one.default is not None,
        }
    elif one.kind == "choice":
        more = {"type": click.Choice(one.choices), "default": one.default, "show_default": True}
    else:
        more = {"default": one.default}
    flags = ("/".join(one.flags),) if one.kind == "switch" else one.flags
    return click.option(
        *flags, one.name, help=one.help, metavar=one.metavar, expose_value=one.passed, callback=_callback(one), **more
    )


def number(lowest: int, highest: int | None = None) -> click.IntRange:
    """Return the type of an option that takes a number: click would call what is none no valid integer range."""
    kind = click.IntRange(lowest, highest)
    kind.name = "number"
    return kind


def _callback(one: Option) -> Callable[[click.Context, click.Parameter, Any], Any] | None:
    if one.read is None:
        return None
    read = one.read

    def called(ctx: click.Context, param: click.Parameter, value: Any) -> Any:  # noqa: ARG001 - click's signature
        try:
            return None if value is None or ctx.resilient_parsing else read(value)  # a line under way is not judged
        except WrongUsage as error:
            raise click.BadParameter(error.why) from error

    return called


rules_option = options((RULES,))
