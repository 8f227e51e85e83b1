"""Each compiled loop says what the Python function says of which it is the twin, and takes no longer for hostile mail."""

from __future__ import annotations

import os
import random
import time
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import twins
from ticketlint.message import transfer
from ticketlint.quick import page, parts

if TYPE_CHECKING:
    from collections.abc import Callable

native = pytest.importorskip("ticketlint.native.octets", reason="nothing is compiled here")
pieces = pytest.importorskip("ticketlint.native.pieces", reason="nothing is compiled here")

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
SAMPLES = Path(__file__).parents[1] / "samples"
CASES = 3000


def test_the_twins_are_what_is_used() -> None:
    assert transfer.quoted_printable is native.quoted_printable
    assert parts.split is pieces.split
    assert parts.tells is native.tells
    assert page.cut is pieces.cut


@pytest.mark.parametrize(
    ("hold", "twin"),
    [(twins.quoted, native.quoted_printable), (twins.split, pieces.split), (twins.cut, pieces.cut)],
    ids=("quoted_printable", "split", "cut"),
)
def test_a_twin_says_the_same(hold: Callable[[random.Random, Any], None], twin: object) -> None:
    for seed in range(CASES):
        hold(random.Random(seed), twin)


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
                found = native.tells(text, octets, 0, len(octets), body is plain, True)
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
    assert native.tells("x", raw, 0, len(raw) + 1, True, True) == -1
    assert native.tells("x", raw, -1, len(raw), True, True) == -1
    assert native.tells("x", raw, 5, 4, True, True) == -1
    assert native.tells("\ud800", raw, 0, len(raw), True, True) == -1


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
        lambda: native.tells(text, octets, 0, len(octets), True, True),
        lambda: native.tells(text[: SIZE // 2], octets + b"y", 0, len(octets) + 1, False, True),
        lambda: native.tells(text + "y" + text, octets + b"z", 0, len(octets) + 1, False, True),
    )
    for number, call in enumerate(calls):
        began = time.process_time()
        call()
        assert time.process_time() - began < 0.5, number
