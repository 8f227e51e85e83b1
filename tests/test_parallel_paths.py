"""Processes that read for themselves say what one process says, in the same order, whatever happens meanwhile."""

from __future__ import annotations

import gzip
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import own
from shell import invoke
from test_sources_mbox import FROM, LINES, ONE, TWO
from ticketlint import parallel
from ticketlint.parallel import paths as by_paths
from ticketlint.parallel.answers import Answerer, Teller, answer_here
from ticketlint.parallel.paths import Setup, judged
from ticketlint.parallel.task import tasks
from ticketlint.report import FORMATS
from ticketlint.sources import Notice, RawMessage, read, shares

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
MAIL = b"From: joe@example.com\nSubject: %d\n\nx\n"
CORPUS = Path(os.environ.get("TICKETLINT_CORPUS") or HERE.parent / "../shared/corpus")

Met = list[Any]


def seen(raw: RawMessage) -> list[Any]:
    return [raw.source, raw.octets, raw.first_line]


def no_start() -> Callable[[RawMessage], list[Any]]:
    raise AssertionError("a forked process inherits what it needs")


def lost(raw: RawMessage) -> list[Any]:
    return [raw.source, "lost", raw.first_line]


SETUP = Setup(no_start, list, lost)


def whole(*paths: Path) -> Met:
    """Return what one process meets: messages, and the notices between them."""
    met: Met = []
    for path in paths:
        for raw in read(path, told=met.append):
            met.append(seen(raw))
    return met


def pooled(*paths: Path, work: Callable[[RawMessage], list[Any]] = seen, setup: Setup = SETUP, jobs: int = 2) -> Met:
    """Return what a pool meets."""
    met: Met = []
    for some in judged([str(path) for path in paths], work, setup, jobs, met.append):
        met += some
    return met


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "OCTETS", 150)
    monkeypatch.setattr(shares, "FILES", 7)
    monkeypatch.setattr(shares, "FEW", 2)
    monkeypatch.setattr(shares, "_LARGE", 60)
    monkeypatch.setattr(shares, "_LARGER", 2)
    monkeypatch.setattr(parallel, "CHUNK", 5)
    monkeypatch.setattr(parallel, "PATIENCE", -1.0)


def apart(path: Path) -> Met:
    """Return what is met where each cut is parted by a process that knows nothing of the others."""
    met: Met = []
    answerer = Answerer(seen, list)
    teller = Teller(answerer, met.append)
    for task in tasks(shares.shares([str(path)])):
        if isinstance(task.share, shares.Cut):
            other = Answerer(seen, list)
            answer = other(task.question())
            while not task.fixed:
                assert answer, "a file that can be read was not"
                task.parts = answer
                question = task.fit()
                if question is not None:
                    answer = other(question)
            answer = answer if task.answer is None else task.answer
        else:
            answer = answer_here(task, answerer)
        for some in teller.tell(task, answer):
            met += some
    return met


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES), max_size=80), st.sampled_from(["box", "box.mbox", "box.eml"]))
def test_cuts_that_know_nothing_of_each_other_fit_together(tmp_path: Path, lines: list[bytes], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\n" + FROM + b"Subject: x\n" + b"".join(lines))
    assert apart(path) == whole(path)


@pytest.mark.parametrize("size", range(100, 160))
def test_a_message_that_begins_at_any_place_of_a_cut(tmp_path: Path, size: int) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"".join(FROM + b"Subject: x\n\n" + b"y" * (size + number) + b"\n\n" for number in range(9)))
    assert apart(path) == whole(path)
    assert len(whole(path)) == 9


def test_a_message_within_a_message_is_asked_for_again(tmp_path: Path) -> None:
    inner = b"x\n\n" + (FROM + ONE + b"\n") * 20
    path = tmp_path / "box"
    one = FROM + b"Subject: outer\nContent-Length: %d\n\n" % len(inner) + inner + b"\n"
    path.write_bytes(one + FROM + TWO + b"\n" + one)
    met = whole(path)
    assert len([one for one in met if not isinstance(one, Notice)]) == 3
    assert apart(path) == met
    assert pooled(path) == met


