"""`rules test` in every format: one run is told alike, whoever reads it, and nothing hostile or secret reaches it."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from shell import invoke
from ticketlint.expectations.reports import OUTCOMES, VOICES
from ticketlint.expectations.schema import SCHEMA
from ticketlint.report.github import MOST

if TYPE_CHECKING:
    from click.testing import Result

PUBLISHED = Path(__file__).parents[1] / "docs" / "schema" / "tests-1.json"
RULES = """\
form: rooms
title: Booking a room
to: [rooms@example.com]
fields:
  Badge: {secret: true, pattern: '[1-9]\\d{5}', good: ['204711']}
  Room: {required: true, choices: [Elbe, Oder, Rhein], good: [Elbe], bad: [upstairs]}
  Day: {required: true, type: date}
rules:
  badge: {when: {Room: [Oder]}, require: [Badge], title: no badge}
"""
HEAD = "To: rooms@example.com\nSubject: x\n\n"
MAILS = {
    "good": ("Room: Elbe\nDay: 2026-11-23\nBadge: 204711\n", "verdict: complete\n"),
    "other": ("Room: Rhine\nBadge: 301999\n", "verdict: complete\nfields: {Badge: 555123}\n"),
    "alone": ("Room: Oder\n", None),
    "wrong": ("Room: Oder\n", "verdict: perhaps\nfields: {Badge: 777123}\n"),
}
ALL = tuple(MAILS)
OUTCOME = dict(zip(ALL, ("as-expected", "different", "different", "wrong"), strict=True))


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("rooms.yaml").write_text(RULES, encoding="utf-8")
    put(*ALL)
    return tmp_path


def put(*names: str) -> None:
    """Leave these samples and no others."""
    Path("mails").mkdir(exist_ok=True)
    for path in Path("mails").iterdir():
        path.unlink()
    for name in names:
        write(Path("mails"), name, *MAILS[name])


def write(folder: Path, name: str, body: str, expectation: str | None) -> None:
    (folder / f"{name}.eml").write_text(HEAD + body, encoding="utf-8")
    if expectation is not None:
        (folder / f"{name}.expected.yaml").write_text(expectation, encoding="utf-8")


def prove(style: str, *words: str) -> Result:
    result = invoke(["rules", "test", "rooms.yaml", "--format", style, *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*words: str) -> Any:
    whole = json.loads(prove("json", *words).stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(whole)
    return whole


def suites(*words: str) -> dict[str, ET.Element]:
    tree = ET.fromstring(prove("junit", *words).stdout.encode())
    assert tree.tag == "testsuites"
    for suite in tree:
        counted = [str(len(suite.findall(path))) for path in ("testcase", "testcase/failure", "testcase/error")]
        assert [suite.get(name) for name in ("tests", "failures", "errors")] == counted
    return {suite.get("name", ""): suite for suite in tree}


@pytest.mark.parametrize("style", VOICES)
@pytest.mark.parametrize(
    ("names", "words", "code"),
    [
        (None, (), 0),
        (("good",), ("-s", "mails"), 0),
        (("good", "other"), ("-s", "mails"), 1),
        (("good", "alone"), ("-s", "mails"), 1),
        (ALL, ("-s", "mails", "--coverage"), 2),
        (("good",), ("-s", "mails", "--fail-under", "90"), 1),
        ((), ("-s", "mails"), 3),
    ],
)
def test_exit_codes_and_what_goes_to_stderr_are_the_same_in_every_format(
    style: str, names: tuple[str, ...] | None, words: tuple[str, ...], code: int
) -> None:
    put(*(names or ()))
    said, text = prove(style, *words), prove("text", *words)
    assert said.exit_code == text.exit_code == code
    assert said.stderr == text.stderr
    assert said.stdout
    if style == "json":
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(said.stdout))
    elif style == "junit":
        ET.fromstring(said.stdout.encode())


def test_document_tells_each_sample_and_what_came_up() -> None:
    whole = document("-s", "mails")
    assert whole["forms"] == [{"form": "rooms", "path": "rooms.yaml", "values": 3, "diagnostics": []}]
    assert {Path(one["mail"]).stem: one["outcome"] for one in whole["samples"]} == OUTCOME
    other = next(one for one in whole["samples"] if one["mail"].endswith("other.eml"))
    place = {"path": "mails/other.expected.yaml", "line": 1, "column": 10}
    assert {name: other["diagnostics"][0][name] for name in place} == place
    assert [one["path"] for one in other["because"]] == ["mails/other.eml"] * 2
    (coverage,) = whole["coverage"]
    assert coverage["checks"] == {"tried": 5, "all": 8}
    assert coverage["rules"] == {"tried": 0, "all": 1}
    assert coverage["untried_rules"] == [{"rule": "badge", "line": 9}]
    assert {one["field"] for one in coverage["untried_fields"]} == {"Badge", "Room", "Day"}
    assert whole["summary"] == {
        "values": 3, "wrong_values": 0, "samples": 4, "as_expected": 1, "written": 0, "percent": 55,
    }  # fmt: skip


def test_what_update_wrote_is_counted() -> None:
    put("good", "other", "alone")
    assert document("-s", "mails", "--update")["summary"]["written"] == 2
    assert document("-s", "mails")["summary"]["as_expected"] == 3


def test_junit_has_a_suite_for_each_form_and_each_sample() -> None:
    found = suites("-s", "mails")
    assert list(found) == ["rooms.yaml", *(f"mails/{name}.eml" for name in sorted(ALL))]
    failed = {name: [child.tag for case in suite for child in case] for name, suite in found.items()}
    assert failed == {
        "rooms.yaml": [], "mails/good.eml": [], "mails/other.eml": ["failure"], "mails/alone.eml": ["failure"],
        "mails/wrong.eml": ["error"],
    }  # fmt: skip
    said = found["mails/other.eml"].findtext("testcase/failure") or ""
    assert said.startswith("mails/other.expected.yaml:1:10: error: ")
    assert "mails/other.eml:4:7: error: " in said, "what the mail lacks tells why"
    put("good")
    assert "coverage" in suites("-s", "mails", "--fail-under", "90")
    assert "coverage" not in suites("-s", "mails", "--fail-under", "1")


def test_annotations_are_the_worst_ones_and_name_the_file() -> None:
    put("other")
    lines = prove("github", "-s", "mails").stdout.splitlines()
    assert lines[0].startswith("::error title=other-verdict,file=mails/other.expected.yaml,line=1,endLine=1,col=10,")
    assert any(line.startswith("::error title=unknown-choice,file=mails/other.eml,line=4,") for line in lines)
    assert lines[-2:] == ["3 values of 1 form hold", "1 sample: 0 as expected, 1 not"]
    for number in range(30):
        Path(f"mails/{number}.eml").write_text(HEAD + "Room: Oder\n", encoding="utf-8")
    lines = prove("github", "-s", "mails").stdout.splitlines()
    assert sum(line.startswith("::error ") for line in lines) == MOST
    assert any(re.fullmatch(r"\d+ more errors \(GitHub shows 10 of each kind\)", line) for line in lines)


@pytest.mark.parametrize("style", VOICES)
def test_values_that_prove_a_form_wrong_are_told(style: str) -> None:
    text = RULES.replace("good: [Elbe]", "good: [Main]").replace("bad: [upstairs]", "bad: [Oder]")
    Path("rooms.yaml").write_text(text, encoding="utf-8")
    result = prove(style)
    assert result.exit_code == 2
    assert "good-value-refused" in result.stdout
    if style == "json":
        (form,) = json.loads(result.stdout)["forms"]
        assert [one["code"] for one in form["diagnostics"]] == ["good-value-refused", "bad-value-accepted"]
        assert {(one["path"], one["line"]) for one in form["diagnostics"]} == {("rooms.yaml", 6)}
    elif style == "junit":
        assert 'failures="1"' in result.stdout
    elif style == "github":
        assert "::warning title=good-value-refused,file=rooms.yaml,line=6," in result.stdout
    else:
        assert "3 values of 1 form: 2 do not hold" in result.stdout


def test_shipped_forms_are_proven_in_every_format() -> None:
    for style in VOICES:
        assert invoke(["rules", "test", "open-xchange", "--format", style]).exit_code == 0
    (form,) = json.loads(invoke(["rules", "test", "open-xchange", "--format", "json"]).stdout)["forms"]
    assert form["form"] == "open-xchange"
    assert form["values"] > 10


@pytest.mark.parametrize("style", VOICES)
def test_secrets_are_in_no_format(style: str) -> None:
    said = prove(style, "-s", "mails").output
    assert [key for key in ("204711", "301999", "555123", "777123") if key in said] == []


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("style", VOICES)
def test_no_name_of_a_file_is_taken_for_a_command_or_for_markup(style: str) -> None:
    put()
    for name in ("::error::x\x1b[2J\u202e", "##[error]x", "<b>&\"'x", "]]>x\udcff"):
        for there in ("other", "wrong", "alone"):
            write(Path(), name + there, *MAILS[there])
    result = prove(style, *(word for path in sorted(Path().glob("*.eml")) for word in ("-s", str(path))))
    assert result.exit_code == 2
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    kind = {"json": r"(?m)^ *::", "junit": r"(?m)^ *::", "github": r"(?m)^ *::(?!error title|warning title)"}
    assert not re.search(kind.get(style, r"(?m)^\s*::"), result.stdout), result.stdout
    if style != "json":
        assert "##[" not in result.stdout
    if style == "junit":
        ET.fromstring(result.stdout.encode())


def test_published_schema_is_the_programs_own(request: pytest.FixtureRequest) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    text = invoke(["schema", "tests"]).stdout
    assert json.loads(text) == SCHEMA
    if request.config.getoption("--update-goldens"):
        PUBLISHED.write_text(text, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == text
    assert set(SCHEMA["$defs"]["sample"]["properties"]["outcome"]["enum"]) == set(OUTCOMES.values())
