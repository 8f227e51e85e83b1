"""A word and those that are known in, which of them it is nearly, or how many slips of the pen part them, out.

The library that measures it is a tenth of the start of one mail, and hardly any word is near one of the form's: that it
is far from all shows without.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def least_slips(one: str, other: str) -> int:
    """Return a number of letters that must be put in, left out, changed or swapped, or one below it (OSA distance)."""
    rest = one
    for letter in other:
        rest = rest.replace(letter, "", 1)
    return max(len(rest), len(other) - len(one) + len(rest))


def is_far(word: str, one: str) -> bool:
    """Whether two words cannot be nearly the same."""
    return least_slips(word, one) > _FAR * max(len(word), len(one))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that has two thirds of its letters in common with this one, and more than all others."""
    if "rapidfuzz" not in sys.modules and all(is_far(word, one) for one in known):
        return None
    from rapidfuzz import process  # noqa: PLC0415  # start-up: only a word that is nearly one needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    best = process.extractOne(word, known, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    return str(best[0]) if best else None


_ALIKE = 0.65
_FAR = 0.36  # a little more than what is left
