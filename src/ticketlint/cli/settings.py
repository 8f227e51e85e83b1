"""A file of settings in, the defaults of `check` out; the command line goes before them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ticketlint import config
from ticketlint.cli import formats
from ticketlint.cli.forms import show_all
from ticketlint.diagnostic import Diagnostic, Severity, Span

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

    def __init__(self, error: config.ConfigError) -> None:
        super().__init__(str(error))
        self.error = error

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        show_all(self.error.faults)


def settings_options(command: Command) -> Command:
    """Add --config and --isolated to a command of the class `Configured`."""
    command = click.option("--isolated", is_flag=True, expose_value=False, help="Read no file of settings.")(command)
    return click.option(
        "--config", metavar="FILE", expose_value=False,
        help="Read settings from FILE. Default: ticketlint.toml, or [tool.ticketlint] in pyproject.toml, "
        "here or in a folder above.",
    )(command)  # fmt: skip


def settings(ctx: click.Context) -> config.Config:
    """Return the settings that hold for a command of the class `Configured`."""
    held = ctx.meta[_CONFIG]
    assert isinstance(held, config.Config)
    return held


def _settings(path: str | None, isolated: bool | None) -> config.Config:
    # What only the command line can judge is judged here too, so that a mistake is told with its place.
    if isolated:
        if path is not None:
            raise click.UsageError("--config names a file of settings and --isolated wants none: leave one out")
        return config.NOTHING
    try:
        found = config.load(Path(path)) if path is not None else config.find(Path.cwd())
        _judge(found)
    except config.ConfigError as error:
        raise WrongSettings(error) from error
    return found


def _judge(found: config.Config) -> None:
    for name, judge in (("format", formats.known), ("output", formats.output)):
        setting = found.settings.get(name)
        if setting is None:
            continue
        for value in (setting.value,) if isinstance(setting.value, str) else setting.value:
            try:
                judge(value)
            except click.BadParameter as error:
                raise config.ConfigError([(str(found.path), _fault(found, name, error.message))]) from error


def _fault(found: config.Config, name: str, title: str) -> Diagnostic:
    setting = found.settings[name]
    excerpt = Path(str(found.path)).read_text(encoding="utf-8").splitlines()[setting.line - 1]
    span = Span(setting.line, setting.column, setting.line, setting.column + len(name))
    return Diagnostic("invalid-value", Severity.HIGH, title, span, excerpt)


class Configured(click.Command):
    """A command whose defaults come from a file of settings."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for --config and --isolated first: what they lead to are the defaults of the others."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            asked = self.get_help_option(ctx)
            if asked is None or not given.get(str(asked.name)):
                ctx.meta[_CONFIG] = _settings(given.get("config"), given.get("isolated"))
                held = settings(ctx).settings
                ctx.default_map = {name: held[key].value for name, key in _PARAMETERS.items() if key in held}
        return super().parse_args(ctx, args)
