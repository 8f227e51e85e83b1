"""Mails made to hurt: nothing raises, and time and memory stay linear in the octets."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketlint.message import Message, Part, parse, tree

FROM = b"From: a@b.example\n"
TEXT = FROM + b"Content-Type: text/plain"
MIXED = FROM + b"Content-Type: multipart/mixed; boundary=x\n\n"
SEED = (
    b'Received: x\nFrom: "A, B" <a@b.example>, c@d.example (E)\nTo: f@g.example\nSubject: =?utf-8?q?St=C3=B6rung?= =?utf-8?b?w7Y=?=\n'
    b"Date: Sun, 22 Nov 2026 10:00:00 +0100\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=\"x\"; a*0*=utf-8''b; a*1=c\n\n"
    b"--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nSt=C3=B6rung=\n x\n"
    b"--x\nContent-Type: message/rfc822\n\nSubject: inner\n\nbody\n"
    b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGh0bWw+PGJvZHk+\nPC9ib2R5PjwvaHRtbD4=\n--x--\n"
)
HOSTILE = {
    "a header of 10 MB": FROM + b"Subject: " + b"x" * 10_000_000 + b"\n\nhi",
    "a header of many fields": FROM + b"a: b\n" * 2_000_000 + b"\nhi",
    "a header of many folds": FROM + b"Subject: a" + b"\n " * 1_000_000 + b"\n\nhi",
    "a header of carriage returns": FROM + b"Subject: " + b"\r" * 1_000_000 + b"\n\nhi",
    "only blank lines": b"\n" * 3_000_000 + b"x",
    "only blanks": b" " * 3_000_000,
    "envelope lines": b"From x\n" * 300_000,
    "multiparts in multiparts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1000)),
    "multiparts in multiparts, one boundary": FROM + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000,
    "messages in messages": b"Content-Type: message/rfc822\n\n" * 20_000,
    "100,000 parts": MIXED + b"--x\n\nhi\n" * 100_000,
    "an attachment": MIXED + b"--x\n\nhi\n--x\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 5_000_000 + b"\n--x--\n",
    "near boundaries": MIXED + b"--xx\n" * 500_000,
    "no boundary": FROM + b"Content-Type: multipart/mixed\n\n" + b"\n--" * 1_000_000,
    "open quotes in a Content-Type": TEXT + b'; a="' * 12_000 + b"\n\nhi",
    "one long word in a Content-Type": TEXT + b"; " + b"a" * 60_000 + b"\n\nhi",
    "blanks in a Content-Type": TEXT + b"; a" + b" " * 60_000 + b"\n\nhi",
    "words in a Content-Type": TEXT + b"; " + b"a " * 30_000 + b"\n\nhi",
    "equals signs in a Content-Type": TEXT + b"; " + b"=" * 60_000 + b"\n\nhi",
    "pieces in a Content-Type": TEXT + b"".join(b"; a*%d*=x" % i for i in range(6000)) + b"\n\nhi",
    "open encoded words": FROM + b"Subject: " + b"=?a?q?" * 10_000 + b"\n\nhi",
    "open beginnings of encoded words": FROM + b"Subject: " + b"=?" * 30_000 + b"\n\nhi",
    "many encoded words": FROM + b"Subject: " + b"=?utf-8?q?a?= " * 4600 + b"\n\nhi",
    "many charsets": FROM + b"Subject: " + b" ".join(b"=?x%d?q?=FF?=" % i for i in range(4000)) + b"\n\nhi",
    "open quotes in From": b"From: " + b'" \\' * 20_000 + b"\n\nhi",
    "open comments in From": b"From: " + b"(" * 60_000 + b"\n\nhi",
    "open angles in From": b"From: " + b"<" * 60_000 + b"\n\nhi",
    "half addresses in From": b"From: " + b"a@" * 30_000 + b"\n\nhi",
    "a long word in From": b"From: " + b"a" * 60_000 + b"\n\nhi",
    "blanks in From": b"From: " + b" " * 30_000 + b"a" + b" " * 30_000 + b"\n\nhi",
    "odd recipients": FROM + (b"To: " + b"x@y.example, (" * 4000 + b"\n") * 15 + b"\nhi",
    "a long Date": FROM + b"Date: " + b"Mon, " * 12_000 + b"\n\nhi",
    "base64 with blanks": FROM + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD QUJD\n" * 300_000,
    "base64 of short lines": FROM + b"Content-Transfer-Encoding: base64\n\n" + b"QQ==\n" * 300_000,
    "quoted-printable of blanks": FROM + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=  " * 1_000_000,
    "half-broken UTF-8": TEXT + b"; charset=utf-8\n\n" + b"\xc3\xa4\xff" * 1_000_000,
    "open tags before a charset": FROM + b"Content-Type: text/html\n\n" + b"<meta " * 500_000,
    "NUL": FROM + b"\n" + b"\0" * 3_000_000,
}  # fmt: skip


def read(message: Message) -> list[Part]:
    parts = list(message.root.walk())
    for part in parts:
        if part.content_type.startswith("text/") and not part.children:
            part.text()
    return parts


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_bounded(name: str) -> None:
    began = time.process_time()
    parts = read(parse(HOSTILE[name]))
    assert time.process_time() - began < 2.0
    assert len(parts) <= tree.PARTS + 1


def test_depth_and_number_are_told() -> None:
    for name in ("multiparts in multiparts", "messages in messages", "100,000 parts"):
        assert "mime-defect" in {defect.code for defect in parse(HOSTILE[name]).defects}


def test_an_attachment_costs_no_memory() -> None:
    octets = HOSTILE["an attachment"]
    tracemalloc.start()
    message = parse(octets)
    message.root.children[0].text()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000 < len(octets)


def test_defects_are_few_however_bad_the_mail() -> None:
    assert max(len(parse(octets).defects) for octets in HOSTILE.values()) <= 130


def whole(octets: bytes) -> None:
    message = parse(octets)
    for part in read(message):
        assert part.first_line >= 1
        part.octets()
    for field in message.fields:
        assert "\n" not in field.value
        assert "\r" not in field.value
        field.value.encode("utf-8")


@given(st.binary(max_size=400))
@example(b"\r")
@example(b"\xef\xbb\xbf")
@example(b"Content-Type: multipart/mixed; boundary=\n\n--")
@example(b"From:\n Content-Type\n:")
def test_no_octets_raise(octets: bytes) -> None:
    whole(octets)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.binary(max_size=8)), min_size=1, max_size=12)
)
def test_no_damage_raises(damage: list[tuple[int, int, bytes]]) -> None:
    octets = SEED
    for at, length, new in damage:
        octets = octets[:at] + new + octets[at + length :]
    whole(octets)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(
    [b"--x\n", b"--x--\n", b"\n", b"\r\n", b"\r", b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: message/rfc822\n",
     b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"begin 644 a\n", b"QUJD\n", b" a", b"From x\n",
     b"From: =?utf-7?q?+2AA-?= <a@b>\n", b"Subject: =?a?b?", b"?=\n", b"\xff\xfe", b"\0", b"Date: 1 Jan 1 1:1\n"]
), max_size=25))  # fmt: skip
def test_no_jumble_raises(pieces: list[bytes]) -> None:
    whole(b"".join(pieces))
