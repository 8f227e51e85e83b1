"""Commands in, what they cost out: CPU seconds, wall seconds and memory of whole processes, compared in pairs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, with the processes that it waited for; `peak` in MB, of the largest of them."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several figures, the smallest and the largest."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        return cls(median(figures), min(figures), max(figures))

    def words(self, form: str = ".1f", unit: str = "") -> str:
        return f"{self.middle:{form}}{unit} ({self.low:{form}}–{self.high:{form}})"


@dataclass(frozen=True, slots=True)
class Command:
    """A process to be measured. `fresh`: it writes into a folder `{new}`, which is another one on every run."""

    name: str
    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    fresh: bool = False


def run(command: Command) -> Cost:
    """Run a command once to its end and return its cost; what it writes is thrown away."""
    with tempfile.TemporaryDirectory() as new:
        for step in (command.before,) if command.before else ():
            _wait(_filled(step, new), new)
        return _wait(_filled(command.words, new), new)


def _filled(words: Sequence[str], new: str) -> list[str]:
    return [word.replace("{new}", new) for word in words]


def _wait(words: Sequence[str], new: str) -> Cost:
    environment = {**os.environ, "NOTMUCH_CONFIG": f"{new}/notmuch-config", "MUHOME": f"{new}/mu"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as pip installs programs: compiled once, not for each run
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the commands are this module's own
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:  # a program that fails is fast
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def paired(
    ours: Command, other: Command, rounds: int, figure: Callable[[Cost], float]
) -> tuple[Spread, Spread, Spread]:
    """Run two commands in turn and return the figures of both, and how many times the other one costs, pair by pair.

    In pairs, because the machine's speed drifts: each pair sees the same machine.
    """
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(figure(run(ours)))
        theirs.append(figure(run(other)))
    ratios = [b / a for a, b in zip(mine, theirs, strict=True)]
    return Spread.of(mine), Spread.of(theirs), Spread.of(ratios)


def others(python: str, eml: Path, mbox: Path | None) -> list[Command]:
    """Return what reads the same mails on this machine: from the mbox, where one is given and the program can."""
    where = mbox or eml
    found = [
        Command(name, (python, "-m", "benchmarks.rivals", name, str(where))) for name in ("mail-parser", "compat32")
    ]
    if mbox is not None:
        return found
    if notmuch := shutil.which("notmuch"):
        config = f"printf '[database]\\npath=%s\\n' {eml} > {{new}}/notmuch-config"
        index = ("sh", "-c", f"ln -s {eml} {{new}}/mail; sed -i s,{eml},{{new}}, {{new}}/notmuch-config; {notmuch} new")
        found.append(Command("notmuch new", index, ("sh", "-c", config), fresh=True))
    if mu := shutil.which("mu"):
        # It indexes Maildirs alone.
        maildir = f"mkdir -p {{new}}/m/new {{new}}/m/tmp; ln -s {eml} {{new}}/m/cur; {mu} init --maildir {{new}}/m"
        found.append(Command("mu index", (mu, "index"), ("sh", "-c", maildir), fresh=True))
    if magrep := shutil.which("magrep"):
        grep = f"find {eml} -type f | {magrep} -d '/:Severity' || [ $? -eq 1 ]"  # 1: it met none
        found.append(Command("mblaze magrep", ("sh", "-c", grep)))
    return found
