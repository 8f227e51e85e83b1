"""Each compiled loop says what the Python function says of which it is the twin, and takes no longer for hostile mail."""

from __future__ import annotations

import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import twins
from ticketlint.message import transfer
from ticketlint.quick import page, parts
from ticketlint.sources import glance, seeking

if TYPE_CHECKING:
    from collections.abc import Callable

native = pytest.importorskip("ticketlint.native.octets", reason="nothing is compiled here")
lines = pytest.importorskip("ticketlint.native.lines", reason="nothing is compiled here")
pieces = pytest.importorskip("ticketlint.native.pieces", reason="nothing is compiled here")
mailbox = pytest.importorskip("ticketlint.native.mailbox", reason="nothing is compiled here")
file = pytest.importorskip("ticketlint.native.file", reason="nothing is compiled here")

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
SAMPLES = Path(__file__).parents[1] / "samples"
CASES = 3000


def test_the_twins_are_what_is_used() -> None:
    assert transfer.quoted_printable is native.quoted_printable
    assert parts.split is pieces.split
    assert parts.blank_line is pieces.blank_line
    assert parts.tells is native.tells
    assert parts.lines_of is lines.lines
    assert glance.rest is file.rest
    assert seeking.seek is mailbox.seek
    assert page.cut is pieces.cut


@pytest.mark.parametrize(
    ("hold", "twin"),
    [(twins.quoted, native.quoted_printable), (twins.split, pieces.split), (twins.cut, pieces.cut)],
    ids=("quoted_printable", "split", "cut"),
)
def test_a_twin_says_the_same(hold: Callable[[random.Random, Any], None], twin: object) -> None:
    for seed in range(CASES):
        hold(random.Random(seed), twin)


def test_a_twin_cuts_a_text_into_the_same_lines() -> None:
    assert sum(twins.lines(random.Random(seed), lines.lines) for seed in range(CASES)) > CASES // 3


def test_a_twin_seeks_the_same_lines() -> None:
    met = 0
    for seed in range(CASES):
        dice = random.Random(seed)
        pieces = dice.choices(
            (b"From ", b"From", b"F" * 5, b"Fxxx ", b"\n", b" ", b"x" * 300, b"y" * 17_000, b"From: ", b"F"),
            weights=(1, 3, 3, 3, 6, 3, 6, 1, 2, 3), k=dice.randrange(30),
        )  # fmt: skip
        octets = bytearray(b"".join(pieces))
        start = dice.randrange(len(octets) + 2)
        stop = dice.choice((sys.maxsize, len(octets), dice.randrange(len(octets) + 1)))
        found = octets.find(b"From ", start, stop)
        assert seeking._seek(octets, start, stop) == mailbox.seek(octets, start, stop) == found
        met += found >= 0
    assert met > CASES // 10
    with pytest.raises(TypeError):
        mailbox.seek(None, 0, 0)
    assert mailbox.seek(bytearray(b"From "), -1, 5) == -1


@pytest.mark.parametrize("size", [0, 1, 70_000, 131_072, 300_000])
def test_a_file_is_read_to_its_end_and_its_longest_stretch_is_known(tmp_path: Path, size: int) -> None:
    dice = random.Random(size)
    for hyphens in (0, 1, 3, 5000):
        octets = bytearray(dice.choices(b"abc\n", k=size))
        for _ in range(hyphens if size else 0):
            octets[dice.randrange(size)] = 45
        path = tmp_path / "mail"
        path.write_bytes(octets)
        for begun in (0, min(size, 65_536), size):
            with path.open("rb") as stream:
                head = os.read(stream.fileno(), begun)
                found, bare, smooth = file.rest(stream.fileno(), head, size)
            assert found == octets
            longest = max(end - start for start, end in twins.stretches(found))
            assert 0 <= bare <= smooth <= size
            assert found.count(b"-", bare, smooth) == 0
            if hyphens < 1000 and not begun:
                assert smooth - bare == longest
            for wrong in (size + 1, size - 1):
                with path.open("rb") as stream:
                    assert wrong < 0 or file.rest(stream.fileno(), os.read(stream.fileno(), begun), wrong) is None


@pytest.mark.parametrize("size", [0, 1, glance.FEW, glance.SMALL, glance.LARGE])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_twin_begins_a_file(tmp_path: Path, size: int, more: int) -> None:
    path = tmp_path / "mail"
    path.write_bytes(b"x" * max(0, size + more))
    found = []
    for first in (file.first, glance._first):
        with path.open("rb") as stream:
            found.append(first(stream.fileno()))
    assert found[0] == found[1]


