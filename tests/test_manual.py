"""The manual page says what the commands say, is good roff, and lies where man finds it."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from manual import page, verbs
from programs import needed
from ticketlint import __version__
from ticketlint.cli.verbs import group as main

if TYPE_CHECKING:
    import pytest

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "ticketlint.1"
SHIPPED = "share/man/man1/ticketlint.1"


def dated(text: str) -> str:
    match = re.match(r"\.TH TICKETLINT 1 (\d{4}-\d\d-\d\d) ", text)
    assert match
    return match[1]


def test_page_is_current(request: pytest.FixtureRequest) -> None:
    held = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if request.config.getoption("--update-goldens") and (not held or held != page(dated(held))):
        held = page(datetime.now(UTC).date().isoformat())  # the day of the last change
        PAGE.write_text(held, encoding="utf-8")
    assert held == page(dated(held)), "ticketlint.1 is old: run pytest --update-goldens"


def shown(width: int = 100) -> str:
    """Return the page as man shows it, without the marks of type."""
    done = subprocess.run(
        [needed("man"), "--warnings", "-E", "UTF-8", "-P", "cat", "-l", str(PAGE)],
        env={**os.environ, "MANWIDTH": str(width), "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return re.sub(".\b", "", done.stdout)


def test_man_shows_every_verb_option_and_exit_code() -> None:
    text = shown()
    for name, command in verbs(main, ""):
        assert re.search(rf"^ +ticketlint {name}$", text, re.MULTILINE), name
        for param in command.params:
            for option in param.opts if isinstance(param, click.Option) else ():
                assert option in text
    for heading in ("NAME", "SYNOPSIS", "COMMANDS", "FORMATS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"):
        assert f"\n{heading}\n" in text
    assert f"ticketlint {__version__}" in text
    assert "`" not in text
    assert "\\" not in text


def test_mandoc_finds_nothing_to_say() -> None:
    done = subprocess.run(
        [needed("mandoc"), "-T", "lint", "-W", "style,stop", str(PAGE)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_wheel_has_the_page_where_man_looks() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {"docs/ticketlint.1": SHIPPED}
