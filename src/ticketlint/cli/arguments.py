"""Arguments of `check` in, what they say out; or None where somebody has to explain something, which click does well.

One mail is judged faster than click is loaded. So the plain case is read here by the table of options, and all that is
not plain (help, a misspelt option, a value that does not fit, a file of settings) is left to click, which reads it all
again by the same table. `tests/test_cli_arguments.py` holds that both read the same.
"""

from __future__ import annotations

import os

from ticketlint.cli.errors import WrongFiles, WrongUsage
from ticketlint.cli.options import CHECK, CONFIG, ISOLATED, Option
from ticketlint.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BY_FLAG = {flag: one for one in CHECK for flag in one.flags}
_BARE = {"flag", "switch"}
_EXPANDED = frozenset("*?[~$%")  # by click, where the shell does not do it


class _NotPlainError(Exception):
    pass


def read(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the values of all parameters of `check`, by name, or None where click has to read."""
    if os.name == "nt" and any(_EXPANDED & set(each) for each in arguments):
        return None
    from ticketlint.cli.settings import settings  # noqa: PLC0415 - only a plain case needs them

    paths: list[str] = []
    given: dict[str, Any] = {}
    try:
        for one, value in _pieces(list(arguments)):
            if one is None:
                paths.append(value)
            elif one.kind == "texts":
                given.setdefault(one.name, []).append(value)
            else:
                given[one.name] = value
        if settings(given.pop(CONFIG.name, None), isolated=given.pop(ISOLATED.name, False)) is not None:
            return None
        return {"paths": tuple(paths), **{one.name: _value(one, given) for one in CHECK if one.passed}}
    except (_NotPlainError, WrongUsage, WrongFiles):
        return None


def _pieces(arguments: list[str]) -> Iterator[tuple[Option | None, Any]]:
    """Yield each option with its value, and None with each path."""
    arguments.reverse()
    while arguments:
        word = arguments.pop()
        if word == "--":
            break
        if word[:1] != "-" or word == "-":
            yield None, word
        elif word[:2] == "--":
            flag, equals, value = word.partition("=")
            one = _option(flag)
            if one.kind not in _BARE:
                yield one, value if equals else _next(arguments)
            elif equals:
                raise _NotPlainError
            else:
                yield one, flag == one.flags[0]
        else:
            yield from _letters(word, arguments)
    yield from ((None, word) for word in reversed(arguments))


def _letters(word: str, arguments: list[str]) -> Iterator[tuple[Option, Any]]:
    """Yield what stands behind one hyphen: `-q`, `-fjsonl`, `-qf jsonl`."""
    if "=" in word:
        raise _NotPlainError
    for at, letter in enumerate(word[1:], 2):
        one = _option(f"-{letter}")
        if one.kind not in _BARE:
            yield one, word[at:] or _next(arguments)
            return
        yield one, True


def _option(flag: str) -> Option:
    if flag not in _BY_FLAG:
        raise _NotPlainError
    return _BY_FLAG[flag]


def _next(arguments: list[str]) -> str:
    if not arguments:
        raise _NotPlainError
    return arguments.pop()


def _value(one: Option, given: dict[str, Any]) -> Any:
    if one.kind == "flag":
        return given.get(one.name, False)
    if one.kind == "texts":
        value: Any = tuple(given.get(one.name, ()))
    else:
        value = given.get(one.name, one.default)
    if one.kind == "number" and isinstance(value, str):
        value = _number(one, value)
    if one.kind == "choice" and value not in (one.default, *one.choices):
        raise _NotPlainError
    return value if one.read is None or value is None else one.read(value)


def _number(one: Option, value: str) -> int:
    lowest, highest = one.limits
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise _NotPlainError
    if int(value) < lowest or (highest is not None and int(value) > highest):
        raise _NotPlainError
    return int(value)
