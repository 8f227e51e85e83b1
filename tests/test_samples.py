"""The samples: each lies in the folder of its verdict, and the whole output about them is compared with goldens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from ticketlint import check, load_forms, read
from ticketlint.verdict import VerdictName

REPOSITORY = Path(__file__).parents[1]
SAMPLES = REPOSITORY / "samples"
MAILS = sorted(path for name in get_args(VerdictName) for path in (SAMPLES / name).iterdir())
FORMS = load_forms([])
FORMATS = {"text": "txt", "concise": "txt", "table": "txt", "jsonl": "jsonl"}
UNSET = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONWARNINGS")


def checked(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a person in the repository would, with no terminal around."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [sys.executable, "-m", "ticketlint", "check", *arguments],
        cwd=REPOSITORY,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_folder_is_the_verdict(path: Path) -> None:
    verdict = check(path.read_bytes(), FORMS)
    assert verdict.verdict == path.parent.name, [(one.code, one.title) for one in verdict.diagnostics]


def test_every_verdict_is_shown_and_nothing_else_lies_about() -> None:
    folders = {path.name for path in SAMPLES.iterdir()}
    assert folders == {*get_args(VerdictName), "mailboxes"}
    assert {path.suffix for path in MAILS} == {".eml"}


def test_line_ends_came_through_git() -> None:
    ends = Counter(b"\r\n" in path.read_bytes() for path in MAILS)
    assert ends[True] >= 5
    assert ends[False] >= 5


@pytest.mark.parametrize("mailbox", ["sent.mbox", "Maildir"])
def test_mailboxes_hold_several(mailbox: str) -> None:
    verdicts = {check(raw.octets, FORMS).verdict for raw in read(SAMPLES / "mailboxes" / mailbox)}
    assert {"complete", "incomplete"} <= verdicts


@pytest.mark.parametrize("name", FORMATS)
def test_whole_output(name: str, golden: Callable[[str, str], None]) -> None:
    done = checked("--format", name, "samples")
    assert (done.returncode, done.stderr) == (1, b"")
    golden(f"samples.{name}.{FORMATS[name]}", done.stdout.decode())


def test_what_a_verdict_costs() -> None:
    codes = {path.name: checked("-q", f"samples/{path.name}").returncode for path in SAMPLES.iterdir()}
    assert codes == {
        "complete": 0,
        "incomplete": 1,
        "follow-up": 0,
        "automatic": 0,
        "unreadable": 1,
        "not-a-request": 0,
        "mailboxes": 1,
    }
