"""--baseline and its like in, the accepted faults of a run out; what is to be said of them goes to stderr."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ticketlint.baseline import BaselineError, Entry, Ledger, parse, written
from ticketlint.cli.streams import WholeFile
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

Command = TypeVar("Command", bound=Callable[..., Any])
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Accepted:
    """The accepted faults of one run, and whether all that are found are to be accepted."""

    path: str
    ledger: Ledger
    write: bool
    until: date | None

    def end(self, *, quiet: bool, whole: bool) -> None:
        """Say what was accepted and what no longer holds; write the file, unless the run was not `whole`."""
        name, ledger = visible(self.path), self.ledger
        if self.write:
            if not whole:
                click.echo(f"error: {name} was not written, because not everything could be read", err=True)
                return
            entries = ledger.renewed(self.until)
            with WholeFile(self.path) as file:
                file.write(written(entries))
            if not quiet:
                click.echo(f"note: {name} accepts {_faults(len(entries))}", err=True)
            return
        if ledger.accepted and not quiet:
            click.echo(f"note: {_faults(ledger.accepted)} accepted by {name}", err=True)
        for source in ledger.replayed[:_SHOWN]:
            told = "has the Message-ID of an accepted mail, but not its answers: nothing of it is accepted"
            click.echo(f"warning: {visible(source)} {told}", err=True)
        _tell(ledger.expired, f"{name} accepted until", lambda one: str(one.until))
        _tell(tuple(ledger.stale()), f"{name} accepts what is gone (--write-baseline drops it)", lambda _: "")


def _tell(entries: Sequence[Entry], what: str, more: Callable[[Entry], str]) -> None:
    for entry in entries[:_SHOWN]:
        fault = f"{visible(entry.source)}: {visible(entry.code)} {visible(entry.field)}".rstrip()
        click.echo(f"warning: {f'{what} {more(entry)}'.rstrip()}: {fault}", err=True)
    if len(entries) > _SHOWN:
        click.echo(f"warning: {what}: {len(entries) - _SHOWN} more", err=True)


def _faults(count: int) -> str:
    return f"{count} fault{'' if count == 1 else 's'}"


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
