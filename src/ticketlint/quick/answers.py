"""The text behind a label in, what it says out: as `interpret` reads it, which is asked where it is not plain.

Short values are remembered. A value that nobody wrote before is plain where it can be told at a glance that it is
neither a placeholder nor a non-answer, and that its type takes it as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.form.patterns import fullmatch
from ticketlint.regexp import regexp
from ticketlint.values import Reading, letters, non_answers

_REMEMBERED: Final = 120  # characters of a value that is kept
_MOST: Final = 4096
_WORDS = regexp(r"[A-Za-z0-9](?:[\w.,+/-]| (?! ))*(?<![\s.,_-])")
_DIGIT = regexp(r"[0-9]")
_URL = regexp(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9./-]*)?(?<![.-])")
_LETTER = regexp(r"[A-Za-z0-9]+")
_SHORT: Final = 80  # characters that a non-answer has at most

Read = Callable[[str], Reading]


def reader_of(spec: FieldSpec, form: Form) -> Read:
    """Return what reads the answers to one field."""
    plain = _plain_reader(spec, form)
    known: dict[str, Reading] = {}

    def read(text: str) -> Reading:
        found = known.get(text)
        if found is None:
            found = plain(text) or interpret(text, spec, form)
            if len(text) <= _REMEMBERED:
                if len(known) >= _MOST:
                    known.clear()
                known[text] = found
        return found

    return read


def _plain_reader(spec: FieldSpec, form: Form) -> Callable[[str], Reading | None]:
    """Return what reads plain answers to one field, and says None of all others."""
    told = {letters(text) for text in spec.placeholder} | non_answers(form.non_answers)
    if spec.choices or spec.many or spec.min_length is not None or spec.max_length is not None:
        return lambda _: None
    if spec.type == "prose" and spec.pattern is None:
        beginnings = frozenset(key[:3] for key in told)
        return lambda text: _prose(text, beginnings)
    if any(char.isdigit() or key.startswith("http") for key in told for char in key):
        return lambda _: None
    if spec.type == "line":
        pattern = spec.pattern
        return _line if pattern is None else lambda text: _line(text) if fullmatch(pattern, text) else None
    if spec.type == "url" and spec.pattern is None:
        return _url
    return lambda _: None


def _line(text: str) -> Reading | None:
    """A value with a digit in it answers, where nothing that does not answer has one."""
    if _DIGIT.search(text) and text.isascii() and _WORDS.fullmatch(text) and "://" not in text:
        return Reading(text)
    return None


def _url(text: str) -> Reading | None:
    return Reading(text) if _URL.fullmatch(text) else None


def _prose(text: str, beginnings: frozenset[str]) -> Reading | None:
    """A text longer than any non-answer answers, where no placeholder begins with its first letters."""
    if len(text) <= _SHORT or "://" in text or "<" in text or "](" in text or "mailto:" in text or text[:1] in "[{":
        return None
    head = text[:3]
    if head.isalpha() and head.isascii():
        return Reading(text) if head.lower() not in beginnings else None
    head = "".join(_LETTER.findall(text[:20]))[:3] if text[:20].isascii() else ""
    return Reading(text) if len(head) == 3 and head.lower() not in beginnings else None
