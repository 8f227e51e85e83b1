"""Outlook messages: as their own programs read them, and what a damaged or foreign container becomes."""

from __future__ import annotations

import builtins
import email
import email.header
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketlint.sources import Notice, outlook, read

if TYPE_CHECKING:
    from email.message import Message

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS") or Path(__file__).parents[1] / "../shared/corpus") / "msgreader-js"
FILES = sorted(CORPUS.glob("*/*.msg"))
pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}: set TICKETLINT_CORPUS")
# Its expected values were made by a reader that did not know the file's code page.
WITHOUT_CODE_PAGE = {"contactAnsi.msg"}


def message_of(path: Path) -> Message:
    notices: list[Notice] = []
    (message,) = read(path, told=notices.append)
    assert (message.source, notices) == (str(path), [])
    parsed = email.message_from_bytes(message.octets)
    assert not [part.defects for part in parsed.walk() if part.defects]
    return parsed


def plain(text: Any) -> str:
    decoded = str(email.header.make_header(email.header.decode_header(str(text or ""))))
    return " ".join(decoded.rstrip("\0").split())


def body(message: Message, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind and not part.get_filename():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode()
        if part.get_content_type() == "message/rfc822":
            break
    return ""


@pytest.mark.parametrize("path", [f for f in FILES if f.with_suffix(".json").exists()], ids=lambda path: path.stem)
def test_subject_body_sender_recipients_and_attachments(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text())
    message = message_of(path)
    if path.name not in WITHOUT_CODE_PAGE:
        assert plain(message["Subject"]) == " ".join(expected.get("subject", "").split())
    assert body(message, "text/plain").split() == expected.get("body", "").rstrip("\0").split()
    sender = expected.get("senderSmtpAddress") or expected.get("senderEmail", "")
    assert (sender if "@" in sender else expected.get("senderName", "")) in plain(message["From"])
    receivers = " ".join(plain(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, []))
    addresses = [r.get("smtpAddress") or r.get("email", "") for r in expected.get("recipients", [])]
    assert not [address for address in addresses if "@" in address and address.lower() not in receivers.lower()]
    parts: Any = message.get_payload() if message.get_content_type() == "multipart/mixed" else []
    attached = [part for part in parts if part.get_content_disposition() == "attachment"]
    assert len(attached) == len(expected.get("attachments", []))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_message_has_one_body_and_nothing_of_the_old_structure(path: Path) -> None:
    message = message_of(path)
    for name in ("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From"):
        assert len(message.get_all(name, [])) <= 1
    assert message["MIME-Version"] == "1.0"


def test_recipients_of_all_kinds_are_there() -> None:
    message = message_of(CORPUS / "test/200 recipients.msg")
    assert len(re.findall(r"@", str(message["To"]))) == 200


def test_embedded_messages_are_messages() -> None:
    outer = message_of(CORPUS / "test/msgInMsgInMsg.msg")
    kinds = [part.get_content_type() for part in outer.walk()]
    assert kinds.count("message/rfc822") == 2


def test_strings_in_the_code_page_of_the_language() -> None:
    assert plain(message_of(CORPUS / "test/nonUnicodeCP932.msg")["Subject"]) == "日本語 Non Unicode タイトル"
    assert plain(message_of(CORPUS / "test/contactAnsi.msg")["Subject"]) == "コム ドット イグザンプル 殿"


def test_rich_text_is_read_where_there_is_no_other() -> None:
    octets = (CORPUS / "test/nonUnicodeCP932.msg").read_bytes()
    # The text property under another number: as if it were absent.
    without = octets.replace("__substg1.0_1000001E".encode("utf-16-le"), "__substg1.0_6FFE001E".encode("utf-16-le"))
    assert without != octets
    message = email.message_from_bytes(outlook.rfc5322(without))
    assert body(message, "text/plain").strip() == "日本語 Non Unicode 本文"


def test_a_header_keeps_its_fields_but_not_the_structure() -> None:
    text = "Microsoft Mail Internet Headers Version 2.0\r\nFrom: a\r\nContent-Type: x;\r\n\tb=c\r\nX-A: 1\r\n 2\r\nodd\r\nTo: d\r\n"
    assert outlook._transport(text) == ["From: a", "X-A: 1\r\n 2", "To: d"]


def test_values_cannot_add_header_fields() -> None:
    assert outlook._mailbox('a"\r\nBcc: x', "b@c\r\nBcc: d") == '"a\\"  Bcc: x"'
    assert outlook._encoded("ä\r\nBcc: x").count("\n") == 0
    assert "\n" not in outlook._encoded("x\r\nBcc: y")


def test_a_missing_package_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.partition(".")[0] in {"olefile", "oxmsg"}:
            raise ModuleNotFoundError(name)
        return real(name, *more)

    monkeypatch.delitem(sys.modules, "ticketlint.sources.outlook")
    monkeypatch.delattr("ticketlint.sources.outlook")
    monkeypatch.setattr(builtins, "__import__", without)
    notices: list[Notice] = []
    assert not list(read(FILES[0], told=notices.append))
    assert [(n.kind, "pip install 'ticketlint[msg]'" in n.text) for n in notices] == [("unread", True)]


def test_an_office_document_is_no_message(tmp_path: Path) -> None:
    octets = (
        FILES[0]
        .read_bytes()
        .replace("__properties_version1.0".encode("utf-16-le"), "Xproperties_version1.0".encode("utf-16-le") + b"\0\0")
    )
    (tmp_path / "a.doc").write_bytes(octets)
    for path, kind in ((tmp_path / "a.doc", "unread"), (tmp_path, "skipped")):
        notices: list[Notice] = []
        assert not list(read(path, told=notices.append))
        assert [n.kind for n in notices] == [kind]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_told_or_read_past(data: st.DataObject) -> None:
    octets = bytearray((CORPUS / "test/Subject.msg").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        octets[data.draw(st.integers(8, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert outlook.rfc5322(bytes(octets[: data.draw(st.integers(600, len(octets)))]))
    except (outlook.DamagedError, outlook.NotAMessageError) as error:
        assert error
