"""Several processes say what one says, in the same order, and none that dies takes a verdict with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from processes import own
from ticketlint import load_forms, parallel, plain, read
from ticketlint.cli.judging import judged, work_anew
from ticketlint.parallel import messages
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict

HERE = Path(__file__).parent
SAMPLES = [HERE.parent / "samples", HERE / "desk"]
FORMS = load_forms(["open-xchange"])
work = partial(judged, forms=FORMS, sending=False)


def no_start() -> messages.Work[Verdict]:
    raise AssertionError("a forked process inherits what it needs")


@pytest.fixture(scope="module")
def mails() -> list[RawMessage]:
    return [raw for folder in SAMPLES for raw in read(folder)]


@pytest.fixture(scope="module")
def alone(mails: list[RawMessage]) -> list[tuple[RawMessage, Verdict]]:
    return [(raw, work(raw)) for raw in mails]


def many(count: int) -> Iterator[RawMessage]:
    return (RawMessage(f"m{number}", f"Subject: {number}\n\nhello\n".encode()) for number in range(count))


def simple(raw: RawMessage) -> Verdict:
    return Verdict(raw.source, "complete", subject=raw.octets.decode())


def run(
    raws: Iterator[RawMessage],
    work: messages.Work[Verdict],
    jobs: int,
    known: messages.Known[Verdict] = messages.nothing,
) -> list[Verdict]:
    return [verdict for _, verdict in messages.judged(raws, work, no_start, jobs, known, patience=0)]


def test_verdicts_travel_unharmed(alone: list[tuple[RawMessage, Verdict]]) -> None:
    assert len(alone) > 500
    for raw, verdict in alone:
        assert plain.verdict_of(plain.flat(verdict), raw.source) == verdict


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_several_processes_say_what_one_says(
    jobs: int, mails: list[RawMessage], alone: list[tuple[RawMessage, Verdict]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 37)
    assert list(messages.judged(mails, work, no_start, jobs, patience=0)) == alone


def test_a_process_that_begins_anew_judges_alike(mails: list[RawMessage]) -> None:
    again = work_anew([form.path for form in FORMS], sending=False)
    assert [again(raw) for raw in mails[:40]] == [work(raw) for raw in mails[:40]]


def test_where_processes_are_not_forked_they_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(parallel, "CHUNK", 4)
    raws = list(read(SAMPLES[0]))[:12]
    start = partial(work_anew, [form.path for form in FORMS], sending=False)
    pairs = messages.judged(raws, no_work, start, 2, lambda raw: work(raw) if raw is raws[0] else None, patience=0)
    assert [verdict for _, verdict in pairs] == [work(raw) for raw in raws]


def no_work(raw: RawMessage) -> Verdict:
    raise AssertionError(f"{raw.source} is known, or the other processes have it")


def test_order_is_kept_where_one_chunk_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 5)
    import time

    def uneven(raw: RawMessage) -> Verdict:
        if int(raw.source[1:]) % 20 < 5:
            time.sleep(0.01)
        return simple(raw)

    assert [one.source for one in run(many(100), uneven, 3)] == [f"m{number}" for number in range(100)]


def test_a_process_that_is_killed_loses_no_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 10)

    def dies_once(raw: RawMessage) -> Verdict:
        if raw.source in {"m25", "m57"}:
            try:
                (tmp_path / raw.source).touch(exist_ok=False)
            except FileExistsError:
                return simple(raw)
            os.kill(os.getpid(), signal.SIGKILL)
        return simple(raw)

    assert run(many(100), dies_once, 2) == [simple(raw) for raw in many(100)]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_mail_that_kills_every_process_is_told_as_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 10)

    def dies(raw: RawMessage) -> Verdict:
        if raw.source in {"m25", "m99"}:
            os.kill(os.getpid(), signal.SIGKILL)
        return simple(raw)

    verdicts = run(many(100), dies, 2)
    assert [one.source for one in verdicts] == [f"m{number}" for number in range(100)]
    odd = [one for one in verdicts if one.verdict != "complete"]
    assert [(one.source, one.verdict) for one in odd] == [("m25", "unreadable"), ("m99", "unreadable")]
    assert "ended by the system" in odd[0].diagnostics[0].title


def test_what_is_known_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 10)
    here = os.getpid()

    def where(raw: RawMessage) -> Verdict:
        return Verdict(raw.source, "complete", subject=str(os.getpid() == here))

    def known(raw: RawMessage) -> Verdict | None:
        return Verdict(raw.source, "automatic") if int(raw.source[1:]) < 60 or raw.source.endswith("5") else None

    verdicts = run(many(100), where, 2, known)
    assert [one.source for one in verdicts] == [f"m{number}" for number in range(100)]
    assert [one.verdict for one in verdicts].count("automatic") == 60 + 4
    assert {one.subject for one in verdicts} == {None, "False"}


def test_few_messages_are_judged_here() -> None:
    here = os.getpid()

    def where(raw: RawMessage) -> Verdict:
        assert os.getpid() == here
        return simple(raw)

    assert len(list(messages.judged(many(50), where, no_start, 8, patience=60))) == 50


def test_one_message_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_Pool", no_start)
    assert run(many(1), simple, 2) == [simple(raw) for raw in many(1)]


def test_only_some_messages_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK", 10)
    taken = 0

    def counted() -> Iterator[RawMessage]:
        nonlocal taken
        for raw in many(2000):
            taken += 1
            yield raw

    ahead = []
    for seen, _ in enumerate(messages.judged(counted(), simple, no_start, 2, patience=0), 1):
        ahead.append(taken - seen)
    assert taken == 2000
    assert max(ahead) <= messages._HELD * 2 * 10


def test_a_very_large_message_is_judged_where_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "LARGE", 600)
    raws = [RawMessage(f"m{number}", b"x" * (599 + number % 2)) for number in range(40)]
    here = os.getpid()

    def where(raw: RawMessage) -> Verdict:
        return Verdict(raw.source, "complete", subject=str(os.getpid() == here))

    verdicts = run(iter(raws), where, 2)[1:]  # the first one is judged before the others are started
    assert [one.subject for one in verdicts] == [str(number % 2 == 1) for number in range(1, 40)]


def test_large_messages_fill_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "OCTETS", 1000)
    raws = [RawMessage(f"m{number}", b"x" * 600) for number in range(7)]
    assert [len(chunk.raws) for chunk in messages._chunks(iter(raws), messages.nothing)] == [2, 2, 2, 1]


def test_processes_end_when_nobody_asks_on() -> None:
    before = own()  # where one began anew, something may watch for what it leaves behind
    pairs = messages.judged(many(5000), simple, no_start, 2, patience=0)
    for _ in range(300):
        next(pairs)
    children = own() - before
    assert len(children) >= 2
    pairs.close()
    assert not own() & children


@pytest.mark.parametrize(
    "kept",
    [
        [],
        None,
        ["complete"],
        ["maybe", *[None] * 9, [], [], None, [1, 1], "file"],
        ["complete", 5, *[None] * 8, [], [], None, [1, 1], "file"],
        ["complete", *[None] * 9, [], [], None, [1], "file"],
        ["complete", *[None] * 9, [], [], None, [1, 1], "elsewhere"],
        ["complete", *[None] * 9, [["a"]], [], None, [1, 1], "file"],
        ["complete", *[None] * 9, [], [["code", 9, "t", None, "", None, [], None, []]], None, [1, 1], "file"],
        ["complete", *[None] * 9, [], [["code", 1, "t", ["1", 1, 1, 1, "file"], "", None, [], None, []]], None, [1, 1], "file"],
    ],
)  # fmt: skip
def test_what_is_no_verdict_is_refused(kept: plain.Plain) -> None:
    with pytest.raises(plain.DamagedError):
        plain.verdict_of(kept, "a.eml")
