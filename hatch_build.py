"""Sources in, a wheel with its hot modules compiled out; where they cannot be compiled, a wheel of plain Python.

`python hatch_build.py` compiles in place what has changed, as an editable installation does, and
`TICKETLINT_PURE=1 python hatch_build.py` removes what was compiled. The sources stay ordinary Python: types for the
compiler stand in a `.pxd` beside the `.py`. Each module is compiled by itself, and all are linked into one shared
object, in which `ticketlint.native` finds them: to find, open and link forty files costs a tenth of one mail's time,
and code that lies together runs some per cent faster. Whatever goes wrong here costs speed, never an installation.
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
    "quick/value",
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
    "sources/mbox",
    "triage",
    "values/disguise",
    "verdict",
)

_POSIX = {"native/file"}  # what asks the system itself
# The shared object with all of them in. By itself it is a module that is written here, and says which these are.
_WHOLE = "native/modules"
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
        build_data["force_include"][str(made)] = f"ticketlint/{_WHOLE}{_SUFFIX}"
        tables = {str(path): f"ticketlint/{_KEPT}/{path.name}" for path in _keep(root, _elsewhere())}
        build_data["force_include"] |= tables


def modules(root: Path) -> tuple[str, ...]:
    """Return the modules to compile: the hot ones, and all that are written for the compiler."""
    native = {f"native/{path.stem}" for path in (root / _PACKAGE / "native").glob("*.pyx")}
    return (*HOT, *sorted(native if os.name == "posix" else native - _POSIX))


def compiled(root: Path, *, anew: bool = False) -> Path:
    """Return the shared object of the project in this folder, after compiling the modules that have changed, or all."""
    if os.environ.get(PURE, "0") not in {"", "0"}:
        raise CannotCompileError(f"{PURE} asks for it")
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise CannotCompileError("only CPython with its lock gains by compiling")
    place = _elsewhere() if anew else _place(root)
    whole = place / _kept(root, _SUFFIX).name
    if not whole.exists():
        _equipped()
        try:
            _compile(root, place, whole)
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotCompileError(str(error)) from error
    return whole


def in_place(root: Path) -> str:
    """Put what is compiled among its sources, remove what is not made of these, and say what is there."""
    try:
        made: Path | None = compiled(root)
        told = f"{len(modules(root))} modules are compiled in place"
    except CannotCompileError as reason:
        made, told = None, f"plain Python: {reason}"
    for path in (root / _PACKAGE / _KEPT).glob(_TABLES):
        path.unlink()
    for path, suffix in _beside(root):
        if (suffix == _SUFFIX and made is None) or not _current(root, path, suffix):
            path.unlink()
    if made is None:
        return told
    path = root / _PACKAGE / f"{_WHOLE}{_SUFFIX}"
    if not path.exists():
        new = path.with_name(f".{path.name}.{os.getpid()}")  # never half a file, none changed under its users
        shutil.copyfile(made, new)
        new.replace(path)
    elif path.stat().st_mtime < max(one.stat().st_mtime for module in modules(root) for one in _sources(root, module)):
        os.utime(path)  # the same words were written again: `--version` goes by the time
    _keep(root, root / _PACKAGE / _KEPT)
    return told


def stale(root: Path = ROOT) -> list[str]:
    """Return a sentence for what lies compiled among the sources, and is not made of what they say."""
    return [
        f"{path.relative_to(root)} is not known to be what its sources say today, and would run instead of them: "
        f"`python hatch_build.py` compiles it anew, `{PURE}=1 python hatch_build.py` removes it"
        for path, suffix in _beside(root)
        if suffix == _SUFFIX and not _current(root, path, suffix)
    ]


def _beside(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield all that lies compiled among the sources, for any Python: the path and the suffix."""
    for path in sorted((root / _PACKAGE).rglob("*.*")):
        if path.suffix in {".so", ".pyd"}:
            _, dot, rest = path.name.partition(".")
            yield path, dot + rest


def _current(root: Path, path: Path, suffix: str) -> bool:
    wanted, kept = root / _PACKAGE / f"{_WHOLE}{suffix}", _kept(root, suffix)
    return path == wanted and kept.exists() and filecmp.cmp(kept, path, shallow=False)


