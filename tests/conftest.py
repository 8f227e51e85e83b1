"""What all tests share: goldens, which `pytest --update-goldens` writes anew from what the program says today."""

from __future__ import annotations

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


def pytest_configure() -> None:
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # in the background of a script: what is started here inherits
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if (
        found := hatch_build.stale() or tables.outdated()
    ):  # the tests would hold what was compiled, and not what was written
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