def test_a_team_meets_what_one_process_meets(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL % 1)
    (tmp_path / "b.eml").write_bytes((FROM + ONE + b"\n") * 30)  # large, and many mails under a mail's name
    (tmp_path / "box").write_bytes((FROM + ONE + b"\n" + FROM + TWO + b"From joe@example.com\nSubject: x\n\n") * 90)
    (tmp_path / "box.gz").write_bytes(gzip.compress((FROM + ONE + b"\n") * 400, 0))
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "one").write_bytes(FROM + ONE + b"y" * 2000)
    (tmp_path / "one.mbox").write_bytes(FROM + ONE + b"y" * 2000)
    (tmp_path / "prose").write_bytes(b"no mail\n" * 100)
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("cur", "new"):
        (tmp_path / "maildir" / name).mkdir(parents=True)
    for number in range(40):
        (tmp_path / f"mail{number}.eml").write_bytes(MAIL % number)
        (tmp_path / f"maildir/cur/{number}.a.b:2,S").write_bytes(MAIL % number)
    met = whole(tmp_path)
    assert {one.kind for one in met if isinstance(one, Notice)} == {"doubt", "skipped"}
    assert pooled(tmp_path) == met
    assert pooled(tmp_path, jobs=3) == met
    assert pooled(*sorted(tmp_path.iterdir())) == whole(*sorted(tmp_path.iterdir()))
    absent = tmp_path / "absent"
    assert pooled(absent, tmp_path / "a.eml", absent) == whole(absent, tmp_path / "a.eml", absent)


def test_names_that_are_no_text_travel(tmp_path: Path) -> None:
    for name in (b"\xff.eml", b"\xfebox"):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - pathlib takes no octets
        try:
            with open(path, "wb") as file:  # noqa: PTH123 - as above
                file.write(MAIL % 1 if name.endswith(b"eml") else (FROM + ONE + b"\n") * 30)
        except OSError:
            pytest.skip("this file system takes text only")
    met = pooled(tmp_path)
    assert len(met) == 31
    assert met == whole(tmp_path)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: set TICKETLINT_CORPUS")
def test_a_team_meets_what_one_process_meets_in_the_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "OCTETS", 5000)
    met = whole(CORPUS)
    assert len(met) > 1000
    assert pooled(CORPUS) == met


def test_where_processes_are_not_forked_they_begin_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    (tmp_path / "box").write_bytes((FROM + ONE + b"\n") * 50)
    assert pooled(tmp_path, setup=Setup(anew, list, lost)) == whole(tmp_path)


def anew() -> Callable[[RawMessage], list[Any]]:
    return seen


def boxes(root: Path) -> list[Path]:
    """Write mails of every kind of share: whole files, cuts, and what one process reads for all."""
    for number in range(30):
        (root / f"{number}.eml").write_bytes(MAIL % number)
    (root / "box").write_bytes(b"".join(FROM + MAIL % number + b"\n" for number in range(30, 60)))
    packed = b"".join(FROM + MAIL % number + b"\n" for number in range(60, 90))
    (root / "packed").write_bytes(gzip.compress(packed, 0))
    return [root]


def number_of(raw: RawMessage) -> int:
    return int(raw.octets.partition(b"Subject: ")[2].split()[0])


def test_a_process_that_is_killed_loses_no_answer(tmp_path: Path) -> None:
    paths = boxes(tmp_path)
    met = whole(*paths)
    marks = tmp_path.with_name(f"{tmp_path.name}-marks")
    marks.mkdir()

    def dies_once(raw: RawMessage) -> list[Any]:
        mark = marks / str(number_of(raw))
        if number_of(raw) in {12, 29, 30, 41, 59, 60, 75} and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return seen(raw)

    marks.joinpath("0").touch()
    assert pooled(*paths, work=dies_once) == met
    assert len(list(marks.iterdir())) == 8


def test_what_was_left_out_of_a_mail_is_known_to_who_judges_it_in_place_of_one_that_was_killed(tmp_path: Path) -> None:
    lines = b"QUJD" * 18 + b"\n"
    for number in range(20):
        (tmp_path / f"{number}.eml").write_bytes(
            b"From: joe@example.com\nSubject: %d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            b"--b\n\nhello\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
            % number
            + lines * 20_000
            + b"--b--\n"
        )
    marks = tmp_path.with_name(f"{tmp_path.name}-marks")
    marks.mkdir()

    def seen(raw: RawMessage) -> list[Any]:
        mark = marks / Path(raw.source).name
        if number_of(raw) == 7 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [raw.source, len(raw.octets), raw.gap]

    met = pooled(tmp_path, work=seen)
    assert (marks / "7.eml").exists()
    assert len(met) == 20
    assert len({(size, gap) for _, size, gap in met}) == 2  # a number of one digit, or of two
    assert all(gap != (0, 0) for _, _, gap in met)


