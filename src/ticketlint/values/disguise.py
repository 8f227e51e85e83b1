"""A text in, the same as a secret is looked for in it out: in lower case, as it looks, without tags and escapes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from ticketlint.hints import Final, Literal
from ticketlint.regexp import regexp
from ticketlint.values.words import visible

CONFUSABLE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјоорсухѕкмтвнԁԛԝѵԍΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι",
    "ABESIJKMHOPCTYXaeijoopcyxskmtbhdqwvgABEZHIKMNOPTYXoavi",
)
"""Letters of other alphabets that look like these."""

_MORE: Final = str.maketrans(
    "βεζμՕօᎻᏞᏦᎳᎷρτυχκηγԚԜѴԌӀӏᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "bezmOoHLKWMptuxknyqwvgllabcdefghijklmnopqrstuvwyz"
)
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")  # letters that nobody sees
_HYPHENS: Final = frozenset("-_‐‑‒−")  # the longer dashes part words, not the groups of a key
_LATIN: Final = 0xFF
_COMMON: Final = 0x2500  # codes of signs that are remembered
_LETTERS: Final = regexp(r"[^\W_]+")


class _Fold(dict[int, str]):
    """What a sign is taken for: one sign, in lower case; nothing where it only changes the sign before it."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if "\u0370" <= sign < "\u0400":  # as its capital looks: what we tell of a text may be in small letters
            sign = sign.upper()[:1]  # some have accents of their own behind them
        if sign in _HYPHENS:
            found = " "
        elif sign == "ı":
            found = "i"
        elif unicodedata.combining(sign) or sign in _FILLERS:
            found = ""
        elif (digit := unicodedata.decimal(sign, -1)) >= 0:
            found = str(digit)
        else:
            form: Literal["NFKC", "NFKD"] = "NFKC" if code <= _LATIN else "NFKD"  # an umlaut is a letter of its own
            plain = unicodedata.normalize(form, sign).translate(CONFUSABLE).translate(_MORE)
            found = plain.lower()[:1] or sign
        if code < _COMMON:
            self[code] = found
        return found


_FOLD: Final = _Fold()


def undisguised(text: str) -> str:
    """Return a text as it is searched."""
    if text.isascii():
        return text.lower().replace("-", " ").replace("_", " ")
    return visible(text).translate(_FOLD)


def places(text: str) -> Sequence[int] | None:
    """Return where the signs of an undisguised text stand in the text itself; None where that is the same."""
    if text.isascii() or len(undisguised(text)) == len(text):
        return None
    return [at for at, sign in enumerate(text) if undisguised(sign)]


def bones(low: str) -> str:
    """Return the letters and digits of an undisguised text alone, as they are the same whatever stands between them.

    Letters that are easily taken for a digit, or typed for one, are that digit: O is 0, I and L are 1.
    """
    signs = low if low.isalnum() else "".join(_LETTERS.findall(low))
    return signs.replace("o", "0").replace("i", "1").replace("l", "1")


_ESCAPE: Final = regexp(
    r"[&%=\\<\x1b](?:"
    r"(?<=&)(?:amp;)?(?:#x([0-9a-f]{1,5});?|#(\d{1,6});?|[a-z]{2,10}\d?;)"
    r"|(?<=%)(?:25)?([0-9a-f]{2})"
    r"|(?<==)(2[0-9a-f])"
    r"|(?<=\\)(?:u([0-9a-f]{4})|[ux]\{0{0,8}([0-9a-f]{1,6})\}|x([0-9a-f]{2})|[ux](?=\s))"
    r"|(?<=<)(?:/?[a-z][a-z0-9]{0,15}(?:[\s/][^<>]{0,300})?|!--[^<>]{0,300}--)>"
    r"|(?<=\x1b)\[[0-9;]{0,20}[a-z])",  # colours, as a terminal is told them
    re.IGNORECASE,
)
_TAG: Final = regexp(rb"<(?:/?[A-Za-z][A-Za-z0-9]{0,15}[\s/>]|!--)")


def _may_be_escaped(octets: bytes, start: int) -> bool:
    return (
        b"%" in octets
        or (b"&" in octets and b";" in octets)
        or (b"\\" in octets and (b"\\u" in octets or b"\\x" in octets))
        or (octets.find(b"=", start) >= 0 and octets.find(b"=2", start) >= 0)
        or (octets.find(b"<", start) >= 0 and _TAG.search(octets, start) is not None)
    )


may_be_escaped: Callable[[bytes, int], bool]
"""Whether a text of ASCII or UTF-8 may hold an escape, or from a place on a tag or what quoted-printable has."""
try:
    from ticketlint.native.search import may_be_escaped
except ImportError:  # installed without a compiler
    may_be_escaped = _may_be_escaped


def without_escapes(text: str) -> str:
    """Return a text without escapes and tags."""
    return _ESCAPE.sub(_sign, text) if _has_signs(text) else text


def _has_signs(text: str) -> bool:
    """Whether one of the signs stands there with which all of them begin."""
    return "%" in text or "<" in text or "=" in text or "&" in text or "\\" in text or "\x1b" in text


def unescaped(text: str) -> tuple[str, Sequence[int], Sequence[int]] | None:
    """Return a text without escapes and tags, with where each of its signs begins and ends; None where it has none.

    A tag becomes a blank, and so does a sign beyond ASCII that an address spells in octets.
    """
    if not _has_signs(text):
        return None
    said: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for escape in _ESCAPE.finditer(text):
        start, end = escape.span()
        said += text[at:start], _sign(escape)
        begins += range(at, start + 1)
        ends += range(at + 1, start + 1)
        ends.append(end)
        at = end
    if not at:
        return None
    begins += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return "".join((*said, text[at:])), begins, ends


def _sign(escape: re.Match[str]) -> str:
    entity, decimal, octet, quoted, unicode, braces, byte = escape.groups()
    hexadecimal = entity or octet or quoted or unicode or braces or byte
    code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
    if code <= 0x20 or (code > 0x7F and (octet or quoted or byte)) or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return " "
    return chr(code)
