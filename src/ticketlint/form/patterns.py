"""A regular expression of a rule file and a text in, a match or a `PatternTimeout` out; the one door to regex."""

from __future__ import annotations

import re
from functools import lru_cache

from ticketlint.form.linear import simple
from ticketlint.hints import TYPE_CHECKING
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    import regex

    Match = re.Match[str] | regex.Match[str]

LIMIT = 0.2
"""Seconds that one pattern may take on one text."""

SHORT = 1000
"""Characters of a text in which a simple pattern is looked for without a time limit."""

MAX_LENGTH = 2000
MAX_SIZE = 20_000

_COUNT = regexp(r"\{(\d{1,9})?(?:,(\d{1,9})?)?\}")
_SET = regexp(r"\[\^?\]?(?:\\.|[^\]\\])*\]?", re.DOTALL)


class PatternTimeout(Exception):  # noqa: N818  # it names what happened, as TimeoutError does
    """A pattern took longer than its time limit: the rule file's fault. `pattern` is the pattern."""

    def __init__(self, pattern: str, seconds: float) -> None:
        self.pattern = pattern
        self.seconds = seconds
        super().__init__(f"the pattern {pattern} took longer than {seconds:g} s")


class PatternError(ValueError):
    """A text that is no regular expression: `problem` says why, `position` counts characters from 0."""

    def __init__(self, problem: str, position: int | None) -> None:
        self.problem = problem
        self.position = position
        super().__init__(problem)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return the compiled pattern; raise `PatternError` where it is none."""
    import warnings  # noqa: PLC0415  # as below

    import regex  # noqa: PLC0415  # start-up: only a form with a pattern pays for it

    if len(pattern) > MAX_LENGTH:
        raise PatternError(f"it is longer than {MAX_LENGTH} characters", None)
    if expanded_size(pattern) > MAX_SIZE:
        raise PatternError("its repetitions in braces multiply to too many", None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about set syntax of later versions, which mean nothing to an author
            return regex.compile(pattern)
    except regex.error as error:
        raise PatternError(getattr(error, "msg", str(error)), getattr(error, "pos", None)) from None
    except (RecursionError, OverflowError, ValueError, MemoryError) as error:
        raise PatternError(f"it is too complicated ({type(error).__name__})", None) from None


def expanded_size(pattern: str) -> int:
    """Return about how many steps a pattern has once its counted repetitions are written out, as regex does.

    `((a{999}){999}){999}` is a short text and would take all memory there is.
    """
    sizes = [0]
    last = place = 0
    while place < len(pattern):
        char = pattern[place]
        found = _SET.match(pattern, place) if char == "[" else _COUNT.match(pattern, place) if char == "{" else None
        if char == "{" and found:
            count = max(1, *(int(number) for number in found.groups(default="1")))
            sizes[-1] += last * (count - 1)
            last *= count
        elif char == "(":
            sizes.append(0)
        elif char == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif char not in "*+?":
            last = 1
            sizes[-1] += 1
        place = found.end() if found else place + (2 if char == "\\" else 1)
    return sum(sizes)


def fullmatch(pattern: str, text: str, *, timeout: float = LIMIT) -> Match | None:
    """Return the match of a pattern with the whole text; raise `PatternTimeout` after `timeout` seconds.

    A simple pattern needs no time limit: how long it takes grows with the text alone, so that no mail makes it late.
    """
    if (known := simple(pattern)) is not None:
        if len(text) <= SHORT and text.isascii():
            return known.pattern.fullmatch(text)
        return compiled(known.possessive).fullmatch(text)
    try:
        return compiled(pattern).fullmatch(text, timeout=timeout)
    except TimeoutError:
        raise PatternTimeout(pattern, timeout) from None


def search(pattern: str, text: str, *, timeout: float = LIMIT) -> Match | None:
    """Return the first match of a pattern in the text; raise `PatternTimeout` after `timeout` seconds."""
    known = simple(pattern)
    if known is not None:
        if known.opens and not any(map(text.__contains__, known.opens)):
            return None
        if len(text) <= SHORT and text.isascii():
            return known.pattern.search(text)
    try:
        return compiled(pattern).search(text, timeout=timeout)
    except TimeoutError:
        raise PatternTimeout(pattern, timeout) from None
