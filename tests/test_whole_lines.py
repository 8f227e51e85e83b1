"""Who reads lines through a pipe never sees half of one, whenever a signal ends the run; and no line is missing before."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from mails import edited, mail
from ticketlint.cli.whole_lines import Lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals and no such pipes there")

MANY = 600  # messages: more than a pipe holds, and more than a share
LONG = "One more line of a long story.\n" * 1500
STOPS = {signal.SIGTERM: -signal.SIGTERM, signal.SIGINT: 130}


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two mailboxes: of ordinary mails, and of some whose lines in the report are longer than a pipe."""
    folder = tmp_path_factory.mktemp("boxes")
    found = {}
    for name in ("short", "long"):
        found[name] = folder / f"{name}.mbox"
        with found[name].open("wb") as file:
            for number in range(MANY):
                changes: dict[str, str | None] = {"Product": None} if number % 2 else {}
                if name == "long" and number % 7 == 3:
                    changes["Current behaviour"] = f"Current behaviour: {LONG}"
                file.write(b"From a@b.example Thu Nov  5 10:00:00 2026\n")
                file.write(mail(edited(changes), headers={"Message-ID": f"<{number}@x>"}) + b"\n")
    return found


def started(*words: str, stdout: IO[bytes] | int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ticketlint", "check", "--isolated", *words],
        bufsize=0, stdout=stdout, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def some(stream: IO[bytes] | None, many: int) -> bytes:
    """Read so many octets, and no more."""
    said = b""
    while stream is not None and len(said) < many and (more := stream.read(many - len(said))):
        said += more
    return said


def numbers(said: bytes) -> list[int]:
    """Return the numbers of the messages; raise for what is no whole line."""
    assert said.endswith(b"\n") or not said, said[-200:]
    return [int(json.loads(line)["source"].rpartition("#")[2]) for line in said.splitlines()]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("which", STOPS, ids=lambda which: which.name)
@pytest.mark.parametrize("box", ["short", "long"])
def test_no_half_line_comes_through_a_pipe(boxes: dict[str, Path], box: str, which: signal.Signals, jobs: str) -> None:
    dice = random.Random(jobs + box)
    cut = 0
    for place in (1, 5_000, 70_000, *(dice.randrange(400_000) for _ in range(3))):
        child = started("--format", "jsonl", "--jobs", jobs, str(boxes[box]))
        said = some(child.stdout, place)
        time.sleep(dice.choice([0, 0, 0.02, 0.1, 0.3]))  # the reader is slow, and the pipe is full
        child.send_signal(which)
        rest, told = child.communicate(timeout=60)
        found = numbers(said + rest)
        assert found == list(range(1, len(found) + 1))
        assert child.returncode in {STOPS[which], 1}
        assert told in {b"", b"interrupted\n"}
        cut += len(found) < MANY
    assert cut >= 2, "the test must be able to fail"


@pytest.mark.parametrize("which", STOPS, ids=lambda which: which.name)
def test_no_half_line_comes_through_a_named_pipe(boxes: dict[str, Path], tmp_path: Path, which: signal.Signals) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (1, 5_000, 70_000, 200_000):
        child = started("--output", f"jsonl={pipe}", str(boxes["long"]), stdout=subprocess.DEVNULL)
        with pipe.open("rb") as reader:
            said = reader.read(place)
            time.sleep(0.1)
            child.send_signal(which)
            found = numbers(said + reader.read())
        child.communicate(timeout=60)
        assert found == list(range(1, len(found) + 1))


def test_a_reader_that_reads_no_more_does_not_keep_a_run_that_is_to_end(boxes: dict[str, Path]) -> None:
    child = started("--format", "jsonl", "--jobs", "1", str(boxes["long"]))
    some(child.stdout, 10)
    time.sleep(0.5)
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    child.wait(timeout=20)
    assert time.monotonic() - began < 10
    child.communicate()


def test_a_pipe_that_does_not_wait_is_waited_for(boxes: dict[str, Path]) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    child = started("--format", "jsonl", "--jobs", "1", str(boxes["long"]), stdout=writer)
    os.close(writer)
    time.sleep(0.3)
    with os.fdopen(reader, "rb") as stream:
        assert len(numbers(stream.read())) == MANY
    assert (child.wait(timeout=60), child.stderr and child.stderr.read()) == (1, b"")


def test_no_half_line_stands_in_a_file(boxes: dict[str, Path], tmp_path: Path) -> None:
    for number in range(12):
        path = tmp_path / f"{number}.jsonl"
        with path.open("wb") as file:
            child = started("--format", "jsonl", "--jobs", "1", str(boxes["long"]), stdout=file)
        time.sleep(0.1 + 0.03 * number)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=60)
        found = numbers(path.read_bytes())
        assert found == list(range(1, len(found) + 1))


