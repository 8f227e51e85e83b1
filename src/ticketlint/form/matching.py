"""A value and its field in, what of it the field's pattern takes out: the key without what people put beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ticketlint.form.model import FieldSpec
from ticketlint.form.patterns import fullmatch
from ticketlint.regexp import regexp
from ticketlint.values import Reading, bare, is_non_answer, letters

_KEYS = regexp(r"\s*[,;/|\n]+\s*|\s+(?:and|und|or|oder|et|y)\s+")
_BLANK = regexp(r"[\s,;/|]+|\b(?:and|und|or|oder|et|y)\b")
_REMARK = regexp(r"(.*?[^\s(\[])\s*(\([^()]*\)|\[[^\[\]]*\])[\s.]*")
_OR = r"(?:or|oder|ou|o|of|lub|albo|nebo|eller|vagy|veya|sau|ili|или|або)\b:?\s*"
_ALTERNATIVE = regexp(rf"(?:^|[\s(\[]){_OR}", re.IGNORECASE)
_ECHO = regexp(r"([^\W\d_]{1,40})[.:#\s]+(?=\S)")
_LONGEST = 200  # characters of a value with something beside it
_SHORTEST = 2  # letters that tell a label where a full stop shortens it


def matched(text: str, spec: FieldSpec) -> Reading:
    """Hold a value to the pattern of its field: the value as the pattern takes it, or why it takes none."""
    assert spec.pattern is not None
    if fullmatch(spec.pattern, text):
        return Reading(text)
    if text.endswith(".") and fullmatch(spec.pattern, text.rstrip(". ")):  # it ended a sentence
        return Reading(text.rstrip(". "))
    keys = spec.secret or spec.first
    parts = _BLANK if keys else _KEYS  # keys have no blanks in them; other values may
    several = [key for key in parts.split(text) if key] if spec.type != "prose" and len(text) < 500 else []
    if spec.type != "prose" and not keys and len(text) <= _LONGEST and _leaves_open(text, spec.pattern):
        return Reading(fault="malformed-value", why="names several values where one is asked for")
    if len(several) > 1 and all(fullmatch(spec.pattern, key) for key in several):
        return Reading(several[0])  # seed page: where several keys are given, the first recognised one counts
    if spec.type != "prose" and len(text) <= _LONGEST and text not in spec.bad:
        found = next((each for each in _meant(text, spec) if fullmatch(spec.pattern, each)), None)
        if found is not None:
            return Reading(found)
    shown = "" if spec.secret else next((good for good in spec.good if fullmatch(spec.pattern, good)), "")
    good = f", such as {shown}" if shown else ""
    return Reading(fault="malformed-value", why=f"does not match what the field asks for{good}")


def _leaves_open(text: str, pattern: str) -> bool:
    """Whether a text offers one value or another, and the pattern takes both: `A101 or B202`, `A101 (or B202)`."""
    values = [bare(value.strip(" ()[]")) for value in _ALTERNATIVE.split(text)]
    return len(set(values)) > 1 and all(fullmatch(pattern, value) for value in values)


def _meant(text: str, spec: FieldSpec) -> Iterator[str]:
    """Return what a person takes a value for: without a remark in brackets behind it, the label said again, blanks.

    Not where it is secret, as every sign of a key counts; nor without a remark that says that the value goes on.
    """
    if spec.secret:
        return
    text = unicodedata.normalize("NFKC", text)  # full-width letters, digits and brackets
    remark = _REMARK.fullmatch(text)
    said = [text] if remark is None or is_non_answer(remark[2]) else [remark[1], text]
    echo = _ECHO.match(said[0])
    if echo is not None and _is_label(echo[1], spec):
        said.insert(0, said[0][echo.end() :])
    yield from said
    for each in said:
        yield bare(each)
        words = each.split()
        if not all(fullmatch(spec.pattern or "", word) for word in words):  # else they are several values
            yield "".join(words)


def _is_label(word: str, spec: FieldSpec) -> bool:
    """Whether a word in front of a value is a word of its label: `Raum 1.07`, `Tel. 0541 4711`."""
    key = letters(word)
    return any(key == name or (len(key) > _SHORTEST and name.startswith(key)) for name in _words(spec))


@lru_cache(maxsize=256)
def _words(spec: FieldSpec) -> frozenset[str]:
    labels = (spec.name, *(alias.text for alias in spec.aliases))
    return frozenset(letters(word) for label in labels for word in label.split()) - {""}
