"""The command line: exit codes, streams and what is said to a person who mistyped. The line itself is replaced by a stub."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from shell import invoke
from ticketlint import __version__, native, triage
from ticketlint.cli import guarded, main
from ticketlint.cli.streams import color_of
from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.fields import Field
from ticketlint.form.patterns import PatternTimeout
from ticketlint.report.progress import Bar
from ticketlint.verdict import Verdict, VerdictName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result

    from ticketlint.sources import RawMessage

KEY = "OX-12345-ABCDE"


def stub(raw: RawMessage, forms: Sequence[object], *, sending: bool = False) -> Verdict:
    """Do what the body says: a verdict, then the severities of its diagnostics; or fail."""
    words = raw.octets.decode().split("\n\n", 1)[1].split()
    if words[0] == "fail":
        raise RuntimeError("secret of the mail")
    if words[0] == "large":
        raise MemoryError
    if words[0] == "slow":
        raise PatternTimeout("(a+)+", 1)
    if words[0] == "stop":
        raise KeyboardInterrupt
    diagnostics = tuple(
        Diagnostic("missing-field", Severity(int(word)), "Track-ID is missing", Span(1, 1, 1, 1), "x", "Track-ID")
        for word in words[1:]
    )
    key = Field("Support Key", KEY, KEY, "Support Key", Span(1, 1, 1, 2), Span(1, 1, 1, 2), secret=True)
    verdict = cast("VerdictName", words[0])
    fields = {"Support Key": key}
    return Verdict(raw.source, verdict, subject=f"{KEY} {sending}", fields=fields, diagnostics=diagnostics)


@pytest.fixture(autouse=True)
def _stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage, "judge", stub)
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def mails(folder: Path, *bodies: str) -> list[str]:
    paths = []
    for number, body in enumerate(bodies, 1):
        path = folder / f"{number}.eml"
        path.write_text(f"From: anna@customer.example\nSubject: {number}\n\n{body}\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def run(*arguments: str, stdin: str | None = None) -> Result:
    result = invoke(arguments, stdin)
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize(
    ("bodies", "options", "code"),
    [
        (["complete"], [], 0),
        (["complete 3 4"], [], 0),
        (["complete 3 4"], ["--fail-on", "3"], 1),
        (["complete 4"], ["--fail-on", "3"], 0),
        (["complete 4"], ["--fail-on", "4"], 1),
        (["complete", "incomplete 1"], [], 1),
        (["complete", "incomplete 1"], ["--exit-zero"], 0),
        (["incomplete 2"], ["--fail-on", "1"], 0),
        (["incomplete 2"], [], 1),
        (["incomplete 1"], ["--fail-on", "1"], 1),
        (["incomplete"], [], 1),
        (["unreadable"], ["--fail-on", "1"], 1),
        (["automatic 1", "follow-up 1", "not-a-request 1"], ["--fail-on", "4"], 0),
        (["fail"], [], 1),
        (["incomplete 1"], ["--only", "complete"], 1),
    ],
)
def test_exit_code(tmp_path: Path, bodies: list[str], options: list[str], code: int) -> None:
    assert run("check", *mails(tmp_path, *bodies), *options).exit_code == code


def test_no_message_is_no_success(tmp_path: Path) -> None:
    for arguments, stdin in (([str(tmp_path)], None), (["-"], ""), ([], "")):
        result = run("check", *arguments, "--exit-zero", stdin=stdin)
        assert result.exit_code == 3
        assert "error: no message found" in result.stderr


def test_source_that_cannot_be_read_is_3_and_the_rest_is_reported(tmp_path: Path) -> None:
    result = run(
        "check", str(tmp_path / "nope.eml"), *mails(tmp_path, "incomplete 1"), "--exit-zero", "--format", "jsonl"
    )
    assert result.exit_code == 3
    assert "nope.eml: there is no such file" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_failing_on_one_mail_leaves_the_others_their_verdicts(tmp_path: Path) -> None:
    result = run("check", *mails(tmp_path, "complete", "fail", "slow", "complete"), "--format", "json")
    whole = json.loads(result.stdout)
    assert [one["verdict"] for one in whole["messages"]] == ["complete", "unreadable", "unreadable", "complete"]
    assert sum(whole["summary"]["verdicts"].values()) == whole["summary"]["messages"] == 4
    failed, slow = (one["diagnostics"][0] for one in whole["messages"][1:3])
    assert failed["code"] == slow["code"] == "unreadable-body"
    assert "RuntimeError in test_cli.py:" in failed["title"]
    assert "please report" in failed["help"]
    assert "secret of the mail" not in result.stdout
    assert "(a+)+" in slow["title"]


def test_order_is_that_of_the_input(tmp_path: Path) -> None:
    paths = mails(tmp_path, *["complete"] * 5)[::-1]
    lines = run("check", *paths, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == paths


def test_verdicts_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    octets = io.BytesIO()
    seen: list[int] = []

    def watching(raw: RawMessage, forms: Sequence[object], *, sending: bool = False) -> Verdict:
        seen.append(octets.getvalue().count(b"\n"))
        time.sleep(0.11)  # what takes its time is shown at once; verdicts that come faster are shown together
        return stub(raw, forms, sending=sending)

    monkeypatch.setattr(triage, "judge", watching)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding="utf-8"))
    with pytest.raises(SystemExit):
        main(["check", *mails(tmp_path, *["complete"] * 4), "--format", "jsonl", "--jobs", "1"])
    assert seen == [0, 1, 2, 3]


def test_before_sending_reaches_the_line(tmp_path: Path) -> None:
    paths = mails(tmp_path, "complete")
    assert '"subject": "OX-*********DE False"' in run("check", *paths, "--format", "jsonl").stdout
    assert '"subject": "OX-*********DE True"' in run("check", *paths, "--format", "jsonl", "--before-sending").stdout


def test_secrets_are_shown_only_when_asked(tmp_path: Path) -> None:
    paths = mails(tmp_path, "complete")
    for name in ("text", "table", "json", "jsonl"):
        assert KEY not in run("check", *paths, "--format", name).stdout
        assert KEY[:6] in run("check", *paths, "--format", name, "--show-secrets").stdout


def test_several_outputs_in_one_run(tmp_path: Path) -> None:
    names = {name: tmp_path / f"report.{name}" for name in ("json", "jsonl", "table", "text", "concise")}
    options = [word for name, path in names.items() for word in ("--output", f"{name}={path}")]
    result = run("check", *mails(tmp_path, "complete", "incomplete 1"), *options, "--color", "always", "--quiet")
    assert result.exit_code == 1
    assert json.loads(names["json"].read_text())["summary"]["messages"] == 2
    assert len(names["jsonl"].read_text().splitlines()) == 2
    assert "2 messages" in names["text"].read_text()
    assert all("\x1b" not in path.read_text() for path in names.values())
    assert not list(tmp_path.glob(".*"))


def test_output_is_whole_or_not_there(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text("old")
    result = run(
        "check", *mails(tmp_path, "complete", "stop"), "-o", f"json={old}", "-o", f"text={tmp_path / 'new.txt'}"
    )
    assert result.exit_code == 130
    assert result.stderr.strip() == "interrupted"
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.eml", "2.eml", "old.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_run_that_is_cancelled_leaves_no_half_of_a_report(tmp_path: Path, name: str) -> None:
    (tmp_path / "report.json").write_text("old")
    child = process("check", "-o", f"json={tmp_path / 'report.json'}", "-", stdin=subprocess.PIPE)
    until = time.monotonic() + 30
    while not list(tmp_path.glob(".*.tmp")) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(tmp_path.glob(".*.tmp"))
    time.sleep(0.2)
    child.send_signal(getattr(signal, name))
    assert child.wait(30) == 128 + getattr(signal, name)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert (tmp_path / "report.json").read_text() == "old"


def test_output_through_a_link_and_to_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    assert run("check", *mails(tmp_path, "complete"), "-o", f"json={link}", "-o", f"text={os.devnull}").exit_code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())["schema"] == 1
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["chekc"], "did you mean `check`?"),
        (["rules", "lsit"], "did you mean `list`?"),
        (["check", "--fromat", "json", "x"], "--format"),
        (["check", "--format", "jsno", "x"], "did you mean `json`?"),
        (["check", "--format", "zzz", "x"], "the formats are text, table"),
        (["check", "--output", "jsno=f", "x"], "did you mean `json`?"),
        (["check", "--output", "json", "x"], "NAME=FILE"),
        (["check", "--output", "json=-", "x"], "NAME=FILE"),
        (["check", "-o", "json=a", "-o", "text=a", "x"], "one file"),
        (["check", "--output", "json=/nowhere/at/all", "x"], "cannot write /nowhere/at/all"),
        (["check", "--only", "complet", "x"], "did you mean `complete`?"),
        (["check", "--fail-on", "5", "x"], "5"),
        (["check", "--rules", "open-xchang", "x"], "open-xchange"),
        (["explain", "mising-field"], "did you mean `missing-field`?"),
        (["explain", "zzzz"], "lists them all"),
        (["template", "open-exchange"], "did you mean `open-xchange`?"),
        (["template", "open-xchange", "--language", "xx"], "it speaks de, en"),
        (["rules", "show", "open-exchange"], "did you mean `open-xchange`?"),
        (["rules", "check", "/nowhere/at/all.yaml"], "/nowhere/at/all.yaml"),
    ],
)
def test_wrong_usage_is_2_with_advice(arguments: list[str], advice: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert advice in result.output


def test_path_without_a_verb_is_understood(tmp_path: Path) -> None:
    path = mails(tmp_path, "complete")[0]
    assert f"did you mean `ticketlint check {path}`?" in run(path).stderr


def test_wrong_rule_file_shows_the_line(tmp_path: Path) -> None:
    rules = tmp_path / "desk.yaml"
    rules.write_text("form: desk\ntitle: Desk\nfields:\n  Name: {requird: true}\n")
    result = run("check", "--rules", str(rules), *mails(tmp_path, "complete"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f" --> {rules}:4:" in result.stderr
    assert "4 |   Name: {requird: true}" in result.stderr
    assert "required" in result.stderr


def test_stdin_has_the_name_it_is_given() -> None:
    mail = "From: a@b.example\nSubject: x\n\ncomplete\n"
    assert run("check", "-", stdin=mail).stdout.startswith("-: would receive a ticket")
    assert run("check", stdin=mail).stdout.startswith("-: would")
    assert run("check", "--stdin-filename", "draft.eml", stdin=mail).stdout.startswith("draft.eml: would")
    mbox = "".join(f"From a@b.example Fri Nov 20 10:00:00 2026\n{mail}\n" for _ in range(2))
    lines = run("check", "--stdin-filename", "in.mbox", stdin=mbox).stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["in.mbox#1", "in.mbox#2"]


def test_only_filters_what_is_shown_and_counts_all(tmp_path: Path) -> None:
    result = run(
        "check", *mails(tmp_path, "complete", "incomplete 1", "automatic"), "--only", "automatic", "--format", "json"
    )
    whole = json.loads(result.stdout)
    assert [one["verdict"] for one in whole["messages"]] == ["automatic"]
    assert whole["summary"]["messages"] == 3


def test_quiet_says_nothing_about_what_is_fine(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no mail at all")
    mails(tmp_path, "complete 3", "automatic")
    loud, quiet = run("check", str(tmp_path)), run("check", str(tmp_path), "--quiet")
    assert "note: " in loud.stderr
    assert quiet.output == ""
    assert quiet.exit_code == 0


def test_statistics_stay_off_stdout_where_a_line_is_a_record(tmp_path: Path) -> None:
    paths = mails(tmp_path, "incomplete 1")
    for name in ("jsonl", "concise"):
        result = run("check", *paths, "--format", name, "--statistics")
        assert len(result.stdout.splitlines()) == 1
        assert "1  Track-ID" in result.stderr
    assert "1  Track-ID" in run("check", *paths, "--statistics").stdout


def test_notices_hold_no_control_characters(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").write_text("no mail at all")
    result = run("check", str(tmp_path), *mails(tmp_path, "complete"))
    assert "\x1b" not in result.output
    assert "a␛[31m.txt" in result.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "colour"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, choice: str, environment: dict[str, str], terminal: bool, colour: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert color_of(choice, Terminal() if terminal else io.StringIO()) is colour  # type: ignore[arg-type]


def test_bar_appears_after_a_second_and_leaves_nothing(tmp_path: Path) -> None:
    stream, now = Terminal(), 0.0
    paths = mails(tmp_path, "complete")
    with Bar(stream, paths, clock=lambda: now) as bar:
        for _ in range(9):
            now += 0.1
            bar.advance(1)
        assert stream.getvalue() == ""
        for _ in range(9):
            now += 0.1
            bar.advance(1)
        assert "messages, " in stream.getvalue()
        bar.clear()
        assert stream.getvalue().endswith("\r\x1b[2K")
    assert stream.getvalue().rstrip("\n").endswith(("\x1b[2K", "\x1b[?25h"))


def test_bar_without_a_known_end() -> None:
    stream, now = Terminal(), 0.0
    with Bar(stream, ["-"], clock=lambda: now) as bar:
        now = 2.0
        bar.advance(1)
        assert "1 messages, 0/s" in stream.getvalue()
        now = 4.0
        bar.advance(1000, 15)  # said together
        assert "16 messages, 4/s" in stream.getvalue()


def test_progress_is_not_loaded_for_a_pipe(tmp_path: Path) -> None:
    result = run("check", *mails(tmp_path, "complete"))
    assert result.stderr == ""
    assert run("check", *mails(tmp_path, "complete"), "--progress").stderr == ""


def process(*arguments: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "ticketlint", *arguments], env=environment, stdin=stdin, stdout=pipe, stderr=pipe
    )


def test_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    mails(tmp_path, *["incomplete"] * 400)
    child = process("check", str(tmp_path))
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.close()
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (141, b"")


def test_interrupt_ends_it_with_one_line(tmp_path: Path) -> None:
    child = process("check", *mails(tmp_path, "hello"), "-", stdin=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()  # now it waits for standard input
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (130, b"interrupted\n")


@pytest.mark.parametrize("module", ["hints", "cli", "cli.streams", "cli.check", "triage", "form.ready", "quick.lane"])
@pytest.mark.parametrize("error", ["KeyboardInterrupt", "RuntimeError('__set_name__') from KeyboardInterrupt()"])
def test_interrupt_while_a_module_is_loaded_ends_it_with_one_line(module: str, error: str, tmp_path: Path) -> None:
    code = f"""
import sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "ticketlint.{module}" and not self.__dict__.setdefault("met", []):
            self.met.append(name)
            raise {error}
import ticketlint.native  # it finds what is compiled, and comes first where it is loaded last
sys.meta_path.insert(0, Finder())
from ticketlint.__main__ import start
start()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "check", *mails(tmp_path, "hello")], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"interrupted\n")


HEAVY = {
    "rich",
    "mailparser",
    "selectolax",
    "regex",
    "rapidfuzz",
    "jsonschema",
    "asyncio",
    "email",
    "yaml",
    "hypothesis",
    "oxmsg",
}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["schema"]])
def test_what_may_be_imported_before_there_is_a_mail(arguments: list[str]) -> None:
    code = f"""
import sys
from ticketlint.cli import guarded, main
try:
    main({arguments!r})
except SystemExit as end:
    print(end.code or 0, *sorted({{name.split(".")[0] for name in sys.modules}} & set({sorted(HEAVY)!r})), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.strip() == "0"


def test_version_loads_click_and_little_else() -> None:
    code = "import sys\nfrom ticketlint.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    version, build, modules = done.stdout.splitlines()
    assert version == f"ticketlint {__version__}"
    assert re.fullmatch(r"CPython \S+, (\d+ modules|nothing) compiled", build)
    own = {name for name in modules.split() if name.startswith("ticketlint")}
    rooms = {"streams", "errors", "advice", "verbs", "groups"}
    above = {"ticketlint", "ticketlint.cli", "ticketlint.hints", "ticketlint.native"}
    above |= {"ticketlint.native.modules"} if native.compiled() else set()
    assert own == above | {f"ticketlint.cli.{name}" for name in rooms}


@pytest.mark.parametrize(
    "arguments", [["explain"], ["explain", "missing-field"], ["rules", "show", "open-xchange"], ["rules", "list"]]
)
def test_it_speaks(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.count("\n") > 1 or arguments[-1] == "list"


def test_rules_of_a_form_are_explained(tmp_path: Path) -> None:
    rules = tmp_path / "desk.yaml"
    rules.write_text(
        "form: desk\ntitle: Desk\nfields:\n  Severity: {choices: [1, 2]}\n  Phone:\nrules:\n  outage-without-phone:\n"
        "    when: {Severity: ['1']}\n    require: [Phone]\n    title: an outage names no telephone number\n    help: give a number\n"
    )
    result = run("explain", "outage-without-phone", "--rules", str(rules))
    assert "an outage names no telephone number" in result.stdout
    assert "give a number" in result.stdout
    assert "outage-without-phone" in run("explain", "--rules", str(rules)).stdout
    assert "when Severity is 1" in run("rules", "show", "--rules", str(rules)).stdout


def test_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout)["properties"]["schema"] == {"const": 1}
    assert "fields" in json.loads(run("schema", "rules").stdout)["properties"]


def test_rules_check_shows_every_fault(tmp_path: Path) -> None:
    rules = tmp_path / "desk.yaml"
    rules.write_text("form: desk\ntitle: Desk\nfields:\n  Name: {requird: true}\n  Age: {type: lien}\n")
    result = run("rules", "check", str(rules))
    assert result.exit_code == 2
    assert result.stdout.count("error[") == 2
    assert run("rules", "check").exit_code == 0


def test_rules_test_proves_values(tmp_path: Path) -> None:
    proved = run("rules", "test", "open-xchange")
    assert (proved.exit_code, "hold" in proved.stdout) == (0, True)
    rules = tmp_path / "desk.yaml"
    rules.write_text("form: desk\ntitle: Desk\nfields:\n  Age: {type: integer, good: [twelve], bad: ['12']}\n")
    refuted = run("rules", "test", str(rules))
    assert refuted.exit_code == 2
    assert "desk.yaml:4:31" in refuted.stdout
    assert refuted.stdout.count("[good-value-refused]") == refuted.stdout.count("[bad-value-accepted]") == 1


def test_help_has_examples() -> None:
    for verb in ("check", "explain", "template"):
        assert "Examples:" in run(verb, "--help").stdout


def test_too_little_memory_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise MemoryError

    assert guarded(work) == 3
    told = capsys.readouterr().err
    assert "there is too little memory" in told
    assert "report it" not in told


def test_a_mail_that_takes_too_much_memory_leaves_the_others_their_verdicts(tmp_path: Path) -> None:
    result = run("check", *mails(tmp_path, "complete", "large", "complete"), "--format", "json")
    whole = json.loads(result.stdout)["messages"]
    assert [one["verdict"] for one in whole] == ["complete", "unreadable", "complete"]
    assert whole[1]["diagnostics"][0]["title"] == "there is too little memory to read this mail"
