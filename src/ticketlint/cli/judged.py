"""A message and its verdict in, what a run that needs whole verdicts keeps of the message out, and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ticketlint.baseline import body_of
from ticketlint.parallel.messages import VERDICTS, Kind
from ticketlint.plain import DamagedError
from ticketlint.record import dataclass
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketlint.plain import Plain
    from ticketlint.sources import RawMessage


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a message, without its octets: how many they are, and what a baseline knows the body by."""

    octets: int
    body: str
    verdict: Verdict


def judged_by(judge: Callable[[RawMessage], Verdict], raw: RawMessage) -> Judged:
    """Judge a message."""
    verdict = judge(raw)
    return Judged(raw.size, body_of(verdict, raw.octets), verdict)


def _flat(one: Judged) -> Plain:
    return [one.octets, one.body, VERDICTS.flat(one.verdict)]


def _back(kept: Plain, source: str) -> Judged:
    octets, body, verdict = kept
    if type(octets) is not int or type(body) is not str:
        raise DamagedError("it is no size or no body")
    return Judged(octets, body, VERDICTS.back(verdict, source))


JUDGED = Kind(
    _flat,
    _back,
    partial(judged_by, VERDICTS.lost),
    lambda one: VERDICTS.sure(one.verdict),
    VERDICTS.moved,
    lambda kept: VERDICTS.letters(kept[2]),
)
