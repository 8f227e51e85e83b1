"""Single files and standard input: what they are recognised as, and what is told where they are no mail."""

from __future__ import annotations

import gzip
import io
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketlint.sources import Notice, RawMessage, glance, header, read, stream

if TYPE_CHECKING:
    from pathlib import Path

MAIL = b"From: joe@example.com\nSubject: one\n\nServer: x\n"
FROM = b"From joe@example.com Mon Jan  5 10:00:00 2009\n"
PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'


def write(tmp_path: Path, name: str, octets: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(octets)
    return path


def all_of(path: Path | str, **more: Any) -> tuple[list[RawMessage], list[Notice]]:
    notices: list[Notice] = []
    return list(read(path, told=notices.append, **more)), notices


def one(path: Path | str, **more: Any) -> RawMessage:
    messages, notices = all_of(path, **more)
    assert not notices
    (message,) = messages
    return message


@pytest.mark.parametrize("name", ["a.eml", "a", "a.txt", "a.EML", ".hidden", "a.mbox"])
def test_a_mail_under_any_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, MAIL)
    assert one(path) == RawMessage(str(path), MAIL, 1)


@pytest.mark.parametrize(
    ("before", "line"),
    [
        *((b"\n", 2), (b"\r\n \r\n\n", 4), (b"\xef\xbb\xbf", 1), (b"\xef\xbb\xbf\n", 2), (b"  ", 1)),
        *((FROM, 2), (b"\n" + FROM, 3), (FROM + b">" + FROM, 3), (b"From joe@example.com\r\n", 2)),
    ],
)
def test_what_may_stand_before_the_header(tmp_path: Path, before: bytes, line: int) -> None:
    path = write(tmp_path, "a.eml", before + MAIL)
    assert one(path) == RawMessage(str(path), MAIL, line)


def test_first_line_is_the_number_which_the_header_has_in_the_file(tmp_path: Path) -> None:
    octets = b"\xef\xbb\xbf\n\n" + FROM + MAIL
    message = one(write(tmp_path, "a.eml", octets))
    assert octets.split(b"\n")[message.first_line - 1 :] == message.octets.split(b"\n")


@pytest.mark.parametrize(
    "octets",
    [
        b"Subject: help\nTo: support@open-xchange.com\n\nhello\n",
        b"To: support@open-xchange.com\n\nServer: x\n",
        b"Subject: x",
        b"X-Spam: no\nReceived: from a\n\tby b\nDate: x\n\n",
        b"Odd-Name: x\nFrom: a@b\nTo: c@d\n\n",
        b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx",
        b"From: a@b\rTo: c@d\r\rold Mac\r",
        b"Subject : blank before the colon\n\n",
    ],
)
def test_headers(octets: bytes) -> None:
    assert header.is_header(octets)


@pytest.mark.parametrize(
    "octets",
    [
        b"Support Key: OX-1\nServer: x\n\nSubject: y\nFrom: z\n",
        b"Server: x\nModule: mail\nSeverity: 2\n",
        b"Product: OXHE\nSubject: cannot log in\nSeverity: 2\n",
        b"Date: 2026-11-22\nServer: x\n",
        b"Priority: 2\nStatus: open\nLanguage: de\n",
        b"# Title\n\nFrom: x\nTo: y\n",
        b"import os\n",
        b"title: x\non: push\njobs:\n  to: x\n",
        b"BEGIN:VCALENDAR\nVERSION:2.0\nX-MAINTNOTE: x\nX-OTHER: y\n",
        b"",
    ],
)
def test_no_headers(octets: bytes) -> None:
    assert not header.is_header(octets)


@pytest.mark.parametrize(
    "draft",
    [
        b"Support Key: OX-1\nServer: x\n",
        b"Server: x\nModule: mail\n\nhello",
        b"hello\n",
        b"From there I went\n",
        b"17\n",
    ],
)
def test_a_draft_has_an_empty_header_in_front(tmp_path: Path, draft: bytes) -> None:
    path = write(tmp_path, "draft.txt", draft)
    assert one(path) == RawMessage(str(path), b"\n" + draft, 0)
    assert one("-", stdin=io.BytesIO(draft)) == RawMessage("-", b"\n" + draft, 0)


