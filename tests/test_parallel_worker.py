"""Another process answers what it is asked, and where it ends, all that it was asked shows that."""

from __future__ import annotations

import marshal
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from processes import own
from ticketlint.parallel import worker
from ticketlint.parallel.worker import DEAD, Answering, Worker, end, ready

LARGE = 3 * 2**20  # octets: many times what a pipe holds


def echo() -> Answering:
    return lambda asked: [os.getpid(), asked]


def said(one: Worker) -> Any:
    return marshal.loads(one.hear())


@contextmanager
def workers(begin: Callable[[], Answering], count: int = 1) -> Iterator[list[Worker]]:
    some: list[Worker] = []
    try:
        for _ in range(count):
            some.append(Worker(begin, some))
        yield some
    finally:
        end(some)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_it_answers_in_the_order_of_the_questions(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with workers(echo) as (one,):
        for number in range(5):
            one.ask([number])
        answers = [said(one) for _ in range(5)]
        assert [asked for _, asked in answers] == [[number] for number in range(5)]
        assert {number for number, _ in answers} != {os.getpid()}


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_what_is_large_travels(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with workers(echo) as (one,):
        one.ask([b"x" * LARGE, ""])
        assert said(one)[1] == [b"x" * LARGE, ""]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_who_has_answered_is_known(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert ready([], wait=True) == []
    with workers(echo, 3) as some:
        assert ready(some, wait=False) == []
        some[1].ask([1])
        assert ready(some, wait=True) == [some[1]]
        said(some[1])
        assert ready(some, wait=False) == []


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_one_that_was_killed_is_ready_and_dead(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with workers(dying, 3) as some:  # the third one inherits what leads to the second
        some[1].ask([])
        assert ready(some, wait=True) == [some[1]]
        with pytest.raises(DEAD):
            some[1].hear()
        some[1].ask([b"x" * LARGE])  # no error: it shows when the answer is asked for
        with pytest.raises(DEAD):
            some[1].hear()


def dying() -> Answering:
    def answer(_: Any) -> list[Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    return answer


def test_one_that_fails_says_nothing_and_is_dead(capfd: pytest.CaptureFixture[str]) -> None:
    def failing(_: Any) -> list[Any]:
        raise MemoryError

    with workers(lambda: failing) as (one,):
        one.ask([])
        with pytest.raises(DEAD):
            one.hear()
    assert capfd.readouterr() == ("", "")


def test_one_that_was_killed_amid_an_answer_is_dead() -> None:
    """The size has come, and not all that it announces."""
    put = worker._put

    def torn(file: int, octets: bytes) -> None:
        if len(octets) < LARGE:
            put(file, octets)
            return
        os.write(file, len(octets).to_bytes(8, "big") + b"x" * 1000)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "_put", torn)
        with workers(lambda: lambda asked: [b"x" * asked[0]]) as (one,):
            one.ask([10])
            assert said(one) == [b"x" * 10]
            one.ask([LARGE])
            with pytest.raises(DEAD):
                one.hear()


def test_they_end_whatever_they_do() -> None:
    before = own()
    with workers(lambda: lambda _: time.sleep(100) or [], 3) as some:  # type: ignore[func-returns-value]  # so that it answers late
        for each in some:
            each.ask([])
        assert len(own() - before) == 3
        began = time.monotonic()
    assert time.monotonic() - began < 20
    assert own() - before == set()


def test_nothing_that_was_begun_here_is_ended_there(tmp_path: Any) -> None:
    """What waits in a buffer is written once, by who has put it there."""
    with (tmp_path / "said").open("w") as file:
        file.write("once\n")
        with workers(echo, 2) as some:
            some[0].ask([])
            said(some[0])
    assert (tmp_path / "said").read_text() == "once\n"
