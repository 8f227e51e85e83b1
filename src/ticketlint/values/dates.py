"""The text of a day or of a time in, as one of the form's languages writes it, ISO 8601 out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from ticketlint.regexp import regexp
from ticketlint.values.choices import Reading
from ticketlint.values.typed import Limits, malformed, range_words
from ticketlint.values.words import bare, fold

MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "january januar jänner janvier enero gennaio januari styczeń stycznia janeiro jan janv ene gen sty",
            "february februar feber février fevrier febrero febbraio februari luty lutego fevereiro feb févr fév lut",
            "march märz maerz mars marzo maart marzec marca março mar mär mrz mrt",
            "april avril abril aprile kwiecień kwietnia apr avr abr kwi",
            "may mai mayo maggio mei maj maja maio mag",
            "june juni juin junio giugno czerwiec czerwca junho jun giu cze",
            "july juli juillet julio luglio lipiec lipca julho jul juil lug lip",
            "august août aout agosto augustus sierpień sierpnia aug aoû ago sie",
            "september septembre septiembre settembre wrzesień września setembro sep sept set wrz",
            "october oktober octobre octubre ottobre październik października outubro oct okt ott paź out",
            "november novembre noviembre listopad listopada novembro nov lis",
            "december dezember décembre decembre diciembre dicembre grudzień grudnia dezembro dec dez déc dic gru",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = regexp(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = regexp(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_DAY_FIRST = regexp(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|º)?[\s/-]*(?:of\s|de\s|di\s)?\s*([^\W\d_]+)\.?,?[\s/-]*(?:de\s|of\s)?\s*(\d{4})"
)
_MONTH_FIRST = regexp(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = regexp(r"(?<![\d.:])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?![\d.])\s*(a\.?m\.?|p\.?m\.?)?(?!\w)")
_OR = regexp(r"\s*(?:[-–—/]|(?:or|oder|ou|o|of|lub|to|bis|and|und)\b)\s*(?=\d)")
_LONGEST_DATE = 24  # characters in which another date stands right behind
_HOUR = regexp(r"(?<![\d.:])(\d{1,2})()()\s?(a\.?m\.?|p\.?m\.?|uhr\b|h\b|o.clock\b)(?!\w)")
_ZONE = regexp(r"\s*\(?(?:(?:utc|gmt)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)|(?:utc|gmt|z)\b)")


def _find_date(text: str, languages: Sequence[str]) -> tuple[date, int] | None:
    folded = fold(text)
    for pattern, order in ((_ISO, "ymd"), (_NUMERIC, "mdy" if languages and languages[0] == "en" else "dmy")):
        match = pattern.search(folded)
        if match:
            parts = dict(zip(order, match.groups(), strict=True))
            if "." in match.group() and order == "mdy":
                parts["m"], parts["d"] = parts["d"], parts["m"]  # dots mean day first in every language
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            found = _date(year, int(parts["m"]), int(parts["d"]))
            if found is None and order != "ymd":
                found = _date(year, int(parts["d"]), int(parts["m"]))
            return (found, match.end()) if found else None
    match = _DAY_FIRST.search(folded)
    if match and match.group(2) in MONTHS:
        found = _date(int(match.group(3)), MONTHS[match.group(2)], int(match.group(1)))
        return (found, match.end()) if found else None
    match = _MONTH_FIRST.search(folded)
    if match and match.group(1) in MONTHS:
        found = _date(int(match.group(3)), MONTHS[match.group(1)], int(match.group(2)))
        return (found, match.end()) if found else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, languages: Sequence[str], limits: Limits) -> Reading:
    """Read a day, such as 22.11.2026 or 22. November 2026."""
    found = _find_date(text, languages)
    if found is None:
        return malformed("date, such as 2026-11-22 or 22.11.2026")
    rest = fold(text)[found[1] :]
    other = _find_date(rest[: _LONGEST_DATE + match.end()], languages) if (match := _OR.match(rest)) else None
    if other is not None and other[0] != found[0]:
        return malformed("one date")
    iso, (low, high) = found[0].isoformat(), limits
    if (low and iso < low) or (high and iso > high):
        return Reading(fault="out-of-range", why=range_words(iso, low, high))
    return Reading(iso)


def read_datetime(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001 - one shape for all readers
    """Read a day with a time of day, and with its zone where one is stated."""
    try:
        return Reading(datetime.fromisoformat(bare(text)).isoformat())
    except ValueError:
        pass
    folded = fold(text)
    found = _find_date(folded, languages)
    clock = _clock(folded, found[1]) if found else None
    if found is None or clock is None:
        return malformed("date with a time of day, such as 2026-11-22 14:30")
    hour = int(clock.group(1))
    half = (clock.group(4) or "").replace(".", "")
    if half[1:] == "m":
        hour = hour % 12 + 12 * (half == "pm")
    if hour > 23 or int(clock.group(2) or 0) > 59 or int(clock.group(3) or 0) > 59:
        return malformed("time of day")
    zone = _zone(folded[clock.end() : clock.end() + 30])
    return Reading(
        datetime.combine(found[0], time(hour, int(clock.group(2) or 0), int(clock.group(3) or 0)), zone).isoformat()
    )


def _clock(text: str, start: int) -> re.Match[str] | None:
    """Find a time of day, behind the day or else before it; an hour alone where it is called one."""
    return next(
        (match for clock in (_CLOCK, _HOUR) for at in (start, 0) if (match := clock.search(text, at)) is not None), None
    )


def _zone(text: str) -> timezone | None:
    """Return the zone that is stated behind a time of day: UTC, an offset, or both."""
    match = _ZONE.match(text)
    if match is None:
        return None
    if match.group(1) is None:
        return UTC
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    return timezone(-offset if match.group(1) in "-−" else offset) if offset < timedelta(hours=24) else None
