"""Values of a type: the text of a number, address, link or box in, its canonical form out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.model import Reading
from ticketlint.values.words import bare, fold, is_non_answer

_HOST = regexp(r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)*[^\W_](?:[\w-]{0,62}[^\W_])?\.?(?::\d{1,5})?")
_URL = regexp(r"[a-z][a-z0-9+.-]{1,15}://[^\s<>\"]+", re.IGNORECASE)
# Looked for only where a word begins: from each letter of a long word it would take the square of its length.
_EMAIL = regexp(r"(?<![^\s<>()\[\],;:@\"])[^\s<>()\[\],;:@\"]+@[^\s<>()\[\],;:@\".]+(?:\.[^\s<>()\[\],;:@\".]+)*")
_VERSION = regexp(r"v?\d+(?:[.\-_]\w+)*", re.IGNORECASE)
# A name, `nightly`, and not what any version may be.
_ONE = regexp(
    r"(?!(?i:version|yes|oui|latest|newest|current|recent|stable|aktuelle?|aktuellste|neueste?|neuste|letzte|dernière)\b)"
    r"[^\W_]{3}\S*"
)
_PACKAGE = regexp(r"[^\W_][-_.+]\w")  # a name of one, as in a list of packages without their numbers
_NUMBER = regexp(r"[+-]?\d+(?:[.,]\d+)?")
_GAPS = "' ’\u00a0\u202f"  # which part thousands, and never decimals
_THOUSANDS = regexp(rf"[+-]?\d{{1,3}}(?:[.,{_GAPS}]\d{{3}})+(?:[.,]\d+)?")
_GROUPED = regexp(rf"[+-]?\d{{1,3}}([.,{_GAPS}])\d{{3}}(?:\1\d{{3}})*(?![.,]?\d)")
_CURRENCY = regexp(r"(?:[A-Z]{3}|(?:[A-Z]{1,2})?[€$£¥₹₽₺₩₪₫฿]|R[sMp]\.?|S?Fr\.|[Kk]r\.?|zł|Kč|Ft)\s?(?=[\d+-])")
# Another number behind the first, and perhaps a unit: a spread, a fraction, a choice.
_SPREAD = regexp(
    r"(?:\s?[-–—/]\s?|\s?\.\.+\s?|\s\(?(?:bis|to|or|oder|ou|o|of|lub|à)\s"
    r"|,?\s(?:(?:or|oder|ou|o|of|lub)\s)?(?:maybe|perhaps|possibly|vielleicht|eventuell|evtl\.|peut-être|quizás|forse)\s)\d+(?:[.,]\d+)?(?:\s[^\W\d_]+)?\)?$"
)
_FRACTION = regexp(r"\s?(?:[¼-¾⅐-⅞↉]|\d{1,2}[/⁄]\d|⁄\d)")  # behind a whole number
Limits = tuple[str | None, str | None]
_YES = frozenset(
    """yes y yep yeah ja j jawohl jep oui si sí sì tak sim true on 1 x ok checked done erledigt gemacht fait fatto hecho
    gedaan wykonano ano áno igen da evet joo kyllä да так はい 有 是 예 네 ναι""".split()
)
_NO = frozenset(
    """no n nope nein nö non nie nee não false off 0 unchecked nej nei ne nem nu hayır ei нет ні いいえ 无 否 아니요
    όχι""".split()
)
_BOTH = frozenset("yes no ja nein oui non si sí sì sim não tak nie nee nej nei and und et y e or oder ou o of".split())
_ALONE = frozenset("on off 1 0 si da".split())  # yes or no where they are all that is said
_FOLLOWS = regexp(r"[ \u00a0]+([^\W_]+)")
_GO_ON = frozenset(
    """since seit depuis desde for für now again always permanently everywhere and und but aber because weil if when
    please bitte thanks danke here also too only except at yes no ja nein claro por gracias grazie certo is""".split()
)
_WORD = regexp(r"[^\W_]+")
_WORDS_END = regexp(r"[\s、，。]")
_NOT_YET = regexp(
    r"(?:not (?:yet|done|completed)|noch nicht|pas encore|todavía no|aún no|non ancora|nog niet|jeszcze nie"
    r"|ainda não|ještě ne|ešte nie|inte än|inte ännu|ikke endnu|ikke ennå|ei vielä|még nem|henüz değil|încă nu|još nije"
    r"|ще ні|ещё нет|еще нет)\b"
)
_ABOUT = regexp(
    r"(?:~|≈|±|(?:approx(?:imately|\.)?|about|around|roughly|some|circa|c\.|ca\.?|cirka|etwa|ungefähr|ungef\.|rund|zirka"
    r"|env(?:iron|\.)?|autour de|unos|unas|aprox(?:imadamente|\.)?|alrededor de|cerca de|około|ok\.|mniej więcej"
    r"|ongeveer|omkring|noin|körülbelül|asi|cca\.?|přibližně|около|примерно)(?![^\W_])|約|约|大约|약)\s*(?=[\d€$£¥+-])",
    re.IGNORECASE,
)


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
    plain = _ABOUT.sub("", bare(text), 1).lstrip("#")
    match = _GROUPED.match(plain) if _THOUSANDS.match(plain) else re.match(r"[+-]?\d+(?![.,]?\d)", plain)
    if match is None:
        return malformed("whole number")
    if _FRACTION.match(plain, match.end()):
        return malformed("whole number")
    if _SPREAD.match(plain, match.end()):
        return malformed("one whole number")
    digits = re.sub(r"[^\d-]", "", match.group())
    return _within(digits.lstrip("0") or "0" if not digits.startswith("-") else digits, limits)


def _number(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # one shape for all readers
    plain = _CURRENCY.sub("", _ABOUT.sub("", bare(text), 1), 1)
    grouped = _THOUSANDS.match(plain)
    match = grouped or _NUMBER.match(plain)
    if match is None:
        return malformed("number")
    if _FRACTION.match(plain, match.end()):
        return malformed("number in digits, such as 1.5")
    if _SPREAD.match(plain, match.end()):
        return malformed("one number")
    digits = match.group()
    if grouped and not (
        len(re.findall(r"[.,]", digits)) == 1
        and re.search(r"[.,]\d{3}$", digits)
        and languages[0][:2] == "en"
        and "." in digits
    ):
        last = max(digits.rfind("."), digits.rfind(","))
        decimal = last >= 0 and digits.count(digits[last]) == 1 and len(re.findall(r"[^\d+-]", digits[:last])) > 0
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
    found = _VERSION.search(text) or _ONE.fullmatch(text) or _PACKAGE.search(text)
    return Reading(" ".join(text.split())) if found else malformed("version, such as 7.10.6")


def _read_checkbox(text: str, languages: Sequence[str], limits: Limits) -> Reading:  # noqa: ARG001  # one shape for all readers
    from ticketlint.values.boxes import boxes  # noqa: PLC0415  # start-up: few forms have boxes

    found = boxes(text)
    if found is not None:
        words = [fold(bare(label)).split(" ")[0] for _, label in found]
        if _YES.isdisjoint(words) or _NO.isdisjoint(words):
            return Reading("yes" if any(on for on, _ in found) else "no")
        chosen = {"yes" if word in _YES else "no" for (on, _), word in zip(found, words, strict=True) if on}
        if len(chosen) != 1:  # a box for each
            return Reading(fault="empty-field" if not chosen else "malformed-value", why="has not one box ticked")
        return Reading(chosen.pop())
    folded = fold(bare(text))
    if _NOT_YET.match(folded) is not None:
        return Reading("no")
    word = _WORDS_END.split(folded)[0].strip(".,;:!")
    if word != folded and is_non_answer(text):
        return Reading(fault="malformed-value", why="is neither yes nor no")  # `no idea` is no *no*
    said = set(_WORD.findall(folded))
    if said <= _BOTH and not (said.isdisjoint(_YES) or said.isdisjoint(_NO)):
        return Reading(fault="malformed-value", why="is both yes and no")  # the form's own words, or no decision
    if (word in _YES or word in _NO) and not (word in _ALONE and _begins_a_phrase(folded, word)):
        return Reading("yes" if word in _YES else "no")
    return Reading(fault="malformed-value", why="is neither yes nor no")


def _begins_a_phrase(folded: str, word: str) -> bool:
    """Whether a short word is but the first of others: `on hold`, `si possible`, `1 of 3`, not `on since May`."""
    following = _FOLLOWS.match(folded, len(word))
    return following is not None and following[1] not in _GO_ON


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
