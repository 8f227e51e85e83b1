"""Pitfalls I: mailboxes, and files that are nearly mails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ticketlint
from mails import ANSWERS, Reading, form, judge, mail, run

ENVELOPE = b"From anna@customer.example Thu Nov  5 10:00:00 2009\n"


def readings(path: Path) -> list[Reading]:
    return [judge(raw.octets) for raw in ticketlint.read(path)]


def mailbox(folder: Path, *messages: bytes) -> Path:
    path = folder / "inbox.mbox"
    path.write_bytes(b"".join(ENVELOPE + message.rstrip(b"\n") + b"\n\n" for message in messages))
    return path


def objects(*arguments: str | Path) -> list[dict[str, object]]:
    """Return what `check --format jsonl` says, one object a message."""
    result = run("check", "--rules", "open-xchange", "--format", "jsonl", *arguments)
    assert result.exit_code in {0, 1}, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    "line", ["From there I click on mail", "From anna I heard it", "From Monday 5 Nov on it fails"]
)
@pytest.mark.parametrize("before", ["", "\n"])
def test_pitfall_I1_body_line_that_begins_with_from(tmp_path: Path, line: str, before: str) -> None:
    steps = f"Log in.{before}\n{line}\nOpen the inbox."
    found = readings(mailbox(tmp_path, mail(form({"Steps to reproduce": steps})), mail(form())))
    assert [reading.verdict for reading in found] == ["complete", "complete"], found
    assert found[0].prose("Steps to reproduce") == steps


def test_pitfall_I1_the_operator_is_told_of_the_doubt(tmp_path: Path) -> None:
    doubtful = ENVELOPE.decode().strip()
    path = mailbox(tmp_path, mail(form({"Steps to reproduce": f"Log in.\n\n{doubtful}\nwas all it said."})))
    number = path.read_bytes().split(b"\n").index(ENVELOPE.strip(), 1) + 1
    result = run("check", "--rules", "open-xchange", path)
    assert f"inbox.mbox:{number}" in result.stderr, result.stderr
    assert len(readings(path)) == 1


@pytest.mark.parametrize("mark", [">", ">>"])
def test_pitfall_I2_from_line_that_was_escaped(tmp_path: Path, mark: str) -> None:
    found = readings(mailbox(tmp_path, mail(form({"Steps to reproduce": f"Log in.\n{mark}From there click"}))))
    assert found[0].prose("Steps to reproduce") == f"Log in.\n{mark[1:]}From there click"


def test_pitfall_I3_one_bad_mail_among_many(tmp_path: Path) -> None:
    bad = mail(
        b"\xff\x00" * 50,
        "multipart/=?bogus\x00?q?=; boundary=",
        "x-nothing",
        {
            "Date": "Thu, 99 Nov 99999999999 25:61:00",
            "Message-ID": "<[abc]@x>",
            "From": "=?utf-8?q?a=0Ab?= <",
            "Subject": "=?x\x00?b?!!!?=",
        },
    )
    messages = [mail(form(), headers={"Message-ID": f"<{number}@customer.example>"}) for number in range(8)]
    messages[2] = bad
    rows = objects(mailbox(tmp_path, *messages))
    assert [row["verdict"] == "complete" for row in rows] == [number != 2 for number in range(8)]
    assert rows[2]["verdict"] in {"incomplete", "unreadable"}
    assert str(rows[2]["source"]).endswith("inbox.mbox#3")


def test_pitfall_I4_same_mail_in_two_folders(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.eml").write_bytes(mail(form()))
    rows = objects(tmp_path)
    assert len(rows) == 2, "none is dropped in silence"
    assert {row["message_id"] for row in rows} == {"<1@customer.example>"}
    assert len({row["source"] for row in rows}) == 2


ODD = {
    "blank line first": b"\n" + mail(form()),
    "two blank lines and CRLF": b"\r\n\r\n" + mail(form()).replace(b"\n", b"\r\n"),
    "byte order mark": b"\xef\xbb\xbf" + mail(form()),
    "From line": ENVELOPE + mail(form()),
    "escaped From line": b">" + ENVELOPE + mail(form()),
}


@pytest.mark.parametrize("kind", ODD)
def test_pitfall_I5_mail_that_starts_oddly(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(ODD[kind])
    found = readings(path)
    assert [reading.verdict for reading in found] == ["complete"], found
    assert found[0].whole.subject == "The inbox stays empty"
    assert found[0].whole.message_id == "<1@customer.example>"


def test_pitfall_I5_emlx(tmp_path: Path) -> None:
    message = mail(form())
    tail = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>flags</key><integer>1</integer></dict></plist>\n'
    (tmp_path / "4711.emlx").write_bytes(f"{len(message)}       \n".encode() + message + tail)
    found = readings(tmp_path / "4711.emlx")
    assert [reading.verdict for reading in found] == ["complete"], found
    assert found[0].prose("Expected behaviour") == ANSWERS["Expected behaviour"]


OTHER = {
    "empty.eml": b"",
    "notes.txt": b"buy milk\n",
    "shot.png": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "blank.eml": b"\n\n\n",
    ".DS_Store": bytes(64),
}


def test_pitfall_I6_other_files_beside_mails(tmp_path: Path) -> None:
    for name, content in OTHER.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "one.eml").write_bytes(mail(form()))
    rows = [row for row in objects(tmp_path) if row["verdict"] == "complete"]
    assert [Path(str(row["source"])).name for row in rows] == ["one.eml"]


@pytest.mark.parametrize("name", ["notes.txt", "shot.png"])
def test_pitfall_I6_folder_without_a_mail(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OTHER[name])
    result = run("check", "--rules", "open-xchange", tmp_path)
    assert result.exit_code == 3, result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", OTHER)
def test_pitfall_I6_named_file_that_is_no_mail(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OTHER[name])
    result = run("check", "--rules", "open-xchange", tmp_path / name)
    assert result.exit_code in {1, 3}, result.output
    assert result.output
    assert "Traceback" not in result.output
