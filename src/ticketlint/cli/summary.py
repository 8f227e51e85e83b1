"""Report text in, the summary of a step of GitHub Actions out: appended to the file that the runner names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ticketlint.cli.streams import tell

if TYPE_CHECKING:
    from types import TracebackType

MOST = 1_000_000  # octets; the runner refuses a summary of more than 1 MiB whole
VARIABLE = "GITHUB_STEP_SUMMARY"


class StepSummary:
    """A summary under way: what stands beyond the limit is left out and counted, the last text is always kept."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._parts: list[str] = []
        self._last = ""
        self._room = MOST
        self._left_out = 0

    def write(self, text: str) -> None:
        self._settle()
        self._last = text

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        more = f"\n{self._left_out} more messages did not fit in here.\n" if self._left_out else ""
        try:
            with Path(self._path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write("".join(self._parts) + more + self._last)
        except OSError as fault:  # the verdicts stand all the same
            tell(f"warning: no summary of the step: {self._path}: {fault.strerror}")

    def _settle(self) -> None:
        size = len(self._last.encode("utf-8", "backslashreplace"))
        if size > self._room or self._left_out:
            self._left_out += 1
            return
        self._room -= size
        self._parts.append(self._last)


def wanted() -> str | None:
    """Return the file for the summary of this step, where a runner asks for one."""
    return os.environ.get(VARIABLE) or None
