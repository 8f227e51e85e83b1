"""Verdicts in, counts out: what a run amounts to, in tickets and in what is missing."""

from __future__ import annotations

from collections import Counter

from ticketlint.hints import TYPE_CHECKING, Any
from ticketlint.report.visible import cut, visible
from ticketlint.verdict import TICKETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketlint.verdict import Verdict, VerdictName


# All of them, in the order of reports; written out, because the line itself would load the readers of mail.
VERDICTS: tuple[VerdictName, ...] = (
    "complete",
    "incomplete",
    "follow-up",
    "automatic",
    "unreadable",
    "not-a-request",
)


class Tally:
    """Counts of all messages of a run, whether shown or not.

    `missing` counts, by field, the requests that lack a valid answer; `codes` counts the diagnostics of requests.
    Mails that ask for no ticket (automatic ones, follow-ups) lack nothing and are counted in `verdicts` alone.
    """

    def __init__(self) -> None:
        self.messages = 0
        self.verdicts: Counter[str] = Counter()
        self.urgencies: Counter[int] = Counter()
        self.missing: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def add(self, verdict: Verdict) -> None:
        self.take(counts(verdict))

    def take(self, counted: list[Any]) -> None:
        """Count a message by what `counts` says of it."""
        self.take_each([counted])

    def take_each(self, several: Sequence[list[Any]]) -> None:
        """Count messages by what `counts` says of each."""
        self.messages += len(several)
        self.verdicts.update([one[0] for one in several])
        self.urgencies.update([one[1] for one in several if one[1] is not None])
        self.codes.update([code for one in several for code in one[2]])
        self.missing.update([field for one in several for field in one[3]])

    def counted(self) -> list[Any]:
        """Return all counts, plain, so that another tally can take them."""
        return [self.messages, dict(self.verdicts), dict(self.urgencies), dict(self.missing), dict(self.codes)]

    def take_all(self, counted: list[Any]) -> None:
        """Count what another tally has counted."""
        messages, verdicts, urgencies, missing, codes = counted
        self.messages += messages
        self.verdicts.update(verdicts)
        self.urgencies.update(urgencies)
        self.missing.update(missing)
        self.codes.update(codes)

    @property
    def tickets(self) -> int:
        return self.verdicts["complete"]

    @property
    def refused(self) -> int:
        return self.verdicts["incomplete"] + self.verdicts["unreadable"]

    def as_object(self) -> dict[str, Any]:
        """Return the counts as the machine-readable summary, most frequent first, then by name."""
        return {
            "messages": self.messages,
            "tickets": self.tickets,
            "refused": self.refused,
            "verdicts": {name: self.verdicts[name] for name in VERDICTS},
            "urgencies": {str(number): self.urgencies[number] for number in sorted(self.urgencies)},
            "missing": dict(_ranked(self.missing)),
            "codes": dict(_ranked(self.codes)),
        }

    def sentence(self) -> str:
        """Return the last line of a report, in tickets."""
        if not self.messages:
            return "no messages"
        counted = [f"{self.tickets} would receive a ticket"]
        if self.refused:
            unreadable = self.verdicts["unreadable"]
            counted.append(f"{self.refused} would not" + (f" ({unreadable} unreadable)" if unreadable else ""))
        for name, one, many in (
            ("automatic", "automatic", "automatic"),
            ("follow-up", "follow-up", "follow-ups"),
            ("not-a-request", "no request", "no requests"),
        ):
            if count := self.verdicts[name]:
                counted.append(f"{count} {one if count == 1 else many}")
        return f"{self.messages} message{'' if self.messages == 1 else 's'}: " + ", ".join(counted)

    def statistics(self) -> str:
        """Return the counts as lines for a person."""
        parts = []
        for title, rows in (
            ("verdicts", [(name, self.verdicts[name]) for name in VERDICTS if self.verdicts[name]]),
            (
                "urgencies of requests",
                [(f"severity {number}", self.urgencies[number]) for number in sorted(self.urgencies)],
            ),
            ("fields without a valid answer, in how many requests", _ranked(self.missing)),
            ("diagnostics of requests", _ranked(self.codes)),
        ):
            if rows:
                parts.append(f"{title}:\n" + "".join(f"{count:7}  {cut(visible(name), 100)}\n" for name, count in rows))
        return "\n".join(parts)


def counts(verdict: Verdict) -> list[Any]:
    """Return what is counted of a verdict: its name, its urgency, the codes of its faults, the fields that lack."""
    if verdict.verdict not in TICKETS:
        return [verdict.verdict, None, [], []]
    if not verdict.diagnostics:
        return [verdict.verdict, verdict.urgency, [], []]
    lack = {one.field for one in verdict.diagnostics if one.field and one.severity.withholds}
    return [verdict.verdict, verdict.urgency, [one.code for one in verdict.diagnostics], sorted(lack)]


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
