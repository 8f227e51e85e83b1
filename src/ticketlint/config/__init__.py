"""A working directory in, the settings that hold there out: each with the place where it was made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ticketlint.config.read import Config
    from ticketlint.diagnostic import Diagnostic

OWN = "ticketlint.toml"
SHARED = "pyproject.toml"


class ConfigError(Exception):
    """A file of settings that cannot be used: `faults` holds every mistake with its path."""

    def __init__(self, faults: Iterable[tuple[str, Diagnostic]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{path}: {one.title}" for path, one in self.faults))


def find(folder: Path) -> Config | None:
    """Return the settings that hold in a folder: those of the nearest file, here or in a folder above, if any.

    That is `ticketlint.toml`, or `pyproject.toml` where it has a table `[tool.ticketlint]`. Where mails lie has no
    say: whoever may write a mail must not be able to write settings. Raises ConfigError.
    """
    for place in (folder, *folder.parents):
        for name in (OWN, SHARED):
            path = place / name
            if os.path.isfile(path):  # noqa: PTH113 - a folder above that may not be entered has no file
                from ticketlint.config.read import read  # noqa: PLC0415 - most folders have no settings

                found = read(path, shared=name == SHARED)
                if found is not None:
                    return found
    return None


def load(path: Path) -> Config:
    """Return the settings of a file that the caller names; raises ConfigError."""
    from ticketlint.config.read import fault, read  # noqa: PLC0415 - as above

    found = read(path, shared=path.name == SHARED)
    if found is None:
        raise ConfigError([(str(path), fault("invalid-value", "it has no table [tool.ticketlint]"))])
    return found