def test_what_was_read_before_is_left_as_it_is(tmp_path: Path) -> None:
    dice = random.Random(7)
    made = [
        dice.randbytes(dice.choice((10, 8191, 8192, 9000, 32767, 32768, 32769, 70_000, 300_000))) for _ in range(60)
    ]
    found = []
    for number, octets in enumerate(made):
        path = tmp_path / str(number)
        path.write_bytes(octets)
        with path.open("rb") as stream:
            found.append(file.first(stream.fileno()))
        folder = os.open(tmp_path, os.O_RDONLY)
        with pytest.raises(IsADirectoryError):
            file.first(folder)
        os.close(folder)
    for octets, (begun, size) in zip(made, found, strict=True):
        assert size == len(octets)
        assert begun == octets[: len(begun)]
        assert len(begun) >= min(size, 12_288 if size >= glance.LARGE else glance.FEW)


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    made = {}
    for number in range(40):
        octets = bytes([number]) * (9000 + 700 * number)
        (tmp_path / str(number)).write_bytes(octets)
        made[number] = octets

    def read(number: int) -> bool:
        with (tmp_path / str(number)).open("rb") as stream:
            return bool(file.first(stream.fileno())[0] == made[number][: glance.SMALL])

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, [number % 40 for number in range(4000)]))


def test_a_blank_line_below_a_header() -> None:
    dice = random.Random(3)
    for _ in range(CASES):
        octets = bytes(dice.choices(b"\n\nx", k=dice.choice((0, 1, 5, 40))))
        start, end = dice.randrange(len(octets) + 1), dice.randrange(len(octets) + 3)
        assert pieces.blank_line(octets, start, end) == parts._blank_line(octets, start, end)


def test_reading_that_fails_is_told(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(IsADirectoryError):
        file.rest(folder, b"", 10)
    os.close(folder)


def test_a_twin_says_whether_a_text_tells_all_that_a_page_does() -> None:
    answered = sum(twins.tells(random.Random(seed), native.tells) for seed in range(CASES))
    assert answered > CASES // 4


def texts_of(path: Path) -> list[tuple[str, bytes, str]]:
    """Return the texts of a mail: their kind, their octets as they travelled, and their encoding."""
    message = message_from_bytes(path.read_bytes())
    found = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return [
        (
            part.get_content_subtype(),
            str(part.get_payload()).encode("utf-8", "surrogateescape"),
            str(part["Content-Transfer-Encoding"]),
        )
        for part in found
    ]


@pytest.mark.parametrize("root", [SAMPLES, CORPUS], ids=["samples", "corpus"])
def test_real_mails(root: Path) -> None:
    if not root.exists():
        pytest.skip(f"{root} is not here")
    seen = told = 0
    for path in sorted(root.rglob("*.eml")):
        before = ""
        for kind, octets, encoding in texts_of(path):
            plain = transfer._quoted_printable(octets)
            assert native.quoted_printable(octets) == plain
            body = plain if encoding.lower() == "quoted-printable" else octets
            if kind != "html":
                before += body.decode("utf-8", "replace")
                continue
            seen += 1
            for text in (before, before[:100], before + body.decode("utf-8", "replace")):
                found = native.tells(text.encode(), octets, 0, len(octets), body is plain, True)
                assert found in {-1, int(parts._tells(text, body, "utf-8"))}, path
                told += found == 1
            shown = body.decode("utf-8", "replace")
            assert pieces.cut(shown)[0] == page._cut(shown)[0], path
        raw = path.read_bytes()
        for line in raw.splitlines():
            if line.startswith(b"--") and len(line) < 80:
                assert pieces.split(raw, line, 0, len(raw)) == parts._split(raw, line, 0, len(raw)), path
    assert seen > 3
    assert told > 0


def test_what_lies_outside_is_left_alone() -> None:
    raw = b"--b\nx\n--b--\n"
    assert pieces.split(raw, b"--b", 0, len(raw)) == [(4, 5)]
    assert pieces.split(raw, b"--b", 0, len(raw) + 1) is None
    assert pieces.split(raw, b"--b", -1, len(raw)) is None
    assert pieces.split(raw, b"--b", 5, 4) is None
    assert native.tells(b"x", raw, 0, len(raw) + 1, True, True) == -1
    assert native.tells(b"x", raw, -1, len(raw), True, True) == -1
    assert native.tells(b"x", raw, 5, 4, True, True) == -1


SIZE = 2_000_000
PUMPS = (b"=", b"= ", b"=\r", b"=\t", b"=3D", b"==", b"<", b">", b"<>", b"<b>x", b"> ", b"&", b"&nbsp;", b"</head>", b"<b>x</head>", b"-", b"--", b"\n--b\n", b"--b", b"\n", b" ", b"x", b"\xc3\xbc", b"\xc2", b":")  # fmt: skip


@pytest.mark.parametrize("pump", PUMPS)
def test_no_twin_takes_long(pump: bytes) -> None:
    octets = pump * (SIZE // len(pump))
    text = octets.decode("latin-1")
    calls: tuple[Callable[[], object], ...] = (
        lambda: native.quoted_printable(octets),
        lambda: pieces.split(octets, b"--b", 0, len(octets)),
        lambda: pieces.split(octets, b"--" + b"-" * 60 + b"b", 0, len(octets)),
        lambda: pieces.cut(text),
        lambda: pieces.cut(text + "€"),
        lambda: native.tells(text.encode(), octets, 0, len(octets), True, True),
        lambda: native.tells(text[: SIZE // 2].encode(), octets + b"y", 0, len(octets) + 1, False, True),
        lambda: native.tells((text + "y" + text).encode(), octets + b"z", 0, len(octets) + 1, False, True),
    )
    for number, call in enumerate(calls):
        began = time.process_time()
        call()
        assert time.process_time() - began < 0.5, number
