"""Names for annotations, as `typing` has them; where nobody has loaded it, names that stand for them.

Annotations are for people, checkers and editors. Loading `typing` for them is a tenth of the time of one mail, and when
the command line runs, nobody asks what they mean.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False

if TYPE_CHECKING or "typing" in sys.modules:
    from typing import IO, Any, AnyStr, BinaryIO, Final, Literal, NoReturn, Protocol, Self, TypeVar
else:

    class _Name:
        """Stands for any of them, wherever it is written."""

        def __call__(self, *_: object, **__: object) -> _Name:
            return self

        __getitem__ = __or__ = __ror__ = __call__

    Any = AnyStr = BinaryIO = Final = IO = Literal = NoReturn = Self = TypeVar = _Name()
    Protocol = object

__all__ = [
    "IO", "TYPE_CHECKING", "Any", "AnyStr", "BinaryIO", "Final", "Literal", "NoReturn", "Protocol", "Self", "TypeVar",
]  # fmt: skip
