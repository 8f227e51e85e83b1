"""The name of a published shape in, its JSON Schema out: `ticketlint schema`."""

from __future__ import annotations

import click


@click.command(name="schema", short_help="Print the JSON Schema of an output, or of rule files.")
@click.argument("what", type=click.Choice(["output", "rules", "tests"]), default="output")
def command(*, what: str) -> int:
    """Print a JSON Schema: of the `output` of `check --format json`, of a file of `rules`, or of `tests`.

    A line of `--format jsonl` is one `message` of the output. `rules` is what `ticketlint rules schema` prints,
    `tests` the shape of `rules test --format json`.
    """
    printed(what)
    return 0


def printed(what: str) -> None:
    """Print the shape of the `output`, of a file of `rules`, or of `tests` of these."""
    import json  # noqa: PLC0415 - only these verbs need it

    if what == "rules":
        from ticketlint.form import schema  # noqa: PLC0415 - the same

        shape = schema()
    elif what == "tests":
        from ticketlint.expectations.schema import SCHEMA as shape  # noqa: N811, PLC0415 - the same
    else:
        from ticketlint.report.schema import SCHEMA as shape  # noqa: N811, PLC0415 - the same
    click.echo(json.dumps(shape, indent=2))
