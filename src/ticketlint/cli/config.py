"""A working directory in, the settings that hold there and where each was made out: `ticketlint config`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ticketlint.cli.configured import Configured, settings_of, settings_options
from ticketlint.cli.streams import prepare
from ticketlint.config.read import KEYS
from ticketlint.report.visible import visible

DEFAULTS = {
    "rules": "open-xchange",
    "format": "text",
    "output": [],
    "fail-on": 2,
    "color": "auto",
    "baseline": None,
    "samples": [],
}


@click.command(name="config", short_help="Show the settings that hold here, and where each comes from.", cls=Configured)
@settings_options
@click.pass_context
def command(ctx: click.Context) -> int:
    """Show the settings that hold here, and the file and line that each comes from.

    Settings stand in ticketlint.toml, or in the table [tool.ticketlint] of pyproject.toml, in the working directory
    or a folder above; the nearest file counts alone. What is given to `check` goes before them.
    """
    prepare(sys.stdout, machine=False)
    found = settings_of(ctx)
    click.echo(f"settings: {visible(found.path)}" if found else "settings: no file")
    name = Path(found.path).name if found else ""
    for key in KEYS:
        setting = found.settings.get(key) if found else None
        value = DEFAULTS[key] if setting is None else setting.value
        origin = "default" if setting is None else f"{name}:{setting.line}:{setting.column}"
        shown = "none" if value is None or value == [] else json.dumps(value, ensure_ascii=False)
        click.echo(f"{key} = {visible(shown)}  ({visible(origin)})")
    return 0
