"""What all tests share: goldens, which `pytest --update-goldens` writes anew from what the program says today."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import hatch_build
import tables
from ticketlint import native

GOLDENS = Path(__file__).parent / "goldens"
Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write tests/goldens anew instead of comparing")


# Where these are set, as in images of containers, each process compiles all modules again, and writes line by line.
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")


def pytest_configure() -> None:
    # What is started here inherits its signals: in the background of a script one is ignored, under nohup the other.
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # not every system has both
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)
    for name in UNWANTED:
        os.environ.pop(name, None)
    # The tests would hold what was compiled, and not what was written.
    if found := hatch_build.stale() or tables.outdated():
        raise pytest.UsageError(*found)


def pytest_report_header() -> str:
    return f"ticketlint: {native.build()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not native.compiled():
        terminalreporter.section("nothing is compiled: plain Python alone was tested", yellow=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares a whole output with the golden file of that name."""
    update = bool(request.config.getoption("--update-goldens"))

    def compare(name: str, output: str) -> None:
        path = GOLDENS / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(output.encode())
        assert path.exists(), f"no golden {name}: look at the output, then run pytest --update-goldens"
        assert output == path.read_bytes().decode(), f"{name} differs; if that is meant, run pytest --update-goldens"

    return compare
