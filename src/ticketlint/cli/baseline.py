"""--baseline and its like in, the accepted faults that a run begins with out."""

from __future__ import annotations

from ticketlint.cli.errors import WrongUsage
from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ticketlint.cli.accepted import Accepted


def day(value: str) -> date:
    """Return the day up to which faults are accepted; raises WrongUsage where it is none or over."""
    from datetime import date  # noqa: PLC0415 - few runs have a baseline

    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise WrongUsage(f"{value!r} is no day, such as 2027-01-31") from None
    if found < today():
        raise WrongUsage(f"{found} is over")
    return found


_LARGEST = 500_000_000


def today() -> date:
    """Return the day by which entries expire: that of UTC, so that all runners agree."""
    from datetime import UTC, datetime  # noqa: PLC0415 - few runs have a baseline

    return datetime.now(UTC).date()


def opened(path: str | None, *, write: bool, until: date | None, worst: int) -> Accepted | None:
    """Return the accepted faults that a run begins with, where there are any; a broken file is wrong usage."""
    if path is None:
        if write or until:
            raise WrongUsage("--baseline FILE names the file to write")
        return None
    if until and not write:
        raise WrongUsage("--baseline-until goes with --write-baseline")
    from pathlib import Path  # noqa: PLC0415 - few runs have a baseline

    from ticketlint.baseline import BaselineError, Entry, Ledger, parse  # noqa: PLC0415 - the same
    from ticketlint.cli.accepted import Accepted  # noqa: PLC0415 - the same

    entries: tuple[Entry, ...] = ()
    try:
        with Path(path).open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:
            raise WrongUsage(f"{path}: it is larger than {_LARGEST:,} characters, which no baseline is")
        entries = parse(text)
    except FileNotFoundError:
        if not write:
            raise WrongUsage(f"{path}: there is no such baseline; --write-baseline makes one") from None
    except OSError as error:
        raise WrongUsage(f"{path}: reading failed: {error.strerror}") from error
    except UnicodeDecodeError:
        raise WrongUsage(f"{path}: it is not UTF-8") from None
    except BaselineError as error:
        raise WrongUsage(f"{path}: {error}") from error
    return Accepted(path, Ledger(entries, today(), worst), write, until)
