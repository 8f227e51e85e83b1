"""The command line for tests: as the console script calls it, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from click.testing import CliRunner

from ticketlint.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click
    from click.testing import Result


class _Door:
    """What click's runner wants of a command."""

    name = "ticketlint"

    def main(self, args: Sequence[str], **_: Any) -> None:
        main(args)


def invoke(arguments: Sequence[str], stdin: str | bytes | None = None) -> Result:
    """Run the command line and return what it wrote and its exit code."""
    return CliRunner().invoke(cast("click.Command", _Door()), list(arguments), input=stdin)
