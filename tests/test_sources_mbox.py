"""Mailbox files: what parts messages, what does not, and what is told about doubt."""

from __future__ import annotations

import io
import mailbox
import os
import re
import time
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketlint.sources import Notice, RawMessage, mbox, read, seeking

if TYPE_CHECKING:
    from pathlib import Path

FROM = b"From joe@example.com Mon Jan  5 10:00:00 2009\n"
ONE = b"From: joe@example.com\nSubject: one\n\nfirst\n"
TWO = b"Received: from a by b\nSubject: two\n\nsecond\n"


def read_octets(octets: bytes, tmp_path: Path, name: str = "inbox") -> tuple[list[RawMessage], list[Notice]]:
    path = tmp_path / name
    path.write_bytes(octets)
    notices: list[Notice] = []
    messages = [
        RawMessage(m.source.removeprefix(f"{path}"), m.octets, m.first_line) for m in read(path, told=notices.append)
    ]
    assert path.read_bytes() == octets
    return messages, notices


def octets_of(octets: bytes, tmp_path: Path) -> tuple[list[bytes], list[Notice]]:
    messages, notices = read_octets(octets, tmp_path)
    return [message.octets for message in messages], notices


@pytest.mark.parametrize("separator", [b"\n", b""], ids=["blank line before From_", "none"])
@pytest.mark.parametrize("crlf", [False, True])
def test_two_messages(tmp_path: Path, separator: bytes, crlf: bool) -> None:
    text = FROM + ONE + separator + FROM + TWO + separator
    want = [ONE, TWO]
    if crlf:
        text, want = text.replace(b"\n", b"\r\n"), [m.replace(b"\n", b"\r\n") for m in want]
    messages, notices = read_octets(text, tmp_path)
    assert messages == [RawMessage("#1", want[0], 1), RawMessage("#2", want[1], 1)]
    assert not notices


@pytest.mark.parametrize(
    "line",
    [
        b"From joe@example.com Mon Jan  5 10:00:00 2009",
        b"From joe@example.com  Mon Jan 05 10:00 2009",
        b"From joe at example.com  Mon Jan  5 10:00:00 2009",
        b"From - Mon Jan  5 10:00:00 2009",
        b"From  Mon Jan  5 10:00:00 2009",
        b"From ???@??? Mon Jan  5 10:00:00 2009",
        b'From "Joe Doe"@example.com Mon Jan  5 10:00:00 2009',
        b"From joe Mon Jan  5 10:00:00 CET 2009",
        b"From joe Mon Jan  5 10:00:00 2009 +0100",
        b"From joe Mon Jan  5 10:00:00 2009 remote from elsewhere",
        b"From joe@example.com Mon, 5 Jan 2009 10:00:00 +0100",
        b"From joe@example.com",
        b"From joe@[1086695621] [ufa]  Sun Aug  5 09:51:15 2001",
    ],
)
def test_from_lines_as_programs_write_them(tmp_path: Path, line: bytes) -> None:
    got, notices = octets_of(line + b"\n" + ONE + b"\n" + line + b"\n" + TWO, tmp_path)
    assert got == [ONE, TWO]
    assert not notices


@pytest.mark.parametrize(
    "header",
    [
        b"X-VM-v5-Data: ([nil nil\n\tnil])\nSubject: x\n\n",
        b"Subject:\n folded\n\n",
        b"Odd-Name: x\n\n",
        b"Return-Path : <x@example.com>\n\n",
        b" From: joe@example.com\nSubject: x\n\n",
    ],
    ids=["brackets", "folded", "unknown name", "blank before the colon", "blank before the name"],
)
def test_odd_first_header_fields(tmp_path: Path, header: bytes) -> None:
    got, notices = octets_of(FROM + ONE + FROM + header + b"x\n", tmp_path)
    assert got == [ONE, header + b"x\n"]
    assert not notices


def test_doubled_from_lines_belong_to_one_message(tmp_path: Path) -> None:
    double = FROM + b">" + FROM
    messages, notices = read_octets(double + ONE + b"\n" + double + TWO, tmp_path)
    assert [m.octets for m in messages] == [ONE, TWO]
    assert not notices


