"""What docs/before-sending.md tells to save, in the programs that it is for: mutt, git send-email and vim."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mails import edited, form, mail
from programs import needed
from test_docs import DOCS, blocks

BROKEN = mail(edited({"Product": "Product: OX99"}))


@pytest.fixture
def person(tmp_path: Path) -> Path:
    """A home with all files of the page, the scripts in its `bin`."""
    for block in blocks(DOCS / "before-sending.md"):
        if block.file:
            script = block.kind == "sh"
            path = tmp_path / ("bin" if script else ".") / block.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
            path.chmod(0o755 if script else 0o644)
    return tmp_path


def ran(person: Path, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAIL"))}
    home = {"HOME": str(person), "EMAIL": "anna@example.com", "SENDMAIL": "sendmail", "GIT_CONFIG_NOSYSTEM": "1"}
    path = {"PATH": f"{person / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        arguments, cwd=person, env=kept | home | path, input=text, capture_output=True, check=False, timeout=60
    )


def test_mutt_keeps_back_what_would_receive_no_ticket_and_sends_the_rest(person: Path) -> None:
    mutt = [needed("mutt"), "-n", "-F", "muttrc", "-e", "set copy=no", "-s", "The inbox stays empty"]
    kept = ran(person, *mutt, "support@open-xchange.com", text=edited({"Product": "Product: OX99"}).encode())
    assert kept.returncode == 1
    assert b"error[unknown-choice]" in kept.stdout + kept.stderr
    assert b"child exited 65" in kept.stdout + kept.stderr
    assert not (person / "sent.eml").exists()
    for to, body in (("support@open-xchange.com", form()), ("bob@example.com", "At one?\n")):
        done = ran(person, *mutt, to, text=body.encode())
        assert done.returncode == 0, done.stderr
        assert f"To: {to}\n" in (person / "sent.eml").read_text(encoding="utf-8")


def test_broken_rule_file_keeps_nobody_from_writing(person: Path) -> None:
    (person / "ticketlint.toml").write_text("rules = 'nowhere.yaml'\n", encoding="utf-8")
    done = ran(person, "bin/send-checked", "support@open-xchange.com", text=BROKEN)
    assert done.returncode == 0
    assert b"nowhere.yaml" in done.stderr
    assert (person / "sent.eml").read_bytes() == BROKEN


def test_git_sends_nothing_that_would_receive_no_ticket(person: Path) -> None:
    needed("git-send-email", "git-email libmailtools-perl")
    git = needed("git")
    assert ran(person, git, "init", "--quiet", ".").returncode == 0
    hook = person / ".git" / "hooks" / "sendemail-validate"
    hook.write_bytes((person / "bin" / "sendemail-validate").read_bytes())
    hook.chmod(0o755)
    send = [git, "send-email", "--quiet", "--confirm=never", "--from=a@example.com", "--to=support@open-xchange.com",
            f"--smtp-server={person / 'bin' / 'sendmail'}"]  # fmt: skip
    (person / "request.eml").write_bytes(BROKEN)
    refused = ran(person, *send, "request.eml")
    assert refused.returncode != 0
    assert b"error[unknown-choice]" in refused.stderr
    assert not (person / "sent.eml").exists()
    (person / "request.eml").write_bytes(mail(form()))
    sent = ran(person, *send, "request.eml")
    assert sent.returncode == 0, sent.stderr
    assert (person / "sent.eml").exists()


def test_vim_lists_faults_with_their_places(person: Path) -> None:
    (person / "two words.eml").write_bytes(mail(edited({"Product": "Product: OX99", "Severity": "Sevirity: 2"})))
    listed = "map(getqflist(), {_, one -> join([bufname(one.bufnr), one.lnum, one.col, one.type, one.text], '|')})"
    done = ran(
        person, needed("vim"), "-e", "-s", "-N", "-u", "NONE", "-c", "source mail.vim", "-c", "silent make",
        "-c", f"call writefile({listed}, 'listed')", "-c", "qall!", "two words.eml",
    )  # fmt: skip
    lines = (person / "listed").read_text(encoding="utf-8").splitlines()
    assert [line.split("|")[:4] for line in lines] == [
        ["two words.eml", "16", "1", "w"], ["two words.eml", "18", "10", "e"]
    ], (lines, done)  # fmt: skip
    assert lines[1].split("|")[4].startswith("unknown-choice Product ")


def test_aerc_calls_what_there_is(person: Path) -> None:
    (call,) = re.findall(
        r"= :pipe ticketlint (.+)<Enter>$", (person / "binds.conf").read_text(encoding="utf-8"), re.MULTILINE
    )
    for text, code in ((BROKEN, 1), (mail(form()), 0)):
        assert (
            ran(person, str(Path(sys.executable).with_name("ticketlint")), *call.split(), text=text).returncode == code
        )
