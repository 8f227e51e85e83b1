"""One mail that is about to be sent is read at once: what may be imported for it, and nothing beside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "complete" / "plain-text-english.eml"

# Packages for `ticketlint check mail.eml`, with the reason why a plain mail needs them.
FOREIGN = {
    "click",  # the command line
    "regex",  # the form's patterns, under their time limit
    "yaml",  # the rule file
    "_ticketlint",  # how an editable installation may be found
    "sitecustomize",
    "_distutils_hack",
    "org",  # a name that the standard library's copy module asks for, in vain
}
# Of the standard library, what is slow to load and has no business in reading one plain mail.
SLOW = {
    "asyncio", "concurrent", "configparser", "ctypes", "decimal", "difflib", "email", "fractions", "html", "http",
    "importlib.metadata", "importlib.resources", "logging", "multiprocessing", "optparse", "pdb", "pickle", "pprint",
    "random", "secrets", "socket", "sqlite3", "ssl", "statistics", "subprocess", "tempfile", "tkinter", "unittest",
    "urllib.request", "xml", "zipfile",
}  # fmt: skip
TOLD = """
import sys
from ticketlint.cli import main
sys.argv = ["ticketlint", *{arguments!r}]
try:
    main()
except SystemExit as end:
    print(end.code or 0, *sorted(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Run the command line in a process of its own and return the names of all modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD.format(arguments=arguments)], capture_output=True, text=True, timeout=60, check=True
    )
    code, *modules = done.stderr.split()
    assert code == "0", done.stderr
    return set(modules)


def foreign(modules: set[str]) -> set[str]:
    roots = {name.partition(".")[0] for name in modules}
    return {
        root
        for root in roots - sys.stdlib_module_names - {"__main__", "ticketlint"}
        if not root.startswith(("__editable__", "_cython", "cython_"))
    }


def test_one_mail_loads_no_more_packages_than_it_needs() -> None:
    for style in ("text", "concise", "jsonl"):
        assert foreign(loaded("check", "--format", style, str(SAMPLE))) <= FOREIGN


def test_one_mail_loads_nothing_slow_of_the_standard_library() -> None:
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (loaded("check", str(SAMPLE)) - set(bare.stdout.split())) & SLOW == set()


def test_one_mail_loads_no_room_it_does_not_enter() -> None:
    rooms = {
        name.removeprefix("ticketlint.") for name in loaded("check", str(SAMPLE)) if name.startswith("ticketlint.")
    }
    idle = {
        "cache", "cli.explain", "cli.rules", "cli.schema", "cli.template", "form.json_schema", "form.suspicions",
        "message.reference", "report.progress", "report.schema", "sources.outlook", "template",
    }  # fmt: skip
    assert rooms & idle == set()
    assert {"triage", "reading", "checks"} <= rooms