def _kept(root: Path, suffix: str, module: str | None = None) -> Path:
    """Return where a module's object file is kept, or what they are linked into: the name says of which sources."""
    digest = hashlib.sha256(repr((sorted(_DIRECTIVES.items()), _FLAGS)).encode())
    for one in [module] if module else modules(root):
        for path in _sources(root, one):
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    extension = suffix.rpartition(".")[2]
    folder = root / "build" / "compiled" / suffix.strip(".").removesuffix(f".{extension}")
    return folder / f"{_flat(module or _WHOLE)}-{digest.hexdigest()[:16]}.{'o' if module else extension}"


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
    place = _kept(root, _SUFFIX).parent
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


def _compile(root: Path, place: Path, whole: Path) -> None:
    """Compile in a process of its own, whose many words are kept from whoever installs."""
    objects = {module: place / _kept(root, _SUFFIX, module).name for module in modules(root)}
    given = [f"{module}={path}" for module, path in objects.items()]
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        done = _apart(root, "--into", scratch, *given)
        if done.returncode:
            lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise CannotCompileError(lines[-1] if lines else f"the compiler ended with {done.returncode}")
        Path(scratch, _flat(_WHOLE)).replace(whole)
    wanted = {whole, *objects.values()}
    for module in (_WHOLE, *objects):  # what older sources gave
        for path in place.glob(f"{_flat(module)}-*"):
            if path not in wanted:
                path.unlink(missing_ok=True)


def _apart(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run this file in a process of its own, in the folder of the project."""
    return subprocess.run(  # noqa: S603 - this file
        [sys.executable, "-B", str(Path(__file__).resolve()), *words], cwd=root, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", check=False, timeout=_MOST,
    )  # fmt: skip


def _into(scratch: Path, objects: Mapping[str, Path]) -> None:
    """Compile the modules of the project in the working directory that are not there yet, and link them all."""
    from Cython.Build import cythonize  # noqa: PLC0415 - only where something is compiled
    from setuptools import Distribution, Extension  # noqa: PLC0415
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    processors = os.cpu_count() or 1
    names = {_name(module): module for module in objects}

    class Compile(build_ext):
        """Leaves an object file of each module, and does not link."""

        def build_extension(self, ext: Extension) -> None:
            (made,) = self.compiler.compile(
                ext.sources, output_dir=self.build_temp, include_dirs=ext.include_dirs,
                extra_postargs=ext.extra_compile_args,
            )  # fmt: skip
            Path(made).replace(objects[names[ext.name]])

    def run(kind: type[build_ext], given: list[Extension]) -> build_ext:
        made = cythonize(
            given, build_dir=str(scratch / "c"), include_path=["src"], nthreads=processors, force=True,
            compiler_directives=_DIRECTIVES,
        )  # fmt: skip
        command = kind(Distribution({"ext_modules": made, "package_dir": {"": "src"}}))
        command.build_lib, command.build_temp = str(scratch / "lib"), str(scratch / "o")
        command.parallel = processors
        command.ensure_finalized()
        command.run()
        return command

    def extension(name: str, source: Path, **given: Any) -> Extension:
        source = source if source.exists() else source.with_suffix(".pyx")
        return Extension(name, [str(source)], extra_compile_args=_FLAGS, **given)

    missing = [name for name, module in names.items() if not objects[module].exists()]
    run(Compile, [extension(name, _PACKAGE / f"{names[name]}.py") for name in missing])
    said = scratch / f"{_flat(_WHOLE)}.py"
    packages = {name: module.endswith("/__init__") for name, module in names.items()}
    said.write_text(f"MODULES = {packages!r}\n", encoding="utf-8")
    whole = extension(
        _name(_WHOLE), said, extra_objects=[str(path) for path in objects.values()],
        export_symbols=[f"PyInit_{name.rpartition('.')[2]}" for name in names],
    )  # fmt: skip
    made = run(build_ext, [whole]).get_ext_fullpath(whole.name)
    for spec in [spec_from_file_location(name, made) for name in (whole.name, *names)]:
        assert spec is not None
        module_from_spec(spec)  # this Python can load it; it is not run
    Path(made).replace(scratch / _flat(_WHOLE))


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
        for spec in filter(None, (one.find_spec(fullname, target) for one in finders)):
            return spec
        raise ModuleNotFoundError(fullname, name=fullname)  # what is compiled is not looked for


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
        _into(
            Path(sys.argv[2]), {module: Path(path) for module, _, path in (one.partition("=") for one in sys.argv[3:])}
        )
    elif sys.argv[1:2] == ["--keep"]:
        _keep_in(Path(sys.argv[2]))
    else:
        sys.stdout.write(in_place(ROOT) + "\n")
