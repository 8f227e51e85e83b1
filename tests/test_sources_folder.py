"""Folders: order, Maildir and MH, links, and what changes while they are read."""

from __future__ import annotations

import gzip
import inspect
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticketlint.sources import Notice, folder, read

if TYPE_CHECKING:
    from collections.abc import Callable

FROM = b"From joe@example.com Mon Jan  5 10:00:00 2009\n"


def mail(number: int) -> bytes:
    return b"From: joe@example.com\nSubject: %d\n\nx\n" % number


def fill(root: Path, *names: str) -> None:
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail(number))


def maildir(root: Path, *names: str) -> None:
    for name in ("cur", "new", "tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    fill(root, *names)


def all_of(path: Path) -> tuple[list[tuple[str, bytes]], list[Notice]]:
    notices: list[Notice] = []
    messages = [(m.source.removeprefix(f"{path}/"), m.octets) for m in read(path, told=notices.append)]
    return messages, notices


def names_of(path: Path) -> list[str]:
    messages, notices = all_of(path)
    assert not notices
    return [name for name, _ in messages]


def test_natural_order_of_files_and_folders(tmp_path: Path) -> None:
    fill(tmp_path, "mail10", "mail2", "b/1", "b/10", "b/9", "Mail3", "a", "mail2b", "mail02")
    assert names_of(tmp_path) == ["a", "b/1", "b/9", "b/10", "mail02", "mail2", "mail2b", "Mail3", "mail10"]


def test_a_mixed_folder(tmp_path: Path) -> None:
    fill(tmp_path, "a.eml", "sub/deep/er/b.txt", "1.emlx")
    (tmp_path / "box").write_bytes((FROM + mail(7) + b"\n") * 2)
    (tmp_path / "box.gz").write_bytes(gzip.compress((FROM + mail(7) + b"\n") * 2))
    (tmp_path / "1.emlx").write_bytes(b"%d\n" % len(mail(1)) + mail(1))
    maildir(tmp_path / "Maildir", "cur/1.2.3:2,S")
    assert names_of(tmp_path) == [
        *("1.emlx", "a.eml", "box#1", "box#2", "box.gz#1", "box.gz#2", "Maildir/cur/1.2.3:2,S", "sub/deep/er/b.txt"),
    ]


def test_hidden_files_and_version_control_are_passed_over_in_silence(tmp_path: Path) -> None:
    fill(tmp_path, "a.eml", ".b.eml", ".git/c.eml", "CVS/d.eml", ".cache/e/f.eml", ".hg/cur/x", "_darcs/g.eml")
    assert names_of(tmp_path) == ["a.eml"]


def test_what_is_expected_of_a_mail_is_passed_over_in_silence(tmp_path: Path) -> None:
    fill(tmp_path, "a.eml", "sub/b.txt")
    for name in ("a.expected.yaml", "sub/b.txt.expected.yaml"):
        (tmp_path / name).write_text("form: open-xchange\nverdict: complete\n", encoding="utf-8")
    assert names_of(tmp_path) == ["a.eml", "sub/b.txt"]
    (tmp_path / "a.yaml").write_text("form: open-xchange\n", encoding="utf-8")
    assert [notice.source for notice in all_of(tmp_path)[1]] == [str(tmp_path / "a.yaml")]


def test_an_empty_folder_yields_nothing(tmp_path: Path) -> None:
    assert all_of(tmp_path) == ([], [])


def test_maildir_is_read_by_time_of_delivery(tmp_path: Path) -> None:
    maildir(
        tmp_path,
        "new/30.b.host",
        "cur/4.a.host:2,S",
        "cur/100.a.host;2,",
        "new/20.c.host!2,RS",
        "cur/odd",
        "tmp/5.x.host",
    )
    (tmp_path / "dovecot-uidlist").write_text("3 V1\n")
    (tmp_path / "cur/.hidden").write_bytes(mail(9))
    assert names_of(tmp_path) == [
        "cur/odd",
        "cur/4.a.host:2,S",
        "new/20.c.host!2,RS",
        "new/30.b.host",
        "cur/100.a.host;2,",
    ]


def test_maildir_messages_are_read_whatever_is_in_them(tmp_path: Path) -> None:
    maildir(tmp_path)
    contents = [b"", b"a\n", FROM + mail(1) + FROM + mail(2), gzip.compress(mail(3)), b"Server: x\n\ny"]
    for number, content in enumerate(contents):
        (tmp_path / f"cur/{number}.x.y:2,").write_bytes(content)
    messages, notices = all_of(tmp_path)
    assert [octets for _, octets in messages] == [b"", b"a\n", mail(1) + FROM + mail(2), mail(3), b"Server: x\n\ny"]
    assert not notices


def test_maildir_subfolders(tmp_path: Path) -> None:
    maildir(tmp_path, "new/1.a.b")
    maildir(tmp_path / ".Sub.Folder", "cur/1.a.b:2,S")
    maildir(tmp_path / ".Sub", "cur/2.a.b:2,S")
    maildir(tmp_path / "visible", "cur/3.a.b:2,S")
    assert names_of(tmp_path) == [
        "new/1.a.b",
        ".Sub/cur/2.a.b:2,S",
        ".Sub.Folder/cur/1.a.b:2,S",
        "visible/cur/3.a.b:2,S",
    ]


def test_new_and_cur_may_be_named_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maildir(tmp_path, "new/2.a.b", "cur/1.a.b:2,S")
    (tmp_path / "new/3.c.d").write_bytes(b"a\n")
    assert names_of(tmp_path / "new") == ["2.a.b", "3.c.d"]
    assert [m.source for m in read(f"{tmp_path}/cur/")] == [f"{tmp_path}/cur/1.a.b:2,S"]
    monkeypatch.chdir(tmp_path)
    assert [m.source for m in read("cur")] == ["cur/1.a.b:2,S"]
    monkeypatch.chdir(tmp_path / "cur")
    assert [m.octets for m in read(".")] == [mail(1)]


def test_a_project_with_new_and_tmp_is_no_maildir(tmp_path: Path) -> None:
    fill(tmp_path, "new/a.eml", "tmp/b.eml")
    assert names_of(tmp_path) == ["new/a.eml", "tmp/b.eml"]


def test_mh_folders(tmp_path: Path) -> None:
    fill(tmp_path, "10", "2", "inbox/3", "inbox/1", ",4", "#5")
    (tmp_path / ".mh_sequences").write_text("cur: 2\n")
    (tmp_path / "7").write_bytes(b"no header\n")
    assert names_of(tmp_path) == ["2", "7", "10", "inbox/1", "inbox/3"]


def each_reads_once(root: Path, change: Callable[[int], None], count: int) -> None:
    """Read a Maildir that `change` alters after every message."""
    seen = []
    notices: list[Notice] = []
    for message in read(root, told=notices.append):
        seen.append(message.octets)
        change(len(seen))
    assert sorted(seen) == sorted(mail(n) for n in range(count))
    assert not notices


def test_messages_that_move_to_cur_are_read_once(tmp_path: Path) -> None:
    maildir(tmp_path, *(f"new/{n}.a.b" for n in range(40)))

    def change(_: int) -> None:
        for path in sorted((tmp_path / "new").iterdir())[:2]:
            path.rename(tmp_path / "cur" / f"{path.name}:2,S")

    each_reads_once(tmp_path, change, 40)


def test_messages_whose_flags_change_are_read_once(tmp_path: Path) -> None:
    maildir(tmp_path, *(f"cur/{n}.a.b:2," for n in range(40)))

    def change(step: int) -> None:
        for path in list((tmp_path / "cur").iterdir()):
            path.rename(path.with_name(f"{folder.unique(path.name)}:2,{'S' if step % 2 else 'RS'}"))

    each_reads_once(tmp_path, change, 40)


def test_messages_that_arrive_while_reading_do_not_disturb(tmp_path: Path) -> None:
    maildir(tmp_path, *(f"new/{n}.a.b" for n in range(10)))

    def change(step: int) -> None:
        (tmp_path / "new" / f"0.late{step}.b").write_bytes(mail(99))

    each_reads_once(tmp_path, change, 10)


def test_a_message_that_moves_between_the_two_listings_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maildir(tmp_path, "new/1.a.b", "new/2.a.b")
    scandir = os.scandir

    def moving(path: str) -> Any:
        if str(path).endswith("cur") and (tmp_path / "new/1.a.b").exists():
            (tmp_path / "new/1.a.b").rename(tmp_path / "cur/1.a.b:2,S")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", moving)
    assert names_of(tmp_path) == ["cur/1.a.b:2,S", "new/2.a.b"]


def test_a_message_that_moves_again_just_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maildir(tmp_path, "cur/1.a.b:2,")
    moves = iter(["1.a.b:2,S", "1.a.b:2,RS"])
    opening = os.open

    def moving(path: str, flag: int) -> int:
        if (name := next(moves, None)) is not None:
            next((tmp_path / "cur").iterdir()).rename(tmp_path / "cur" / name)
        return opening(path, flag)

    monkeypatch.setattr(os, "open", moving)
    assert names_of(tmp_path) == ["cur/1.a.b:2,RS"]


def test_what_is_deleted_while_reading_is_told_as_gone(tmp_path: Path) -> None:
    fill(tmp_path / "plain", "a.eml", "b.eml", "c.eml")
    maildir(tmp_path / "maildir", "cur/1.a.b:2,S", "cur/2.a.b:2,S", "cur/3.a.b:2,S")
    for root, second in ((tmp_path / "plain", "b.eml"), (tmp_path / "maildir", "cur/2.a.b:2,S")):
        notices: list[Notice] = []
        seen = []
        for message in read(root, told=notices.append):
            seen.append(message.source)
            (root / second).unlink(missing_ok=True)
        assert len(seen) == 2
        assert [(n.kind, n.source) for n in notices] == [("gone", str(root / second))]


def test_links(tmp_path: Path) -> None:
    fill(tmp_path / "root", "a.eml", "sub/b.eml")
    fill(tmp_path / "elsewhere", "c.eml")
    (tmp_path / "root/loop").symlink_to(tmp_path / "root")
    (tmp_path / "root/sub/up").symlink_to("..")
    (tmp_path / "root/sub2").symlink_to("sub")
    (tmp_path / "root/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "root/linked.eml").symlink_to(tmp_path / "elsewhere/c.eml")
    assert names_of(tmp_path / "root") == ["a.eml", "linked.eml", "other/c.eml", "sub/b.eml"]
    (tmp_path / "root/dangling").symlink_to("nowhere")
    _, (notice,) = all_of(tmp_path / "root")
    assert (notice.kind, notice.source) == ("skipped", str(tmp_path / "root/dangling"))


def test_many_links_that_cross_cost_no_more_than_the_folders(tmp_path: Path) -> None:
    for number in range(30):
        fill(tmp_path, f"{number}/m.eml")
        for link in range(2):
            (tmp_path / f"{number}/to{link}").symlink_to(f"../{(number + 1) % 30}")
    assert len(names_of(tmp_path)) == 30


def test_folders_nested_deeper_than_python_can_call(tmp_path: Path) -> None:
    fill(tmp_path, f"{'d/' * 300}a.eml")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 150)
    try:
        assert len(list(read(tmp_path))) == 1
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("kind", ["plain", "maildir"])
def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    fill(tmp_path, "a.eml")
    maildir(tmp_path / "box", "cur/1.a.b:2,S", "new/2.a.b")
    closed = str(tmp_path / "box" / ("cur" if kind == "maildir" else ""))
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if str(path).rstrip("/") == closed.rstrip("/"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    messages, (notice,) = all_of(tmp_path)
    assert [name for name, _ in messages] == ["a.eml", *(["box/new/2.a.b"] if kind == "maildir" else [])]
    assert (notice.kind, notice.source) == ("unread", closed.rstrip("/"))
    assert "permission" in notice.text


def test_names_that_are_no_text(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"m\xfcll.eml")).write_bytes(mail(1))
    except OSError:
        return  # this file system takes only UTF-8 names
    assert names_of(tmp_path) == [os.fsdecode(b"m\xfcll.eml")]