def test_a_draft_with_a_byte_order_mark(tmp_path: Path) -> None:
    text = "Server: x\nModul: Größe\n"
    assert one(write(tmp_path, "a", b"\xef\xbb\xbf" + text.encode())).octets == b"\n" + text.encode()
    assert one(write(tmp_path, "b", text.encode("utf-16"))).octets == b"\n" + text.encode()


def test_standard_input_takes_a_mail_and_a_mailbox() -> None:
    assert one("-", stdin=io.BytesIO(MAIL)) == RawMessage("-", MAIL, 1)
    assert one("-", stdin=io.BytesIO(gzip.compress(MAIL))) == RawMessage("-", MAIL, 1)
    messages, _ = all_of("-", stdin=io.BytesIO(FROM + MAIL + b"\n" + FROM + MAIL))
    assert messages == [RawMessage("-#1", MAIL, 1), RawMessage("-#2", MAIL, 1)]


def test_a_slow_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    text = (FROM + MAIL + b"\n") * 3000

    def send() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for at in range(0, len(text), 777):
                pipe.write(text[at : at + 777])

    sender = threading.Thread(target=send)
    sender.start()
    with os.fdopen(reading, "rb") as pipe:
        messages, _ = all_of("-", stdin=pipe)
    sender.join()
    assert [m.octets for m in messages] == [MAIL] * 3000


def test_a_named_pipe_is_read_when_it_is_named_and_passed_over_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    sender = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(MAIL))
    sender.start()
    assert one(tmp_path / "pipe").octets == MAIL
    sender.join()
    messages, (notice,) = all_of(tmp_path)
    assert not messages
    assert notice.kind == "skipped"


@pytest.mark.parametrize("name", ["1234.emlx", "1234.partial.emlx", "renamed"])
@pytest.mark.parametrize("wrong", [0, 5000, -20, 7])
def test_emlx(tmp_path: Path, name: str, wrong: int) -> None:
    path = write(tmp_path, name, b"%-10d\n" % (len(MAIL) + wrong) + MAIL + PLIST)
    assert one(path) == RawMessage(str(path), MAIL, 2)


def test_gzip_changes_nothing_but_the_file(tmp_path: Path) -> None:
    assert one(write(tmp_path, "a.eml.gz", gzip.compress(MAIL))).octets == MAIL
    assert one(write(tmp_path, "b", gzip.compress(b"%d\n" % len(MAIL) + MAIL + PLIST))).octets == MAIL
    path = write(tmp_path, "box.gz", gzip.compress(FROM + MAIL + b"\n") + gzip.compress(FROM + MAIL))
    assert [m.source for m in read(path)] == [f"{path}#1", f"{path}#2"]
    assert [m.source for m in read(write(tmp_path, "c.mbox.gz", gzip.compress(FROM + MAIL)))] == [
        f"{tmp_path}/c.mbox.gz#1"
    ]


@pytest.mark.parametrize("damage", ["cut", "changed", "trailing", "header only"])
def test_damaged_gzip_is_told(tmp_path: Path, damage: str) -> None:
    packed = gzip.compress(FROM + MAIL + b"\n" + FROM + os.urandom(5000).hex().encode())
    packed = {
        "cut": packed[:-500],
        "changed": packed[:1500] + b"\0\0\0\0" + packed[1504:],
        "trailing": packed + b"and more",
        "header only": packed[:5],
    }[damage]
    _, (notice,) = all_of(write(tmp_path, "a.gz", packed))
    assert notice.kind == "unread"
    assert notice.text


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LARGEST", 2**20)
    for start in (b"Subject: x\n\n", FROM + b"Subject: x\n\n", b"hello\n", b""):
        messages, (notice,) = all_of(write(tmp_path, "a.gz", gzip.compress(start + b" " * 2**24)))
        assert not messages
        assert notice.kind == "unread"


def test_a_file_larger_than_any_mail_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stream, glance):
        monkeypatch.setattr(module, "LARGEST", 2**20)
    _, (notice,) = all_of(write(tmp_path, "a.eml", MAIL + b" " * 2**20))
    assert (notice.kind, "larger" in notice.text) == ("unread", True)


