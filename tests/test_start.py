"""One mail that is about to be sent is read at once: what may be loaded and made for it, and what it may cost."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ticketlint import native

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SAMPLES = Path(__file__).parents[1] / "samples"
COMPLETE = SAMPLES / "complete" / "plain-text-english.eml"
INCOMPLETE = SAMPLES / "incomplete" / "track-id-missing.eml"
WAYS = {
    "text": (COMPLETE, []),
    "concise": (COMPLETE, ["--format", "concise"]),
    "jsonl": (COMPLETE, ["-fjsonl"]),
    "incomplete": (INCOMPLETE, []),
    "an unknown choice": (INCOMPLETE.with_name("distribution-is-none-of-the-choices.eml"), []),
    "before sending": (INCOMPLETE, ["--before-sending", "--quiet"]),
    "stdin": (COMPLETE, None),
}

# Packages for `ticketlint check mail.eml`: none but the standard library, and how an installation may be found.
FOREIGN = {
    "_ticketlint",  # how an editable installation may be found
    "sitecustomize",
    "_distutils_hack",
    "org",  # a name that the standard library's copy module asks for, in vain
}
# Of the standard library, what is slow to load and has no business in reading one plain mail.
SLOW = {
    "argparse", "ast", "asyncio", "concurrent", "configparser", "ctypes", "dataclasses", "datetime", "decimal",
    "difflib", "dis", "email", "fractions", "gettext", "hashlib", "html", "http", "importlib.metadata",
    "importlib.resources", "inspect", "json", "locale", "logging", "multiprocessing", "optparse", "pathlib", "pdb",
    "pickle", "platform", "pprint", "random", "secrets", "shutil", "socket", "sqlite3", "ssl", "statistics",
    "string", "subprocess", "tempfile", "textwrap", "threading", "tkinter", "tomllib", "traceback", "typing",
    "unittest", "urllib.parse", "urllib.request", "uuid", "xml", "zipfile",
}  # fmt: skip
IDLE = {
    "baseline", "body.html", "body.markup", "body.zones", "cache", "careful", "cli.accepted", "cli.candidates",
    "cli.click_options", "cli.command", "cli.completion", "cli.config", "cli.configured", "cli.explain", "cli.groups",
    "cli.rules", "cli.rules_test", "cli.schema", "cli.summary", "cli.template", "cli.verbs", "cli.whole_file",
    "config.read", "expectations", "fields.collect", "fields.find", "fields.reader", "form.build", "form.json_schema",
    "form.language", "form.nodes", "form.reader", "form.suspicions", "form.syntax", "message.reference",
    "pytest_plugin", "reading", "report.custom", "report.document", "report.junit", "report.progress", "report.sarif",
    "report.schema", "report.table", "sources.outlook", "template", "values.dates",
}  # fmt: skip
MODULES = 182  # that a mail may load, with those of the standard library; 172 for a complete one today, 180 for others
PATTERNS = 75  # that it may compile in plain Python; 47 for a complete one today, 66 for one that lacks something
UNKEPT = 0  # of them that `re` compiles where patterns are kept
TIMES = 7  # bare Python; 3.9 where nothing else runs, and 5.5 beside other tests, whose work takes the caches
TOLD = """
import atexit  # with which a process ends as usual, and not at once
import sys
import re._compiler as compiler
made, compile_ = [], compiler.compile
def compiled(*given):
    made.append(str(given[0]))
    return compile_(*given)
compiler.compile = compiled
from ticketlint.__main__ import start
sys.argv = ["ticketlint", *{arguments!r}]
try:
    start()
except SystemExit as end:
    print([end.code or 0, sorted(sys.modules), made], file=sys.stderr)
