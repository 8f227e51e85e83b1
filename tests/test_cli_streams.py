"""Streams that take nothing in, sentences and documented exit codes out: a full disk, a closed stream, a closed pipe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
COMPLETE = str(SAMPLES / "complete" / "plain-text-english.eml")
REFUSED = str(SAMPLES / "incomplete" / "two-products.eml")
PIPE_CLOSED = 141

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the devices and the shell of Linux")


def shell(line: str, *arguments: str, folder: Path | None = None) -> tuple[int, str]:
    """Run a line in which `$T` is ticketlint and `$@` the arguments; return the exit code and what was seen."""
    script = f'T="{sys.executable} -m ticketlint"\n{line}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stdout, done.stdout
    assert "mistake of ticketlint" not in done.stdout, done.stdout
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "verb", ["--help", "--version", "check --help", "rules docs", "template", "explain", "rules test open-xchange"]
)
def test_a_full_disk_is_a_sentence(verb: str) -> None:
    assert shell(f"$T {verb} > /dev/full") == (3, "error: No space left on device\n")


@pytest.mark.parametrize("form", ["text", "table", "json", "jsonl"])
def test_a_full_disk_is_no_verdict(form: str) -> None:
    code, seen = shell(f'$T check --format {form} "$@" > /dev/full', REFUSED)
    assert (code, seen) == (3, "error: No space left on device\n")


@pytest.mark.parametrize("arguments", [("nowhere",), ("--no-such-option",), ("--rules", "nowhere")])
def test_what_nobody_can_be_told_is_no_verdict(arguments: tuple[str, ...]) -> None:
    code, _ = shell('$T check "$@" 2> /dev/full', *arguments)
    assert code == 3


@pytest.mark.parametrize(("path", "code"), [(COMPLETE, 0), (REFUSED, 1), ("nowhere", 3)])
def test_closed_streams_change_no_verdict(path: str, code: int, tmp_path: Path) -> None:
    for closed in (">&-", "2>&-", "<&-", "<&- >&- 2>&-"):
        report = tmp_path / "report.json"
        assert shell(f'$T check -q --output json={report} "$@" {closed}', path, folder=tmp_path)[0] == code
        assert report.read_text(encoding="utf-8").startswith('{"schema": 1')


def test_a_closed_stream_holds_no_mail() -> None:
    code, seen = shell("$T check - <&-")
    assert (code, seen.splitlines()[0]) == (3, "note: -: it is empty and holds no message")


def test_a_closed_pipe_is_silent() -> None:
    code, seen = shell('{ $T check --format jsonl "$@"; echo $? >&2; } | head -n 1 > /dev/null', *[REFUSED] * 3000)
    assert (code, seen) == (0, f"{PIPE_CLOSED}\n")


@pytest.mark.parametrize("verb", ["docs", "import bug.yml"])
def test_a_file_that_cannot_be_written_is_told_by_its_name(verb: str, tmp_path: Path) -> None:
    (tmp_path / "bug.yml").write_text(
        "name: Bug\ndescription: x\nbody:\n  - type: input\n    attributes: {label: What}\n", encoding="utf-8"
    )
    for path, why in (("no/page", "No such file or directory"), ("/", "Is a directory"), ("", "Is a directory")):
        code, seen = shell(f'$T rules {verb} --output "$@"', path, folder=tmp_path)
        assert (code, seen.splitlines()[-1]) == (3, f"error: {path}: {why}")
