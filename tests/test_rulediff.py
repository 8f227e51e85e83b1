"""What changes when rules go live: whole outputs, exit codes, no secret told, no mailbox held."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketlint import check
from ticketlint.form import read_form
from ticketlint.quick.rows import Rows
from ticketlint.report import Look
from ticketlint.rulediff import Count, as_line, as_text, compare
from ticketlint.sources import RawMessage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Golden
    from ticketlint.form.model import Form

OLD = """\
form: desk
title: Desk
to: desk@example.com
urgency: Level
fields:
  Key: {required: true, secret: true}
  Level: {required: true, choices: {1: high, 2: [medium, normal], 3: low, 4: }}
  Phone: {required: true}
  Day: {type: date}
"""
NEW = """\
form: desk
title: Desk
to: desk@example.com
urgency: Level
fields:
  Licence: {required: true, aliases: [Key], pattern: 'K-\\d+'}
  Level: {required: true, choices: {1: high, 2: medium, 3: [low, normal], 4: }}
  Phone: {}
  Day: {type: date, required: true}
"""
MAILS = {
    "1-gains": "Key: K-4711001234\nLevel: 1\nDay: 2026-01-31\n",
    "2-loses": "Key: K-4711001234\nLevel: 2\nPhone: 110\n",
    "3-both": "Key: Z-4711001234\nLevel: normal\nPhone: 110\nDay: 2026-01-31\n",
    "4-neither": "Level: 5\nPhone: 110\n",
    "5-none": "Hello\n",
}


def mail(body: str, subject: str = "Help") -> str:
    return f"From: a@example.com\nTo: desk@example.com\nMessage-ID: <1@example.com>\nSubject: {subject}\n\n{body}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(NEW.replace("urgency", "urgncy"), encoding="utf-8")
    (tmp_path / "mails").mkdir()
    for name, body in MAILS.items():
        (tmp_path / "mails" / f"{name}.eml").write_text(mail(body), encoding="utf-8")
    return tmp_path


def run(*arguments: str, folder: Path, given: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "ticketlint", "rules", "diff", *arguments],
        cwd=folder, input=given, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("style", ["text", "jsonl"])
def test_whole_output(style: str, folder: Path, golden: Golden) -> None:
    code, said, told = run("old.yaml", "new.yaml", "mails", "--format", style, folder=folder)
    assert code == 1
    golden(f"rulediff/{style}", said)
    golden(f"rulediff/{style}.err", told)


def test_lines_are_objects(folder: Path) -> None:
    _, said, told = run("old.yaml", "new.yaml", "mails", "-f", "jsonl", folder=folder)
    found = {each["source"]: each for each in map(json.loads, said.splitlines())}
    assert list(found) == [f"mails/{name}.eml" for name in list(MAILS)]
    gains = found["mails/1-gains.eml"]
    assert (gains["old"]["ticket"], gains["new"]["ticket"]) == (False, True)
    assert [(one["code"], one["field"]) for one in gains["went"]] == [("missing-field", "Phone")]
    assert found["mails/3-both.eml"]["fields"]["Level"] == {"old": "2", "new": "3"}
    assert told == "5 of 5 messages change: 1 gains a ticket, 2 lose it\n"


def test_exit_codes(folder: Path) -> None:
    assert run("old.yaml", "old.yaml", "mails", folder=folder) == (0, "none of 5 messages changes\n", "")
    code, said, told = run("old.yaml", "wrong.yaml", "mails", folder=folder)
    assert (code, said) == (2, "")
    assert 'did you mean "urgency"?' in told
    assert run("old.yaml", "none.yaml", "mails", folder=folder)[0] == 2
    assert run("old.yaml", "new.yaml", folder=folder)[0] == 2
    code, said, told = run("old.yaml", "new.yaml", "nowhere", folder=folder)
    assert (code, said) == (3, "")
    assert "nowhere" in told
    (folder / "empty").mkdir()
    assert run("old.yaml", "new.yaml", "empty", folder=folder)[:2] == (3, "")
    code, said, _ = run("old.yaml", "new.yaml", "mails/1-gains.eml", "nowhere", folder=folder)
    assert (code, said.endswith("1 of 1 message changes: 1 gains a ticket, 0 lose it\n")) == (3, True)


def test_stdin_names_and_processes(folder: Path) -> None:
    one = mail(MAILS["1-gains"]).encode()
    code, said, _ = run("old.yaml", "new.yaml", "-", folder=folder, given=one)
    assert (code, said.split(":")[0]) == (1, "-")
    assert run("open-xchange", "open-xchange", "mails", folder=folder)[0] == 0
    with (folder / "many.mbox").open("w") as file:
        for number in range(300):
            file.write(
                f"From a Sun Nov 22 10:00:00 2026\n{mail(MAILS['1-gains'] + 'x' * (number % 7), f'No {number}')}\n\n"
            )
    alone = run("old.yaml", "new.yaml", "many.mbox", "--jobs", "1", folder=folder)
    assert alone == run("old.yaml", "new.yaml", "many.mbox", "--jobs", "2", folder=folder)
    assert alone[1].endswith("300 of 300 messages change: 300 gain a ticket, 0 lose it\n")


def forms() -> tuple[Form, Form]:
    found = [read_form(text.encode(), "x")[0] for text in (OLD, NEW)]
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


@pytest.mark.parametrize("style", ["text", "jsonl"])
def test_what_one_of_them_calls_secret_is_told_by_neither(style: str, folder: Path) -> None:
    for order in (("old.yaml", "new.yaml"), ("new.yaml", "old.yaml")):
        _, said, told = run(*order, "mails", "-f", style, folder=folder)
        assert "4711001234" not in said + told
        _, said, told = run(*order, "mails", "-f", style, "--show-secrets", folder=folder)
        assert "K-4711001234" in said


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_one_of_them_calls_secret_is_told_of_no_plain_mail(order: tuple[int, int]) -> None:
    server = "Server: {{required: true{}}}, Level: {{}}, Phone: {{}}"
    text = f"form: a\ntitle: A\nto: a@example.com\nfields: {{{{Key: {{{{secret: true}}}}, {server}}}}}\n"
    both = [read_form(text.format(more).encode(), "x")[0] for more in ("", ", secret: true, pattern: 'n+'")]
    octets = (
        b"From: b@example.com\nTo: a@example.com\nSubject: x\nDate: Mon, 16 Nov 2026 10:00:00 +0100\n\n"
        b"Key: OX-12345-ABCDE\nServer: ox-4711001234\nLevel: 1\nPhone: 110\n"
    )
    old, new = (one for at in order if (one := both[at]) is not None)
    verdicts = [check(octets, [form]) for form in (old, new)]
    assert all(isinstance(verdict.fields, Rows) for verdict in verdicts), "the quick lane did not take it"
    found = compare(verdicts[0], verdicts[1], {"Key", "Server"})
    assert found is not None
    assert "4711001234" not in as_line(found) + as_text(found, Look()) + repr(found.old.text) + repr(found.new.text)


def test_another_wording_and_another_place_are_no_change() -> None:
    text = "form: a\ntitle: A\nto: a@example.com\nfields:\n  B: {{required: true, help: {}}}\n"
    old, new = (read_form(text.format(word).encode(), "x")[0] for word in ("one", "two"))
    assert old is not None
    assert new is not None
    octets = b"To: a@example.com\nSubject: x\n\nB:\n"
    assert compare(check(octets, [old]), check(octets, [new]), ()) is None


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x1b\x07\u202e\x9b\r\t[]"), max_size=60))
def test_a_mail_s_text_never_reaches_a_terminal(text: str) -> None:
    old, new = forms()
    line = "some words of a person " + " ".join(text.split())
    octets = mail(f"Key: {line}\nLevel: {line}\nPhone: {line}\nDay: {line}\n", line).encode()
    found = compare(check(octets, [old]), check(octets, [new]), ())
    assert found is not None
    said = as_text(found, Look())
    assert not any((sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f" or sign == "\u202e" for sign in said)
    assert len(as_line(found).splitlines()) == 1
    json.loads(as_line(found))


def test_messages_are_let_go_when_both_have_judged_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from ticketlint import rulediff, sources
    from ticketlint.cli import main

    judged: list[str] = []
    ahead: list[int] = []

    def read(_: str, **__: Any) -> Iterator[RawMessage]:
        for number in range(200):
            ahead.append(number - len(judged))
            yield RawMessage(str(number), mail(MAILS["1-gains"]).encode())

    def compared(old: Any, new: Any, *arguments: Any, **extra: Any) -> Any:
        judged.append(old.source)
        assert old.source == new.source
        return compare(old, new, *arguments, **extra)

    monkeypatch.setattr(sources, "read", read)
    monkeypatch.setattr(rulediff, "compare", compared)
    with pytest.raises(SystemExit) as end:
        main(["rules", "diff", str(folder / "old.yaml"), str(folder / "new.yaml"), "many", "--jobs", "1"])
    assert end.value.code == 1
    assert (len(judged), max(ahead)) == (200, 0)
    assert "200 of 200 messages change" in capsys.readouterr().out


def test_garbage_is_looked_for_while_mailboxes_are_judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ticketlint import __main__, rulediff

    held: list[bool] = []

    def compared(*_: Any, **__: Any) -> None:
        held.append(gc.isenabled())

    monkeypatch.setattr(rulediff, "compare", compared)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("sys.argv", ["ticketlint", "rules", "diff", *(str(folder / f"{one}.yaml") for one in ("old", "new")), str(folder / "mails")])  # fmt: skip
    try:
        with pytest.raises(SystemExit):
            __main__.start()
    finally:
        gc.enable()
    assert held == [True] * len(MAILS)


def test_counts() -> None:
    count = Count()
    count.add(None)
    assert count.summary() == "none of 1 message changes"
