"""A regular expression of our own in, the pattern out, compiled when it is first used and not before.

Most mails need a few of the house's patterns, and compiling all of them costs more than judging a mail. Patterns at the
top of a module are made by `regexp(…)`; inside a function, which runs when it is needed, `re.compile` serves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Late:
    """Stands for a pattern. After the first use its methods are those of the compiled one, reached without a detour."""

    __slots__ = ("_flags", "_text", *_METHODS)

    def __init__(self, text: str | bytes, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # a method before the first use, or what is seldom asked for
        if name.startswith("_"):
            raise AttributeError(name)
        made = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


if TYPE_CHECKING:
    from re import compile as regexp
else:
    regexp = _Late

__all__ = ["regexp"]
