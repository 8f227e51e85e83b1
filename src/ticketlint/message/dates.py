"""The value of a Date field in, ISO 8601 with seconds and offset out (RFC 5322, sections 3.3 and 4.3)."""

from __future__ import annotations

import re

from ticketlint.regexp import regexp

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Minutes east of Greenwich. RFC 5322 knows only the American names; old programs write the others.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60,
    "cest": 120, "mesz": 120, "mest": 120, "sast": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "akst": -540, "akdt": -480, "hst": -600, "brt": -180,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660,
    "nzst": 720, "nzdt": 780,
}  # fmt: skip
_DATE = regexp(
    r"(?:[a-z]{2,9}\.?\s*,?\s+|[a-z]{3},)?(\d{1,2})[\s-]{1,3}([a-z]{3})[a-z]{0,6}\.?,?[\s-]{1,3}(\d{2,4}),?\s{1,4}"
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d{1,9})?)?(?:\s{0,4}((?:gmt|utc)?[+-]\d{4}|[a-z]{1,5}))?"
    r"(?:\s*\([^()]{0,60}\))?\s*",
    re.IGNORECASE | re.ASCII,
)
_C_TIME = regexp(  # Sun Nov 22 20:42:52 2026, with or without a zone before or after the year
    r"[a-z]{3},?\s{1,3}([a-z]{3})[a-z]{0,6}\s{1,3}(\d{1,2}),?\s{1,3}(\d{1,2}):(\d{2}):(\d{2})"
    r"(?:\s{1,3}([a-z]{2,5}))?\s{1,3}(\d{4})(?:\s{1,3}([+-]\d{4}|[a-z]{2,5}))?\s*",
    re.IGNORECASE | re.ASCII,
)
_ISO = regexp(
    r"(\d{4})-(\d{2})-(\d{2})[T\s](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(z|[+-]\d{2}:?\d{2})?\s*",
    re.IGNORECASE | re.ASCII,
)
_COMMON = regexp(  # as nearly every program writes it
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) ((?:19|20)\d\d) (\d\d):(\d\d):(\d\d) ([+-]\d\d)(\d\d)"
    r"(?: \([A-Z]{1,5}\))?",
    re.ASCII,
)
_NUMBERS = {name.capitalize(): f"{number:02}" for number, name in enumerate(_MONTHS, 1)}
_FEWEST_DAYS = 28  # that every month has

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso(value: str) -> str | None:
    """Return the moment a date names, or None where it names none; an unknown or missing zone counts as UTC."""
    value = value[:200].strip()
    if (common := moment(value)) is not None:
        return common
    if found := _DATE.fullmatch(value):
        day, month, year, hour, minute, second, zone = found.groups()
    elif found := _C_TIME.fullmatch(value):
        month, day, hour, minute, second, before, year, after = found.groups()
        zone = after or before
    elif found := _ISO.fullmatch(value):
        year, number, day, hour, minute, second, zone = found.groups()
        month = _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else ""
        zone = zone and zone.replace(":", "")
    else:
        plain = _plainer(value)
        return iso(plain) if plain != value else None
    if month.lower() not in _MONTHS:
        return None
    date = _full_year(year), _MONTHS.index(month.lower()), int(day)
    return _moment(date, (int(hour), int(minute), int(second or 0)), zone)


def _plainer(value: str) -> str:
    """Return a date without what RFC 5322 lets stand between its parts: comments, blanks round colons, line ends."""
    return " ".join(_ROUND_COLONS.sub(":", _COMMENTS.sub(" ", value)).split())


_COMMENTS = regexp(r"\([^()]*\)")
_ROUND_COLONS = regexp(r"(?<!\s)\s*+:\s*+")


def _moment_of(value: str) -> str | None:
    """Return the moment of a date as nearly every program writes it."""
    common = _COMMON.fullmatch(value)
    month = _NUMBERS.get(common[2]) if common else None
    if common is None or month is None:
        return None
    day, _, year, hour, minute, second, hours, minutes = common.groups()
    if 0 < int(day) <= _FEWEST_DAYS and hour < "24" and minute < "60" > minutes and second < "60" and hours[1:] < "24":
        return f"{year}-{month}-{day:0>2}T{hour}:{minute}:{second}{hours}:{minutes}"
    return None


try:
    from ticketlint.native.header import moment
except ImportError:  # installed without a compiler
    moment = _moment_of


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if year < 1000 else year  # 102, or 0102, is what programs made of 2002


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], zone: str | None) -> str | None:
    year, month, day = date
    hour, minute, second = clock
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    offset = _offset(zone)
    if offset is None or not 1 <= day <= _DAYS[month] + leap or hour > 23 or minute > 59 or second > 60 or year < 1900:
        return None
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset), 60)
    second = min(second, 59)  # few readers of ISO 8601 take a leap second
    return f"{year:04}-{month + 1:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}"


def _offset(zone: str | None) -> int | None:
    if not zone:
        return 0
    zone = zone.lower()
    digits = zone.removeprefix("gmt").removeprefix("utc")
    if digits and digits[0] in "+-":
        hours, minutes = int(digits[1:3]), int(digits[3:])
        if hours > 23 or minutes > 59:
            return None
        return (hours * 60 + minutes) * (-1 if digits[0] == "-" else 1)
    return _ZONES.get(zone, 0)
