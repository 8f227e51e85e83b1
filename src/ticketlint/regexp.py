"""A regular expression of our own in, the pattern out, compiled when it is first used and not before.

Most mails need a few of the house's patterns, and compiling all of them costs more than judging a mail. Patterns at the
top of a module are made by `regexp(…)`, those that are put together when they are needed by `compiled(…)`; in what is
seldom called, `re.compile` serves.

Even the few were a quarter of the time of one mail. So whoever compiles modules keeps patterns, too: what `re` gives to
its engine, word for word. What is not kept, and another Python, go to `re` as ever.
"""

from __future__ import annotations

import re

from ticketlint.hints import TYPE_CHECKING, Any, AnyStr, Final
from ticketlint.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

try:
    import _sre  # type: ignore[import-not-found]  # the engine, for which `re` compiles
except ImportError:  # another Python has another one
    _sre = None

NAME = "patterns"
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_CODE: Final = "I"  # as the engine counts
_known: dict[tuple[int, bool, str | bytes], tuple[Any, ...]] | None = None


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, at a tenth of its price where that is kept."""
    global _known  # noqa: PLW0603 - read once, by the first who asks
    if _known is None:
        _known = kept(NAME) or {}
    known = _known.get(_key(text, flags))
    if known is not None:
        final, code, *rest = known
        try:
            return _sre.compile(text, final, memoryview(code).cast(_CODE).tolist(), *rest)  # type: ignore[no-any-return]
        except (TypeError, ValueError, RuntimeError):  # the engine looks at what it is given, and refuses nonsense
            pass
    return re.compile(text, flags)


def made_of(asked: Iterable[tuple[str | bytes, int]]) -> dict[tuple[int, bool, str | bytes], tuple[Any, ...]]:
    """Return what is to be kept of patterns, given as texts and flags."""
    import re._compiler as compiler  # type: ignore[import-not-found] # noqa: PLC0415 - when a package is built
    from array import array  # noqa: PLC0415 - the same
    from types import SimpleNamespace  # noqa: PLC0415 - the same

    found: dict[tuple[int, bool, str | bytes], tuple[Any, ...]] = {}

    def taking(text: str | bytes, final: int, code: list[int], *rest: Any) -> object:
        found[key] = (int(final), array(_CODE, code).tobytes(), *rest)
        return _sre.compile(text, final, code, *rest)

    compiler._sre = SimpleNamespace(**vars(_sre) | {"compile": taking})  # noqa: SLF001 - no public door tells the code
    try:
        for text, flags in asked:
            key = _key(text, flags)
            compiler.compile(text, flags)
    finally:
        compiler._sre = _sre  # noqa: SLF001 - as above
    return dict(sorted(found.items()))


def _key(text: str | bytes, flags: int) -> tuple[int, bool, str | bytes]:
    return (int(flags), isinstance(text, bytes), text)  # texts and octets are never compared


class _Late:
    """Stands for a pattern. After the first use its methods are those of the compiled one, reached without a detour."""

    __slots__ = ("_flags", "_text", *_METHODS)

    def __init__(self, text: str | bytes, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # a method before the first use, or what is seldom asked for
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "pattern":  # as another one is put together with it
            return self._text
        made: Any = compiled(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


if TYPE_CHECKING:
    from re import compile as regexp
else:
    regexp = _Late

__all__ = ["NAME", "compiled", "made_of", "regexp"]
