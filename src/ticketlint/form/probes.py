"""A pattern and values that it should match in, the text on which it takes too long out."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from ticketlint.form.patterns import PatternTimeout, fullmatch, search
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORT = 4000
"""Characters on which a pattern that doubles its work with each of them is caught."""
LONG = 100_000
"""Characters on which one is caught whose work grows with their square: no mail has a longer line that is read."""

_UNITS = ("a", "A", "1", " ", "-", ".", ",", "a1-", "ab ", "a.", "A, ")
_SYNTAX = regexp(r"\\[pP]\{[^}]*\}|\\[A-Za-z]|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)]*?[:>=!)]|\{[^}]*\}|[()|^$*+?.]")
_SET = regexp(r"\[\^?(\]?(?:\\.|[^\]\\])*)\]")
_MOST_SIGNS = 12
_MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Slow:
    """A text of `length` characters, `unit` repeated behind `begin`, on which a pattern takes more than `seconds`."""

    begin: str
    unit: str
    length: int
    seconds: float


@lru_cache(maxsize=256)
def slow_on(pattern: str, samples: tuple[str, ...], *, whole: bool) -> Slow | None:
    """Return a text on which the pattern exceeds its time limit, or None where none was found.

    The texts nearly match: pieces of values that should match are repeated, with something at the end that does not
    fit. `whole`: the pattern must match the whole text. A machine that was busy is no fault: what was slow is tried
    once more.
    """
    match: Callable[[str, str], object] = fullmatch if whole else search
    # at the end what does not fit, without and with the pattern's own words: their absence would be seen at once
    ends = tuple(dict.fromkeys(("\x00", f"\x00{_literals(pattern)[:100]}\x00")))
    for length, probes in (
        (SHORT, _probes(pattern, samples, many=True)),
        (LONG, _probes(pattern, samples, many=False)),
    ):
        for (begin, unit), end in product(probes, ends):
            text = begin + (unit * (length // len(unit) + 1))[:length] + end
            late = _late(match, pattern, text)
            if late is not None and _late(match, pattern, text) is not None:
                return Slow(begin, unit, length, late.seconds)
    return None


def _late(match: Callable[[str, str], object], pattern: str, text: str) -> PatternTimeout | None:
    try:
        match(pattern, text)
    except PatternTimeout as late:
        return late
    return None


def _probes(pattern: str, samples: tuple[str, ...], *, many: bool) -> Iterator[tuple[str, str]]:
    """Yield beginnings and units, each once."""
    told: set[tuple[str, str]] = set()
    for probe in _all_probes(pattern, samples, many=many):
        if probe[1] and probe not in told:
            told.add(probe)
            yield probe


def _all_probes(pattern: str, samples: tuple[str, ...], *, many: bool) -> Iterator[tuple[str, str]]:
    signs = list(
        dict.fromkeys(_literals(pattern) + "".join(found[1].replace("\\", "")[:4] for found in _SET.finditer(pattern)))
    )
    units = (*_UNITS, *signs[:_MOST_SIGNS])
    yield from (("", unit) for unit in (units if many else (*_UNITS[:5], *signs[:2])))
    for sample in samples[: 4 if many else 1]:
        yield "", sample
        places = range(min(len(sample), _MOST_PLACES)) if many else range(max(0, len(sample) - 1), len(sample))
        for at in places:  # `OX-(\d+)+` is slow only behind its beginning
            yield sample[:at], sample[at]
            yield sample[:at], sample[max(0, at - 1) : at + 1]
    begin = _beginning(pattern)
    if begin and many:
        yield from ((begin, unit) for unit in units)
    elif begin:
        yield from ((begin, unit) for unit in (*_UNITS[:3], *signs[:4]))


def _literals(pattern: str) -> str:
    return _SYNTAX.sub("", pattern).replace("\\", "")


def _beginning(pattern: str) -> str:
    """Return the letters and signs that a pattern begins with, as far as they mean themselves."""
    begin: list[str] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        escaped = sign == "\\" and pattern[at + 1 : at + 2] and not pattern[at + 1].isalnum()
        if escaped:
            at += 1
            sign = pattern[at]
        elif sign in "\\[(|^$*+?.{)":
            break
        if pattern[at + 1 : at + 2] in {"*", "?", "{"}:
            break
        begin.append(sign)
        at += 1
    return "".join(begin)
