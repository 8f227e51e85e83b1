"""`check --jobs` and `--cache` change how long a run takes and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import mails
from processes import children
from shell import invoke
from ticketlint import parallel
from ticketlint.cli import judging
from ticketlint.cli.judging import is_little
from ticketlint.cli.outcome import Asked, outcome
from ticketlint.parallel import messages
from ticketlint.report import Look
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

HERE = Path(__file__).parent
MAILS = 10_000
FOLDERS = [str(HERE.parent / "samples"), str(HERE / "desk")]


def run(*arguments: str) -> Result:
    return invoke(["check", *arguments])


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 50)
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(messages.judged, "__kwdefaults__", {"patience": 0.0, "kind": None})


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a mailbox that takes a second also on a fast machine, so that a test can meddle with the run."""
    folder = tmp_path_factory.mktemp("mails")
    mails.write("A", MAILS // 10, folder)
    path = folder / "mail.mbox"
    path.write_bytes(path.read_bytes() * 10)
    return path


@pytest.mark.parametrize(("form", "folders"), [("jsonl", FOLDERS), ("json", FOLDERS[:1]), ("text", FOLDERS[:1])])
def test_the_output_is_the_same(form: str, folders: list[str], tmp_path: Path) -> None:
    alone = run("--format", form, "--jobs", "1", *folders)
    assert alone.exit_code == 1
    assert len(alone.stdout) > 10_000
    kept = str(tmp_path / "kept")
    for more in (
        ["--jobs", "2"],
        ["--jobs", "1", "--cache", kept],
        ["--jobs", "2", "--cache", kept],
        ["--cache", kept],
    ):
        again = run("--format", form, *more, *folders)
        assert again.stdout == alone.stdout
        assert again.stderr == alone.stderr
        assert again.exit_code == alone.exit_code


def test_options_that_change_a_verdict_have_their_own_memory(tmp_path: Path) -> None:
    kept = ["--cache", str(tmp_path / "kept"), "--format", "jsonl"]
    mail = tmp_path / "a.eml"
    mail.write_bytes(
        (HERE.parent / "samples/complete/plain-text-english.eml").read_bytes().replace(b"support@", b"sales@")
    )
    for _ in range(2):
        assert run(*kept, str(mail)).exit_code == 0
        assert run(*kept, "--before-sending", str(mail)).exit_code == 1


def test_secrets_are_masked_out_of_the_cache_too(tmp_path: Path) -> None:
    kept = ["--cache", str(tmp_path / "kept"), "--format", "jsonl", FOLDERS[0]]
    assert run(*kept).stdout.count("OX-40718-HLKWM") == 0
    assert run(*kept, "--show-secrets").stdout.count("OX-40718-HLKWM") > 0
    assert run(*kept).stdout.count("OX-40718-HLKWM") == 0


def test_a_cache_that_is_a_mailbox_is_wrong_usage_and_left_alone(tmp_path: Path) -> None:
    mailbox = tmp_path / "inbox.mbox"
    mailbox.write_bytes(b"From a@b Thu Nov  5 10:00:00 2026\nSubject: a\n\nb\n")
    before = mailbox.read_bytes()
    result = run("--cache", str(mailbox), FOLDERS[0])
    assert result.exit_code == 2
    assert "no cache of ticketlint" in result.stderr
    assert mailbox.read_bytes() == before


@pytest.mark.parametrize("more", [(), ("--jobs", "1"), ("--jobs", "2"), ("--format", "json")])
def test_a_cache_without_a_path_is_wrong_usage(tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@x.example\nTo: b@x.example\nSubject: x\n\nHello\n")
    result = run("--cache", "", *more, str(tmp_path))
    assert result.exit_code == 2, result.output
    assert "it needs the path of a file or a folder" in result.stderr


def test_a_damaged_cache_is_told_and_passed_over(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    alone = run("--format", "jsonl", "--cache", str(kept), FOLDERS[0])
    octets = bytearray(kept.read_bytes())
    octets[100:] = b"\xff" * (len(octets) - 100)
    kept.write_bytes(octets)
    again = run("--format", "jsonl", "--cache", str(kept), FOLDERS[0])
    assert again.stdout == alone.stdout
    assert again.exit_code == alone.exit_code
    assert "may be deleted" in again.stderr


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_jobs_are_a_number_from_1(wrong: str) -> None:
    assert run("--jobs", wrong, FOLDERS[0]).exit_code == 2


def started(mailbox: Path) -> subprocess.Popen[bytes]:
    """Start a run over a mailbox in a process group of its own, and wait until its processes are there."""
    words = [sys.executable, "-m", "ticketlint", "check", "--format", "jsonl", "--jobs", "2", str(mailbox)]
    with mailbox.with_name("said").open("wb") as said:
        process = subprocess.Popen(words, stdout=said, stderr=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 30
    while len(children(process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(children(process.pid)) == 2
    return process


def told_of(raws: Iterator[RawMessage]) -> Iterator[list[str]]:
    """Yield the sources of the messages that one process tells of in one piece."""

    def work(raw: RawMessage) -> list[Any]:
        return [len(raw.octets), False, ["complete", None, [], []], [f"{raw.source}\n"], True]

    for *_, texts in judging._alone(raws, work, Asked(("jsonl",), (), (), 2, None), lambda: None):
        yield texts[0].split()


def test_one_process_tells_of_many_small_messages_in_one_piece_and_of_large_ones_soon() -> None:
    def raws() -> Iterator[RawMessage]:
        for number in range(150):
            yield RawMessage(f"small{number}", b"x")
        for number in range(3):
            yield RawMessage(f"large{number}", b"x" * judging._MUCH)

    pieces = list(told_of(raws()))
    assert [one for piece in pieces for one in piece] == [raw.source for raw in raws()]
    assert len(pieces) < 15
    assert pieces[-2:] == [["large1"], ["large2"]]


def test_what_is_known_is_told_before_a_run_is_interrupted() -> None:
    def raws() -> Iterator[RawMessage]:
        yield from (RawMessage(str(number), b"x") for number in range(3))
        raise KeyboardInterrupt

    told = told_of(raws())
    assert next(told) == ["0", "1", "2"]
    with pytest.raises(KeyboardInterrupt):
        next(told)


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for a process's children")
def test_ctrl_c_ends_all_processes(mailbox: Path) -> None:
    process = started(mailbox)
    workers = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr == b"interrupted\n"
    assert not any(_runs(worker) for worker in workers)


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for a process's children")
def test_a_process_killed_from_outside_loses_no_verdict(mailbox: Path) -> None:
    process = started(mailbox)
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=100)
    stdout = mailbox.with_name("said").read_bytes()
    assert stderr == b""
    sources = [line.partition(b'"source": "')[2].partition(b'"')[0] for line in stdout.splitlines()]
    assert sources == [f"{mailbox}#{number}".encode() for number in range(1, MAILS + 1)]
    assert b"ended by the system" not in stdout


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for a process's children")
def test_processes_end_with_the_one_that_started_them(mailbox: Path) -> None:
    process = started(mailbox)
    workers = children(process.pid)
    process.kill()
    process.communicate(timeout=30)
    until = time.monotonic() + 20
    while any(_runs(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_runs(worker) for worker in workers)


def _runs(pid: int) -> bool:
    """Whether a process is there and no zombie that waits for somebody to ask."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_few_small_files_start_no_other_process(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.eml").write_bytes(mails.mail("A", number))
    few = [str(tmp_path / f"{number}.eml") for number in range(8)]
    assert is_little(few)
    assert not is_little([*few, str(tmp_path / "8.eml")])
    assert not is_little([str(tmp_path)])
    assert not is_little([str(tmp_path / "none.eml")])
    assert not is_little(["-"])
    assert not is_little(["\0"])
    (tmp_path / "0.eml").write_bytes(b"x" * 300_000)
    assert not is_little(few)


def test_ctrl_c_between_two_messages_says_none_twice_and_forgets_none() -> None:
    asked = Asked(("jsonl",), (Look(),), (), 1, None)
    count = judging._MANY + 1

    def raws() -> Iterator[RawMessage]:
        yield from (RawMessage(f"{number}", b"") for number in range(count))
        raise KeyboardInterrupt

    def automatic(raw: RawMessage) -> list[Any]:
        return outcome(Verdict(raw.source, "automatic"), 0, asked)

    def told(*, early: bool) -> list[str]:
        ended: list[bool] = []
        said = judging._alone(raws(), automatic, asked, lambda: ended.append(True))
        texts = [next(said)[4][0]]
        assert not ended
        with pytest.raises(KeyboardInterrupt):
            if early:
                texts.append(said.throw(KeyboardInterrupt)[4][0])
            texts.extend(some[4][0] for some in said)
        assert ended == ([True] if len(texts) > 1 else []), "before what is known is told"
        return [json.loads(line)["source"] for text in texts for line in text.splitlines()]

    assert told(early=False) == [f"{number}" for number in range(count)]
    few = told(early=True)
    assert few == [f"{number}" for number in range(len(few))]
