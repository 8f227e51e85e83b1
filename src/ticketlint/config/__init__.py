"""A working directory in, the settings that hold there out: each with the place where it was made."""

from __future__ import annotations

import os

from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketlint.config.read import Config
    from ticketlint.diagnostic import Diagnostic

OWN = "ticketlint.toml"
SHARED = "pyproject.toml"


class ConfigError(Exception):
    """A file of settings that cannot be used: `faults` holds every mistake with its path."""

    def __init__(self, faults: Iterable[tuple[str, Diagnostic]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{path}: {one.title}" for path, one in self.faults))


def find(folder: str | os.PathLike[str]) -> Config | None:
    """Return the settings that hold in a folder: those of the nearest file, here or in a folder above, if any.

    That is `ticketlint.toml`, or `pyproject.toml` where it has a table `[tool.ticketlint]`. Where mails lie has no
    say: whoever may write a mail must not be able to write settings. Raises ConfigError.
    """
    place = os.fspath(folder)
    while True:
        found = at(place)
        if found is not None:
            return found
        above = os.path.dirname(place)
        if above == place:
            return None
        place = above


def at(folder: str | os.PathLike[str]) -> Config | None:
    """Return the settings that a file in this very folder makes, if any; raises ConfigError."""
    for name in (OWN, SHARED):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name == OWN or _may_hold(path)):  # one that may not be looked at is none
            found = _read(path)
            if found is not None:
                return found
    return None


def load(path: str | os.PathLike[str]) -> Config:
    """Return the settings of a file that the caller names; raises ConfigError."""
    from ticketlint.config.read import fault  # noqa: PLC0415 - most folders have no settings

    found = _read(os.fspath(path))
    if found is None:
        raise ConfigError([(os.fspath(path), fault("invalid-value", "it has no table [tool.ticketlint]"))])
    return found


def _may_hold(path: str) -> bool:
    """Whether a file of many tools can name us: most do not, and need no reader of TOML."""
    try:
        with open(path, "rb") as file:
            octets = file.read()
    except OSError:
        return True  # the reader says what is wrong
    return b"ticketlint" in octets or b"\\u" in octets.lower()


def _read(path: str) -> Config | None:
    from pathlib import Path  # noqa: PLC0415 - most folders have no settings

    from ticketlint.config.read import read  # noqa: PLC0415 - the same

    return read(Path(path), shared=os.path.basename(path) == SHARED)
