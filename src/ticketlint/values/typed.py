"""Values of a type: the text of a number, date, address or link in, its canonical form out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from ticketlint.regexp import regexp
from ticketlint.values.choices import Reading, boxes
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
_ZONE = regexp(r"\s*\(?(?:(?:utc|gmt)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)|(?:utc|gmt|z)\b)")
_HOST = regexp(r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)*[^\W_](?:[\w-]{0,62}[^\W_])?\.?(?::\d{1,5})?")
_URL = regexp(r"[a-z][a-z0-9+.-]{1,15}://[^\s<>\"]+", re.IGNORECASE)
_EMAIL = regexp(r"[^\s<>()\[\],;:@\"]+@[^\s<>()\[\],;:@\".]+(?:\.[^\s<>()\[\],;:@\".]+)*")
_VERSION = regexp(r"v?\d+(?:[.\-_]\w+)*", re.IGNORECASE)
_NUMBER = regexp(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS = regexp(r"[+-]?\d{1,3}(?:[.,' \u00a0]\d{3})+(?:[.,]\d+)?")
Limits = tuple[str | None, str | None]
_YES = frozenset("yes y ja j oui si sí sì tak sim true on 1 x ok checked".split())
_NO = frozenset("no n nein non nie nee não false off 0 unchecked".split())


def read_typed(kind: str, text: str, languages: Sequence[str] = ("en",), limits: Limits = (None, None)) -> Reading:
    """Read a value of a type of DESIGN section 3. `limits` are the lowest and the highest value allowed.

    Prose and plain lines are taken as they are. The first of `languages` decides 03/04.
    """
    reader = _READERS.get(kind)
    return reader(text, languages, limits) if reader else Reading(text)


def _malformed(what: str) -> Reading:
    return Reading(fault="malformed-value", why=f"is no {what}")


def _integer(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    match = re.match(r"[+-]?\d+(?![.,]?\d)", bare(text).lstrip("#")) if not _THOUSANDS.match(bare(text)) else None
    if match is None:
        grouped = _THOUSANDS.fullmatch(bare(text))
        if grouped is None:
            return _malformed("whole number")
        return _within(re.sub(r"[^\d+-]", "", grouped.group()), limits)
    digits = match.group().lstrip("+")
    return _within(digits.lstrip("0") or "0" if not digits.startswith("-") else digits, limits)


def _number(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # one shape for all readers
    plain = bare(text)
    grouped = _THOUSANDS.match(plain)
    match = grouped or _NUMBER.match(plain)
    if match is None:
        return _malformed("number")
    digits = match.group()
    if grouped and not (
        len(re.findall(r"[.,]", digits)) == 1
        and re.search(r"[.,]\d{3}$", digits)
        and languages[0] == "en"
        and "." in digits
    ):
        last = max(digits.rfind("."), digits.rfind(","))
        decimal = len(set(re.findall(r"[.,]", digits))) == 2
        digits = re.sub(r"[^\d+-]", "", digits[:last]) + (
            "." + digits[last + 1 :] if decimal else re.sub(r"\D", "", digits[last:])
        )
    return _within(digits.replace(",", ".").lstrip("+"), limits)


def _within(digits: str, limits: Limits) -> Reading:
    low, high = limits
    if (
        len(digits) > 300
        or (low is not None and float(digits) < float(low))
        or (high is not None and float(digits) > float(high))
    ):
        return Reading(fault="out-of-range", why=_range_words(digits[:20], low, high))
    return Reading(digits)


def _range_words(value: str, low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return f"is {value}, but must lie between {low} and {high}"
    return f"is {value}, but must be at least {low}" if low is not None else f"is {value}, but must be at most {high}"


def _find_date(text: str, languages: Sequence[str]) -> tuple[date, int] | None:
    folded = fold(text)
    for pattern, order in ((_ISO, "ymd"), (_NUMERIC, "mdy" if languages and languages[0] == "en" else "dmy")):
        match = pattern.search(folded)
        if match:
            parts = dict(zip(order, match.groups(), strict=True))
            if "." in match.group() and order == "mdy":
                parts["m"], parts["d"] = parts["d"], parts["m"]  # dots mean day first in every language
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            found = _date(year, int(parts["m"]), int(parts["d"])) or _date(year, int(parts["d"]), int(parts["m"]))
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


def _read_date(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # one shape for all readers
    found = _find_date(text, languages)
    if found is None:
        return _malformed("date, such as 2026-11-22 or 22.11.2026")
    iso, (low, high) = found[0].isoformat(), limits
    if (low and iso < low) or (high and iso > high):
        return Reading(fault="out-of-range", why=_range_words(iso, low, high))
    return Reading(iso)


def _read_datetime(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    try:
        return Reading(datetime.fromisoformat(bare(text)).isoformat())
    except ValueError:
        pass
    folded = fold(text)
    found = _find_date(folded, languages)
    clock = (_CLOCK.search(folded, found[1]) or _CLOCK.search(folded)) if found else None
    if found is None or clock is None:
        return _malformed("date with a time of day, such as 2026-11-22 14:30")
    hour = int(clock.group(1))
    half = (clock.group(4) or "").replace(".", "")
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    if hour > 23 or int(clock.group(2)) > 59 or int(clock.group(3) or 0) > 59:
        return _malformed("time of day")
    zone = _zone(folded[clock.end() : clock.end() + 30])
    return Reading(
        datetime.combine(found[0], time(hour, int(clock.group(2)), int(clock.group(3) or 0)), zone).isoformat()
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


def _read_url(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    url = _URL.match(bare(text))
    if url:
        return Reading(url.group().rstrip(".,;)'"))
    host = bare(text)
    first = host.split("/")[0].split()[0] if host.split() else ""
    if _HOST.fullmatch(first) and len(host.split()) == 1 and any(char.isalpha() or char == "." for char in first):
        return Reading(host)
    return Reading(fault="malformed-value", why="is neither a URL nor a host name")


def _read_email(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = _EMAIL.search(text)
    return Reading(found.group().rstrip(".")) if found else _malformed("mail address")


def _read_version(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = _VERSION.search(text)
    return Reading(" ".join(text.split())) if found else _malformed("version, such as 7.10.6")


def _read_checkbox(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = boxes(text)
    if found is not None:
        return Reading("yes" if any(on for on, _ in found) else "no")
    word = fold(bare(text)).split(" ")[0].strip(".,;:!")
    if word in _YES or word in _NO:
        return Reading("yes" if word in _YES else "no")
    return Reading(fault="malformed-value", why="is neither yes nor no")


_READERS: Final[Mapping[str, Callable[[str, Sequence[str], Limits], Reading]]] = {
    "integer": _integer,
    "number": _number,
    "date": _read_date,
    "datetime": _read_datetime,
    "url": _read_url,
    "email": _read_email,
    "version": _read_version,
    "checkbox": _read_checkbox,
}
