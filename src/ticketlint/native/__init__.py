"""Loops over octets, written for the compiler, and which modules of this installation are compiled.

A `.pyx` here holds twins of functions in Python: the same name, the same answers, and the plain one is what counts.
Its signatures stand in a `.pyi` beside it. `hatch_build.py` in the repository finds and compiles it; where nothing is
compiled, it is not there to be imported.
"""

from __future__ import annotations

import os
from importlib.machinery import EXTENSION_SUFFIXES


def compiled() -> tuple[str, ...]:
    """Return the names of the modules that run compiled, such as `quick.form`; none where all is plain Python."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - `--version` need not load pathlib
    found = []
    for folder, _, files in os.walk(package):
        room = os.path.relpath(folder, package).replace(os.sep, ".")
        names = (name.partition(".")[0] for name in files if name.endswith(EXTENSION_SUFFIXES[0]))
        found += [f"{room}.{name}".removeprefix("..").removesuffix(".__init__") for name in names]
    return tuple(sorted(found))


def build() -> str:
    """Return a line that says what runs here: compiled modules, and for which Python, or plain Python alone."""
    import platform  # noqa: PLC0415 - only asked for by people

    python = f"{platform.python_implementation()} {platform.python_version()}"
    count = len(compiled())
    return f"{python}, {count} modules compiled" if count else f"{python}, nothing compiled"
