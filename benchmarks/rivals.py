"""A way of reading and a mailbox in, nothing but time spent out: what other means cost on the same mails."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABELS = (
    "support key", "server", "server version", "distribution", "gui version", "module", "severity", "track-id",
    "product", "component", "steps to reproduce", "current behaviour", "expected behaviour", "lizenzschlüssel",
    "schweregrad",
)  # fmt: skip
_FIELD = re.compile(rf"^({'|'.join(map(re.escape, _LABELS))}):[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)


def octets_of(path: Path) -> Iterator[bytes]:
    """Yield the mails of a folder or an mbox; the generated ones hold no `From ` line in their text."""
    if path.is_dir():
        with os.scandir(path) as listing:
            for name in sorted(entry.path for entry in listing):
                yield Path(name).read_bytes()
        return
    with path.open("rb") as mailbox:
        lines: list[bytes] = []
        for line in mailbox:
            if line.startswith(b"From ") and lines:
                yield b"".join(lines)
                lines = []
            elif not line.startswith(b"From "):
                lines.append(line)
        yield b"".join(lines)


def mail_parser(path: Path) -> None:
    """Read header and text with mail-parser alone: no form, no rule."""
    import mailparser  # noqa: PLC0415 - the other ways shall not pay for it

    for octets in octets_of(path):
        mail = mailparser.parse_from_bytes(octets)
        assert mail.subject
        assert mail.text_plain or mail.text_html


def compat32(path: Path) -> None:
    """Read with the standard library, look up 15 labels, and ask of each whether an answer stands behind it."""
    from email import message_from_bytes  # noqa: PLC0415 - the other ways shall not pay for it
    from email.policy import compat32 as policy  # noqa: PLC0415 - the same

    for octets in octets_of(path):
        mail = message_from_bytes(octets, policy=policy)
        kinds = {part.get_content_type(): part for part in reversed(list(mail.walk()))}
        part = kinds.get("text/plain") or kinds["text/html"]
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        text = payload.decode(str(part.get_content_charset() or "utf-8"), "replace")
        found = {match[1].lower(): match[2].strip() for match in _FIELD.finditer(text)}
        assert sum(bool(found.get(label)) for label in _LABELS) < 15


WAYS = {"mail-parser": mail_parser, "compat32": compat32}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]))
