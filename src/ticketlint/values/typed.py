"""Values of a type: the text of a number, address, link or box in, its canonical form out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.choices import Reading, boxes
from ticketlint.values.words import bare, fold

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


def malformed(what: str) -> Reading:
    """Return what is said of a text that is none of its type."""
    return Reading(fault="malformed-value", why=f"is no {what}")


def _integer(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    match = re.match(r"[+-]?\d+(?![.,]?\d)", bare(text).lstrip("#")) if not _THOUSANDS.match(bare(text)) else None
    if match is None:
        grouped = _THOUSANDS.fullmatch(bare(text))
        if grouped is None:
            return malformed("whole number")
        return _within(re.sub(r"[^\d+-]", "", grouped.group()), limits)
    digits = match.group().lstrip("+")
    return _within(digits.lstrip("0") or "0" if not digits.startswith("-") else digits, limits)


def _number(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # one shape for all readers
    plain = bare(text)
    grouped = _THOUSANDS.match(plain)
    match = grouped or _NUMBER.match(plain)
    if match is None:
        return malformed("number")
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
        return Reading(fault="out-of-range", why=range_words(digits[:20], low, high))
    return Reading(digits)


def range_words(value: str, low: str | None, high: str | None) -> str:
    """Return in words that a value lies outside its limits."""
    if low is not None and high is not None:
        return f"is {value}, but must lie between {low} and {high}"
    return f"is {value}, but must be at least {low}" if low is not None else f"is {value}, but must be at most {high}"


def _read_url(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    url = _URL.match(bare(text))
    if url:
        return Reading(url.group().rstrip(".,;)'"))
    host = bare(text)
    first = host.partition("/")[0] if len(host.split()) == 1 else ""
    if _HOST.fullmatch(first) and any(char.isalpha() or char == "." for char in first):
        return Reading(host)
    return Reading(fault="malformed-value", why="is neither a URL nor a host name")


def _read_email(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = _EMAIL.search(text)
    return Reading(found.group().rstrip(".")) if found else malformed("mail address")


def _read_version(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = _VERSION.search(text)
    return Reading(" ".join(text.split())) if found else malformed("version, such as 7.10.6")


def _read_checkbox(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    found = boxes(text)
    if found is not None:
        return Reading("yes" if any(on for on, _ in found) else "no")
    word = fold(bare(text)).split(" ")[0].strip(".,;:!")
    if word in _YES or word in _NO:
        return Reading("yes" if word in _YES else "no")
    return Reading(fault="malformed-value", why="is neither yes nor no")


def _dated(kind: str) -> Callable[[str, Sequence[str], Limits], Reading]:
    def read(text: str, languages: Sequence[str], limits: Limits) -> Reading:
        from ticketlint.values.dates import read_date, read_datetime  # noqa: PLC0415 - few forms ask for a day

        return (read_date if kind == "date" else read_datetime)(text, languages, limits)

    return read


_READERS: Final[Mapping[str, Callable[[str, Sequence[str], Limits], Reading]]] = {
    "integer": _integer,
    "number": _number,
    "date": _dated("date"),
    "datetime": _dated("datetime"),
    "url": _read_url,
    "email": _read_email,
    "version": _read_version,
    "checkbox": _read_checkbox,
}
