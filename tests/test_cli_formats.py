"""The command line and the formats for CI: several reports in one run, templates, and the summary of a step."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from mails import edited, form, mail, run
from ticketlint.cli.summary import MOST, StepSummary
from ticketlint.report import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

LACKING = mail(edited({"Product": None}), headers={"Subject": "lacks a product"})


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1-good.eml").write_bytes(mail(form()))
    (folder / "2-bad.eml").write_bytes(LACKING)
    return folder


def test_no_report_is_written_through_a_link_that_waits_for_it(mails: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / f".report.{os.getpid()}.tmp").symlink_to(mine)
    result = run("check", "--rules", "open-xchange", "--output", f"json={tmp_path / 'report'}", "--quiet", mails)
    assert result.exit_code == 1
    assert mine.read_text(encoding="utf-8") == "mine"
    assert json.loads((tmp_path / "report").read_text(encoding="utf-8"))["summary"]["messages"] == 2


def test_one_run_writes_every_format(mails: Path, tmp_path: Path) -> None:
    outputs = [part for name in FORMATS for part in ("--output", f"{name}={tmp_path / name}")]
    result = run("check", "--rules", "open-xchange", *outputs, "--quiet", mails)
    assert result.exit_code == 1, result.output
    for name in FORMATS:
        assert "2-bad.eml" in (tmp_path / name).read_text(encoding="utf-8"), name
    assert (
        json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["runs"][0]["results"][0]["ruleId"]
        == "missing-field"
    )
    assert len(ET.parse(tmp_path / "junit").getroot()) == 2
    assert [row["ticket"] for row in csv.DictReader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8")))] == [
        "true",
        "false",
    ]
    assert not list(tmp_path.glob(".*.tmp"))


def test_template_on_stdout_and_in_a_file(mails: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html.j2"
    page.write_text("{% for m in messages %}<li>{{ m.subject }}</li>{% endfor %}", encoding="utf-8")
    out = tmp_path / "a=b.html"
    result = run("check", "-f", f"template={page}", "-o", f"template={page}={out}", mails)
    assert result.exit_code == 1, result.output
    assert result.stdout == out.read_text(encoding="utf-8") == "<li>The inbox stays empty</li><li>lacks a product</li>"


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("template={}", "{% if %}", "page.j2:1: "),
        ("template={}", "{{ nothing }}", "page.j2:1: UndefinedError: 'nothing' is undefined"),
        ("template=", "", "template=FILE needs the path of a file"),
        ("template", "", "the formats are text, "),
        ("sarrif", "", "did you mean `sarif`?"),
    ],
)
def test_wrong_format_is_told_and_is_2(mails: Path, tmp_path: Path, option: str, text: str, told: str) -> None:
    page = tmp_path / "page.j2"
    page.write_text(text, encoding="utf-8")
    result = run("check", "-f", option.format(page), "-o", f"json={tmp_path / 'out.json'}", mails)
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("other", ["a.json", "./a.json", "mails/../a.json", "link.json"])
def test_two_outputs_into_one_file_are_told(
    mails: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.json").symlink_to("a.json")
    result = run("check", "-o", "json=a.json", "-o", f"sarif={other}", mails)
    assert result.exit_code == 2, result.output
    assert "two outputs would be written to one file" in result.stderr
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("option", ["--output=json={}", "--output=json=./mails/../{}"])
def test_no_report_is_written_over_a_mail_that_is_read(
    mails: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = (mails / "1-good.eml").read_bytes()
    for paths in (["mails/1-good.eml"], ["mails"]):
        result = run("check", option.format("mails/1-good.eml"), *paths)
        assert result.exit_code == 2, result.output
        assert "mails/1-good.eml is a mail that is read" in result.stderr
    assert (mails / "1-good.eml").read_bytes() == before
    result = run("check", "--baseline", "mails/1-good.eml", "--write-baseline", "mails")
    assert result.exit_code == 2
    assert (mails / "1-good.eml").read_bytes() == before


def test_no_report_is_written_over_what_says_how_mails_are_judged(
    mails: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.yaml").write_text("form: desk\ntitle: Desk\nfields: {Name: {}}\n", encoding="utf-8")
    run("check", "--baseline", "known.json", "--write-baseline", mails)
    for name, option in (("desk.yaml", "--rules"), ("known.json", "--baseline")):
        before = (tmp_path / name).read_bytes()
        result = run("check", option, name, "-o", f"json=./mails/../{name}", mails)
        assert result.exit_code == 2, result.output
        assert f"{name} says how mails are judged" in result.stderr
        assert (tmp_path / name).read_bytes() == before


def test_report_may_lie_among_the_mails(mails: Path) -> None:
    for _ in range(2):  # the second time it is there, and is no mail
        assert (
            run("check", "-o", f"json={mails / 'report.json'}", "-o", f"text={mails / 'r.txt'}", mails).exit_code == 1
        )


def test_summary_of_a_step_stands_beside_annotations(
    mails: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("check", "-f", "text", mails).exit_code == 1
    assert summary.read_text(encoding="utf-8") == "before\n"
    result = run("check", "-f", "github", mails)
    assert result.stdout.startswith("::error title=missing-field,file=")
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("before\n## ticketlint\n")
    assert "2-bad.eml" in told
    assert "1-good.eml" not in told
    assert told.endswith("2 messages: 1 would receive a ticket, 1 would not\n")


def test_summary_keeps_within_what_a_runner_takes(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    with StepSummary(str(path)) as summary:
        for text in ("head\n", *["x" * 999 + "\n"] * 2000, "end\n"):
            summary.write(text)
    told = path.read_text(encoding="utf-8")
    assert len(told) < MOST + 1000 < 2**20
    assert told.startswith("head\n")
    assert told.endswith("\n1001 more messages did not fit in here.\nend\n")


def test_summary_that_cannot_be_written_changes_no_verdict(
    mails: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary"))
    result = run("check", "-f", "github", mails)
    assert result.exit_code == 1
    assert "warning: no summary of the step: " in result.stderr
