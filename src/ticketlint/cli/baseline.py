"""--baseline and its like in, the accepted faults that a run begins with out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ticketlint.cli.accepted import Accepted

Command = TypeVar("Command", bound=Callable[..., Any])


def baseline_options(command: Command) -> Command:
    """Add --baseline, --write-baseline and --baseline-until to a command."""
    for option in reversed(_options()):
        command = option(command)
    return command


def _options() -> tuple[Callable[[Any], Any], ...]:
    return (
        click.option("--baseline", metavar="FILE", help="Accept the faults that FILE lists: neither shown nor failed."),
        click.option("--write-baseline", is_flag=True, help="Accept all faults of this run: write them to --baseline."),
        click.option(
            "--baseline-until", metavar="DAY", callback=_day, help="Accept what is new until DAY, 2027-01-31."
        ),
    )


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:  # noqa: ARG001 - click's signature
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day, such as 2027-01-31") from None
    if day < today():
        raise click.BadParameter(f"{day} is over")
    return day


def today() -> date:
    """Return the day by which entries expire: that of UTC, so that all runners agree."""
    return datetime.now(UTC).date()


def opened(path: str | None, *, write: bool, until: date | None, worst: int) -> Accepted | None:
    """Return the accepted faults that a run begins with, where there are any; a broken file is wrong usage."""
    if path is None:
        if write or until:
            raise click.UsageError("--baseline FILE names the file to write")
        return None
    if until and not write:
        raise click.UsageError("--baseline-until goes with --write-baseline")
    from ticketlint.baseline import BaselineError, Entry, Ledger, parse  # noqa: PLC0415 - few runs have a baseline
    from ticketlint.cli.accepted import Accepted  # noqa: PLC0415 - the same

    entries: tuple[Entry, ...] = ()
    try:
        entries = parse(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not write:
            raise click.UsageError(f"{path}: there is no such baseline; --write-baseline makes one") from None
    except OSError as error:
        raise click.UsageError(f"{path}: reading failed: {error.strerror}") from error
    except UnicodeDecodeError:
        raise click.UsageError(f"{path}: it is not UTF-8") from None
    except BaselineError as error:
        raise click.UsageError(f"{path}: {error}") from error
    return Accepted(path, Ledger(entries, today(), worst), write, until)
