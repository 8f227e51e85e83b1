"""One mailbox kept as an mbox, a Maildir and a folder of mails in, the same verdicts in the same order out."""

from __future__ import annotations

import json
import os
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from shell import invoke

HERE = Path(__file__).parent
CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", HERE.parent.parent / "shared" / "corpus"))


def desk_mails() -> list[bytes]:
    return [path.read_bytes() for path in sorted((HERE / "desk").glob("[ab]-*/*.eml"))]


def real_mails() -> list[bytes]:
    """Real mails of other projects; those that begin with a From_ line of their own are no single mails."""
    folders = [CORPUS / name for name in ("aerc", "roundup", "ruby-mail", "talon", "enmime", "circuit-maintenance")]
    found = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.eml"))]
    return [octets for octets in found if re.match(rb"[A-Za-z][\w-]*:", octets) and len(octets) < 500_000]


def write(mails: list[bytes], folder: Path) -> dict[str, Path]:
    """Write the mails in the three ways; an mbox keeps no more than line feeds, so all of them get those."""
    mails = [octets.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n" for octets in mails]
    ways = {name: folder / name for name in ("inbox.mbox", "Maildir", "folder")}
    for name in ("cur", "new", "tmp"):
        (ways["Maildir"] / name).mkdir(parents=True)
    ways["folder"].mkdir()
    with ways["inbox.mbox"].open("wb") as mbox:
        for number, octets in enumerate(mails):
            mbox.write(b"From sender@example.org Thu Jan  1 00:00:00 2026\n")
            mbox.write(re.sub(rb"(?m)^(>*From )", rb">\1", octets) + b"\n")
            (ways["Maildir"] / "cur" / f"{1_700_000_000 + number}.M{number}P1.host:2,S").write_bytes(octets)
            (ways["folder"] / f"{number}.eml").write_bytes(octets)
    return ways


def verdicts(path: Path) -> list[dict[str, Any]]:
    result = invoke(["check", "--format", "jsonl", str(path)])
    assert result.exit_code in {0, 1}, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(line.pop("source") for line in lines)
    return lines


@pytest.mark.parametrize("mails", [desk_mails, real_mails])
def test_a_mailbox_is_judged_alike_however_it_is_kept(mails: Any, tmp_path: Path) -> None:
    held = mails()
    if not held:
        warnings.warn(f"no corpus at {CORPUS}: real mails were not tried", stacklevel=1)
        pytest.skip(f"no corpus at {CORPUS}")
    ways = write(held, tmp_path)
    expected = verdicts(ways["folder"])
    assert len(expected) == len(held)
    assert verdicts(ways["Maildir"]) == expected
    for number, (mine, theirs) in enumerate(zip(verdicts(ways["inbox.mbox"]), expected, strict=True)):
        assert mine == theirs, number
