"""The text of a day or of a time in, as one of the form's languages writes it, ISO 8601 out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from ticketlint.regexp import regexp
from ticketlint.values.model import Reading
from ticketlint.values.typed import Limits, malformed, range_words
from ticketlint.values.words import bare, fold

MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            """january januar jänner janvier enero gennaio januari styczeń stycznia janeiro jan janv ene gen sty
            leden ledna január ianuarie tammikuuta ocak января січня ιανουαρίου""",
            """february februar feber février fevrier febrero febbraio februari luty lutego fevereiro feb févr fév lut
            únor února február februarie helmikuuta şubat февраля лютого φεβρουαρίου""",
            """march märz maerz mars marzo maart marzec marca março mar mär mrz mrt
            březen března marts március martie maaliskuuta mart марта березня μαρτίου""",
            """april avril abril aprile kwiecień kwietnia apr avr abr kwi
            duben dubna apríl április aprilie huhtikuuta nisan апреля квітня απριλίου""",
            "may mai mayo maggio mei maj maja maio mag květen května máj május toukokuuta mayıs мая травня μαΐου μαίου",
            """june juni juin junio giugno czerwiec czerwca junho jun giu cze
            červen června jún június iunie kesäkuuta haziran июня червня ιουνίου""",
            """july juli juillet julio luglio lipiec lipca julho jul juil lug lip
            červenec července júl július iulie heinäkuuta temmuz июля липня ιουλίου""",
            """august août aout agosto augustus sierpień sierpnia aug aoû ago sie
            srpen srpna augusti augusztus elokuuta ağustos августа серпня αυγούστου""",
            """september septembre septiembre settembre wrzesień września setembro sep sept set wrz
            září szeptember septembrie syyskuuta eylül сентября вересня σεπτεμβρίου""",
            """october oktober octobre octubre ottobre październik października outubro oct okt ott paź out
            říjen října október octombrie lokakuuta ekim октября жовтня οκτωβρίου""",
            """november novembre noviembre listopad listopada novembro nov lis
            listopadu noiembrie marraskuuta kasım ноября листопада νοεμβρίου""",
            """december dezember décembre decembre diciembre dicembre grudzień grudnia dezembro dec dez déc dic gru
            prosinec prosince desember decembrie joulukuuta aralık декабря грудня δεκεμβρίου""",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = regexp(r"(\d{4})(?:[-/]|\.\s?)(\d{1,2})(?:[-/]|\.\s?)(\d{1,2})")
_EAST = regexp(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_NUMERIC = regexp(r"(\d{1,2})(?:[/-]|\.\s?)(\d{1,2})(?:[/-]|\.\s?|\s(?=\d{4}(?!\d)))(\d{4}|\d{2})")
_DAY_FIRST = regexp(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|º|:[ae])?[\s/-]*(?:of\s|de\s|di\s)?\s*([^\W\d_]+)\.?,?[\s/-]*(?:de\s|of\s)?\s*(\d{4})"
)
_MONTH_FIRST = regexp(r"(?<![^\W\d_])([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR_FIRST = regexp(r"(\d{4})\.?[\s/-]+([^\W\d_]+)\.?[\s/-]+(\d{1,2})(?![\d:])")
_CLOCK = regexp(r"(?<![\d.:])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?![\d.])\s*(a\.?m\.?|p\.?m\.?)?(?!\w)")
_OR = regexp(r"\s*(?:[-–—/]|(?:or|oder|ou|o|of|lub|to|bis|and|und)\b)\s*(?=\d)")
_OR_ELSE = regexp(  # another time of day, or another day
    r"\s*+(?:uhr|hrs?|h|[ap]\.?m\.?)?\s*+(?:or|oder|ou|o|of|lub)\s++(?:at |um |ab |à )?"
    r"\d{1,2}(?:[:./-]\d|\s?(?:uhr|h\b|o.clock|[ap]\.?m\b))"
)
_LONGEST_DATE = 24  # characters in which another date stands right behind
_A_DAY = len("2026-11-22")
_HOUR = regexp(r"(?<![\d.:])(\d{1,2})()()\s?(a\.?m\.?|p\.?m\.?|uhr\b|h\b|o.clock\b)(?!\w)")
_EAST_HOUR = regexp(r"(\d{1,2})\s*[時时點点시](?:\s*(\d{1,2})(?!\d|\s*[年月日년월일])\s*[分분]?|\s*(半|반))?")
_EAST_HALF = regexp(r"(午前|上午|오전|午後|下午|오후)\s*(\d{1,2}:\d{2})")
_EAST_MORNING: Final = frozenset(("午前", "上午", "오전"))
_ZONE = regexp(r"\s*+(?:uhr|hrs?|hours|h)?\s*+\(?(?:(?:utc|gmt)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)|([a-z]{1,4})\b)")
_FARTHEST = timedelta(hours=14)  # a zone from UTC
_UNTIL = regexp(r"(?:-|\s-\s)(\d{1,2})(?::(\d{2}))?(?![\d:])")
_AS_PEOPLE_WRITE = regexp(r"\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d")  # what else is ISO 8601 for a zone
_LONGEST_SPAN = 12 * 60  # minutes
# hours before UTC of the names that mean one zone wherever they are written; BST, CST and IST mean several
_ZONES: Final[Mapping[str, int]] = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "jst": 9, "kst": 9, "est": -5, "edt": -4, "pst": -8, "pdt": -7,
}  # fmt: skip


def _find_date(text: str, languages: Sequence[str]) -> tuple[date, int] | None:
    folded = fold(text)
    numeric = "mdy" if languages and languages[0] == "en" else "dmy"  # `en-gb` has the day first
    for pattern, order in ((_ISO, "ymd"), (_EAST, "ymd"), (_NUMERIC, numeric)):
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
    match = _YEAR_FIRST.search(folded)
    if match and match.group(2) in MONTHS:
        found = _date(int(match.group(1)), MONTHS[match.group(2)], int(match.group(3)))
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
        if (
            len(stated := bare(text)) > _A_DAY and _AS_PEOPLE_WRITE.fullmatch(stated) is None
        ):  # to Python, a day alone is its midnight
            return Reading(datetime.fromisoformat(stated).isoformat())
    except ValueError:
        pass
    folded = _western(fold(text))
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
    at = clock.end() if half else max(clock.end(2), clock.end(3))
    behind = folded[at : at + 30]
    if clock.group(3) is None:
        behind = behind[_until(behind, hour * 60 + int(clock.group(2) or 0)) :]
    if clock.start() >= found[1] and _OR_ELSE.match(folded, at):
        return malformed("one date with a time of day")
    zone = _zone(behind)
    return Reading(
        datetime.combine(found[0], time(hour, int(clock.group(2) or 0), int(clock.group(3) or 0)), zone).isoformat()
    )


def _western(text: str) -> str:
    """Return a text with the hours of East Asia in digits: `午後2時30分` is `2:30 pm`."""
    if text.isascii():
        return text
    text = _EAST_HOUR.sub(lambda found: f"{found[1]}:{30 if found[3] else int(found[2] or 0):02}", text)
    return _EAST_HALF.sub(lambda found: f" {found[2]} {'am' if found[1] in _EAST_MORNING else 'pm'}", text)


def _clock(text: str, start: int) -> re.Match[str] | None:
    """Find a time of day, behind the day or else before it; an hour alone where it is called one."""
    return next(
        (match for clock in (_CLOCK, _HOUR) for at in (start, 0) if (match := clock.search(text, at)) is not None), None
    )


def _until(text: str, start: int) -> int:
    """Return how much of a text says when a time ends: `22:00-06:00`, but `14:30-05:00` has a zone of America."""
    end = _UNTIL.match(text)
    if end is None or (end[2] is None and len(end[1]) < 2):
        return 0
    return end.end() if 0 < (int(end[1]) * 60 + int(end[2] or 0) - start) % _MINUTES <= _LONGEST_SPAN else 0


_MINUTES = 24 * 60  # of a day


def _zone(text: str) -> timezone | None:
    """Return the zone that is stated behind a time of day: its name, an offset, or both."""
    match = _ZONE.match(text)
    if match is None:
        return None
    if match.group(1) is None:
        hours = _ZONES.get(match.group(4))
        return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    if offset > _FARTHEST:  # `14:30-15:30` says until when
        return None
    return timezone(-offset if match.group(1) in "-−" else offset)
