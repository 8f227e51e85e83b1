"""Arguments in, exit code out: the verbs, each loaded only when it is called."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ticketlint import __version__
from ticketlint.cli.words import Verbs

INTERRUPTED = 130  # what a shell reports after Ctrl-C
PIPE_CLOSED = 141  # what a shell reports of a program whose reader went away
WRONG = 2
FAILED = 3

_VERBS = {
    "check": "ticketlint.cli.check",
    "explain": "ticketlint.cli.explain",
    "template": "ticketlint.cli.template",
    "rules": "ticketlint.cli.rules",
    "schema": "ticketlint.cli.schema",
    "config": "ticketlint.cli.config",
}


class _Lazy(Verbs):
    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and exit: every mistake of its writer is a sentence and the exit code 2."""
        extra["standalone_mode"] = False
        extra["prog_name"] = "ticketlint"
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            code = WRONG
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(_VERBS[cmd_name]).command
        return command

    def advice(self, word: str, verbs: list[str]) -> str:
        if Path(word).exists():
            return f"did you mean `ticketlint check {word}`?"
        return super().advice(word, verbs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Nobody reads on. The interpreter flushes once more at its end: let it write to nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return PIPE_CLOSED
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            return INTERRUPTED
        except OSError as error:
            click.echo(f"error: {_place(error)}{error.strerror or error}", err=True)
            return FAILED
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - a person never sees a traceback
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            click.echo(
                f"error: ticketlint failed: {type(error).__name__} in {where}: {str(error)[:200]!r}\n"
                "This is a mistake of ticketlint: please report it together with this line.",
                err=True,
            )
            return FAILED
        return code


def _place(error: OSError) -> str:
    return f"{error.filename}: " if error.filename is not None else ""


@click.group(
    name="ticketlint",
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `ticketlint check mail.eml`, or write a request with `ticketlint template`.",
)
@click.version_option(__version__, "-V", "--version", message="ticketlint %(version)s")
def main() -> None:
    """Say which support-request mails would receive a ticket, and what the others lack."""
