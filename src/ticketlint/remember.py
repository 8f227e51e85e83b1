"""A function of one argument in, a dictionary out that asks it once for each key, and holds so many answers at most."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.hints import TypeVar

Key = TypeVar("Key")
Said = TypeVar("Said")


class Remembered(dict[Key, Said]):
    """What a function says, by its argument: a look costs a tenth of a call. All is forgotten when it is full."""

    def __init__(self, function: Callable[[Key], Said], most: int = 4096) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, key: Key) -> Said:
        said = self._function(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = said
        return said
