"""The hot modules run compiled, and as plain Python they say the same; what was compiled of older sources never runs."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pytest

import hatch_build
import tables
from hatch_build import CannotCompileError, compiled, in_place, modules, stale
from programs import NO_SKIPS, needed
from ticketlint import checks, native

REPOSITORY = Path(__file__).parents[1]
# What holds the quick lane to the careful line, the samples to their goldens, and the start to what it may load.
HELD = ("test_quick.py", "test_quick_page.py", "test_samples.py", "test_start.py")


def compiler() -> None:
    """Go on where modules can be compiled; else say so, and fail in the gate."""
    needed("cc", "gcc")
    header = Path(sysconfig.get_path("include"), "Python.h")
    if not header.is_file():
        untested(f"there is no {header}, so nothing compiled was tested (Debian: apt-get install python3-dev)")


def untested(reason: str) -> NoReturn:
    if os.environ.get(NO_SKIPS):
        pytest.fail(reason)
    pytest.skip(reason)


def test_the_hot_modules_run_compiled() -> None:
    compiler()
    if os.environ.get(hatch_build.PURE):
        untested(f"{hatch_build.PURE} is set, so nothing compiled was tested")
    wanted = sorted(name.replace("/", ".").removesuffix(".__init__") for name in modules(REPOSITORY))
    assert list(native.compiled()) == wanted, "python hatch_build.py says why, or compiles them"
    for name in wanted:
        assert import_module(f"ticketlint.{name}").__file__ == native._FILE


def test_no_module_hides_another() -> None:
    """What begins a module in the shared object is found by the last part of its name alone."""
    names = [name.removesuffix("/__init__").rpartition("/")[2] for name in modules(REPOSITORY)]
    assert len(set(names)) == len(names)


def test_a_compiled_package_has_modules_beside_it() -> None:
    assert [Path(folder) for folder in checks.__path__] == [REPOSITORY / "src" / "ticketlint" / "checks"]
    assert import_module("ticketlint.checks.around").__spec__ is not None
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        import_module("ticketlint.checks.nowhere")


def test_plain_python_says_the_same(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    (tmp_path / "rules").symlink_to(REPOSITORY / "rules")
    env = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS"):
        env.pop(name, None)
    look = "from ticketlint import native, quick; print(native.compiled(), quick.__file__)"
    here = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=env, check=True)
    assert here.stdout == f"() {tmp_path / 'src' / 'ticketlint' / 'quick' / '__init__.py'}\n"
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0"]
    done = subprocess.run(
        [*words, *(str(REPOSITORY / "tests" / name) for name in HELD)],
        cwd=REPOSITORY, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    assert " passed" in done.stdout.splitlines()[-1]


def test_the_version_tells_what_is_older_than_its_source(tmp_path: Path) -> None:
    compiler()
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    ask = "from ticketlint import native; print(native.build())"
    env = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    for stamp, told in ((0, False), (2**31, True)):
        os.utime(tmp_path / "src" / "ticketlint" / "quick" / "form.py", (stamp, stamp))
        os.utime(tmp_path / "src" / "ticketlint" / "checks" / "__init__.py", (stamp, stamp))
        done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
        assert ("2 of them before their sources changed" in done.stdout) == told, done.stdout


# The build itself, on a project of two modules


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two hot modules, of which one uses a class that the other declares."""
    monkeypatch.setattr(hatch_build, "HOT", ("pair", "user"))
    monkeypatch.delenv(hatch_build.PURE, raising=False)
    package = tmp_path / "src" / "ticketlint"
    (package / "native").mkdir(parents=True)
    for name, text in {
        "__init__.py": "from ticketlint import native\n",
        "native/__init__.py": Path(native.__file__).read_text(encoding="utf-8"),
        "pair.py": "class Pair:\n    def __init__(self, low, high):\n        self.low, self.high = low, high\n",
        "pair.pxd": "cdef class Pair:\n    cdef readonly long low\n    cdef readonly long high\n",
        "user.py": "from ticketlint.pair import Pair\n\n\ndef width(pair):\n    return pair.high - pair.low\n",
        "user.pxd": "from ticketlint.pair cimport Pair\n\n\ncpdef long width(Pair pair)\n",
    }.items():
        (package / name).write_text(text, encoding="utf-8")
    return tmp_path


