"""What processes say stands in memory that they share: the same texts, whatever fits there and whoever is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from typing import Any

import pytest

from test_parallel_paths import MAIL, SETUP, boxes, no_start, number_of
from ticketlint import parallel
from ticketlint.parallel import memory
from ticketlint.parallel.memory import SharedMemory, Write
from ticketlint.parallel.paths import Setup, judged
from ticketlint.parallel.task import Task
from ticketlint.parallel.worker import Worker
from ticketlint.sources import RawMessage, read, shares
from ticketlint.sources.folder import Found

TEXTS = ["", "plain\n", "größer\n", "€ and ÿ\n", "x" * 300 + "é\n"]
Work = Callable[[RawMessage], list[Any]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "OCTETS", 600)
    monkeypatch.setattr(shares, "FILES", 7)
    monkeypatch.setattr(shares, "FEW", 2)
    monkeypatch.setattr(parallel, "CHUNK", 5)
    monkeypatch.setattr(parallel, "PATIENCE", -1.0)


def says(raw: RawMessage) -> list[Any]:
    number = number_of(raw)
    return [number, f"{raw.source} {TEXTS[number % len(TEXTS)]}\n"]


def gathered(said: list[Any]) -> list[Any]:
    return laid(said, str.join)


def laid(said: list[Any], write: Callable[[str, list[str]], Any]) -> list[Any]:
    return [[number for number, _ in said], write("; ", [text for _, text in said])]


def opened(some: list[Any], made: Callable[[Any], Any]) -> list[Any]:
    return [some[0], made(some[1])]


def lost(raw: RawMessage) -> list[Any]:
    return [number_of(raw), f"{raw.source} is lost\n"]


def pooled(
    *paths: Path, work: Work = says, laid: Callable[[list[Any], Write], list[Any]] = laid
) -> tuple[list[int], str, list[type]]:
    """Return the numbers that a pool says, its texts as one, and of which kinds they were."""
    numbers: list[int] = []
    texts: list[str] = []
    kinds: list[type] = []
    setup = Setup(no_start, gathered, lost, laid, opened)
    for some, text in judged([str(path) for path in paths], work, setup, 2, lambda notice: None):
        numbers += some
        kinds.append(type(text))
        texts.append(text if isinstance(text, str) else str(text, "utf-8", "surrogatepass"))
    return numbers, "; ".join(texts), kinds


def whole(*paths: Path) -> str:
    return "; ".join(says(raw)[1] for path in paths for raw in read(path))


def test_texts_stand_in_memory(tmp_path: Path) -> None:
    paths = boxes(tmp_path)
    numbers, text, kinds = pooled(*paths)
    assert text == whole(*paths)
    assert len(numbers) == len(set(numbers)) == 90
    assert kinds.count(memoryview) > len(kinds) / 2


@pytest.mark.parametrize("size", [0, 1, 400, 1000])
def test_what_does_not_fit_travels(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SIZE", size)
    paths = boxes(tmp_path)
    _, text, kinds = pooled(*paths)
    assert text == whole(*paths)
    assert str in kinds[3:]


def test_what_has_no_utf8_travels(tmp_path: Path) -> None:
    paths = boxes(tmp_path)

    def odd(raw: RawMessage) -> list[Any]:
        number, text = says(raw)
        return [number, text + "\udcff"] if number == 45 else [number, text]

    _, text, kinds = pooled(*paths, work=odd)
    assert text.count("\udcff") == 1
    assert text.replace("\udcff", "") == whole(*paths)
    assert {str, memoryview} <= set(kinds[3:])


def test_without_memory_all_texts_travel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: Any) -> mmap:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("mmap.mmap", none)
    paths = boxes(tmp_path)
    _, text, kinds = pooled(*paths)
    assert text == whole(*paths)
    assert set(kinds) == {str}


@pytest.mark.parametrize("late", [False, True], ids=["before it writes", "when it has written"])
def test_one_that_is_killed_as_it_writes_loses_no_text(tmp_path: Path, late: bool) -> None:
    paths = boxes(tmp_path)
    marks = tmp_path.with_name(f"{tmp_path.name}-marks")
    marks.mkdir()
    here = os.getpid()

    def dying(said: list[Any], write: Write) -> list[Any]:
        if late:
            laid(said, write)
        for number, _ in said:
            mark = marks / str(number)
            if number in {9, 25, 41, 59, 75} and not mark.exists():
                mark.touch()
                assert os.getpid() != here
                os.kill(os.getpid(), signal.SIGKILL)
        return laid(said, write)

    numbers, text, _ = pooled(*paths, laid=dying)
    assert text == whole(*paths)
    assert len(numbers) == 90
    assert len(list(marks.iterdir())) == 5


def test_one_that_is_killed_as_it_parts_a_mailbox_loses_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = boxes(tmp_path)
    mark = tmp_path.with_name(f"{tmp_path.name}-mark")
    here, parting = os.getpid(), shares.parts_of

    def dying(*given: Any, **named: Any) -> Any:
        if os.getpid() != here and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return parting(*given, **named)

    monkeypatch.setattr("ticketlint.parallel.answers.parts_of", dying)
    assert pooled(*paths)[1] == whole(*paths)
    assert mark.exists()


def test_a_sheet_is_held_until_it_was_read_and_its_process_gets_it_again() -> None:
    one = SharedMemory(3)
    known: set[int] = set()
    blocks = [one.take(known) for _ in range(4)]
    assert sorted(block for block in blocks if block is not None) == [0, 1, 2]
    assert blocks[3] is None
    one.give_back(2)
    one.give_back(1)
    assert one.take({1}) == 1
    assert one.take({1}) == 2


def test_texts_are_written_one_behind_another() -> None:
    one = SharedMemory(2)
    writer = one.writer()
    writer.use(1)
    said = [writer.write("", ["a", "ö"]), writer.write(",", ["b", "", "c"]), writer.write(",", [])]
    assert said == [[memory.SIZE, memory.SIZE + 3], [memory.SIZE + 3, memory.SIZE + 7], [memory.SIZE + 7] * 2]
    assert [bytes(one.read(some)) for some in said] == ["aö".encode(), b"b,,c", b""]
    writer.use(None)
    assert writer.write(",", ["a", "b"]) == "a,b"
    assert one.read("a,b") == "a,b"


@pytest.mark.parametrize("room", range(40))
@pytest.mark.parametrize("separator", ["", ",", "é"])
def test_compiled_and_not_they_are_written_alike(room: int, separator: str) -> None:
    for texts in (["größe", "b"], ["€" * 3, "x"], ["y" * 30, ""], ["", "", "ü"], ["\ud800"], ["ÿ" * 15], []):
        made = []
        for lay in (memory.lay, memory._lay):
            octets = mmap(-1, 64)
            end = lay(octets, 5, 5 + room, separator, texts)
            made.append((end, octets[5:end] if end >= 0 else b"", octets[:5], octets[5 + room :]))
        assert made[0] == made[1]
        if made[0][0] >= 0:
            assert made[0][1] == separator.join(texts).encode()


def test_the_last_files_are_shared_out_one_by_one(tmp_path: Path) -> None:
    files = tuple(Found(f"{number}.eml", "met") for number in range(20))
    parts = Task(shares.Group(files)).split()
    assert [len(one.share.files) for one in parts if isinstance(one.share, shares.Group)] == [3] * 6 + [2]
    assert [file for one in parts if isinstance(one.share, shares.Group) for file in one.share.files] == list(files)
    flow = Task(shares.Flow(files[0]), (RawMessage("a", b""),))
    assert flow.split() == [flow]
    for number in range(60):
        (tmp_path / f"{number}.eml").write_bytes(MAIL % number)
    asked: list[int] = []
    ask = Worker.ask

    def asking(one: Worker, question: list[Any]) -> None:
        asked.append(len(question[1][1]))
        ask(one, question)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "ask", asking)
        met = [one for some in judged([str(tmp_path)], lambda raw: [raw.source], SETUP, 2, met_none) for one in some]
    assert len(met) == 60
    assert asked[-1] == 1
    assert max(asked) == 7


def met_none(notice: object) -> None:
    raise AssertionError(notice)
