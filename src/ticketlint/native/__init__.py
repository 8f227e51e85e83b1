"""An installation in, which of its modules run compiled out; beside this stand loops that are written for the compiler.

A `.pyx` here holds twins of functions in Python: the same name, the same answers, and the plain one is what counts.
Its signatures stand in a `.pyi` beside it. `hatch_build.py` in the repository finds and compiles it; where nothing is
compiled, it is not there to be imported.
"""

from __future__ import annotations

import os


def compiled() -> tuple[str, ...]:
    """Return the names of the modules that run compiled, such as `quick.form`; none where all is plain Python."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - `--version` need not load pathlib
    ending = _ending()
    found = []
    for folder, _, files in os.walk(package):
        room = os.path.relpath(folder, package).replace(os.sep, ".")
        names = (name.partition(".")[0] for name in files if name.endswith(ending))
        found += [f"{room}.{name}".removeprefix("..").removesuffix(".__init__") for name in names]
    return tuple(sorted(found))


def _ending() -> str:
    from importlib.machinery import EXTENSION_SUFFIXES  # noqa: PLC0415 - only asked for by people

    return EXTENSION_SUFFIXES[0]


def build() -> str:
    """Return a line that says what runs here: compiled modules, and for which Python, or plain Python alone."""
    import platform  # noqa: PLC0415 - only asked for by people

    python = f"{platform.python_implementation()} {platform.python_version()}"
    modules = compiled()
    if not modules:
        return f"{python}, nothing compiled"
    older = sum(map(_is_older, modules))
    told = f", {older} of them before their sources changed: run python hatch_build.py" if older else ""
    return f"{python}, {len(modules)} modules compiled{told}"


def _is_older(module: str) -> bool:
    """Whether a source was written after what was compiled of it, as in a checkout after `git pull`."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - as above
    if not os.path.exists(os.path.join(package, "native", "header.pyx")):  # noqa: PTH110, PTH118 - the same
        return False  # an installed wheel, whose files are written in any order
    base = os.path.join(package, *module.split("."))  # noqa: PTH118 - the same
    base = os.path.join(base, "__init__") if os.path.isdir(base) else base  # noqa: PTH112, PTH118 - the same
    made = os.path.getmtime(base + _ending())  # noqa: PTH204 - the same
    sources = (base + ending for ending in (".py", ".pyx", ".pxd"))
    return any(os.path.exists(path) and os.path.getmtime(path) > made for path in sources)  # noqa: PTH110, PTH204
