"""A verdict and what is asked in, what a run says and counts of it out: plain, and made where the message was judged.

A report costs as much as judging a plain mail, and a text travels between processes at a tenth of a verdict's price.
"""

from __future__ import annotations

import gc

from ticketlint.diagnostic import LEAST_WITHHOLDING
from ticketlint.hints import TYPE_CHECKING, Any, Final
from ticketlint.record import dataclass
from ticketlint.report import TEMPLATE, VOICES, Format, Look, Report, Tally, masked
from ticketlint.report.jsonl import dumps
from ticketlint.report.tally import counts
from ticketlint.verdict import TICKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticketlint.plain import Plain
    from ticketlint.report.progress import Bar
    from ticketlint.verdict import Verdict

Outcome = list[Any]
"""Octets of the message, whether it makes the exit code 1, its counts, a text for each report, whether it is sure."""

_BEGINS = '{"source": '


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a run ask for: reports by the names of their formats, and which messages they show.

    `secret` names the secret fields by form, and is None where secrets are shown.
    """

    formats: tuple[str, ...]
    looks: tuple[Look, ...]
    only: tuple[str, ...]
    fail_on: int
    secret: Mapping[str, Sequence[str]] | None

    def shows(self, verdict: Verdict) -> bool:
        """Return whether a verdict is asked for."""
        return not self.only or verdict.verdict in self.only

    def secret_fields(self, verdict: Verdict) -> Sequence[str] | None:
        """Return the names of the fields whose values are masked; None where secrets are shown."""
        if self.secret is None:
            return None
        names = self.secret.get(verdict.form or "")
        return tuple(name for each in self.secret.values() for name in each) if names is None else names

    def shown(self, verdict: Verdict) -> Verdict | None:
        """Return the verdict as reports may show it; None where it is not asked for."""
        if not self.shows(verdict):
            return None
        names = self.secret_fields(verdict)
        return verdict if names is None else masked(verdict, names)


def names_of(formats: Sequence[Format]) -> tuple[str, ...]:
    """Return the names of what speaks for formats where messages are judged."""
    known = {id(form): name for name, form in VOICES.items()}
    return tuple(known.get(id(form), TEMPLATE) for form in formats)


def outcome(verdict: Verdict, octets: int, asked: Asked) -> Outcome:
    """Return what is said and counted of a verdict."""
    texts = _texts(verdict, asked) if asked.shows(verdict) else []
    sure = verdict.verdict != "unreadable" or verdict.form is not None  # else the program failed, maybe once only
    return [octets, fails(verdict, asked.fail_on), counts(verdict), texts, sure]


def _texts(verdict: Verdict, asked: Asked) -> list[str]:
    """Return what each report says of a verdict."""
    names = asked.secret_fields(verdict)
    if names is not None:
        if len(asked.formats) == 1:
            hides = VOICES[asked.formats[0]].hides
            if hides is not None:
                return [hides(verdict, names, asked.looks[0])]
        verdict = masked(verdict, names)
    return [VOICES[name].message(verdict, look) for name, look in zip(asked.formats, asked.looks, strict=True)]


def gathered(said: Sequence[Outcome], asked: Asked) -> Plain:
    """Return what is said and counted of several messages, as one.

    Octets, messages, whether one makes the exit code 1, the counts, a text for each report.
    """
    return laid(said, str.join, asked)


def laid(said: Sequence[Outcome], write: Callable[[str, list[str]], Any], asked: Asked) -> Plain:
    """Return the same, with what a function makes of a separator and texts in place of each text."""
    tally = Tally()
    octets, refused = 0, False
    texts: list[list[str]] = [[] for _ in asked.formats]
    tally.take_each([one[2] for one in said])
    for size, one, _, told, _ in said:
        octets += size
        refused = refused or one
        for report, text in zip(texts, told, strict=False):  # none where the message is not asked for
            if text:
                report.append(text)
    joined = [write(VOICES[name].separator, each) for name, each in zip(asked.formats, texts, strict=True)]
    return [octets, len(said), refused, tally.counted(), joined]


def opened(gathered: Plain, made: Callable[[Any], Any]) -> Plain:
    """Return what was gathered, with what a function makes of it in place of each text."""
    *counted, texts = gathered
    return [*counted, [made(text) for text in texts]]


def sure(outcome: Outcome) -> bool:
    """Whether the same would be said again."""
    return outcome[4] is True


def checked(kept: Outcome, source: str = "") -> Outcome:  # noqa: ARG001 - of a kind with verdicts
    """Return what was kept; raise `DamagedError` for what is no outcome."""
    from ticketlint.plain import DamagedError  # noqa: PLC0415 - most runs keep nothing

    octets, refused, (name, urgency, codes, missing), texts, certain = kept
    numbers = type(octets) is int and (urgency is None or type(urgency) is int)
    if not numbers or type(refused) is not bool or type(certain) is not bool:
        raise DamagedError("a number is none")
    if any(type(one) is not str for one in (name, *codes, *missing, *texts)):
        raise DamagedError("a text is none")
    return kept


def letters(kept: Outcome) -> int:
    """Return how long the texts are."""
    return sum(map(len, kept[3]))


def bound(said: Sequence[Outcome], asked: Asked) -> tuple[Plain, list[Plain], str]:
    """Return what is kept of several messages: what is said and counted of all, and of each one, and all texts as one.

    In place of texts stand their lengths, or where they begin and end.
    """
    *counted, texts = gathered(said, asked)
    begin, places = 0, []
    for name, text in zip(asked.formats, texts, strict=True):
        places.append((begin, len(VOICES[name].separator)))
        begin += len(text)
    parts = []
    for octets, refused, count, told, _ in said:
        cuts: list[int] = []
        for number, text in enumerate(told):
            begin, gap = places[number]
            end = begin + len(text)
            cuts += (begin, end)
            if text:
                places[number] = end + gap, gap
        parts.append([octets, refused, count, cuts])
    return [*counted, [len(text) for text in texts]], parts, "".join(texts)


def single(part: Plain, text: str) -> Outcome:
    """Return what was kept of one of them."""
    octets, refused, counted, cuts = part
    return [octets, refused, counted, [text[begin:end] for begin, end in zip(cuts[::2], cuts[1::2], strict=True)], True]


def whole(kept: Plain, text: str) -> Plain:
    """Return what is said of all of them, as `gathered` did."""
    octets, messages, refused, counted, lengths = kept
    all_messages, verdicts, urgencies, missing, codes = counted
    counted = [all_messages, verdicts, {int(number): many for number, many in urgencies.items()}, missing, codes]
    if len(lengths) == 1:
        return [octets, messages, refused, counted, [text]]
    texts, begin = [], 0
    for length in lengths:
        texts.append(text[begin : begin + length])
        begin += length
    return [octets, messages, refused, counted, texts]


def moved(kept: Outcome, old: str, new: str) -> Outcome | None:
    """Return what is said of a message that lies elsewhere now; None where only judging it again can say that."""
    octets, refused, counted, texts, certain = kept
    before = _BEGINS + dumps(old) + ","
    if not all(text.startswith(before) for text in texts):
        return None
    there = _BEGINS + dumps(new) + ","
    return [octets, refused, counted, [there + text[len(before) :] for text in texts], certain]


def fails(verdict: Verdict, fail_on: int) -> bool:
    """Return whether a message makes the exit code 1; what asks for no ticket never does."""
    name = verdict.verdict
    if name not in TICKETS:
        return False
    if name == "unreadable" or any(one.severity <= fail_on for one in verdict.diagnostics):
        return True
    return not TICKETS[name] and fail_on >= LEAST_WITHHOLDING


def _collect() -> None:
    """Look for garbage from now on, in what comes: a first mail makes little of it, and many may make much."""
    if not gc.isenabled():
        gc.freeze()  # what is there was loaded or made for all mails, and to look through it is not paid back
        gc.set_threshold(_MANY_THINGS)  # hardly anything that a mail leaves refers to itself
        gc.enable()


_MANY_THINGS: Final = 10_000


class Speaker:
    """Says what comes, to every report, and counts it."""

    def __init__(self, reports: Sequence[Report], asked: Asked, bar: Bar | None) -> None:
        self.tally = Tally()
        self.refused = False
        self._reports = reports
        self._asked = asked
        self._bar = bar

    def take(self, outcome: Outcome) -> None:
        """Say what was made of a message elsewhere."""
        octets, refused, counted, texts, _ = outcome
        _collect()
        self.tally.take(counted)
        if refused:
            self.refused = True
        if self._bar:
            self._bar.advance(octets)
            if texts:
                self._bar.clear()
        for report, text in zip(self._reports, texts, strict=False):  # none where the message is not asked for
            report.say(text)

    def take_all(self, gathered: Plain) -> None:
        """Say what was gathered of several messages elsewhere; octets may stand for its texts."""
        octets, messages, refused, counted, texts = gathered
        _collect()
        self.tally.take_all(counted)
        self.refused = self.refused or refused
        if self._bar:
            self._bar.advance(octets, messages)
            if any(texts):
                self._bar.clear()
        for report, text in zip(self._reports, texts, strict=True):
            if isinstance(text, str):
                report.say(text)
            else:
                report.pass_on(text)

    def add(self, octets: int, found: Verdict, rest: Verdict | None) -> None:
        """Say a verdict, of which `rest` is left to be told; all of it is counted."""
        _collect()
        self.tally.add(found)
        if self._bar:
            self._bar.advance(octets)
        if rest is None:
            return
        self.refused = self.refused or fails(rest, self._asked.fail_on)
        shown = self._asked.shown(rest)
        if shown is None:
            return
        if self._bar:
            self._bar.clear()
        for report in self._reports:
            report.add(shown)
