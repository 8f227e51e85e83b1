"""Real mails, read twice: by this reader, and by mail-parser over the tree of Python's email package."""

from __future__ import annotations

import email
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticketlint.message import Part, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
MAILS = sorted(
    str(path.relative_to(CORPUS))
    for manifest in CORPUS.glob("*/MANIFEST.tsv")
    for row in manifest.read_text("utf-8").splitlines()[1:]
    if row.split("\t")[1] in {"eml", "maildir"}
    for path in [manifest.parent / row.split("\t")[0]]
)
pytestmark = pytest.mark.skipif(not MAILS, reason=f"NO CORPUS at {CORPUS}: set TICKETLINT_CORPUS to read real mails")


def octets(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for child in part.children:
        yield from leaves(child)


def test_every_mail_is_read() -> None:
    for name in MAILS:
        message = parse(octets(name))
        for part in message.root.walk():
            assert isinstance(part.text().text, str), name


def test_lines_of_text_are_the_lines_of_the_file() -> None:
    checked = 0
    for name in MAILS:
        raw = octets(name)
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for part in leaves(parse(raw).root):
            found = part.text()
            if not found.as_is or not found.text:
                continue
            for number, line in enumerate(found.text.split("\n"), part.first_line - 1):
                assert lines[number].decode(found.charset, "replace") == line, f"{name}:{number + 1}"
                checked += 1
    assert checked > 20_000


def test_header_fields_stand_on_the_line_they_say() -> None:
    for name in MAILS:
        raw = octets(name)
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for field in parse(raw).fields:
            assert lines[field.line - 1].lstrip(b" \xef\xbb\xbf").startswith(field.name.encode()), (
                f"{name}:{field.line}"
            )
