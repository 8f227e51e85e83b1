"""What the caller got wrong, as sentences: told with the usage, or beside the lines of a file."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketlint.diagnostic import Diagnostic


class WrongUsage(Exception):  # noqa: N818 - it names what happened
    """Arguments that cannot be followed; `option` is the one that is meant, where it is one."""

    def __init__(self, why: str, option: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.option = option


class WrongFiles(Exception):  # noqa: N818 - the same
    """Rule files or settings that cannot be used: every fault with the path of its file."""

    def __init__(self, faults: Sequence[tuple[str, Diagnostic]]) -> None:
        super().__init__("; ".join(fault.title for _, fault in faults))
        self.faults = tuple(faults)
