"""Sources in, a wheel with its hot modules compiled out; where they cannot be compiled, a wheel of plain Python.

`python hatch_build.py` compiles in place what has changed, as an editable installation does, and
`TICKETLINT_PURE=1 python hatch_build.py` removes what was compiled. The sources stay ordinary Python: types for the
compiler stand in a `.pxd` beside the `.py`. Whatever goes wrong here costs speed, never an installation.
"""

from __future__ import annotations

import atexit
import filecmp
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from importlib import import_module
from importlib.machinery import FileFinder, PathFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType

# Every plain mail passes these, and their loops over lines and fields are most of what it costs.
HOT = (
    "quick/above",
    "quick/answers",
    "quick/form",
    "quick/head",
    "quick/lane",
    "quick/marks",
    "quick/page",
    "quick/parts",
    "quick/rows",
    "quick/table",
    "report/cover",
    "report/jsonl",
    "report/masking",
    "report/tally",
    "cli/outcome",
    "cli/judging",
    "fields/ending",
    "fields/listings",
    "message/automatic",
    "message/dates",
    "form/patterns",
    "checks/__init__",
    "checks/answers",
    "checks/case",
    "checks/layout",
    "diagnostic",
    "remember",
    "sources/folder",
    "sources/glance",
    "triage",
    "values/disguise",
    "verdict",
)

_POSIX = {"native/file"}  # what asks the system itself
_KEPT = "native"  # the folder of tables that `kept` reads, which are made here
_TABLES = f"*.{sys.implementation.cache_tag}.bin"
PURE = "TICKETLINT_PURE"  # set where a wheel of plain Python is wanted
ROOT = Path(__file__).parent
_PACKAGE = Path("src", "ticketlint")
# Which Python it is for, `.cpython-311-x86_64-linux-gnu.so`.
_SUFFIX: str = sysconfig.get_config_var("EXT_SUFFIX") or ""
_DIRECTIVES = {
    "language_level": 3,
    "binding": True,  # functions that `inspect`, pickle and the tests know as functions
    "annotation_typing": False,  # annotations are written for mypy; types for the compiler stand in the .pxd
    "boundscheck": True,  # mail is hostile
    "nonecheck": True,  # the same: what is not there raises, and never reads memory
}
# -g0: half the time of the compiler, a fifth of the size. What a module says need not be unpacked when it is loaded.
_FLAGS = [] if os.name == "nt" else ["-O2", "-g0", "-DCYTHON_COMPRESS_STRINGS=0"]
_MOST = 600  # seconds


class CannotCompileError(Exception):
    """Why this installation stays plain Python: a sentence."""


class CompilingHook(BuildHookInterface[Any]):
    """What hatchling calls before it packs a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        try:
            if version == "editable":
                self.app.display_info(in_place(root))
                return
            made = compiled(root, anew=True)  # other flags or another compiler may have made what is kept
        except (CannotCompileError, OSError) as reason:
            self.app.display_info(f"plain Python: {reason}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"] |= {str(path): f"ticketlint/{module}{_SUFFIX}" for module, path in made.items()}
        tables = {str(path): f"ticketlint/{_KEPT}/{path.name}" for path in _keep(root, _elsewhere())}
        build_data["force_include"] |= tables


def modules(root: Path) -> tuple[str, ...]:
    """Return the modules to compile: the hot ones, and all that are written for the compiler."""
    native = {f"native/{path.stem}" for path in (root / _PACKAGE / "native").glob("*.pyx")}
    return (*HOT, *sorted(native if os.name == "posix" else native - _POSIX))


def compiled(root: Path, *, anew: bool = False) -> Mapping[str, Path]:
    """Return the compiled modules of the project in this folder, after compiling those that have changed, or all."""
    if os.environ.get(PURE, "0") not in {"", "0"}:
        raise CannotCompileError(f"{PURE} asks for it")
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise CannotCompileError("only CPython with its lock gains by compiling")
    place = _elsewhere() if anew else _place(root)
    wanted = {module: place / _kept(root, module, _SUFFIX).name for module in modules(root)}
    missing = [module for module, path in wanted.items() if not path.exists()]
    if missing:
        _equipped()
        try:
            _compile(root, missing, place)
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotCompileError(str(error)) from error
    for module in missing:  # what older sources gave
        for path in place.glob(f"{_flat(module)}-*"):
            if path != wanted[module]:
                path.unlink(missing_ok=True)
    return wanted


def in_place(root: Path) -> str:
    """Put the compiled modules beside their sources, remove what is not made of these, and say what is there."""
    try:
        made: Mapping[str, Path] = compiled(root)
        told = f"{len(made)} modules are compiled in place"
    except CannotCompileError as reason:
        made, told = {}, f"plain Python: {reason}"
    for path in (root / _PACKAGE / _KEPT).glob(_TABLES):
        path.unlink()
    for path, module, suffix in _beside(root):
        if (suffix == _SUFFIX and module not in made) or not _current(root, path, module, suffix):
            path.unlink()
    try:
        for module, kept in made.items():
            path = root / _PACKAGE / f"{module}{_SUFFIX}"
            if not path.exists():
                new = path.with_name(f".{path.name}.{os.getpid()}")  # never half a file, none changed under its users
                shutil.copyfile(kept, new)
                new.replace(path)
            elif path.stat().st_mtime < max(one.stat().st_mtime for one in _sources(root, module)):
                os.utime(path)  # the same words were written again: `--version` goes by the time
    except BaseException:  # modules know each other's classes: some of them are worse than none
        for path, _, suffix in _beside(root):
            if suffix == _SUFFIX:
                path.unlink(missing_ok=True)
        raise
    if made:
        _keep(root, root / _PACKAGE / _KEPT)
    return told


def stale(root: Path = ROOT) -> list[str]:
    """Return a sentence for each compiled module whose source has changed since, and one where some are missing."""
    ways = f"`python hatch_build.py` compiles it anew, `{PURE}=1 python hatch_build.py` removes it"
    here = [(path, module) for path, module, suffix in _beside(root) if suffix == _SUFFIX]
    told = [
        f"{path.relative_to(root)} is not known to be what its source says today, and would run instead of it: {ways}"
        for path, module in here
        if not _current(root, path, module, _SUFFIX)
    ]
    missing = sorted(set(modules(root)) - {module for _, module in here})
    if here and missing:
        told.append(f"of the compiled modules {', '.join(missing)} is missing: {ways}")
    return told


def _beside(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield all compiled modules beside the sources, for any Python: the path, the module and the suffix."""
    for path in sorted((root / _PACKAGE).rglob("*.*")):
        if path.suffix in {".so", ".pyd"}:
            name, dot, rest = path.name.partition(".")
            yield path, path.with_name(name).relative_to(root / _PACKAGE).as_posix(), dot + rest