@pytest.mark.parametrize("form", ["text", "concise", "table", "csv", "markdown"])
def test_what_people_read_is_the_same_through_a_pipe_and_in_a_file(
    boxes: dict[str, Path], tmp_path: Path, form: str
) -> None:
    path = tmp_path / "said"
    with path.open("wb") as file:
        started("--format", form, str(boxes["long"]), stdout=file).communicate(timeout=60)
    said, _ = started("--format", form, str(boxes["long"])).communicate(timeout=60)
    assert said == path.read_bytes()
    assert said.count(b"\n") >= MANY // 2


def test_what_is_held_for_a_reader_that_has_stopped_is_left_out_where_a_run_is_interrupted() -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    with suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 4096)
    os.set_blocking(write, True)
    with os.fdopen(write, "w") as pipe, os.fdopen(read, "rb", 0):
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt), Lines(pipe) as lines:
            lines.put("a line\n")
            raise KeyboardInterrupt
        assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_one_ctrl_c_ends_a_run_that_holds_something_for_a_reader_that_has_stopped(tmp_path: Path, form: str) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    with suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 4096)
    os.set_blocking(write, True)
    inbox = tmp_path / "inbox.mbox"
    slow = "> License key: OX-40718 a b c\n" * 60_000
    inbox.write_bytes(
        b"".join(
            b"From a@b.example Thu Nov  5 10:00:00 2026\n" + mail(body) + b"\n" for body in (*[edited({})] * 3, slow)
        )
    )
    child = started("--format", form, "--jobs", "1", str(inbox), stdout=write)
    os.close(write)
    with os.fdopen(read, "rb", 0):
        until = time.monotonic() + 30
        while _spent(child.pid) < 0.8 and child.poll() is None and time.monotonic() < until:
            time.sleep(0.02)  # three mails are judged, and the fourth takes more than a second
        child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=20)
        ended = child.poll()
        child.kill()
    _, told = child.communicate()
    assert (ended, told) == (130, b"interrupted\n")


def _spent(pid: int) -> float:
    """Return the CPU time of a process in seconds."""
    with suppress(OSError):
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def test_what_is_put_before_an_end_waits_for_it() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        with os.fdopen(write, "w") as stream, suppress(KeyboardInterrupt), Lines(stream) as lines:
            lines.put("one\n")
            lines.end_soon()
            os.set_blocking(read, False)
            for number in range(2):
                lines.pass_on(b"x" * 10_000 + b"\n")
                lines.put(f"{number}\n" * 9000)
                lines.flush()
            assert pipe.read() is None
            raise KeyboardInterrupt
        os.set_blocking(read, True)
        said = pipe.read()
    assert said.startswith(b"one\n" + b"x" * 10_000 + b"\n0\n"), "in its order"
    assert said.endswith(b"\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf_32"])
def test_the_mark_of_an_encoding_stands_at_the_beginning_alone(boxes: dict[str, Path], encoding: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "ticketlint", "check", "--isolated", "--jobs", "1", str(boxes["short"])],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert told.returncode == 1
    assert "\ufeff" not in told.stdout.decode(encoding)
