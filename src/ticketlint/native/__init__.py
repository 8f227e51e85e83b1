"""An installation in, which of its modules run compiled out; beside this stand loops that are written for the compiler.

A `.pyx` here holds twins of functions in Python: the same name, the same answers, and the plain one is what counts.
Its signatures stand in a `.pyi` beside it. `hatch_build.py` in the repository finds and compiles it; where nothing is
compiled, it is not there to be imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as checkers know it: this is loaded before anything else is
if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    from ticketlint.native import modules as _whole
except ImportError:  # all is plain Python
    _MODULES: dict[str, bool] = {}
    _FILE = ""
else:
    _MODULES, _FILE = _whole.MODULES, _whole.__file__


def compiled() -> tuple[str, ...]:
    """Return the names of the modules that run compiled, such as `quick.form`; none where all is plain Python."""
    return tuple(sorted(name.partition(".")[2] for name in _MODULES))


class _Finder:
    """Finds the modules that are compiled: all stand in the shared object that was loaded to know them."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, _: object = None) -> ModuleSpec | None:
        """Return where a module is that is compiled; None for others, which are found as they always were."""
        is_package = _MODULES.get(name)
        if is_package is None:
            return None
        spec = ModuleSpec(name, ExtensionFileLoader(name, _FILE), origin=_FILE, is_package=is_package)
        spec.has_location = True
        if path and spec.submodule_search_locations is not None:  # a package has other modules beside it
            spec.submodule_search_locations.append(f"{path[0]}{os.sep}{name.rpartition('.')[2]}")
        return spec


if _MODULES:  # these come with the interpreter, and `importlib.machinery` must be looked for
    from _frozen_importlib import ModuleSpec
    from _frozen_importlib_external import ExtensionFileLoader

    sys.meta_path.insert(0, _Finder)


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
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - `--version` need not load pathlib
    if not os.path.exists(os.path.join(package, "native", "header.pyx")):  # noqa: PTH110, PTH118 - the same
        return False  # an installed wheel, whose files are written in any order
    base = os.path.join(package, *module.split("."))  # noqa: PTH118 - the same
    base = os.path.join(base, "__init__") if os.path.isdir(base) else base  # noqa: PTH112, PTH118 - the same
    made = os.path.getmtime(_FILE)  # noqa: PTH204 - the same
    sources = (base + ending for ending in (".py", ".pyx", ".pxd"))
    return any(os.path.exists(path) and os.path.getmtime(path) > made for path in sources)  # noqa: PTH110, PTH204