def there(project: Path) -> list[str]:
    """Return which modules are compiled, as a fresh process knows them."""
    found = [path for path in (project / "src").rglob("*") if path.suffix in {".so", ".pyd"}]
    assert len(found) <= 1
    code = "from ticketlint import native; print(*native.compiled())"
    return fresh(project, code).split() if found else []


def said(project: Path) -> str:
    """Return what a fresh process makes of the project, compiled or not."""
    code = "from ticketlint import pair, user; print(user.width(pair.Pair(2, 44)), pair.__file__.rpartition('.')[2])"
    return fresh(project, code)


def fresh(project: Path, code: str) -> str:
    env = os.environ | {"PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_what_is_compiled_is_never_older_than_its_source(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler()
    assert said(project) == "42 py"
    assert in_place(project) == "2 modules are compiled in place"
    assert (there(project), stale(project)) == (["pair", "user"], [])
    assert said(project) == f"42 {hatch_build._SUFFIX.rpartition('.')[2]}"
    objects = {path: path.stat().st_mtime_ns for path in project.rglob("*.o")}
    kept = {path: path.stat().st_mtime_ns for path in project.rglob("*.so")}
    assert in_place(project) == "2 modules are compiled in place"
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*.so")} == kept, "nothing changed, nothing is done"

    user = project / "src" / "ticketlint" / "user.py"
    user.write_text(user.read_text().replace("- pair.low", "- pair.low + 1"), encoding="utf-8")
    os.utime(user, (0, 0))  # an older file with other words, as version control or a copy may leave it
    assert said(project).startswith("42 "), "this is what must not go unseen"
    (told,) = stale(project)
    assert told.startswith(f"src/ticketlint/native/modules{hatch_build._SUFFIX} ")
    assert "`python hatch_build.py` compiles it anew" in told
    in_place(project)
    assert (said(project)[:2], stale(project)) == ("43", [])
    assert {path: path.stat().st_mtime_ns for path in project.rglob("pair-*.o")} == {
        path: made for path, made in objects.items() if path.name.startswith("pair-")
    }, "what has not changed is not compiled again"

    types = project / "src" / "ticketlint" / "pair.pxd"
    types.write_text(types.read_text().replace("long high", "long long high"), encoding="utf-8")
    assert len(stale(project)) == 1
    assert in_place(project) == "2 modules are compiled in place"
    assert not objects.keys() & set(project.rglob("*.o")), "who uses a declaration is compiled by it"
    monkeypatch.setenv(hatch_build.PURE, "1")
    assert in_place(project) == "plain Python: TICKETLINT_PURE asks for it"
    assert (there(project), said(project)) == ([], "43 py")


def test_what_is_kept_is_never_older_than_what_it_is_made_of(tmp_path: Path) -> None:
    for folder in ("src", "samples", "rules"):
        ignored = shutil.ignore_patterns("*.so", "*.pyd", "*.bin", "__pycache__")
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=ignored)
    package = tmp_path / "src" / "ticketlint"
    assert not tables.outdated(tmp_path), "nothing is kept"
    assert hatch_build._keep(tmp_path, package / "native")
    assert not tables.outdated(tmp_path)
    (path,) = (package / "native").glob("patterns.*")
    maker, patterns = marshal.loads(path.read_bytes())
    path.write_bytes(marshal.dumps((maker, dict(list(patterns.items())[:-1]))))
    assert not tables.outdated(tmp_path), "who builds alone has no libraries, and lacks the patterns of their users"

    def changed(name: str, old: str, new: str) -> bool:
        path = package / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return bool(tables.outdated(tmp_path))

    assert not changed("values/words.py", '"""', '"""This is no change of what is made. ')
    assert changed("values/words.py", "NON_ANSWERS", "NON_ANSWERS = ('not a word',)\nNON_ANSWERS_")
    assert not changed("values/words.py", "NON_ANSWERS = ('not a word',)\nNON_ANSWERS_", "NON_ANSWERS")
    assert changed("form/forms/open-xchange.json", "Support", "Sapport")
    assert hatch_build._keep(tmp_path, package / "native")
    assert not tables.outdated(tmp_path)
    assert not changed("triage.py", '"""', ')"""'), "what cannot be made is for other tests to tell"


