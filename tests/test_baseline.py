"""Baselines: what is accepted stays accepted when mails move, ends when it should, and no mail can claim it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mails import edited, form, mail, run
from ticketlint.baseline import BaselineError, Entry, Ledger, parse, written
from ticketlint.cli import baseline as cli
from verdicts import INCOMPLETE

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BAD = edited({"Product": None, "Distribution": "Distribution: Gentoo"})
TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "today", lambda: TODAY)
    (tmp_path / "mails").mkdir()
    put(tmp_path, BAD)
    return tmp_path


def put(folder: Path, body: str, name: str = "bad.eml", **headers: str | None) -> Path:
    path = folder / "mails" / name
    path.write_bytes(mail(body, headers={key.replace("_", "-"): value for key, value in headers.items()}))
    return path


def check(*options: str, stderr: str | None = None, code: int | None = None) -> Result:
    result = run("check", "--isolated", "--baseline", "known.json", *options, "mails")
    assert "Traceback" not in result.output
    if code is not None:
        assert result.exit_code == code, result.output
    if stderr is not None:
        assert stderr in result.stderr
    return result


def entries(folder: Path) -> list[Entry]:
    return list(parse((folder / "known.json").read_text(encoding="utf-8")))


def test_what_is_known_is_accepted_and_what_is_new_is_not(desk: Path) -> None:
    check(code=2, stderr="known.json: there is no such baseline; --write-baseline makes one")
    check("--write-baseline", code=0, stderr="known.json accepts 2 faults")
    assert [(one.source, one.code, one.field) for one in entries(desk)] == [
        ("mails/bad.eml", "missing-field", "Product"),
        ("mails/bad.eml", "unknown-choice", "Distribution"),
    ]
    accepted = check(code=0, stderr="note: 2 faults accepted by known.json")
    assert accepted.stdout == "1 message: 0 would receive a ticket, 1 would not\n", "the desk's verdict is what it was"
    put(desk, edited({"Server": None}), "new.eml", Message_ID="<2@customer.example>")
    fresh = check("-f", "concise", code=1)
    assert [line.split(":")[0] for line in fresh.stdout.splitlines()] == ["mails/new.eml"]


def test_new_fault_of_an_accepted_mail_is_told_alone(desk: Path) -> None:
    check("--write-baseline", code=0)
    known = entries(desk)
    (desk / "known.json").write_text(written(known[:1]), encoding="utf-8")
    told = check("-f", "concise", code=1).stdout
    assert told.count("\n") == 1
    assert " unknown-choice " in told


@pytest.mark.parametrize(
    "moved",
    [
        lambda text: "\n\n\n" + text,
        lambda text: "Dear desk,\n\nhere is my request.\n\n" + text,
        lambda text: text.replace("Distribution: Gentoo", "Distribution:    Gentoo"),
        lambda text: text.replace("\n", "\n\n"),
    ],
)
def test_lines_may_move_and_files_be_renamed(desk: Path, moved: object) -> None:
    check("--write-baseline", code=0)
    (desk / "mails" / "bad.eml").unlink()
    assert callable(moved)
    path = put(desk, moved(BAD), "renamed.eml", Received="from a by b; Thu, 05 Nov 2009 10:00:00 +0100")
    assert check(code=0).stderr == "note: 2 faults accepted by known.json\n"
    (desk / "box").write_bytes(b"From x Thu Nov  5 10:00:00 2009\n" + path.read_bytes())
    assert run("check", "--isolated", "--baseline", "known.json", "box").exit_code == 0


def test_mail_without_message_id_is_known_by_its_content(desk: Path) -> None:
    put(desk, BAD, Message_ID=None)
    check("--write-baseline", code=0)
    check(code=0)
    put(desk, BAD.replace("OXHE", "OXEE").replace("BUG-4711", "BUG-1"), Message_ID=None)
    check(code=1)


@pytest.mark.parametrize(
    "body",
    [
        BAD.replace("The list stays empty.", "Everything burns."),
        BAD.replace("Gentoo", "Slackware"),
        BAD.replace("BUG-4711", "BUG-4712"),
        "Please call me.\n",
    ],
)
def test_another_mail_with_the_message_id_of_an_accepted_one_is_not_accepted(desk: Path, body: str) -> None:
    check("--write-baseline", code=0)
    put(desk, body)
    check(code=1, stderr="warning: mails/bad.eml has the Message-ID of an accepted mail, but not its answers")


def test_unreadable_mails_are_told_apart_by_their_octets(desk: Path) -> None:
    sealed = "-----BEGIN PGP MESSAGE-----\n\n{}\n=Zm9v\n-----END PGP MESSAGE-----\n"
    put(desk, sealed.format("hQEMA5UvDzH0nCr2AQf"))
    assert check(code=2).exit_code == 2
    check("--write-baseline", code=0)
    check(code=0)
    put(desk, sealed.format("hQEMA5UvDzH0nCr2AQg"))
    check(code=1)


@pytest.mark.parametrize(
    "claim",
    [
        {"X-Ticketlint": "ignore"},
        {"X-Ticketlint-Baseline": "accepted"},
        {"Subject": "ticketlint: disable=all"},
        {"Comments": "ticketlint: ignore[missing-field]"},
    ],
    ids=str,
)
def test_no_mail_silences_a_rule(desk: Path, claim: dict[str, str]) -> None:
    words = "# ticketlint: ignore\n<!-- ticketlint-disable -->\nnoqa: missing-field\n[tool.ticketlint]\nfail-on = 1\n"
    (desk / "mails" / "bad.eml").write_bytes(mail(words + BAD, headers=claim))
    (desk / "mails" / "ticketlint.toml").write_text("fail-on = 1\nbaseline = 'known.json'\n", encoding="utf-8")
    result = run("check", "mails/bad.eml")
    assert result.exit_code == 1
    assert "error[missing-field]" in result.stdout


def test_mail_on_which_the_program_fails_is_never_accepted(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ticketlint import triage

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(triage, "judge", fail)
    check("--write-baseline", code=0)
    assert entries(desk) == []
    check(code=1)


# Days


def test_accepted_until_a_day(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check("--write-baseline", "--baseline-until", "2026-12-31", code=0)
    assert {one.until for one in entries(desk)} == {date(2026, 12, 31)}
    monkeypatch.setattr(cli, "today", lambda: date(2026, 12, 31))
    check(code=0)
    monkeypatch.setattr(cli, "today", lambda: date(2027, 1, 1))
    told = check(
        "-f", "concise", code=1, stderr="known.json accepted until 2026-12-31: mails/bad.eml: missing-field Product\n"
    )
    assert told.stdout.count("\n") == 2
    check("--write-baseline", code=0)
    assert {one.until for one in entries(desk)} == {None}
    check(code=0)


def test_writing_anew_keeps_days_and_reasons(desk: Path) -> None:
    check("--write-baseline", code=0)
    first, second = entries(desk)
    first = replace(first, until=date(2027, 6, 1), reason="the customer knows")
    (desk / "known.json").write_text(written([first, second]), encoding="utf-8")
    put(desk, edited({"Server": None}), "new.eml", Message_ID="<2@customer.example>")
    check("--write-baseline", "--baseline-until", "2027-01-31", code=0)
    assert {first, second} < set(entries(desk))
    assert [one.until for one in entries(desk)] == [date(2027, 6, 1), None, date(2027, 1, 31)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--baseline", "x", "--write-baseline", "--baseline-until", "soon"], "'soon' is no day, such as 2027-01-31"),
        (["--baseline", "x", "--write-baseline", "--baseline-until", "2026-11-21"], "2026-11-21 is over"),
        (["--baseline", "x", "--baseline-until", "2027-01-31"], "goes with --write-baseline"),
        (["--write-baseline"], "--baseline FILE names the file to write"),
    ],
)
def test_wrong_usage_is_told(desk: Path, options: list[str], told: str) -> None:
    result = run("check", "--isolated", *options, "mails")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (desk / "x").exists()


# Stale entries


def test_mended_and_deleted_mails_are_told_and_dropped(desk: Path) -> None:
    put(desk, edited({"Server": None}), "gone.eml", Message_ID="<2@customer.example>")
    check("--write-baseline", code=0)
    put(desk, form())
    (desk / "mails" / "gone.eml").unlink()
    told = check(code=0).stderr.splitlines()
    assert told == [
        f"warning: known.json accepts what is gone (--write-baseline drops it): mails/{fault}"
        for fault in (
            "bad.eml: missing-field Product",
            "bad.eml: unknown-choice Distribution",
            "gone.eml: missing-field Server",
        )
    ]
    check("--write-baseline", code=0)
    assert entries(desk) == []
    assert check(code=0).stderr == ""


def test_mail_that_was_not_looked_at_is_not_stale(desk: Path) -> None:
    put(desk, edited({"Server": None}), "other.eml", Message_ID="<2@customer.example>")
    check("--write-baseline", code=0)
    one = run("check", "--isolated", "--baseline", "known.json", "mails/other.eml")
    assert (one.exit_code, one.stderr) == (0, "note: 1 fault accepted by known.json\n")
    run("check", "--isolated", "--baseline", "known.json", "--write-baseline", "mails/other.eml")
    assert len(entries(desk)) == 3


def test_nothing_is_written_where_not_everything_was_read(desk: Path) -> None:
    result = run("check", "--isolated", "--baseline", "known.json", "--write-baseline", "mails", "nowhere.eml")
    assert result.exit_code == 3
    assert "known.json was not written" in result.stderr
    assert not (desk / "known.json").exists()


# The file


def test_file_is_the_same_for_the_same_faults_and_has_a_line_for_each(desk: Path) -> None:
    check("--write-baseline", code=0)
    text = (desk / "known.json").read_text(encoding="utf-8")
    assert text.count("\n") == 4
    assert json.loads(text)["ticketlint-baseline"] == 1
    check("--write-baseline", code=0)
    assert (desk / "known.json").read_text(encoding="utf-8") == text
    assert "OX-12345" not in text


def test_remarks_are_accepted_where_they_fail(desk: Path) -> None:
    put(desk, form().replace("Severity:", "Sevirity:"))
    check("--write-baseline", code=0)
    assert entries(desk) == []
    check("--fail-on", "3", code=1)
    check("--fail-on", "3", "--write-baseline", code=0)
    assert check("--fail-on", "3", code=0).stdout.startswith("mails/bad.eml: would receive a ticket")


def test_settings_name_the_baseline(desk: Path) -> None:
    check("--write-baseline", code=0)
    (desk / "ticketlint.toml").write_text("baseline = 'known.json'\n", encoding="utf-8")
    assert run("check", "mails").exit_code == 0
    assert run("check", "--isolated", "mails").exit_code == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: it is no JSON"),
        ('{"ticketlint-baseline": 1,\n "accepted": [}', "line 2, column 15: it is no JSON"),
        ("[]", "it is no baseline of ticketlint"),
        ("[" * 100_000, "it is no baseline of ticketlint"),
        ('{"ticketlint-baseline": 2, "accepted": []}', "its version is 2, and this ticketlint reads 1"),
        ('{"ticketlint-baseline": 1, "accepted": [3]}', "entry 1 is no object"),
        ('{"ticketlint-baseline": 1, "accepted": [{"code": "x"}]}', "entry 1 has no text for 'fingerprint'"),
        ('{"ticketlint-baseline": 1, "accepted": [{"codes": "x"}]}', "entry 1 has an unknown key 'codes'"),
        (
            '{"ticketlint-baseline": 1, "accepted": [{"fingerprint": "a", "content": "b", "until": "never"}]}',
            "entry 1: until 'never' is no day",
        ),
    ],
)
def test_broken_file_is_told_and_is_2(desk: Path, text: str, told: str) -> None:
    (desk / "known.json").write_text(text, encoding="utf-8")
    check(code=2, stderr=f"known.json: {told}")
    check("--write-baseline", code=2)
    assert (desk / "known.json").read_text(encoding="utf-8") == text, "a file that is not understood is left alone"


def test_what_is_written_is_read_again() -> None:
    entry = Entry("a\u202e\x1b#1", 'c"', "\ud800", "f", "g", TODAY, "=1")
    assert parse(written([entry])) == (entry,)
    assert parse(written([])) == ()
    with pytest.raises(BaselineError):
        parse("null")


def test_verdict_without_accepted_faults_is_handed_on_as_it_is() -> None:
    ledger = Ledger([], TODAY, 2)
    assert ledger.rest(INCOMPLETE, "") is INCOMPLETE
    asks_none = replace(INCOMPLETE, verdict="automatic")
    assert ledger.rest(asks_none, "") is asks_none


def test_a_file_that_is_too_large_for_a_baseline_is_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_LARGEST", 10)
    (desk / "large.json").write_text("{" + " " * 10, encoding="utf-8")
    assert "larger than 10 characters" in check("--baseline", "large.json", "bad.eml", code=2).stderr
