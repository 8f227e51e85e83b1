"""What is read at a glance is what careful reading finds, and what is not plain is left to it."""

from __future__ import annotations

import gzip
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticketlint.record import replace
from ticketlint.sources import Notice, RawMessage, glance, read
from ticketlint.sources.file import How
from ticketlint.sources.folder import read_path

HERE = Path(__file__).parent
MAIL = b"From: joe@example.com\nSubject: one\n\nServer: x\n"
FROM = b"From joe@example.com Mon Jan  5 10:00:00 2009\n"
BLOCKS = [
    *(MAIL, FROM, b"\n", b"\r\n", b" ", b"12\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b\x08", b">From x\n"),
    *(
        b"From : x\n",
        b"From x: y\n",
        b"Server: x\n",
        b"Date: y\n",
        b"X-Mailer: z\n",
        b"Subject : s\n",
        b"to:",
        b"\xe9: x\n",
    ),
]
NAMES = ["a", "a.eml", "a.emlx", "a.mbox", "a.eml.gz", "7"]


def closely(path: Path, how: How) -> tuple[list[RawMessage], list[Notice]]:
    notices: list[Notice] = []
    return list(read_path(str(path), how, notices.append)), notices


def same(path: Path) -> bool:
    """Whether the file is read at a glance; what is found is the same, then."""
    found = glance.mail_of(str(path))
    if found is not None:
        hows: tuple[How, ...] = ("named", "met", "message")
        assert b"-" not in found.octets[found.bare[0] : found.bare[1]]
        assert [closely(path, how) for how in hows] == [([replace(found, bare=(0, 0))], [])] * 3
    return found is not None


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(BLOCKS)).map(b"".join), st.sampled_from(NAMES))
@example(b"", "a.eml")
@example(b"From: x", "a.mbox")
@example(b"From :x\nTo: y\n", "a")
@example(FROM + MAIL, "a.mbox")
def test_a_glance_finds_what_is_found_closely(tmp_path: Path, octets: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(octets)
    same(tmp_path / name)


def test_mails_are_read_at_a_glance_and_what_is_none_is_not(tmp_path: Path) -> None:
    files = [path for path in (HERE.parent / "samples").rglob("*.eml") if path.stat().st_size]
    plain = [same(path) for path in files]
    assert len(plain) > 40
    assert sum(plain) > 0.9 * len(plain)
    for name, octets in {
        "mailbox": FROM + MAIL,
        "packed.eml": gzip.compress(MAIL),
        "later.eml": b"\n" + MAIL,
        "draft.eml": b"Server: x\n",
        "empty.eml": b"",
    }.items():
        (tmp_path / name).write_bytes(octets)
        assert not same(tmp_path / name), name


@pytest.mark.parametrize("more", range(-2, 3))
def test_a_mail_that_is_not_small_is_read_to_its_end(tmp_path: Path, more: int) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL + b"x" * (glance.SMALL - len(MAIL) + more))
    assert same(path)


def test_what_the_file_before_was_like_changes_no_octet(tmp_path: Path) -> None:
    """Where it was large, less is read of the next one at first."""
    sizes = [100, 8191, 12287, 12288, 12289, 32767, 32768, 32769, 65535, 65536, 65537, glance.LARGE - 1, glance.LARGE]
    whole = {size: (b"To: x\n\n" + random.Random(size).randbytes(size))[:size] for size in (*sizes, 300_000)}
    for size, octets in whole.items():
        (tmp_path / str(size)).write_bytes(octets)
    for before in sizes:
        for size in (before, 300_000, *sizes):
            file = os.open(tmp_path / str(size), os.O_RDONLY)
            octets, told = glance.first(file)
            assert told == size
            assert whole[size].startswith(octets)
            assert len(octets) == size or (size >= glance.SMALL and len(octets) >= 12288)
            found = glance.rest(file, octets, size)
            os.close(file)
            assert found is not None
            assert found[0] == whole[size]


def test_a_mail_larger_than_any_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glance, "LARGEST", 2 * glance.SMALL)
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL.ljust(2 * glance.SMALL))
    assert same(path)
    path.write_bytes(MAIL.ljust(2 * glance.SMALL + 1))
    assert not same(path)