@pytest.mark.parametrize(
    "octets", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.4\nx", b"PK\3\4x", b"GIF89a", b"\x7fELF\0", b"{\\rtf1 x}", b"\0" * 9]
)
def test_what_is_no_text_is_unread_when_named_and_skipped_in_a_folder(tmp_path: Path, octets: bytes) -> None:
    path = write(tmp_path, "a.dat", octets)
    messages, (notice,) = all_of(path)
    assert (messages, notice.kind, notice.source) == ([], "unread", str(path))
    messages, (notice,) = all_of(tmp_path)
    assert (messages, notice.kind, notice.source) == ([], "skipped", str(path))


@pytest.mark.parametrize("octets", [b"# Read me\n\nFrom: x\n", b"import os\n", b"<html>From: x</html>", b"{}", b""])
def test_a_text_without_header_is_skipped_in_a_folder(tmp_path: Path, octets: bytes) -> None:
    path = write(tmp_path, "README.md", octets)
    messages, (notice,) = all_of(tmp_path)
    assert (messages, notice.kind, notice.source) == ([], "skipped", str(path))


@pytest.mark.parametrize("octets", [b"", b"no header\n", b"\0\1\2", b"PE2024 | Emergency\n\nFrom: x\n"])
def test_an_eml_is_read_as_it_is_even_when_broken(tmp_path: Path, octets: bytes) -> None:
    path = write(tmp_path, "a.eml", octets)
    assert one(path) == one(tmp_path) == RawMessage(str(path), octets, 1)


def test_an_empty_mailbox_holds_no_message_and_is_no_failure(tmp_path: Path) -> None:
    for path, more in ((write(tmp_path, "inbox", b""), {}), ("-", {"stdin": io.BytesIO()})):
        messages, (notice,) = all_of(path, **more)
        assert (messages, notice.kind) == ([], "skipped")


def test_paths_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    for path in (
        tmp_path / "absent",
        tmp_path / "absent" / "deeper",
        "nul\0",
        tmp_path / "round",
        tmp_path / ("x" * 5000),
    ):
        messages, (notice,) = all_of(path)
        assert (messages, notice.kind, notice.source) == ([], "unread", str(path))
        assert "Errno" not in notice.text
        assert len(notice.text) > 20


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.eml", MAIL)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    for asked in (path, tmp_path):
        messages, (notice,) = all_of(asked)
        assert (messages, notice.kind, notice.source) == ([], "unread", str(path))
        assert "permission" in notice.text


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        octets = super().read(min(size or 0, 100_000))
        if not octets:
            raise OSError(5, "Input/output error")
        return octets


@pytest.mark.parametrize(("octets", "count"), [(MAIL, 0), (MAIL * 9999, 0), ((FROM + MAIL + b"\n") * 50_000, 49_999)])
def test_a_read_error_in_the_middle_is_told_after_what_was_whole(octets: bytes, count: int) -> None:
    messages, (notice,) = all_of("-", stdin=_Failing(octets))
    assert notice.kind == "unread"
    assert "input/output error" in notice.text
    assert all(m.octets == MAIL for m in messages)
    assert len(messages) <= count
    assert len(messages) >= count - 25_000


def test_a_file_is_never_opened_for_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags: list[int] = []
    opening = os.open

    def opened(path: str, flag: int) -> int:
        flags.append(flag)
        return opening(path, flag)

    monkeypatch.setattr(os, "open", opened)
    (tmp_path / "cur").mkdir()
    (tmp_path / "new").mkdir()
    for name in ("a.eml", "cur/1.2.3:2,S", "new/2.3.4"):
        write(tmp_path, name, MAIL)
    assert len(list(read(tmp_path))) == 3
    assert len(flags) == 3
    assert all(flag & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) == 0 for flag in flags)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"\xff\xfe", FROM, MAIL, b"12\n", b"\n", b"\0"]
        )
    ).map(b"".join)
)
def test_no_octets_raise(octets: bytes) -> None:
    notices: list[Notice] = []
    messages = list(read("-", stdin=io.BytesIO(octets), told=notices.append))
    assert messages or notices
