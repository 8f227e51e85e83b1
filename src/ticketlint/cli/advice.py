"""A misspelt word in, the advice to its writer out."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return `did you mean "…"?` for the nearest option, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    folded = {option.casefold(): option for option in options}
    near = get_close_matches(word.casefold(), folded, n=1)
    return f"did you mean `{folded[near[0]]}`?" if near else ""
