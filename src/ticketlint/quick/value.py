"""The text behind a label in, what it says out: as `interpret` reads it, which is asked where it is not plain.

Short values are remembered. A value that nobody wrote before is plain where it can be told at a glance that it is
neither a placeholder nor a non-answer, and that its type takes it as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.form.patterns import fullmatch
from ticketlint.hints import Final
from ticketlint.record import maker
from ticketlint.regexp import regexp
from ticketlint.values import Reading, letters, non_answers

_REMEMBERED: Final = 120  # characters of a value that is kept
_MOST: Final = 4096
_WORDS = regexp(r"[A-Za-z0-9](?:[\w.,+/-]| (?! ))*(?<![\s.,_-])")
_DIGIT = regexp(r"[0-9]")
_URL = regexp(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9./-]*)?(?<![.-])")
_LETTER = regexp(r"[A-Za-z0-9]+")
_reading = maker(Reading)
_SHORT: Final = 80  # characters that a non-answer has at most


class Reader:
    """Reads the answers to one field."""

    __slots__ = ("_beginnings", "_form", "_kind", "_known", "_pattern", "_spec")

    def __init__(self, spec: FieldSpec, form: Form) -> None:
        self._spec = spec
        self._form = form
        self._known: dict[str, Reading] = {}
        self._kind = _kind_of(spec, form)
        self._pattern = spec.pattern
        self._beginnings = frozenset(letters(text)[:3] for text in spec.placeholder)

    def read(self, text: str) -> Reading:
        """Return what the text behind a label says."""
        short = len(text) <= _REMEMBERED
        found = self._known.get(text) if short else None
        if found is None:
            found = self.fresh(text)
            if short:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[text] = found
        return found

    def fresh(self, text: str) -> Reading:
        """Return the same without a look at what was read before: whoever asks remembers it himself."""
        return _reading(text, None, "", None) if self._is_plain(text) else interpret(text, self._spec, self._form)

    def _is_plain(self, text: str) -> bool:
        """Whether a text can be seen to be an answer as it stands."""
        kind = self._kind
        if kind == PROSE:
            return self._is_prose(text)
        if kind == LINE:  # a value with a digit in it answers, where nothing that does not answer has one
            return is_answer(text) and (self._pattern is None or fullmatch(self._pattern, text) is not None)
        return kind == URL and _URL.fullmatch(text) is not None

    def _is_prose(self, text: str) -> bool:
        """A text longer than any non-answer answers, where no placeholder begins with its first letters."""
        if len(text) <= _SHORT:
            return False
        head = begins(text)
        return head is not None and head not in self._beginnings


ODD: Final = 0
PROSE: Final = 1
LINE: Final = 2
URL: Final = 3


def _kind_of(spec: FieldSpec, form: Form) -> int:
    """Return how plain answers to a field are told; `ODD` where they are not."""
    if spec.choices or spec.many or spec.min_length is not None or spec.max_length is not None:
        return ODD
    if spec.type == "prose" and spec.pattern is None:
        return PROSE
    if _is_like_answer({letters(text) for text in spec.placeholder}) or _is_odd(form.non_answers):
        return ODD
    if spec.type in {"line", "version"}:  # a value with a digit in it is a version as it stands
        return LINE
    return URL if spec.type == "url" and spec.pattern is None else ODD


def _is_like_answer(keys: Iterable[str]) -> bool:
    """Whether a plain answer may be one of these texts, given as folded letters."""
    return any(key.startswith("http") or any(map(str.isdigit, key)) for key in keys)


@lru_cache(maxsize=64)
def _is_odd(more: tuple[str, ...]) -> bool:
    return _is_like_answer(non_answers(more))


def _is_answer(text: str) -> bool:
    return _DIGIT.search(text) is not None and text.isascii() and _WORDS.fullmatch(text) is not None


def _begins(text: str) -> str | None:
    """Return the first three letters or digits of a plain text in lower case; None where they are not plain to see."""
    if "://" in text or "<" in text or "](" in text or "mailto:" in text or text[:1] in "[{":
        return None  # `unwrap_links` and `is_placeholder` have to look at it
    head = text[:3]
    if not (head.isalpha() and head.isascii()):
        head = "".join(_LETTER.findall(text[:20]))[:3] if text[:20].isascii() else ""
    return head.lower() if len(head) == 3 else None


try:
    from ticketlint.native.lines import begins, is_answer
except ImportError:  # installed without a compiler
    begins, is_answer = _begins, _is_answer
