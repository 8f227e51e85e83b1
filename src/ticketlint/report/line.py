"""Texts, strings and numbers in, one line of JSON out, put together as it comes."""

from __future__ import annotations

try:
    from _json import encode_basestring as quoted  # what `json` takes, too, and takes longer to load than to use
except ImportError:  # a Python that writes in another way
    from json.encoder import encode_basestring as quoted


def _plain(text: str) -> str | None:
    """Return a text as a string of JSON; None where it holds what a reader of it may take for more."""
    said = quoted(text)
    return said if said.isascii() and "\x7f" not in said and "##[" not in said else None


class _Line:
    """A line under way."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.put = self._parts.append  # a text as it is

    def say(self, text: str) -> bool:
        """Put a text there as a string of JSON; False, and nothing there, where that needs a closer look."""
        said = _plain(text)
        if said is None:
            return False
        self._parts.append(said)
        return True

    def count(self, number: int) -> None:
        self._parts.append(str(number))

    def text(self) -> str:
        """Return all that was put there."""
        return "".join(self._parts)


try:
    from ticketlint.native.json import Line
except ImportError:  # installed without a compiler
    Line = _Line  # type: ignore[assignment, misc]  # the same, in Python

__all__ = ["Line", "quoted"]
