"""Nothing in, the JSON Schema of a rule file out: `ticketlint rules schema`."""

from __future__ import annotations

import click


@click.command(
    name="schema",
    short_help="Print the JSON Schema of a rule file, for editors.",
    epilog="""\b
Example:
  ticketlint rules schema > rules-1.json
and this as the first line of a rule file beside it:
  # yaml-language-server: $schema=rules-1.json
""",
)
def command() -> int:
    """Print the JSON Schema of a rule file, by which editors complete and check it.

    It knows the shape of a rule file; what one key says of another, only `rules check` knows.
    """
    from ticketlint.cli.schema import printed  # noqa: PLC0415 - one source for both verbs

    printed("rules")
    return 0
