"""A scheduler and two workers say what one process says, whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from distributed import Client

import killer
from benchmarks import mails
from benchmarks.cluster import started
from shell import invoke
from ticketlint import cluster
from ticketlint.sources import Notice, pieces

if TYPE_CHECKING:
    from click.testing import Result

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
CORPUS = Path(os.environ.get("TICKETLINT_CORPUS") or HERE / "../../shared/corpus")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers on loopback, which start anew where they are killed, and end them all."""
    more = {
        "PYTHONPATH": str(HERE),  # where the workers find `killer`
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    }
    with started(tmp_path_factory.mktemp("dask"), more) as found:
        yield found


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mails")
    mails.write("A", 1000, folder)
    return folder / "mail.mbox"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "OCTETS", 100_000)
    monkeypatch.setattr(pieces, "_PACKED", 50_000)
    monkeypatch.setattr(pieces, "FILES", 40)


def run(*arguments: str) -> Result:
    return invoke(["check", *arguments])


def on(address: str, *arguments: str) -> Result:
    return run("--engine", "dask", "--scheduler", address, *arguments)


def same(address: str, *arguments: str) -> Result:
    alone, there = run("--jobs", "1", *arguments), on(address, *arguments)
    assert there.stdout == alone.stdout
    assert there.stderr == alone.stderr
    assert there.exit_code == alone.exit_code
    return there


@pytest.mark.parametrize("form", ["jsonl", "json", "text", "table", "github", "template"])
def test_folders_and_mailboxes_are_judged_alike(form: str, address: str, mailbox: Path, tmp_path: Path) -> None:
    if form == "template":
        page = tmp_path / "page.j2"
        page.write_text("{% for one in messages %}{{ one }}\n{% endfor %}{{ summary }}", encoding="utf-8")
        form = f"template={page}"
    result = same(address, "--format", form, str(SAMPLES), str(mailbox))
    assert result.stdout.count("\n") >= 1000 or form in {"json", "github"}


def test_the_line_in_the_docs(address: str, tmp_path: Path) -> None:
    page = (HERE.parent / "docs" / "speed.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("ticketlint check --engine")]
    line = line.replace("tcp://scheduler.example:8786", address).replace("/mail/archive", str(SAMPLES))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env={**os.environ, "PATH": path}, timeout=120, check=False)
    assert done.returncode == 1
    assert (tmp_path / "verdicts.jsonl").read_text().count("\n") > 40


def test_the_labelled_set_is_judged_alike(address: str) -> None:
    assert same(address, "--format", "jsonl", *map(str, sorted(HERE.glob("desk*")))).stdout.count("\n") > 500


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: set TICKETLINT_CORPUS")
def test_the_corpus_is_judged_alike(address: str) -> None:
    """One of its folders, because all of them take a while: set TICKETLINT_CORPUS_WHOLE for the rest."""
    folders = sorted(path for path in CORPUS.iterdir() if path.is_dir())
    folders = folders if os.environ.get("TICKETLINT_CORPUS_WHOLE") else folders[:1]
    assert same(address, "--format", "jsonl", *map(str, folders)).stdout.count("\n") > 50


def test_a_path_is_named_as_it_was_given(address: str, mailbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mailbox.parent)
    assert '"source": "mail.mbox#1000"' in same(address, "--format", "jsonl", "mail.mbox").stdout
    maildir = mailbox.parent / "box"
    for folder in ("cur", "new", "tmp"):
        (maildir / folder).mkdir(parents=True)
    for number in range(90):
        (maildir / "cur" / f"{number}.a.b:2,S").write_bytes(mails.mail("A", number))
    assert '"source": "./box/cur/89.a.b:2,S"' in same(address, "--format", "jsonl", "./box").stdout


def test_a_worker_that_is_killed_loses_no_verdict(address: str, mailbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        victim = next(iter(client.run(os.getpid).values()))
    waiting = cluster.Cluster._wait
    asked = 0

    def kills(self: cluster.Cluster, future: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 3:
            os.kill(victim, signal.SIGKILL)
        return waiting(self, future)

    monkeypatch.setattr(cluster.Cluster, "_wait", kills)
    same(address, "--format", "jsonl", str(mailbox))
    assert asked > 10
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)


def test_a_mail_that_ends_every_worker_is_told_and_no_other_is_lost(address: str, tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    texts = [b"hello %d" % number for number in range(12)]
    texts[7] = killer.DEADLY
    box.write_bytes(b"".join(b"From a@b Thu Nov  5 10:00:00 2026\nSubject: x\n\n" + text + b"\n\n" for text in texts))
    told: list[Notice] = []
    files: list[str] = []
    with cluster.Cluster(address, killer.make, killer.lost, told.append) as engine:
        said = list(engine.judge([str(box)], files.append))
    assert [one[0] for one in said] == [f"{box}#{number}" for number in range(1, 13)]
    assert [number for number, one in enumerate(said) if one[1] == "lost"] == [7]
    assert told == []
    assert set(files) == {str(box)}


def test_work_that_fails_as_if_it_had_taken_too_long_is_told(address: str, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: x\n\n" + killer.LATE)
    with (
        cluster.Cluster(address, killer.make, killer.lost, lambda _: None) as engine,
        pytest.raises(cluster.ClusterError, match="TimeoutError"),
    ):
        list(engine.judge([str(tmp_path)], lambda _: None))


def test_ctrl_c_ends_the_work(address: str, mailbox: Path) -> None:
    words = [sys.executable, "-m", "ticketlint", "check", "--engine", "dask", "--scheduler", address, str(mailbox)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.read(1)  # the pipe is full soon, so that the run cannot end before it is told to
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stderr == b"interrupted\n"


def test_no_report_replaces_a_mail_that_is_read(address: str, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mails.mail("A", 1))
    assert on(address, "--output", f"json={path}", str(tmp_path)).exit_code == 2
    assert path.read_bytes() == mails.mail("A", 1)


def test_nothing_stays_behind_on_the_workers(address: str, mailbox: Path) -> None:
    assert on(address, "--format", "jsonl", str(mailbox)).exit_code == 1
    with Client(address, timeout=30, set_as_default=False) as client:
        named = client.run(killer.plugins)
    assert len(named) == 2
    assert not any(named.values())


def test_no_scheduler_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    cluster_error = on("tcp://127.0.0.1:9", str(SAMPLES))
    assert cluster_error.exit_code == 3
    assert "there is no Dask scheduler at tcp://127.0.0.1:9" in cluster_error.stderr
    assert on("nonsense://", str(SAMPLES)).exit_code == 3


def test_a_path_that_a_worker_does_not_see_is_told_in_a_sentence(address: str) -> None:
    result = on(address, "/proc/self/cwd/README.md")
    assert result.exit_code == 3
    assert "must lead to the same files on every worker" in result.stderr
    assert result.stdout == ""


def test_another_version_on_a_worker_is_told_in_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "program", lambda: "another")
    result = on(address, str(SAMPLES))
    assert result.exit_code == 2
    assert "need ticketlint" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--engine", "dask"],
        ["--scheduler", "tcp://127.0.0.1:9"],
        ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"],
        ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--cache", "x"],
        ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "-"],
        ["--engine", "spark", "--scheduler", "tcp://127.0.0.1:9"],
    ],
)
def test_wrong_usage(wrong: list[str]) -> None:
    assert run(*wrong, str(SAMPLES)).exit_code == 2