def test_a_mail_that_ends_every_process_is_lost_alone(tmp_path: Path) -> None:
    paths = boxes(tmp_path)

    def dies(raw: RawMessage) -> list[Any]:
        if number_of(raw) in {29, 45, 59, 70}:
            os.kill(os.getpid(), signal.SIGKILL)
        return seen(raw)

    met = pooled(*paths, work=dies)
    assert [one[0] for one in met] == [one[0] for one in whole(*paths)]
    assert sorted(Path(one[0]).name for one in met if one[1] == "lost") == ["29.eml", "box#16", "box#30", "packed#11"]


@pytest.mark.parametrize("change", ["deleted", "replaced"])
def test_a_mailbox_that_is_taken_away_is_read_to_its_end(tmp_path: Path, change: str) -> None:
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n" + FROM + TWO + b"\n") * 300)
    met = whole(path)
    got: Met = []
    notices: list[Notice] = []
    for some in judged([str(path)], seen, SETUP, 2, notices.append):
        got += some
        if path.exists() and len(got) < 20:
            path.unlink()
            if change == "replaced":
                path.write_bytes((FROM + TWO + b"\n") * 600)
    assert got == met
    assert not notices


def test_a_mailbox_that_grows_is_read_to_its_new_end(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n") * 300)
    got: Met = []
    for some in judged([str(path)], seen, SETUP, 2, lambda notice: None):
        if not got:
            with path.open("ab") as box:
                box.write(FROM + TWO)
        got += some
    assert len(got) == 301
    assert got[-1] == [f"{path}#301", TWO, 1]


@pytest.mark.parametrize("left", [0, 1, 7000, 13_000])
def test_a_mailbox_that_shrinks_is_told_once(tmp_path: Path, left: int) -> None:
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n") * 300)
    (tmp_path / "z.eml").write_bytes(MAIL % 2)
    got: Met = []
    for some in judged([str(path), str(tmp_path / "z.eml")], seen, SETUP, 2, got.append):
        if not got:
            os.truncate(path, left)
        got += some
    notices = [one for one in got if isinstance(one, Notice)]
    assert [(one.kind, one.source) for one in notices] == [("unread", str(path))]
    assert "shorter" in notices[0].text
    assert got[-1][0] == str(tmp_path / "z.eml")
    assert len(got) < 300


def test_what_cannot_be_read_is_told_once_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL % 1)
    (tmp_path / "box").write_bytes((FROM + ONE + b"\n") * 3000)
    (tmp_path / "z.eml").write_bytes(MAIL % 2)
    monkeypatch.setattr(shares, "OCTETS", 5000)
    reading = os.read
    inode = (tmp_path / "box").stat().st_ino

    def failing(file: int, count: int) -> bytes:
        if os.fstat(file).st_ino == inode and os.lseek(file, 0, os.SEEK_CUR) >= 200_000:
            raise OSError(5, "Input/output error")
        return reading(file, min(count, 10_000))

    monkeypatch.setattr(os, "read", failing)
    met = pooled(tmp_path)
    notices = [one for one in met if isinstance(one, Notice)]
    assert [(one.kind, one.source) for one in notices] == [("unread", str(tmp_path / "box"))]
    assert [one[0] for one in met if not isinstance(one, Notice)][-1] == str(tmp_path / "z.eml")
    assert len(met) > 1000


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    box = (FROM + ONE + b"\n") * 100
    sender = threading.Thread(target=lambda: pipe.write_bytes(box))
    sender.start()
    met = pooled(pipe)
    sender.join()
    assert met == [[f"{pipe}#{number}", ONE, 1] for number in range(1, 101)]


def test_few_tasks_are_held_and_few_are_made_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(400):
        (tmp_path / f"{number}.eml").write_bytes(MAIL % number)
    made = 0
    share_out = shares.shares

    def counted(paths: Iterable[str]) -> Iterator[shares.Share | Notice]:
        nonlocal made
        for share in share_out(paths):
            made += 1
            yield share

    monkeypatch.setattr("ticketlint.parallel.paths.shares", counted)
    ahead = [made - done for done, _ in enumerate(judged([str(tmp_path)], seen, SETUP, 2, lambda notice: None))]
    assert made > 50
    assert max(ahead) <= 3 * 2 + 2