@pytest.mark.parametrize("size", [100, glance.SMALL, 3 * glance.SMALL])
@pytest.mark.parametrize("change", [b"more\n" * 20_000, b""], ids=["grows", "shrinks"])
def test_a_file_that_changes_while_it_is_read_is_read_closely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, change: bytes
) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL.ljust(size))
    reading, reads = os.read, 0

    def changing(file: int, count: int) -> bytes:
        nonlocal reads
        octets = reading(file, count)
        reads += 1
        if reads == 1:
            with path.open("ab") as end:
                end.truncate(size if change else 60)
                end.write(change)
        return octets

    monkeypatch.setattr(os, "read", changing)
    monkeypatch.setattr(glance, "first", glance._first)  # the twin asks the system itself: see below
    monkeypatch.setattr(glance, "rest", glance._rest)
    (found,) = read(tmp_path)
    assert reads
    now = path.read_bytes()
    # What had been read before stays read, and what came in between is not lost.
    assert found.octets in {now, MAIL.ljust(size)} if not change else found.octets == now


@pytest.mark.parametrize("change", [b"more\n" * 20_000, b""], ids=["grows", "shrinks"])
@pytest.mark.parametrize("late", [False, True])
def test_so_is_one_that_changes_behind_its_first_octets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes, *, late: bool
) -> None:
    path, size = tmp_path / "a.eml", 3 * glance.SMALL
    path.write_bytes(MAIL.ljust(size))
    first, rest = glance.first, glance.rest

    def write() -> None:
        with path.open("ab") as end:
            end.truncate(size if change else glance.SMALL + 5)
            end.write(change)

    def changing(file: int) -> tuple[bytes, int]:
        found = first(file)
        if not late:
            write()
        return found

    def changing_later(file: int, begun: bytes, expected: int) -> tuple[bytes, int, int] | None:
        if late:
            write()
        return rest(file, begun, expected)

    monkeypatch.setattr(glance, "first", changing)
    monkeypatch.setattr(glance, "rest", changing_later)
    (found,) = read(tmp_path)
    assert len(path.read_bytes()) != size
    assert found.octets == path.read_bytes()


@pytest.fixture
def alarm() -> Iterator[None]:
    """A reader that waits for ever fails the test."""

    def late(*_: Any) -> None:
        raise TimeoutError("it waits for a pipe")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("other", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_takes_the_place_of_a_file_is_not_waited_for(tmp_path: Path, other: Callable[[Path], None]) -> None:
    for name in ("a.eml", "b.eml", "c.eml"):
        (tmp_path / name).write_bytes(MAIL)
    notices: list[Notice] = []
    messages = read(tmp_path, told=notices.append)
    assert next(messages).source.endswith("a.eml")
    (tmp_path / "b.eml").unlink()
    other(tmp_path / "b.eml")
    assert [one.source for one in messages] == [str(tmp_path / "c.eml")]
    assert [(one.kind, one.source) for one in notices] == [("skipped", str(tmp_path / "b.eml"))]


@pytest.mark.usefixtures("alarm")
def test_a_pipe_in_a_maildir_is_not_waited_for(tmp_path: Path) -> None:
    for folder in ("cur", "new"):
        (tmp_path / folder).mkdir()
    os.mkfifo(tmp_path / "cur" / "1.a.b:2,S")
    (tmp_path / "cur" / "2.a.b:2,S").write_bytes(MAIL)
    notices: list[Notice] = []
    assert [one.octets for one in read(tmp_path, told=notices.append)] == [MAIL]
    assert [one.kind for one in notices] == ["skipped"]


def test_a_file_on_loan_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    opening = os.open

    def lent(path: str, flags: int) -> int:
        if flags & os.O_NONBLOCK:
            raise BlockingIOError(11, "Resource temporarily unavailable", path)
        return opening(path, flags)

    monkeypatch.setattr(os, "open", lent)
    assert [one.octets for one in read(tmp_path)] == [MAIL]


def test_no_file_stays_open(tmp_path: Path) -> None:
    for name, octets in (("a.eml", MAIL), ("b", b"no mail"), ("c.eml", MAIL * 9999)):
        (tmp_path / name).write_bytes(octets)
    before = len(list(Path("/dev/fd").iterdir()))
    assert len(list(read(tmp_path))) == 2
    assert len(list(Path("/dev/fd").iterdir())) == before