def _current(root: Path, path: Path, module: str, suffix: str) -> bool:
    source = root / _PACKAGE / module
    if not (source.with_suffix(".py").exists() or source.with_suffix(".pyx").exists()):
        return False
    kept = _kept(root, module, suffix)
    return kept.exists() and filecmp.cmp(kept, path, shallow=False)


def _kept(root: Path, module: str, suffix: str) -> Path:
    """Return where a compiled module is kept: its name says of which sources it was made."""
    digest = hashlib.sha256(repr((sorted(_DIRECTIVES.items()), _FLAGS)).encode())
    for path in _sources(root, module):
        digest.update(path.read_bytes())
    extension = suffix.rpartition(".")[2]
    folder = root / "build" / "compiled" / suffix.strip(".").removesuffix(f".{extension}")
    return folder / f"{_flat(module)}-{digest.hexdigest()[:16]}.{extension}"


def _flat(module: str) -> str:
    return module.replace("/", ".")


def _name(module: str) -> str:
    return f"ticketlint.{_flat(module)}".removesuffix(".__init__")


def _sources(root: Path, module: str) -> list[Path]:
    """Return what a module is compiled of: its source, and all `.pxd` whose names are mentioned from there on."""
    package = root / _PACKAGE
    types = sorted(package.rglob("*.pxd"))
    found = [path for ending in (".py", ".pyx", ".pxd") if (path := package / f"{module}{ending}").exists()]
    for path in found:  # it grows
        if path.suffix != ".py":
            words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
            found += [one for one in types if one.stem in words and one not in found]
    return sorted(found)


def _place(root: Path) -> Path:
    """Return a folder to keep compiled modules in: below build or, where nothing can be written, one for this run."""
    place = _kept(root, HOT[0], _SUFFIX).parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
    except OSError:
        return _elsewhere()
    return place


def _elsewhere() -> Path:
    """Return a folder for this run alone."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _equipped() -> None:
    """Say at once what is not there to compile with; on Windows setuptools knows, where it looks for the compiler."""
    given = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    try:
        compiler = shlex.split(given)[0]
    except (ValueError, IndexError) as error:
        raise CannotCompileError(f"CC is no command: {given!r}") from error
    header = Path(sysconfig.get_path("include"), "Python.h")
    if os.name == "posix" and shutil.which(compiler) is None:
        raise CannotCompileError(f"there is no {compiler}")
    if os.name == "posix" and not header.is_file():
        raise CannotCompileError(f"there is no {header}")


def _compile(root: Path, missing: list[str], place: Path) -> None:
    """Compile in a process of its own, whose many words are kept from whoever installs."""
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        done = _apart(root, "--into", scratch, *missing)
        if done.returncode:
            lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise CannotCompileError(lines[-1] if lines else f"the compiler ended with {done.returncode}")
        for module in missing:
            Path(scratch, _flat(module)).replace(place / _kept(root, module, _SUFFIX).name)


def _apart(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run this file in a process of its own, in the folder of the project."""
    return subprocess.run(  # noqa: S603 - this file
        [sys.executable, "-B", str(Path(__file__).resolve()), *words], cwd=root, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", check=False, timeout=_MOST,
    )  # fmt: skip