def test_processes_end_when_nobody_asks_on(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes((FROM + ONE + b"\n") * 500)
    before = own()  # where one began anew, something may watch for what it leaves behind
    said = judged([str(tmp_path)], seen, SETUP, 2, lambda notice: None)
    for _ in range(5):
        next(said)
    children = own() - before
    assert len(children) >= 2
    said.close()
    assert not own() & children


def test_no_file_stays_open(tmp_path: Path) -> None:
    paths = boxes(tmp_path)
    before = len(list(Path("/dev/fd").iterdir()))
    pooled(*paths)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_few_messages_are_judged_here_and_many_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 60.0)
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n") * 50)
    here = os.getpid()

    def where(raw: RawMessage) -> list[Any]:
        return [raw.source, os.getpid() == here]

    assert pooled(path, work=where) == [[f"{path}#{number}", True] for number in range(1, 51)]
    monkeypatch.setattr(by_paths, "PLENTY", 20)
    assert sum(one[1] for one in pooled(path, work=where)) == 1


def test_many_files_in_sight_start_other_processes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 60.0)
    here = os.getpid()
    for number in range(30):
        (tmp_path / f"{number}.eml").write_bytes(MAIL % number)

    def elsewhere(least: int) -> int:
        monkeypatch.setattr(by_paths, "PLENTY", least)
        met = pooled(tmp_path, work=lambda raw: [raw.source, os.getpid() == here])
        assert [Path(one[0]).name for one in met] == [f"{number}.eml" for number in range(30)]
        return sum(not one[1] for one in met)

    assert elsewhere(27) == 27  # three are read first
    assert elsewhere(28) == 0
    (tmp_path / "5a").write_bytes((FROM + ONE + b"\n") * 30)  # nothing behind it is in sight before its turn
    monkeypatch.setattr(by_paths, "PLENTY", 20)
    assert sum(one[1] for one in pooled(tmp_path, work=lambda raw: [raw.source, os.getpid() == here])) > 6


def test_other_processes_start_for_what_takes_long_and_for_no_small_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    for number in range(60):
        (tmp_path / f"{number}.eml").write_bytes(MAIL % number)

    def here_of(one: float, each: float) -> int:
        """Return how many mails are judged here, of which one takes as long, and each of the others."""

        def slow(raw: RawMessage) -> list[Any]:
            time.sleep(one if raw.source.endswith("/9.eml") else each)
            return [raw.source, os.getpid() == here]

        met = pooled(tmp_path, work=slow)
        assert [Path(one[0]).name for one in met][:60] == [f"{number}.eml" for number in range(60)]
        return sum(one[1] for one in met)

    monkeypatch.setattr(parallel, "PATIENCE", 1.0)
    assert here_of(1.5, 0.0) == 60  # the time is over, and the rest is little
    assert here_of(0.0, 0.04) < 30  # two seconds are in sight
    (tmp_path / "z").write_bytes((FROM + ONE + b"\n") * 30)
    assert 10 <= here_of(1.5, 0.0) < 30  # the time is over, and it does not show what comes


@pytest.mark.parametrize("form", [*FORMATS, "template"])
@pytest.mark.parametrize(
    "more", [(), ("--only", "incomplete", "--statistics", "--fail-on", "4"), ("-q",)], ids=["all", "some", "quiet"]
)
def test_every_report_is_the_same(form: str, more: tuple[str, ...], tmp_path: Path) -> None:
    said = []
    if form == "template":
        page = tmp_path / "page.j2"
        page.write_text(
            "{% for one in messages %}{{ loop.index }} {{ one }}\n{% endfor %}{{ summary }}", encoding="utf-8"
        )
        form = f"template={page}"
    for jobs in ("1", "2"):
        other = tmp_path / f"{jobs}.json"
        words = ["check", "--jobs", jobs, "--format", form, f"--output=json={other}", *more, str(SAMPLES)]
        result = invoke(words)
        said.append((result.stdout, result.stderr, result.exit_code, other.read_bytes()))
    assert said[0] == said[1]
    assert len(said[0][3]) > 1000


def test_a_report_among_the_mails_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL % 1)
    for _ in range(2):
        assert (
            invoke(["check", "--jobs", "2", f"--output=json={tmp_path / 'report.json'}", str(tmp_path)]).exit_code == 0
        )
    refused = invoke(["check", "--jobs", "2", f"--output=json={tmp_path / 'a.eml'}", str(tmp_path)])
    assert refused.exit_code == 2
    assert (tmp_path / "a.eml").read_bytes() == MAIL % 1
