"""Rules and options in, a print out of all that verdicts depend on beside the message."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from ticketlint import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CODE = (".py", ".so", ".pyd")  # compiled or not
_LIBRARIES = (
    *(
        "compressed-rtf-",
        "compressed_rtf-",
        "mail-parser-",
        "mail_parser-",
        "olefile-",
        "python-oxmsg-",
        "python_oxmsg-",
    ),
    *("rapidfuzz-", "regex-", "selectolax-", "striprtf-"),
)


def fingerprint(given: Iterable[object]) -> bytes:
    """Return the print of what verdicts depend on beside the message: rules and options (`given`), and the program."""
    digest = hashlib.sha256(repr((__version__, *given)).encode())
    for name in sorted(_installed()):
        digest.update(f"{name};".encode())
    for module in _code(os.path.dirname(os.path.dirname(__file__))):  # noqa: PTH120  # pathlib takes four times as long
        status = module.stat()  # a changed checkout is another program
        digest.update(f"{module.name} {status.st_size} {status.st_mtime_ns};".encode())
    return digest.digest()


def _code(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the modules of the program, in a steady order."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(_CODE):
            yield entry
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _code(entry.path)


def _installed() -> Iterator[str]:
    """Yield the names of the folders that say which versions of the libraries are installed: `regex-2026.1.dist-info`.

    `importlib.metadata` reads them at the price of 250 mails.
    """
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208  # names alone: a path for each would cost more
                if name.endswith((".dist-info", ".egg-info")) and name.lower().startswith(_LIBRARIES):
                    yield name
