"""Nothing in, the JSON Schema of the machine-readable output out: `ticketlint schema`."""

from __future__ import annotations

import click


@click.command(name="schema")
def command() -> int:
    """Print the JSON Schema of `check --format json`; a line of jsonl is one of its messages."""
    import json  # noqa: PLC0415 - only this verb needs it

    from ticketlint.report.schema import SCHEMA  # noqa: PLC0415 - the same

    click.echo(json.dumps(SCHEMA, indent=2))
    return 0
