"""Reports read back by what reads them in CI: sarif-tools, junitparser, csv, a reader of workflow commands, a spreadsheet's view."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped
from sarif.loader import load_sarif_file

from mails import edited, mail, run
from test_report_formats import GITLAB, IN_CI, IS_SARIF, made, rendered, results
from test_report_hostile import HOSTILE, hostile
from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.report import FORMATS, Look
from ticketlint.verdict import Verdict
from verdicts import INCOMPLETE, VERDICTS, report

COMMANDS = st.sampled_from(
    ["::error::x", "##[error]x", "##", "[add-mask]x", "::stop-commands::t", "%0A::error::x", "\n::x::", ";=1+1", ";@A",
     '";=cmd', "=1+1", "<b>", "]]>", "::"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(HOSTILE, IN_CI, COMMANDS), max_size=4).map("".join)
# As GitHub's runner reads a line of a log: the new form of a command at its start, the old one anywhere.
NEW = re.compile(r"\s*::(?P<name>[\w-]+)(?: (?P<told>.*?))?::(?P<data>.*)", re.DOTALL)
OLD = re.compile(r"##\[[^\]]*\]")


def mails(text: str) -> tuple[Verdict, ...]:
    return (hostile(text), replace(hostile(text), source=f"{text}#3"), Verdict(f"{text}x", "automatic", reason=text))


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the workflow commands of a log: name, properties, data, all unescaped."""
    found = []
    assert not OLD.search(log), log
    for line in re.split(r"\r\n|\r|\n", log):
        if match := NEW.match(line):
            told = dict(part.split("=", 1) for part in (match["told"] or "").split(",") if part)
            pairs = ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")
            values = {}
            for name, value in (*told.items(), ("", match["data"])):
                plain = value
                for escape, sign in pairs:
                    plain = plain.replace(escape, sign)
                values[name] = plain
            found.append((match["name"], values, values.pop("")))
    return found


# SARIF


def test_sarif_is_read_by_sarif_tools(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    path.write_text(report("sarif"), encoding="utf-8")
    held = load_sarif_file(str(path))
    records = held.get_records()
    assert [(one["Severity"], one["Code"], one["Location"], int(one["Line"])) for one in records] == [
        (
            one["level"],
            one["ruleId"],
            one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            one["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for one in results()
    ]
    assert {one["Tool"] for one in records} == {"ticketlint"}


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_sarif_tools_read_hostile_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("sarif") / "report.sarif"
    path.write_text(report("sarif", mails(text)), encoding="utf-8")
    records = load_sarif_file(str(path)).get_records()
    assert [one["Code"] for one in records] == ["unknown-choice"] * 2


# JUnit


def test_junit_is_read_by_junitparser() -> None:
    held = JUnitXml.fromstring(report("junit").encode())
    suites = list(held)
    assert [suite.name for suite in suites] == [one.source for one in VERDICTS]
    failed = {case.name for case in suites[2] if any(isinstance(one, Failure) for one in case.result)}
    assert failed == {"missing-field", "unknown-choice", "too-many-choices"}
    assert (suites[2].tests, suites[2].failures) == (len(CODES), 3)
    assert [isinstance(one, Skipped) for case in suites[1] for one in case.result] == [True]


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_junitparser_reads_hostile_text(text: str) -> None:
    written = report("junit", mails(text))
    suites = list(JUnitXml.fromstring(written.encode()))
    assert [suite.failures for suite in suites] == [1, 1, 0]
    assert [suite.skipped for suite in suites] == [0, 0, 1]
    assert commands(written) == []


# Logs


@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_annotations_are_the_only_commands(text: str) -> None:
    found = commands(report("github", mails(text)))
    assert [(name, told["title"]) for name, told, _ in found] == [("error", "unknown-choice")] * 2
    for _, told, data in found:
        assert set(told) <= {"title", "file", "line", "endLine", "col", "endColumn"}
        assert not re.search(r"[\r\n]", data + told["file"])


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "github"])
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_no_other_report_holds_a_command(name: str, text: str) -> None:
    assert commands(report(name, mails(text), Look(width=80, statistics=True))) == []


def test_file_that_is_called_like_a_command() -> None:
    named = replace(INCOMPLETE, source="::stop-commands::x.eml")
    for name in FORMATS:
        found = commands(report(name, (named,)))
        assert {told["file"] for _, told, _ in found} <= {"::stop-commands::x.eml"}
        assert {kind for kind, _, _ in found} <= {"error", "warning", "notice"}


def test_parts_of_a_command_do_not_meet() -> None:
    span = Span(1, 3, 1, 5)
    fault = Diagnostic("unknown-choice", Severity.HIGH, "x", span, "##[error]y", "Server")
    for name in FORMATS:
        commands(report(name, (replace(INCOMPLETE, diagnostics=(fault,)),)))


# CSV


def cells(text: str, delimiter: str, *, quotes: bool) -> list[str]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    )
    return [cell for row in reader for cell in row]


@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_no_spreadsheet_finds_a_formula(text: str) -> None:
    written = report("csv", mails(text))
    for delimiter in ",;":
        for quotes in (True, False):
            for cell in cells(written, delimiter, quotes=quotes):
                bare = cell.strip().strip('"').strip()
                assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or cell.startswith("'"), cell


def test_formula_behind_a_semicolon() -> None:
    cell = cells(report("csv", (replace(INCOMPLETE, subject="Hello;=cmd|' /C calc'!A0;"),)), ";", quotes=True)
    assert "'=cmd|' /C calc'!A0" in cell


# Large values


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "::error::" * 100_000, "##[" * 300_000, ";=1" * 300_000, "<&'\"" * 250_000]
)
def test_a_megabyte_is_read_back(tmp_path: Path, text: str) -> None:
    held = mails(text)
    sarif = tmp_path / "a.sarif"
    sarif.write_text(report("sarif", held), encoding="utf-8")
    IS_SARIF.validate(json.loads(sarif.read_text(encoding="utf-8")))
    assert len(load_sarif_file(str(sarif)).get_records()) == 2
    jsonschema.Draft202012Validator(GITLAB).validate(json.loads(report("gitlab", held)))
    assert len(list(JUnitXml.fromstring(report("junit", held).encode()))) == 3
    assert len(list(csv.reader(io.StringIO(report("csv", held), newline=""), strict=True))) == 4
    assert len(commands(report("github", held))) == 2
    assert [tag for tag, _ in rendered(report("markdown", held))].count("tr") == 4
    assert json.loads(report("jsonl", held[:1]))["diagnostics"][0]["title"] == text
    page = "{% for m in messages %}{{ m.diagnostics | map(attribute='title') | first | default('') | length }} {% endfor %}"
    assert made(tmp_path, page, held).split()[0] == str(len(text) + (300_000 if "##[" in text else 0) * 3)


@pytest.mark.parametrize("name", FORMATS)
def test_whole_line_lets_no_command_of_a_mail_or_a_file_through(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = "##[error]x ::error::y"
    path = Path("::stop-commands::x.eml")
    path.write_bytes(mail(edited({"Track-ID": f"Track-ID: {said}", "Product": f"Product: {said}"})))
    done = run("check", "--format", name, "--", str(path))
    assert done.exit_code == 1
    found = commands(done.output)
    assert len(found) == (1 if name == "github" else 0)
    if name == "jsonl":
        assert json.loads(done.stdout)["fields"]["Track-ID"]["value"] == said