def _into(scratch: Path, wanted: list[str]) -> None:
    """Compile modules of the project in the working directory, all processors at once."""
    from Cython.Build import cythonize  # noqa: PLC0415 - only where something is compiled
    from setuptools import Distribution, Extension  # noqa: PLC0415

    processors = os.cpu_count() or 1
    given = []
    for module in wanted:
        source = _PACKAGE / f"{module}.py"
        source = source if source.exists() else source.with_suffix(".pyx")
        given.append(Extension(_name(module), [str(source)], extra_compile_args=_FLAGS))
    extensions = cythonize(
        given, build_dir=str(scratch / "c"), include_path=["src"], nthreads=processors, force=True,
        compiler_directives=_DIRECTIVES,
    )  # fmt: skip
    command = Distribution({"ext_modules": extensions, "package_dir": {"": "src"}}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(scratch / "lib"), str(scratch / "o")
    command.parallel = processors
    command.ensure_finalized()
    command.run()
    for module in wanted:
        made = command.get_ext_fullpath(_name(module))
        spec = spec_from_file_location(_name(module), made)
        assert spec is not None
        module_from_spec(spec)  # this Python can load it; it is not run
        Path(made).replace(scratch / _flat(module))


def _keep(root: Path, folder: Path) -> list[Path]:
    """Write tables into a folder that the project in another one makes for itself in each run; return their files."""
    with suppress(OSError, subprocess.SubprocessError):
        if _apart(root, "--keep", str(folder)).returncode == 0:
            return sorted(folder.glob(_TABLES))
    return []


class _AsWritten(PathFinder):
    """Finds the modules of the package as they are written, whatever lies compiled beside them."""

    @classmethod
    def find_spec(cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        if fullname.partition(".")[0] != "ticketlint":
            return None
        finders = [FileFinder(folder, (SourceFileLoader, [".py"])) for folder in path or ["src"]]
        return next((spec for one in finders if (spec := one.find_spec(fullname, target))), None)


def _keep_in(folder: Path) -> None:
    """Keep the shipped forms, patterns and tables: all at the top of modules, and what forms and samples ask for."""
    sys.meta_path.insert(0, _AsWritten)
    from ticketlint import kept, regexp  # noqa: PLC0415 - only here is the project known

    asked: dict[tuple[str | bytes, int], None] = {}
    tables: dict[str, list[Any]] = {}

    def noting(make: Callable[..., Any]) -> Callable[..., Any]:
        def noted(text: str | bytes, flags: int = 0) -> Any:
            asked[text, int(flags)] = None
            return make(text, flags)

        return noted

    def table(name: str, given: Any, make: Callable[[Any], Any]) -> Any:
        made = make(given)
        if [given, made] not in tables.setdefault(name, []):
            tables[name].append([given, made])
        return made

    kept.table = table
    regexp.regexp, regexp.compiled = noting(regexp.regexp), noting(regexp.compiled)
    for module in sorted(_PACKAGE.rglob("*.py")):
        with suppress(ImportError):  # of a library, which an isolated build has not got
            import_module(_name(module.relative_to(_PACKAGE).with_suffix("").as_posix()))
    from ticketlint import check, load_forms, read  # noqa: PLC0415 - with the above
    from ticketlint.form import ready, shipped_forms  # noqa: PLC0415
    from ticketlint.form.answers import interpret  # noqa: PLC0415

    for form in load_forms():
        for raw in read("samples"):
            with suppress(ImportError):
                check(raw.octets, [form])
        for spec in form.fields:  # to refuse a value takes more patterns than to take one
            with suppress(ImportError):
                interpret("q" * 20, spec, form)  # near no word, so that no library is asked
    named = {f"form.{name}": ready.to_keep(name) for name in shipped_forms()}
    for name, made in (named | tables | {regexp.NAME: regexp.made_of(asked)}).items():
        (folder / f"{name}{kept.ENDING}").write_bytes(kept.octets_of(made))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--into"]:
        _into(Path(sys.argv[2]), sys.argv[3:])
    elif sys.argv[1:2] == ["--keep"]:
        _keep_in(Path(sys.argv[2]))
    else:
        sys.stdout.write(in_place(ROOT) + "\n")