@pytest.mark.parametrize(
    "prose",
    [
        b"From there I click on mail\nand nothing happens\n",
        b"\nFrom there:\nServer: ox1.example.com\n",
        b"From my point of view at 10:30\nModule: mail\n",
        b"\nFrom what I saw on Monday\n\nSubject: x\n",
        b"FROM joe@example.com Mon Jan  5 10:00:00 2009\nSubject: x\n",
        b" From joe@example.com Mon Jan  5 10:00:00 2009\nSubject: x\n",
        b"From: joe@example.com\nTo: x@example.com\nSubject: forwarded\n",
        b"From : joe@example.com\nTo: x@example.com\n",
        b"\nFrom \n\nx\n",
        b"From\n",
    ],
)
def test_prose_parts_nothing(tmp_path: Path, prose: bytes) -> None:
    body = b"Subject: x\n\nhello\n" + prose + b"bye\n"
    got, notices = octets_of(FROM + body + b"\n" + FROM + TWO, tmp_path)
    assert got == [body, TWO]
    assert not notices


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (b"\nFrom our customer:\nFrom: joe@example.com\nSubject: x\n", False),
        (b"From joe@example.com\nSubject: x\n", True),
        (b"\nFrom joe@example.com\nServer: x\n", False),
        (b"\nFrom joe@example.com Mon Jan  5 10:00:00 2009\n\nand no header\n", False),
        (b"\nFrom joe@example.com Mon Jan  5 10:00:00 2009\nodd line\nSubject: x\n", True),
        (b"From what I saw on Mon Jan  5 10:00:00 2009\nServer: x\n", False),
    ],
)
def test_doubt_is_told_with_its_line(tmp_path: Path, text: bytes, parts: bool) -> None:
    octets = FROM + ONE + text + b"\n" + FROM + TWO
    messages, notices = read_octets(octets, tmp_path)
    assert len(messages) == (3 if parts else 2)
    (notice,) = notices
    assert notice.kind == "doubt"
    assert octets.split(b"\n")[(notice.line or 0) - 1].startswith(b"From ")
    assert ("start of a message" if parts else "for text") in notice.text


def test_doubt_names_the_line_far_into_the_mailbox(tmp_path: Path) -> None:
    text = (FROM + b"Subject: x\n\n" + b"y" * 99 + b"\n") * 30_000
    line = text.count(b"\n") + 1
    _, notices = octets_of(text + b"From joe@example.com\nSubject: z\n", tmp_path)
    assert [notice.line for notice in notices] == [line]


def test_one_level_of_quoting_is_taken_off(tmp_path: Path) -> None:
    body = b"Subject: x\n\n>From a\n>>From b\n> From c\n>>>From d\n"
    got, _ = octets_of(FROM + body + b"\n" + FROM + TWO, tmp_path)
    assert got[0] == b"Subject: x\n\nFrom a\n>From b\n> From c\n>>From d\n"


def test_a_header_field_from_is_no_boundary_whatever_it_says(tmp_path: Path) -> None:
    body = b"Subject: x\n\nFrom : Mon Jan  5 10:00:00 2009\nSubject: y\n"
    assert octets_of(FROM + body + FROM + TWO, tmp_path) == ([body, TWO], [])  # and does not read it for ever


def with_length(body: bytes, extra: int = 0) -> bytes:
    return b"Subject: x\nContent-Length: %d\n\n" % (len(body) + extra) + body


@pytest.mark.parametrize("separator", [b"\n", b""])
def test_content_length_that_leads_to_a_boundary_is_followed(tmp_path: Path, separator: bytes) -> None:
    body = b">From stays\n\n" + FROM + b"Subject: an attached mailbox\n\nx\n"
    text = FROM + with_length(body) + separator + FROM + with_length(b"last\n") + separator
    got, notices = octets_of(text, tmp_path)
    assert got == [with_length(body), with_length(b"last\n")]
    assert [(n.kind, text.split(b"\n")[(n.line or 0) - 1] + b"\n") for n in notices] == [("doubt", FROM)]


@pytest.mark.parametrize("extra", [-3, 2, 5, 70, 10**6, 10**11])
def test_content_length_that_leads_elsewhere_is_ignored(tmp_path: Path, extra: int) -> None:
    first = with_length(b"hello\nthere\n", extra)
    got, notices = octets_of(FROM + first + b"\n" + FROM + TWO + b"\n" + FROM + ONE, tmp_path)
    assert got == [first, TWO, ONE]
    assert not notices


@pytest.mark.parametrize("rest", [b"", b"Rece", b"Received: from", b"Subject: x\n", b"Subject: x\n\nhel"])
def test_a_mailbox_cut_short_still_has_its_last_message(tmp_path: Path, rest: bytes) -> None:
    got, _ = octets_of(FROM + ONE + b"\n" + FROM + rest, tmp_path)
    assert got == [ONE, rest]


