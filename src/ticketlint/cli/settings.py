"""A file of settings in, the defaults of `check` out; the command line goes before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ticketlint.cli import formats
from ticketlint.cli.forms import show_all
from ticketlint.config import ConfigError, find, load

if TYPE_CHECKING:
    from ticketlint.config.read import Config
    from ticketlint.diagnostic import Diagnostic

Command = TypeVar("Command", bound=Callable[..., Any])
_CONFIG = "ticketlint.config"
_PARAMETERS = {
    "rules": "rules",
    "form": "format",
    "outputs": "output",
    "fail_on": "fail-on",
    "color": "color",
    "baseline": "baseline",
}


class WrongSettings(click.ClickException):
    """A file of settings that cannot be used: every fault is shown with its line."""

    exit_code = 2

    def __init__(self, faults: Sequence[tuple[str, Diagnostic]]) -> None:
        super().__init__("; ".join(fault.title for _, fault in faults))
        self.faults = faults

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        show_all(self.faults)


def settings_options(command: Command) -> Command:
    """Add --config and --isolated to a command of the class `Configured`."""
    command = click.option("--isolated", is_flag=True, expose_value=False, help="Read no file of settings.")(command)
    return click.option(
        "--config", metavar="FILE", expose_value=False,
        help="Read settings from FILE. Default: ticketlint.toml, or [tool.ticketlint] in pyproject.toml, "
        "here or in a folder above.",
    )(command)  # fmt: skip


def settings(ctx: click.Context) -> Config | None:
    """Return the settings that hold for a command of the class `Configured`, where there are any."""
    held: Config | None = ctx.meta[_CONFIG]
    return held


def _settings(path: str | None, isolated: bool | None) -> Config | None:
    if isolated:
        if path is not None:
            raise click.UsageError("--config names a file of settings and --isolated wants none: leave one out")
        return None
    try:
        found = load(Path(path)) if path is not None else find(_here())
    except ConfigError as error:
        raise WrongSettings(error.faults) from error
    if found is not None:
        _judge(found)
    return found


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # deleted under us; mails may lie elsewhere
        return Path("/")


def _judge(found: Config) -> None:
    """Judge what only the command line can judge, so that a mistake is told with its place."""
    from ticketlint.config.read import fault  # noqa: PLC0415 - most folders have no settings

    for name, judge in (("format", formats.known), ("output", formats.output)):
        setting = found.settings.get(name)
        if setting is None:
            continue
        for value in (setting.value,) if isinstance(setting.value, str) else setting.value:
            try:
                judge(value)
            except click.BadParameter as error:
                lines = Path(found.path).read_text(encoding="utf-8").split("\n")
                place = (setting.line, setting.column)
                raise WrongSettings([(found.path, fault("invalid-value", error.message, place, lines))]) from error


class Configured(click.Command):
    """A command whose defaults come from a file of settings."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for --config and --isolated first: what they lead to are the defaults of the others."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            asked = self.get_help_option(ctx)
            if asked is None or not given.get(str(asked.name)):
                ctx.meta[_CONFIG] = _settings(given.get("config"), given.get("isolated"))
                found = settings(ctx)
                held = found.settings if found else {}
                ctx.default_map = {name: held[key].value for name, key in _PARAMETERS.items() if key in held}
        return super().parse_args(ctx, args)
