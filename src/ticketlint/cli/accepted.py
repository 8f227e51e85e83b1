"""What a run found of the accepted faults in, what is to be said of it and the new baseline out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ticketlint.baseline import Entry, Ledger, written
from ticketlint.cli.streams import tell
from ticketlint.cli.whole_file import WholeFile
from ticketlint.record import dataclass
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
                tell(f"error: {name} was not written, because not everything could be read")
                return
            entries = ledger.renewed(self.until)
            with WholeFile(self.path) as file:
                file.write(written(entries))
            if not quiet:
                tell(f"note: {name} accepts {_faults(len(entries))}")
            return
        if ledger.accepted and not quiet:
            tell(f"note: {_faults(ledger.accepted)} accepted by {name}")
        for source in ledger.replayed[:_SHOWN]:
            told = "has the Message-ID of an accepted mail, but not its answers: nothing of it is accepted"
            tell(f"warning: {visible(source)} {told}")
        _tell(ledger.expired, f"{name} accepted until", lambda one: str(one.until))
        _tell(tuple(ledger.stale()), f"{name} accepts what is gone (--write-baseline drops it)", lambda _: "")


def _tell(entries: Sequence[Entry], what: str, more: Callable[[Entry], str]) -> None:
    for entry in entries[:_SHOWN]:
        fault = f"{visible(entry.source)}: {visible(entry.code)} {visible(entry.field)}".rstrip()
        tell(f"warning: {f'{what} {more(entry)}'.rstrip()}: {fault}")
    if len(entries) > _SHOWN:
        tell(f"warning: {what}: {len(entries) - _SHOWN} more")


def _faults(count: int) -> str:
    return f"{count} fault{'' if count == 1 else 's'}"
