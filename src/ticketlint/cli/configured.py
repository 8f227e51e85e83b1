"""A command of click in, its defaults from a file of settings; the command line goes before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ticketlint.cli.click_options import options
from ticketlint.cli.errors import WrongUsage
from ticketlint.cli.groups import told
from ticketlint.cli.options import CONFIG, ISOLATED
from ticketlint.cli.settings import PARAMETERS, settings

if TYPE_CHECKING:
    from ticketlint.config.read import Config

_CONFIG = "ticketlint.config"

settings_options = options((CONFIG, ISOLATED))


def settings_of(ctx: click.Context) -> Config | None:
    """Return the settings that hold for a command of the class `Configured`, where there are any."""
    held: Config | None = ctx.meta[_CONFIG]
    return held


class Configured(click.Command):
    """A command whose defaults come from a file of settings."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for --config and --isolated first: what they lead to are the defaults of the others."""
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            asked = self.get_help_option(ctx)
            if asked is None or not given.get(str(asked.name)):
                try:
                    found = settings(given.get(CONFIG.name), isolated=bool(given.get(ISOLATED.name)))
                except WrongUsage as error:
                    raise told(error) from error
                ctx.meta[_CONFIG] = found
                held = found.settings if found else {}
                ctx.default_map = {name: held[key].value for name, key in PARAMETERS.items() if key in held}
        return super().parse_args(ctx, args)
