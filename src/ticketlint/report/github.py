"""Verdicts in, GitHub annotations out: the worst first, as many as a step may have, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.diagnostic import Severity
from ticketlint.report.faults import Fault, faults, merged, relative

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

MOST = 10  # of each kind that GitHub shows of one step; it drops the others without a word
_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def message(verdict: Verdict, look: Look) -> str:
    """Return a line for each fault of one message: the digit of its severity, and how it is annotated."""
    return annotated(merged(faults(verdict, look)))


def annotated(found: Iterable[Fault]) -> str:
    """Return such lines for any faults."""
    return "".join(f"{fault.diagnostic.severity:d}{_command(fault)}\n" for fault in found)


class Annotations:
    """The annotations of a run: the ten worst of each kind are kept, the others counted."""

    def __init__(self) -> None:
        self._kept: dict[str, list[str]] = {word: [] for word in _KINDS}
        self._seen = dict.fromkeys(_KINDS, 0)

    def take(self, told: str) -> None:
        """Take the faults of messages; nothing is said before all are known."""
        for line in told.split("\n")[:-1]:
            word = Severity(int(line[0])).word
            self._seen[word] += 1
            kept = self._kept[word]
            kept.append(line)
            if len(kept) > MOST:
                kept.sort(key=_severity)  # stable: of equals the first in the input stay
                kept.pop()

    def end(self, tally: Tally, look: Look) -> str:  # noqa: ARG002 - machines read it alike everywhere
        """Return the annotations, what was left out, and the sum in tickets."""
        return "\n".join([*self.lines(), tally.sentence()]) + "\n"

    def lines(self) -> list[str]:
        """Return the annotations, and how many there are beyond them."""
        lines = [line[1:] for kept in self._kept.values() for line in sorted(kept, key=_severity)]
        more = [
            f"{count - MOST} more {_KINDS[word]}{'' if count - MOST == 1 else 's'}"
            for word, count in self._seen.items()
            if count > MOST
        ]
        if more:
            lines.append(f"{', '.join(more)} (GitHub shows {MOST} of each kind)")
        return lines


def _severity(line: str) -> str:
    return line[0]


def _command(fault: Fault) -> str:
    properties = {"title": fault.diagnostic.code, "file": relative(fault.path)}
    if span := fault.span:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # GitHub takes columns within one line only
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_KINDS[fault.diagnostic.severity.word]} {told}::{_data(fault.said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25")  # all of it is visible: no end of a line, no command of the old form


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
