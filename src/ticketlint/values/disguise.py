"""A text in, the same as a secret is looked for in it out: in lower case, without unseen signs, hyphens as blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ticketlint.hints import Final
from ticketlint.values.words import visible

_HYPHENS: Final = frozenset("-_‐‑‒−")  # the longer dashes part words, not the groups of a key
_COMMON: Final = 0x2500  # codes of signs that are remembered


class _Fold(dict[int, str]):
    """What a sign is taken for: one sign, in lower case."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = " " if sign in _HYPHENS else "i" if sign == "ı" else unicodedata.normalize("NFKC", sign).lower()[:1]
        found = folded or sign
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
    if text.isascii() or len(visible(text)) == len(text):
        return None
    return [at for at, sign in enumerate(text) if visible(sign)]
