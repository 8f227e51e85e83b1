"""A text in, the same as a secret is looked for in it out: in lower case, as it looks, hyphens as blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

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