def test_one_message_is_a_mail_unless_the_name_says_mbox(tmp_path: Path) -> None:
    assert read_octets(FROM + ONE, tmp_path, "saved.txt")[0] == [RawMessage("", ONE, 2)]
    assert read_octets(b"\n\n" + FROM + b">" + FROM + ONE, tmp_path, "saved.eml")[0] == [RawMessage("", ONE, 5)]
    assert read_octets(FROM + ONE, tmp_path, "saved.mbox")[0] == [RawMessage("#1", ONE, 1)]


def test_a_message_too_large_is_told_and_the_next_ones_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "LARGEST", 3_000_000)
    text = FROM + ONE + FROM + b"Subject: x\n\n" + (b"y" * 99 + b"\n") * 60_000 + FROM + TWO
    messages, notices = read_octets(text, tmp_path)
    assert messages == [RawMessage("#1", ONE, 1), RawMessage("#3", TWO, 1)]
    assert [(n.kind, n.source) for n in notices] == [("unread", f"{tmp_path}/inbox#2")]


@pytest.mark.parametrize("name", ["inbox", "inbox.mbox"])
@pytest.mark.parametrize("left", [0, 100, 2**18 + 2000])
def test_a_mailbox_that_shrinks_while_it_is_read_is_told(tmp_path: Path, left: int, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((FROM + ONE + b"\n") * 20_000)
    notices: list[Notice] = []
    numbers: list[str] = []
    for message in read(path, told=notices.append):
        if not numbers:
            os.truncate(path, left)
        numbers.append(message.source)
    assert 1 <= len(numbers) < 20_000
    assert [(one.kind, one.source) for one in notices] == [("unread", str(path))]


def test_a_mailbox_that_grows_while_it_is_read_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    path.write_bytes((FROM + ONE + b"\n") * 20_000)
    notices: list[Notice] = []
    for number, _ in enumerate(read(path, told=notices.append)):
        if not number:
            with path.open("ab") as more:
                more.write(FROM + TWO)
    assert number == 20_000
    assert not notices


def test_boundaries_at_every_place_of_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "_CHUNK", 64)
    monkeypatch.setattr(mbox, "_LOOK", 128)
    for size in range(1, 140):
        first = b"Subject: x\n\n" + b"y" * size + b"\n"
        got, _ = octets_of((FROM + first + b"\n") * 3 + FROM + TWO, tmp_path)
        assert got == [first] * 3 + [TWO]


def test_the_same_as_the_standard_library_on_well_formed_mailboxes(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box", create=True)
    for number in range(50):
        message = EmailMessage()
        message["Subject"], message["From"] = f"number {number}", "joe@example.com"
        message.set_content(f"line\n\nFrom here on\n{number}\n" * (number + 1))
        if number % 3:
            message.add_attachment(b"From \n" * number, maintype="application", subtype="octet-stream")
        box.add(message)
    box.flush()
    ours = [message.octets for message in read(tmp_path / "box")]
    theirs = [box.get_bytes(key) for key in box.iterkeys()]
    assert len(ours) == 50
    assert [o.replace(b"\n>From ", b"\nFrom ") for o in ours] == [t.replace(b"\n>From ", b"\nFrom ") for t in theirs]


def as_mboxrd(messages: list[bytes]) -> bytes:
    lines = []
    for message in messages:
        lines.append(FROM)
        for line in message.splitlines(keepends=True) if b"\r" not in message else message.split(b"\n"):
            lines.append(b">" + line if line.lstrip(b">").startswith(b"From ") else line)
        lines.append(b"\n")
    return b"".join(lines)


hostile = st.lists(
    st.sampled_from(
        [
            *(b"From ", b">From joe", b">>From ", b"From joe@example.com Mon Jan  5 10:00:00 2009", b"Subject: x", b""),
            *(b"Content-Length: 12", b"From: x", b" ", b"--b", b"\xff\xfe\0", b"From there:", b"MIME-Version: 1.0"),
        ]
    )
    | st.binary(max_size=40).map(lambda octets: octets.replace(b"\n", b"").replace(b"\r", b"")),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=5))
def test_what_was_written_as_mboxrd_is_read_back(bodies: list[list[bytes]]) -> None:
    messages = [
        b"Subject: x\nX-N: %d\n\n" % n + b"".join(b"%s\n" % line for line in body) for n, body in enumerate(bodies)
    ]
    stream = io.BytesIO(as_mboxrd(messages))
    # A body whose last lines are empty keeps them: only the separator's own line is taken off.
    assert [parted.octets for parted in mbox.part(stream, lambda line, text: None)] == messages


