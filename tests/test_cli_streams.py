"""Streams that take nothing in, sentences and documented exit codes out: a full disk, a closed stream, a closed pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shell import invoke
from ticketlint.sources import folder

if TYPE_CHECKING:
    from collections.abc import Callable

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
        for form in ("text -q", "junit"):
            assert shell(f'$T check -f {form} --output json={report} "$@" {closed}', path, folder=tmp_path)[0] == code
        assert report.read_text(encoding="utf-8").startswith('{"schema": 1')


def test_a_closed_stream_holds_no_mail() -> None:
    code, seen = shell("$T check - <&-")
    assert (code, seen.splitlines()[0]) == (3, "note: -: it is empty and holds no message")


@pytest.mark.parametrize(
    "verb", ["--help", "--version", "check --help", "rules docs", "template", "explain", "schema", 'check "$@"',
             'check -f json "$@"', 'check -f jsonl "$@"', 'check -f table "$@"', 'check --jobs 2 -f jsonl "$@" "$@"'],
)  # fmt: skip
def test_a_closed_stdout_is_a_sentence_where_something_is_to_be_written(verb: str) -> None:
    assert shell(f"$T {verb} >&-", REFUSED) == (3, "error: stdout is closed\n")
    assert shell(f"$T {verb} >&- <&-", REFUSED) == (3, "error: stdout is closed\n")


def test_a_closed_stdout_that_nothing_is_written_to_is_none() -> None:
    assert shell('$T check -q "$@" >&-', COMPLETE) == (0, "")


def test_a_pipe_that_nobody_writes_to_is_told_and_waited_for(tmp_path: Path) -> None:
    line = (
        'mkfifo inbox; (sleep 3; cat "$@" > inbox) & $T check --isolated -f concise {} inbox; code=$?; wait; exit $code'
    )
    asked = (("", REFUSED), ("--jobs 2", REFUSED), ("--jobs 1", REFUSED), ("-q", COMPLETE))
    for number in range(len(asked)):
        (tmp_path / str(number)).mkdir()
    with ThreadPoolExecutor() as pool:  # each waits for its pipe, and none needs to wait for the others
        *refused, complete = pool.map(
            lambda at: shell(line.format(asked[at][0]), asked[at][1], folder=tmp_path / str(at)), range(len(asked))
        )
    for code, seen in refused:
        first, second = seen.splitlines()
        assert first == "note: inbox: nobody writes to this pipe yet; it is waited for (Ctrl-C ends that)"
        assert second.startswith("inbox:")
        assert code == 1
    assert complete == (0, "")


@pytest.mark.parametrize("jobs", ["", "--jobs 1", "--jobs 2"])
def test_what_another_program_writes_is_read_by_its_name(jobs: str, tmp_path: Path) -> None:
    lines = (
        f'cat "$@" | $T check -f concise {jobs} /dev/stdin',
        f'$T check -f concise {jobs} /dev/stdin < "$@"',
        f'bash -c \'$0 -m ticketlint check -f concise {jobs} <(cat "$1")\' {sys.executable} "$@"',
        f'bash -c \'$0 -m ticketlint check -f concise {jobs} "$1" <(sleep 2; cat "$1")\' {sys.executable} "$@"',
    )
    with ThreadPoolExecutor() as pool:
        outcomes = list(pool.map(lambda line: shell(line, REFUSED, folder=tmp_path), lines))
    for code, seen in outcomes:
        assert (code, "note:" in seen) == (1, False), seen
        assert "too-many-choices" in seen


def test_a_pipe_is_answered_before_it_ends(tmp_path: Path) -> None:
    line = """mkfifo inbox
    $T check --isolated -f jsonl inbox > said & { for n in 1 2 3 4; do echo "From a@b.example Thu Nov  5 10:00:00 2026"
    cat "$@"; echo; done; n=0; while [ ! -s said ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); yes | head -c 70000; done
    wc -l < said >&2; } > inbox; wait"""
    _, seen = shell(line, REFUSED, folder=tmp_path)
    assert int(seen) >= 3


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


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("other", "why"),
    [
        (os.mkfifo, "it was a file when the folder was listed, and is none any more"),
        (lambda path: None, "it was there when the folder was listed, and is no longer"),
    ],
    ids=["pipe", "nothing"],
)
def test_a_mail_that_vanishes_during_a_run_is_a_note_and_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[Path], object], why: str, jobs: str
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.eml").write_bytes((SAMPLES / "incomplete" / "two-products.eml").read_bytes())
    listed = folder._sorted

    def late(names: list[str]) -> list[str]:
        found = listed(names)
        (tmp_path / "b.eml").unlink()
        other(tmp_path / "b.eml")
        return found

    monkeypatch.setattr(folder, "_sorted", late)
    result = invoke(["check", "--isolated", "--jobs", jobs, "--format", "json", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr == f"note: {tmp_path / 'b.eml'}: {why}\n"
    said = json.loads(result.stdout)
    assert [Path(one["source"]).name for one in said["messages"]] == ["a.eml", "c.eml"]
    assert said["summary"]["messages"] == sum(said["summary"]["verdicts"].values()) == 2
