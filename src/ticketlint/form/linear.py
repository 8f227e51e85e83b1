"""A pattern of a rule file in, the same one compiled by `re` out where that is safe, else None.

Loading `regex` costs more than judging a mail, and most patterns are as simple as `OX(-[A-Z0-9]+)+`. A pattern is safe
where `re` finds what `regex` finds, and in a time that grows with the text, so that it needs no time limit. So it holds
ASCII characters, sets of them, groups, `|` and `? * +` alone, and at each character of a text there is one way at
most to go on in it (Brüggemann-Klein and Wood: it is deterministic, its loops included).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ticketlint.record import dataclass
from ticketlint.regexp import compiled

LONGEST = 200  # characters of a pattern that is looked at
_DIGITS = frozenset("0123456789")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") | _DIGITS
_SPECIAL = frozenset(".^$*+?{}[]()|\\")
_SPECIAL_IN_SETS = frozenset("^[]\\&~|")  # some of them to regex alone


@dataclass(frozen=True, slots=True)
class Simple:
    """A safe pattern. `opens`: signs, neither letters nor digits, one of which begins every match; may be empty.

    `possessive` is the same pattern with nothing to go back to, so that any engine needs no more than a look at each
    character of a long text to match it as a whole.
    """

    pattern: re.Pattern[str]
    opens: frozenset[str]
    possessive: str


class _NotSafeError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a pattern: whether it may be empty, and the numbers of the characters that begin and end it."""

    empty: bool
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()


@lru_cache(maxsize=512)
def simple(pattern: str) -> Simple | None:
    """Return the pattern where it is safe to match it with any ASCII text."""
    if len(pattern) > LONGEST:
        return None
    try:
        walk = _Walk(pattern)
        first = walk.whole()
        made = compiled(pattern)
    except (_NotSafeError, re.error):
        return None
    opens = frozenset[str]().union(*(walk.signs[each] for each in first))
    return Simple(made, frozenset() if opens & (_WORD - {"_"}) else opens, walk.possessive())


class _Walk:
    """One way through a pattern, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.any_case = pattern.startswith("(?i)")
        self.text = pattern.removeprefix("(?i)")
        self.at = 0
        self.signs: list[frozenset[str]] = []  # what each character of the pattern matches
        self.next: dict[int, set[int]] = {}  # which characters may follow it
        self._repeats: list[int] = []  # where something is repeated, just behind the sign that says so

    def whole(self) -> frozenset[int]:
        """Return the characters that may begin a match; raises where there is more than one way through a text."""
        piece = self._choice()
        if self.at < len(self.text) or piece.empty:
            raise _NotSafeError
        for ways in (piece.first, *self.next.values()):
            signs = [sign for each in ways for sign in self.signs[each]]
            if len(set(signs)) < len(signs):
                raise _NotSafeError
        return piece.first

    def possessive(self) -> str:
        """Return the pattern that keeps whatever it has taken: where there is one way alone, it finds the same."""
        places = [0, *self._repeats, len(self.text)]
        text = "+".join(self.text[start:end] for start, end in pairwise(places))
        return f"(?i){text}" if self.any_case else text

    def _choice(self) -> _Piece:
        pieces = [self._row()]
        while self._takes("|"):
            pieces.append(self._row())
        if sum(each.empty for each in pieces) > 1:
            raise _NotSafeError
        union = frozenset[int]()
        return _Piece(
            any(each.empty for each in pieces),
            union.union(*(each.first for each in pieces)),
            union.union(*(each.last for each in pieces)),
        )

    def _row(self) -> _Piece:
        whole = _Piece(empty=True)
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            more = self._repeated()
            self._link(whole.last, more.first)
            whole = _Piece(
                whole.empty and more.empty,
                whole.first | (more.first if whole.empty else frozenset()),
                more.last | (whole.last if more.empty else frozenset()),
            )
        return whole

    def _repeated(self) -> _Piece:
        piece = self._single()
        sign = self.text[self.at : self.at + 1]
        if sign == "" or sign not in "?*+":
            return piece
        self.at += 1
        if piece.empty or self.text[self.at : self.at + 1] in {"?", "*", "+", "{"}:
            raise _NotSafeError
        self._repeats.append(self.at)
        if sign != "?":
            self._link(piece.last, piece.first)
        return piece if sign == "+" else _Piece(True, piece.first, piece.last)

    def _link(self, lasts: frozenset[int], firsts: frozenset[int]) -> None:
        for each in lasts:
            known = self.next.setdefault(each, set())
            if known & firsts:  # a second way to the same character, as in (a+)+
                raise _NotSafeError
            known |= firsts

    def _single(self) -> _Piece:
        for opening in ("(?:", "(?P<", "("):
            if not self._takes(opening):
                continue
            if opening == "(?P<":
                name, closed, _ = self.text[self.at :].partition(">")
                if not closed or not name.isidentifier():
                    raise _NotSafeError
                self.at += len(name) + 1
            elif opening == "(" and self._takes("?"):
                raise _NotSafeError
            piece = self._choice()
            self._expect(")")
            return piece
        return self._character(self._set() if self._takes("[") else self._sign())

    def _character(self, signs: frozenset[str]) -> _Piece:
        if self.any_case:
            signs |= {each.swapcase() for each in signs}
        self.signs.append(signs)
        number = frozenset({len(self.signs) - 1})
        return _Piece(False, number, number)

    def _set(self) -> frozenset[str]:
        """Return what a set in square brackets holds: letters, digits, signs that mean nothing else, and ranges."""
        signs = frozenset[str]()
        while not self._takes("]"):
            one = self._sign(within=True)
            if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] not in {"]", ""}:
                self.at += 1
                end = self._sign(within=True)
                if len(one) > 1 or len(end) > 1:
                    raise _NotSafeError
                one = frozenset(map(chr, range(ord(min(one)), ord(min(end)) + 1)))
                if not one <= _WORD:
                    raise _NotSafeError
            signs |= one
        if not signs:
            raise _NotSafeError
        return signs

    def _sign(self, *, within: bool = False) -> frozenset[str]:
        sign = self.text[self.at : self.at + 1]
        self.at += 1
        if sign == "\\":
            sign = self.text[self.at : self.at + 1]
            self.at += 1
            if sign in {"d", "w"}:
                return _DIGITS if sign == "d" else _WORD
            if sign in _WORD or not _is_plain(sign):
                raise _NotSafeError
        elif not _is_plain(sign) or sign in (_SPECIAL_IN_SETS if within else _SPECIAL):
            raise _NotSafeError
        return frozenset({sign})

    def _takes(self, text: str) -> bool:
        if not self.text.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise _NotSafeError


def _is_plain(sign: str) -> bool:
    return len(sign) == 1 and " " <= sign <= "~"