def test_what_cannot_be_compiled_runs_as_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler()
    in_place(project)
    pair = project / "src" / "ticketlint" / "pair.pxd"
    good = pair.read_text(encoding="utf-8")
    pair.write_text("cdef class Pair:\n    cdef nonsense low\n", encoding="utf-8")
    told = in_place(project)
    assert told.startswith("plain Python: ")
    assert "\n" not in told
    assert (there(project), said(project)) == ([], "42 py"), "not even the one that was good: both know one class"

    pair.write_text(good + "\n", encoding="utf-8")
    monkeypatch.setenv("CC", "/bin/false")
    with pytest.raises(CannotCompileError, match="false"):
        compiled(project)
    monkeypatch.setenv("CC", "no-such-compiler -m64")
    with pytest.raises(CannotCompileError, match=r"^there is no no-such-compiler$"):
        compiled(project)
    monkeypatch.delenv("CC")
    with monkeypatch.context() as patched, pytest.raises(CannotCompileError, match=r"^there is no .*Python\.h$"):
        patched.setattr(sysconfig, "get_path", lambda _: str(project))
        compiled(project)
    monkeypatch.setattr(sys, "executable", str(project / "nowhere"))
    with pytest.raises(CannotCompileError, match="nowhere"):
        compiled(project)


def test_a_package_is_compiled_like_a_module(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler()
    monkeypatch.setattr(hatch_build, "HOT", ("pair/__init__", "user"))
    package = project / "src" / "ticketlint" / "pair"
    package.mkdir()
    for ending in ("py", "pxd"):
        package.with_suffix(f".{ending}").rename(package / f"__init__.{ending}")
    assert said(project) == "42 py"
    assert in_place(project) == "2 modules are compiled in place"
    assert (there(project), stale(project)) == (["pair", "user"], [])
    assert said(project) == f"42 {hatch_build._SUFFIX.rpartition('.')[2]}"


def test_what_is_written_for_the_compiler_is_found(project: Path) -> None:
    compiler()
    room = project / "src" / "ticketlint" / "native"
    (room / "count.pyx").write_text(
        "def ends(const unsigned char[:] octets):\n    return octets[0]\n", encoding="utf-8"
    )
    assert modules(project) == ("pair", "user", "native/count")
    in_place(project)
    assert there(project) == ["native.count", "pair", "user"]
    (room / "count.pyx").unlink()
    assert len(stale(project)) == 1
    in_place(project)
    assert there(project) == ["pair", "user"]


def test_a_build_that_cannot_be_put_in_place_leaves_plain_python(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler()
    in_place(project)
    (project / "src" / "ticketlint" / "pair.py").write_text("class Pair:\n    pass\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="no space"):
        in_place(project)
    assert there(project) == []


def test_what_older_versions_left_is_removed(project: Path) -> None:
    compiler()
    older = project / "src" / "ticketlint" / f"user{hatch_build._SUFFIX}"
    older.write_bytes(b"each module had a file of its own")
    assert len(stale(project)) == 1
    in_place(project)
    assert not older.exists()
    assert there(project) == ["pair", "user"]


@pytest.mark.parametrize("command", [" ", "gcc '", "no-such-compiler -x"])
def test_a_compiler_that_is_none_leaves_plain_python(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("CC", command)
    assert in_place(project).startswith("plain Python: ")
    assert there(project) == []