"""


def arguments_of(way: str) -> tuple[list[str], bytes]:
    path, options = WAYS[way]
    return (["check", "-"], path.read_bytes()) if options is None else (["check", *options, str(path)], b"")


def loaded(way: str, folder: Path) -> tuple[set[str], list[str]]:
    """Run the command line in a process of its own; return the modules that it loaded and the patterns it compiled."""
    arguments, stdin = arguments_of(way)
    words = [sys.executable, "-c", TOLD.format(arguments=arguments)]
    done = subprocess.run(words, capture_output=True, timeout=60, check=True, cwd=folder, input=stdin)
    code, modules, patterns = ast.literal_eval(done.stderr.splitlines()[-1].decode())
    assert code == (0 if WAYS[way][0] is COMPLETE else 1), done.stderr
    return set(modules), patterns


def bare() -> set[str]:
    words = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    return set(subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout.split())


@pytest.mark.parametrize("way", WAYS)
def test_one_mail_loads_and_makes_no_more_than_it_needs(way: str, tmp_path: Path) -> None:
    modules, patterns = loaded(way, tmp_path)
    rooms = {name.removeprefix("ticketlint.") for name in modules if name.startswith("ticketlint.")}
    roots = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"__main__", "ticketlint"}
    assert {root for root in roots if not root.startswith(("__editable__", "_cython", "cython_"))} <= FOREIGN
    kept = native.compiled() != ()  # else the shipped forms are read from JSON
    assert (modules - bare()) & SLOW <= (set() if kept else {"json"})
    assert rooms & IDLE == set()
    assert {"triage", "sources", "cli.check"} <= rooms
    assert len(modules) <= MODULES
    assert len(patterns) <= (UNKEPT if kept else PATTERNS), patterns


def test_what_may_not_be_loaded_is_called_as_it_is_today() -> None:
    assert [name for name in sorted(IDLE) if find_spec(f"ticketlint.{name}") is None] == []


def test_a_page_with_an_address_in_it_needs_no_library(tmp_path: Path) -> None:
    path = tmp_path / "page.eml"
    sample = (SAMPLES / "complete" / "html-table-from-outlook.eml").read_bytes()
    path.write_bytes(sample)
    words = [sys.executable, "-c", TOLD.format(arguments=["check", str(path)])]
    done = subprocess.run(words, capture_output=True, timeout=60, check=True, cwd=tmp_path)
    _, modules, _ = ast.literal_eval(done.stderr.splitlines()[-1].decode())
    assert b"https" in sample
    assert not {"rapidfuzz", "selectolax"} & set(modules)


def cost(*words: str, folder: Path, stdin: bytes = b"") -> float:
    """Return the processor's seconds of a process, from its start to its end."""
    # As pip installs it: compiled once, and not again for each mail.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, capture_output=True, timeout=60, check=False, cwd=folder, input=stdin, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.skipif(resource is None, reason="this system does not count what a process took")
def test_one_mail_costs_a_few_times_bare_python(tmp_path: Path) -> None:
    """The least of several runs in turn, so that a busy machine slows both and a rest remains."""
    script = "import sys; from ticketlint.__main__ import start; sys.argv = ['ticketlint', *{!r}]; start()"
    runs = {"bare": ("pass", b"")}
    for way in ("text", "jsonl", "incomplete", "stdin"):
        arguments, stdin = arguments_of(way)
        runs[way] = (script.format(arguments), stdin)
    least = dict.fromkeys(runs, 60.0)
    for _ in range(9):
        for way, (code, stdin) in runs.items():
            least[way] = min(least[way], cost(sys.executable, "-c", code, folder=tmp_path, stdin=stdin))
    assert {way: round(taken / least["bare"], 1) for way, taken in least.items() if taken > TIMES * least["bare"]} == {}


def ended(before: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a check in a process of its own, which does something before."""
    words = f"import sys\n{before}\nfrom ticketlint.__main__ import start\nstart()"
    command = [sys.executable, "-c", words, "check", "--isolated", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def test_a_process_ends_at_once_with_all_that_it_said() -> None:
    for path, code in ((COMPLETE, 0), (INCOMPLETE, 1)):
        done = ended("sys.stdout.write('before\\n'); sys.stderr.write('also\\n')", "-fjsonl", str(path))
        assert (done.returncode, done.stderr) == (code, b"also\n")
        assert done.stdout.startswith(b"before\n") and path.name.encode() in done.stdout


@pytest.mark.parametrize(
    "waiting",
    [
        "import atexit; atexit.register(print, 'afterwards')",
        "import threading, time; threading.Thread(target=lambda: (time.sleep(1), print('afterwards'))).start()",
        "sys.setprofile(lambda frame, event, arg: None)\nimport builtins\nbuiltins.kept = type('Kept', (), {'__del__': lambda self: print('afterwards')})()",
    ],
    ids=["at exit", "a thread", "a profiler"],
)
def test_what_waits_for_the_end_is_not_cut_off(waiting: str) -> None:
    done = ended(waiting, "-fconcise", str(COMPLETE))
    assert done.returncode == 0
    assert done.stdout.endswith(b"afterwards\n")