LINES = (
    *(FROM, b">" + FROM, b"From - Mon Jan 15 10:00:00 2009\r\n", b"From  Mon Jan  5 10:00:00 2009\n", b"From \n"),
    *(b"From : Mon Jan  5 10:00:00 2009\n", b"From a b Mon Jan  5 10:00:00 2009\n", b"From joe@example.com\n"),
    *(b"Subject: x\n", b"From: x\n", b"From :\n", b">x:\n", b"odd\n", b"\n", b"\r\n", b"Content-Length: 60\n"),
    *(b"Content-Length: 9\r\n", b"x", b">", b" ", b"y" * 70 + b"\n", b"Fro", b"From what I saw:\n"),
)


def parted(octets: bytes) -> tuple[list[mbox.Parted], list[tuple[int, str]]]:
    doubts: list[tuple[int, str]] = []
    return list(mbox.part(io.BytesIO(octets), lambda *told: doubts.append(told))), doubts


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=60))
def test_the_short_way_to_a_boundary_leads_where_the_long_one_does(pieces: list[bytes]) -> None:
    octets = FROM + b"Subject: x\n" + b"".join(pieces)
    short = parted(octets)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mbox, "_PLAIN", re.compile(b"(?!)"))
        assert parted(octets) == short
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mbox, "_SHORT", 30)
        assert parted(octets) == short
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mbox, "seek", seeking._seek)
        patched.setattr(seeking, "_STRETCH", 6)  # the search for a blank comes in at once
        patched.setattr(mbox, "_CHUNK", 7)
        patched.setattr(mbox, "_SPENT", 3)
        assert parted(octets) == short


@pytest.mark.parametrize("size", [5, 70, 16_000, 17_000, 300_000])
def test_a_boundary_behind_text_without_a_blank(tmp_path: Path, size: int) -> None:
    first = b"Subject: x\n\n" + b"y" * size + b"\n"
    assert octets_of((FROM + first + b"\n") * 3 + FROM + TWO, tmp_path)[0] == [first] * 3 + [TWO]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([FROM, b"From ", b"\n", b"\r\n", b"Subject: x\n", b">", b"Content-Length: 9\n", b"x"]),
        max_size=40,
    )
)
def test_no_octets_make_it_fail_or_lose_a_line(pieces: list[bytes]) -> None:
    octets = FROM + b"Subject: x\n\n" + b"".join(pieces)
    doubts: list[int] = []
    parted = list(mbox.part(io.BytesIO(octets), lambda line, text: doubts.append(line)))
    assert parted
    assert all(1 <= line <= octets.count(b"\n") + 1 for line in doubts)
    assert sum(len(p.octets or b"") for p in parted) <= len(octets)


def test_a_piece_of_a_mailbox_is_read_hardly_further_than_asked_for() -> None:
    octets = (FROM + ONE + b"x" * 1000 + b"\n\n") * 3000
    begin = octets.index(FROM, len(octets) // 2)
    stop = begin + 100_000
    source = io.BytesIO(octets)
    source.seek(begin)
    met = list(mbox.part(source, lambda place, text: None, None, offset=begin, stop=stop))
    assert met[-1].following >= stop
    assert source.tell() < stop + 2**17
    source.seek(begin - 4)
    assert mbox.next_message(source, begin, stop, 4) == begin
    assert source.tell() < begin + 2**16


def test_a_run_of_lines_that_could_part_messages_is_told_once(tmp_path: Path) -> None:
    text = FROM + ONE + b"\n" + FROM * 300 + b"\nodd\n\n" + FROM * 40 + TWO
    (one, two), notices = octets_of(text, tmp_path)
    assert one.startswith(ONE + b"\n" + FROM)
    assert two == TWO
    assert [(notice.kind, notice.line) for notice in notices] == [("doubt", 7), ("doubt", 310)]


@pytest.mark.parametrize("between", [b"", b"\n", b"x\n", b">From a\n", b"\n\n"])
@pytest.mark.parametrize("way", ["a file", "a stream", "a stretch"])
def test_lines_that_part_nothing_cost_bounded_time(tmp_path: Path, between: bytes, way: str) -> None:
    text = ((FROM + between) * 12_000)[:400_000]
    began = time.process_time()
    if way == "a file":
        read_octets(text, tmp_path)
    elif way == "a stream":
        list(mbox.part(io.BytesIO(text), lambda line, said: None))
    else:
        mbox.next_message(io.BytesIO(text), 1, len(text), 0)
    assert time.process_time() - began < 1.5


def test_a_quoted_line_among_lines_that_part_nothing_is_read_back(tmp_path: Path) -> None:
    text = FROM + ONE + b"\n" + (FROM + b">" + FROM) * 30 + b"x\n"
    (one,), _ = octets_of(text, tmp_path)
    assert one == ONE + b"\n" + FROM * 60 + b"x\n"
