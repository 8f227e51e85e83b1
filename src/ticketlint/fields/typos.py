"""A label that is none of the form's in, the one field out that it can only mean with a typo."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache

from ticketlint.fields.lexicon import THEIRS, TOKEN, Labels, labels_of
from ticketlint.form.model import FieldSpec, Form
from ticketlint.regexp import regexp
from ticketlint.values import letters
from ticketlint.values.alike import least_slips
from ticketlint.values.disguise import CONFUSABLE


@lru_cache(maxsize=4096)
def _near(key: str, labels_id: int) -> tuple[str, str] | None:
    """Return the one field that a misspelt label can mean, and which of its labels; None where it is not sure."""
    labels = _BY_ID[labels_id]
    if "rapidfuzz" not in sys.modules and _is_far(key, labels.keys):
        return None
    from rapidfuzz import process  # noqa: PLC0415  # start-up: a tenth of the time of one mail
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    best: dict[str, tuple[int, str]] = {}
    found = process.extract(key, labels.keys, scorer=OSA.distance, score_cutoff=_FARTHEST, limit=None)
    for known, distance, at in found:
        name, text = labels.meanings[at]
        if distance <= _allowed(known) and (name not in best or distance < best[name][0]):
            best[name] = (int(distance), text)
    ranked = sorted((distance, name, text) for name, (distance, text) in best.items())
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1:]


_BY_ID: dict[int, Labels] = {}
_FARTHEST = 3  # slips in a label, at most


def _allowed(known: str) -> int:
    """Return how many slips a label may have; the shortest ones have none."""
    size = len(known)
    return 0 if size < 4 else 1 if size <= 6 else 2 if size <= 12 else _FARTHEST


def _is_far(key: str, known: Iterable[str]) -> bool:
    """Whether no known label has nearly the same letters, in whatever order: then none is written nearly alike."""
    size = len(key)
    for one in known:
        if abs(len(one) - size) <= _FARTHEST:  # or else it is far, whatever its letters
            allowed = _allowed(one)
            if abs(len(one) - size) <= allowed and least_slips(key, one) <= allowed:
                return False
    return True


def near_label(text: str, form: Form) -> FieldSpec | None:
    """Return the field whose label is written here with a typo that can mean only this one (INTAKE 2)."""
    labels = labels_of(form)
    _BY_ID[id(labels)] = labels
    if "." in text and (short := _shortened(text, form)):
        return form.spec(short)
    key = letters(text.translate(CONFUSABLE))
    if not 4 <= len(key) <= 60:
        return None
    near = _near(key, id(labels))
    return form.spec(near[0]) if near is not None and not _is_other_word(text, near[1]) else None


def _shortened(text: str, form: Form) -> str | None:
    """Return the one field whose label is written here with words that a full stop shortens: `Server Vers.`."""
    words = [(letters(found[1]), found[2] == ".") for found in _SHORT_WORD.finditer(text)]
    if not any(short for _, short in words) or (len(words) == 1 and len(words[0][0]) < _SHORTEST):
        return None
    meant = {name for name, known in _worded(form) if _shortens(words, known)}
    return meant.pop() if len(meant) == 1 else None


@lru_cache(maxsize=64)
def _worded(form: Form) -> list[tuple[str, list[str]]]:
    """Return the words of each label, with the field that it means."""
    return [(name, list(map(letters, TOKEN.findall(known)))) for name, known in labels_of(form).meanings]


def _shortens(words: list[tuple[str, bool]], known: list[str]) -> bool:
    return len(words) == len(known) and all(
        word == whole or (short and len(word) > 1 and whole.startswith(word))
        for (word, short), whole in zip(words, known, strict=True)
    )


_SHORT_WORD = regexp(r"([^\W_]+)(\.?)")
_SHORTEST = 4  # letters of a label's only word


def _is_other_word(text: str, known: str) -> bool:
    """Whether a label differs from the form's by a whole word (`OS Version`, `GUI Version`): another label, no typo."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # start-up: only a mail with an odd label needs it

    words = [word for each in TOKEN.findall(text) if (word := letters(each)) not in _SMALL]
    meant = [word for each in TOKEN.findall(known) if (word := letters(each)) not in _SMALL]
    if set(words) < set(meant) or set(meant) < set(words):
        return True
    if words[:1] != meant[:1] and not THEIRS.isdisjoint(words[:1]):
        return True  # `Your ticket number` is the receiver's, not `Our ticket number`
    if len(words) != len(meant):
        return False  # blanks within words, or none between them
    return any(OSA.distance(word, right) > max(1, len(right) // 3) for word, right in zip(words, meant, strict=True))


_SMALL = frozenset(
    "a an the to for of in at on is are zu zum zur im am ist der die das des den de la le il het do da di".split()
)
