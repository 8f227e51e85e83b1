"""Completion in real shells: a line is typed into bash, zsh and fish, Tab is pressed, and what stands there is read."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from mails import run
from programs import needed
from test_docs import DOCS, blocks
from ticketlint.cli.candidates import values_of
from ticketlint.cli.completion import SHELLS
from ticketlint.cli.verbs import group as main
from ticketlint.report import FORMATS
from ticketlint.report.tally import VERDICTS

BIN = Path(sys.executable).parent
PROMPT = "ready> "
PAGE = DOCS / "shell.md"
PLACES = {  # where the page puts the scripts
    "bash": ".local/share/bash-completion/completions/ticketlint",
    "zsh": ".zfunc/_ticketlint",
    "fish": ".config/fish/completions/ticketlint.fish",
}
# What nobody can complete: numbers, days, addresses, names that are yet to be given.
FREE = {"--jobs", "--baseline-until", "--fail-under", "--scheduler", "--stdin-filename", "--to", "--name"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with mails of odd names, and the scripts of all shells."""
    for name in ("draft.eml", "two words.eml", "mails/inner.eml", "page.j2", "desk.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("To: x\n", encoding="utf-8")
    for shell, place in PLACES.items():
        result = run("completion", shell)
        assert result.exit_code == 0
        assert f"$ ticketlint completion {shell} > ~/{place}\n" in PAGE.read_text(encoding="utf-8")
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(result.stdout, encoding="utf-8")
    return tmp_path


def surroundings(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    return kept | {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "dumb", "PS1": PROMPT}


class Terminal:
    """A shell at a terminal: what is typed goes in, what it shows comes out."""

    def __init__(self, arguments: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._shell, self._terminal = pty.fork()
        if not self._shell:
            os.chdir(folder)
            os.execvpe(arguments[0], arguments, dict(environment))
        self.shown = ""

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def until(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """Wait until the shell has shown something; what stands before its end is forgotten."""
        end = time.monotonic() + seconds
        while not (match := re.search(pattern, self.shown, re.DOTALL)):
            ready, _, _ = select.select([self._terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"waited for {pattern!r}, saw {self.shown!r}"
            self.shown += os.read(self._terminal, 65536).decode(errors="replace")
        self.shown = self.shown[match.end() :]
        return match

    def end(self) -> None:
        os.kill(self._shell, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._shell, 0)


LINES = {
    "ticketlint che": ["check"],
    "ticketlint check --bef": ["check", "--before-sending"],
    "ticketlint check --format sa": ["check", "--format", "sarif"],
    "ticketlint check --format=sa": ["check", "--format=sarif"],
    "ticketlint check -f temp": ["check", "-f", "template="],
    "ticketlint check -f template=pa": ["check", "-f", "template=page.j2"],
    "ticketlint check --output gith": ["check", "--output", "github="],
    "ticketlint check --output sarif=dr": ["check", "--output", "sarif=draft.eml"],
    "ticketlint check --output=sarif=dr": ["check", "--output=sarif=draft.eml"],
    "ticketlint check --only unr": ["check", "--only", "unreadable"],
    "ticketlint check --rules open": ["check", "--rules", "open-xchange"],
    "ticketlint check --rules des": ["check", "--rules", "desk.yaml"],
    "ticketlint check --quiet dra": ["check", "--quiet", "draft.eml"],
    "ticketlint check two": ["check", "two words.eml"],
    "ticketlint check 'two": ["check", "two words.eml"],
    "ticketlint check mails/in": ["check", "mails/inner.eml"],
    "ticketlint explain misspelt": ["explain", "misspelt-label"],
    "ticketlint rules sh": ["rules", "show"],
    "ticketlint rules show ripe": ["rules", "show", "ripe-database"],
    "ticketlint template open-xchange --language d": ["template", "open-xchange", "--language", "de"],
    "ticketlint nothing a": ["nothing", "a"],
}
START = {
    "bash": (["--norc", "--noprofile", "-i"], f". ~/{PLACES['bash']}"),
    "zsh": (
        ["-f", "-i"],
        next(block.body.strip().replace("\n", "; ") for block in blocks(PAGE) if block.file == "zshrc"),
    ),
}


@pytest.mark.parametrize("name", START)
def test_words_are_completed_at_a_terminal(name: str, desk: Path) -> None:
    arguments, prepare = START[name]
    terminal = Terminal([needed(name), *arguments], desk, surroundings(desk))
    try:
        terminal.until(re.escape(PROMPT))
        # `show` tells the words of the line that stands behind it; Tab completes the line before it is put there.
        terminal.type(f"{prepare}; show() {{ printf '<<%s>>' \"$@\"; }}; echo 'rea'dy\n")
        terminal.until(r"\nready")
        for line, words in LINES.items():
            terminal.type(f"{line}\t\x01show \x05 ; echo '<'END'>'\n")  # Tab, to the start, to the end
            shown = terminal.until(r"<END>").string.split("<END>")[0]
            assert re.findall(r"<<(.*?)>>", shown) == ["ticketlint", *words], line
    finally:
        terminal.end()


def test_words_are_completed_by_fish(desk: Path) -> None:
    shell = needed("fish")
    for line, words in LINES.items():
        script = f"complete -C {shell_quoted(line)}"
        done = subprocess.run(
            [shell, "-c", script], cwd=desk, env=surroundings(desk), capture_output=True, text=True,
            timeout=60, check=True,
        )  # fmt: skip
        offered = [one.split("\t")[0] for one in done.stdout.splitlines()]
        assert done.stderr == ""
        expected = [] if "nothing" in line else [words[-1]]
        assert offered == expected, line


def shell_quoted(line: str) -> str:
    return "'" + line.replace("\\", "\\\\").replace("'", "\\'") + "'"


def test_several_are_offered_with_what_they_mean(desk: Path) -> None:
    done = subprocess.run(
        [needed("fish"), "-c", "complete -C 'ticketlint check --format js'"],
        cwd=desk, env=surroundings(desk), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["json\tone document", "jsonl\tone object a line"]


def offered(line: str, monkeypatch: pytest.MonkeyPatch, **more: str) -> list[str]:
    for name, value in {"_TICKETLINT_COMPLETE": "zsh_complete", "_TICKETLINT_LINE": line, **more}.items():
        monkeypatch.setenv(name, value)
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    return [told.split("\t")[1] for told in result.stdout.splitlines() if told.startswith(("plain", "part"))]


def test_all_values_of_a_kind_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered("ticketlint check -f ", monkeypatch) == [*FORMATS, "template="]
    assert offered("ticketlint check -o ", monkeypatch) == [*(f"{name}=" for name in FORMATS), "template="]
    assert offered("ticketlint check --only ", monkeypatch) == list(VERDICTS)
    assert offered("ticketlint check --fail-on=", monkeypatch) == [f"--fail-on={number}" for number in range(1, 5)]
    assert offered("ticketlint completion ", monkeypatch) == list(SHELLS)
    assert offered("ticketlint schema r", monkeypatch) == ["rules"]


def test_own_forms_and_their_rules_are_offered(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    (desk / "desk.yaml").write_text(
        "form: lifts\ntitle: A lift\nlanguage: [fi, en]\nfields:\n  Floor: {required: true}\n"
        "rules:\n  top-floor: {when: {Floor: ['9']}, require: [Floor], title: no}\n",
        encoding="utf-8",
    )
    assert offered("ticketlint template --rules desk.yaml ", monkeypatch) == ["lifts"]
    assert offered("ticketlint template --rules desk.yaml lifts -l ", monkeypatch) == ["fi", "en"]
    assert offered("ticketlint explain --rules desk.yaml top", monkeypatch) == ["top-floor"]
    assert offered("ticketlint explain other-v", monkeypatch) == ["other-verdict", "other-value"]
    (desk / "desk.yaml").write_text("form: [", encoding="utf-8")
    assert offered("ticketlint explain --rules desk.yaml top", monkeypatch) == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ticketlint",
        "ticketlint check 'a b",
        "ticketlint check a\\",
        'ticketlint "',
        "ticketlint check --\udce4=",
        "x -f=",
    ],
)
def test_no_line_makes_completion_fail(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(line, monkeypatch)


def parameters(command: click.Command, name: str = "ticketlint") -> Iterator[tuple[str, click.Parameter]]:
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for verb in command.list_commands(ctx):
            inner = command.get_command(ctx, verb)
            assert inner is not None
            yield from parameters(inner, f"{name} {verb}")
    yield from ((f"{name} {param.opts[0]}", param) for param in command.params)


def test_every_value_is_completed_or_cannot_be() -> None:
    bare = [
        place
        for place, param in parameters(main)
        if not (isinstance(param, click.Option) and param.is_flag)
        and not isinstance(param.type, click.Choice)
        and values_of(param) is None
    ]
    assert {place.split()[-1] for place in bare} <= FREE, bare


TOLD = """
import sys
from ticketlint.cli import main
sys.argv = ["ticketlint"]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_completion_is_quick_because_it_loads_no_form() -> None:
    heavy = {"yaml", "regex", "rapidfuzz", "mailparser", "jinja2", "email", "ticketlint.form.reader"}
    for line in ("ticketlint check --format s", "ticketlint explain mis", "ticketlint template ripe"):
        asked = {"_TICKETLINT_COMPLETE": "bash_complete", "_TICKETLINT_LINE": line}
        done = subprocess.run(
            [sys.executable, "-c", TOLD], env=os.environ | asked, capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.startswith("plain\t")
        assert heavy & set(done.stderr.split()) == set(), line
