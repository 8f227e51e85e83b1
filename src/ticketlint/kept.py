"""A name in, what was made under it when the package was built out; None where that was for another Python.

Some tables are the same in every run, and making them takes longer than judging a mail. Who compiles modules keeps
them, too, as Python keeps the modules that it has read: beside the package, and for this Python alone. Whoever looks
here looks whether it was made of what he would make it of, and makes it himself where it was not.
"""

from __future__ import annotations

import marshal
import os
import sys

from ticketlint.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import _sre  # type: ignore[import-not-found]  # the engine of `re`, whose patterns are kept as it takes them
except ImportError:  # another Python has another one
    _sre = None

FOLDER = os.path.join(os.path.dirname(__file__), "native")
ENDING = f".{sys.implementation.cache_tag}.bin"


def kept(name: str) -> Any:
    """Return what is kept under a name, or None. The name becomes that of a file."""
    try:
        with open(os.path.join(FOLDER, name + ENDING), "rb") as file:
            maker, made = marshal.loads(file.read())  # noqa: S302 - a part of the package, as what Python keeps of modules
    except (OSError, ValueError, EOFError, TypeError):  # there is none, or it is damaged
        return None
    return made if maker == _made_for() else None


def table(name: str, given: Any, make: Callable[[Any], Any]) -> Any:
    """Return what `make` makes of what is given, both plain lists, texts and numbers; kept where it is the same."""
    for one, made in kept(name) or ():
        if one == given:
            return made
    return make(given)


def octets_of(made: Any) -> bytes:
    """Return what is to be kept; the same for the same."""
    return marshal.dumps((_made_for(), made), 2)


def _made_for() -> tuple[Any, ...]:
    """Return what has to be the same where it is made and where it is used."""
    return (sys.implementation.cache_tag, sys.byteorder, *((_sre.MAGIC, _sre.CODESIZE) if _sre else ()))


__all__ = ["ENDING", "FOLDER", "kept", "octets_of", "table"]
