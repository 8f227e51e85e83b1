"""The words of a label in, the pattern of all ways in which a text may spell it out, and such a text made ready."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ticketlint.regexp import regexp
from ticketlint.values import visible
from ticketlint.values.disguise import CONFUSABLE

_WAYS = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)"}
_GAP = r"(?:[ \u00a0_/.*’'‐‑-]{0,4}|%20|[ \t]{0,2}\n[> \t]{0,8})"  # between the words of a label, which may be wrapped
_LONG_NAME = 8  # letters of a label that is known inside a longer word, too: `mylicensekey`


class _Flat(dict[int, int]):
    """What a sign beyond Latin-1 is taken for in a label; made for each when it is met."""

    def __missing__(self, code: int) -> int:
        if code <= 0xFF:  # most signs of every text
            self[code] = code
            return code
        if not any(code in likely for likely in _LETTERS):
            return code
        sign = chr(code)
        self[code] = found = ord(unicodedata.normalize("NFKC", sign.translate(CONFUSABLE)).lower()[:1] or sign)
        return found


_LETTERS = (range(0x100, 0x600), range(0x1E00, 0x2500), range(0xFF00, 0xFFF0), range(0x1D400, 0x1D800))
_FLAT = _Flat()
_FLATTENED = regexp("[" + "".join(f"{chr(likely[0])}-{chr(likely[-1])}" for likely in _LETTERS) + "]")


def flattened(text: str) -> str:
    """Return a text in lower case, with letters that look like others as these."""
    return (text.translate(_FLAT) if _FLATTENED.search(text) else text).lower()


def seen(text: str) -> str:
    """Return a text as a reader sees it."""
    return text if text.isascii() else unicodedata.normalize("NFC", visible(text))


def pattern_of(words: Sequence[str]) -> str:
    """Return the pattern of a label: its words in lower case, in whatever way they are joined."""
    last = words[-1]
    written = _GAP.join("".join(_WAYS.get(sign) or _letter(sign) for sign in word) for word in words)
    plural = f"{written}s?" if last.isascii() and not last.endswith("s") else written
    begin = "" if sum(map(len, words)) >= _LONG_NAME else r"(?<![^\W_])"
    return rf"{begin}{plural}(?![^\W_])"


def _letter(sign: str) -> str:
    if sign.isascii() and sign.isalnum():  # as most are, and each time that is asked adds up
        return sign
    plain = unicodedata.normalize("NFD", sign)[0]
    return re.escape(sign) if plain == sign else f"[{sign}{plain}]"


def plainly(words: Sequence[str]) -> str:
    """Return the words with a blank for each letter that may be written otherwise."""
    text = " ".join(words)
    return text if text.isascii() else "".join([sign if sign.isascii() else " " for sign in text])
