"""Formats of CI systems, spreadsheets and forges: parsed back by libraries that are not ours, under hostile text too."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from test_report_hostile import HOSTILE, hostile
from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fingerprint import fingerprints
from ticketlint.report import FORMATS, Look, Report, Tally, TemplateFault, template
from ticketlint.verdict import Verdict
from verdicts import INCOMPLETE, VERDICTS, report

SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
IS_SARIF = jsonschema.Draft4Validator(SARIF)
IN_CI = st.sampled_from(
    [
        "::error::x",
        "##[error]x",
        "%0A::error::x",
        "=1+1",
        "@team",
        "[a](javascript:x)",
        "<b>",
        "]]>",
        "|",
        "``",
        "\ufffe",
    ]
)
TEXTS = st.lists(st.one_of(HOSTILE, IN_CI), max_size=4).map("".join)
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"minimum": 1}}}},
            },
        },
    },
}


def results(verdicts: tuple[Verdict, ...] = VERDICTS, look: Look | None = None) -> list[dict[str, Any]]:
    log = json.loads(report("sarif", verdicts, look))
    IS_SARIF.validate(log)
    return cast("list[dict[str, Any]]", log["runs"][0]["results"])


def rows(verdicts: tuple[Verdict, ...] = VERDICTS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report("csv", verdicts), newline=""), strict=True))


def many(severity: int, count: int, code: str = "unknown-field") -> Verdict:
    faults = tuple(
        Diagnostic(code, Severity(severity), f"fault {number}", Span(number, 1, number, 2), field="X")
        for number in range(1, count + 1)
    )
    name: Any = "incomplete" if severity < 3 else "complete"
    return Verdict(f"{severity}.eml", name, message_id=f"<{severity}@x>", diagnostics=faults)


# SARIF


def test_sarif_says_how_columns_count_and_what_each_code_means() -> None:
    run = json.loads(report("sarif"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(rules) == list(CODES)
    for code in CODES.values():
        rule = rules[code.name]
        assert rule["helpUri"].endswith(f"docs/codes.md#{code.name}")
        assert rule["defaultConfiguration"]["level"] == code.severity.word
        assert code.why in rule["help"]["text"]
    assert {one["ruleId"] for one in run["results"]} <= set(rules)


def test_sarif_names_rules_of_forms_too() -> None:
    fault = Diagnostic("outage-without-phone", Severity.LOW, "no number")
    run = json.loads(report("sarif", (Verdict("a.eml", "complete", diagnostics=(fault,)),)))["runs"][0]
    assert run["tool"]["driver"]["rules"][-1] == {"id": "outage-without-phone"}


def test_sarif_levels_follow_severities() -> None:
    found = results()
    assert {(one["properties"]["severity"], one["level"], one["kind"]) for one in found} == {
        (1, "error", "fail"),
        (3, "warning", "fail"),
        (4, "note", "fail"),
    }
    assert len(found) == len(INCOMPLETE.diagnostics) + 1


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("./a b.eml", "a%20b.eml"),
        ("/mails/ä#x.eml", "file:///mails/%C3%A4%23x.eml"),
        ("a:b.eml", "a%3Ab.eml"),
        ("inbox.mbox#3", "inbox.mbox"),
        ("caf\udce9.eml", "caf%E9.eml"),
        ("\ud800.eml", "%ED%A0%80.eml"),
        ("mails\\a.eml", "mails/a.eml"),
    ],
)
def test_sarif_paths_are_uris(source: str, uri: str) -> None:
    location = results((replace(INCOMPLETE, source=source),))[0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_lines_are_told_only_where_they_are_lines_of_the_file() -> None:
    span = Span(7, 3, 7, 9)
    fault = Diagnostic("non-answer", Severity.HIGH, "no answer", span, "ab", "Server")
    in_file = Verdict("a.eml", "incomplete", diagnostics=(fault,))
    decoded = replace(in_file, diagnostics=(replace(fault, span=replace(span, place="decoded")),))
    in_box = replace(in_file, source="box#2")
    regions = [results((one,))[0]["locations"][0]["physicalLocation"]["region"] for one in (in_file, decoded, in_box)]
    assert regions == [
        {"startLine": 7, "startColumn": 3, "endLine": 7, "endColumn": 9},
        {"startLine": 1},
        {"startLine": 1},
    ]
    assert "(line 7 of the decoded text)" in results((decoded,))[0]["message"]["text"]
    assert "(line 7 of message 2)" in results((in_box,))[0]["message"]["text"]
    assert [json.loads(report("gitlab", (one,)))[0]["location"]["lines"]["begin"] for one in (in_file, decoded)] == [
        7,
        1,
    ]
    assert ",line=7,endLine=7,col=3,endColumn=9::" in report("github", (in_file,))
    assert "line=" not in report("github", (decoded, in_box))


def test_no_link_comes_out_of_a_mail() -> None:
    fault = Diagnostic("unknown-choice", Severity.HIGH, '"[click](https://evil.example)" is no choice')
    shown = results((Verdict("a.eml", "incomplete", diagnostics=(fault,)),))[0]["message"]["text"]
    assert re.search(r"(?<!\\)\[", shown) is None


# Fingerprints


def test_fingerprints_hold_when_lines_move_and_files_are_renamed() -> None:
    moved = tuple(
        replace(one, span=replace(one.span, line=one.span.line + 9) if one.span else None, title="x")
        for one in INCOMPLETE.diagnostics
    )
    assert fingerprints(replace(INCOMPLETE, source="other.eml", diagnostics=moved)) == fingerprints(INCOMPLETE)


def test_fingerprints_tell_faults_and_mails_apart() -> None:
    prints = fingerprints(INCOMPLETE)
    assert len(set(prints)) == len(prints)
    assert not set(prints) & set(fingerprints(replace(INCOMPLETE, message_id="<4@customer.example>")))
    assert len(set(fingerprints(many(1, 5)))) == 5


def test_mail_without_message_id_is_known_by_its_content() -> None:
    bare = Verdict("a", "incomplete", sender="a@b", text=Text(("Hello", "", "there"), range(1, 4), "file"),
                   diagnostics=(Diagnostic("missing-field", Severity.HIGH, "t", field="Server"),))  # fmt: skip
    spaced = replace(bare, source="b", text=Text(("", "  Hello", "there "), range(4, 7), "file"))
    other = replace(bare, text=Text(("Hello", "you"), range(1, 3), "file"))
    assert fingerprints(bare) == fingerprints(spaced)
    assert fingerprints(bare) != fingerprints(other)


def test_sarif_and_gitlab_tell_the_same_fingerprints() -> None:
    told = [one["partialFingerprints"]["ticketlint/v1"] for one in results()]
    assert told == [one["fingerprint"] for one in json.loads(report("gitlab"))]
    assert set(fingerprints(INCOMPLETE)) <= set(told)


# JUnit


def test_junit_has_a_pass_rate() -> None:
    suites = ET.fromstring(report("junit").encode())
    assert [suite.get("name") for suite in suites] == [one.source for one in VERDICTS]
    for suite in suites:
        cases = list(suite.iter("testcase"))
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(list(suite.iter("failure"))))
        assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))
    complete, automatic, incomplete = list(suites)[:3]
    assert (complete.get("tests"), complete.get("failures")) == (str(len(CODES)), "0")
    assert (automatic.get("tests"), automatic.get("skipped")) == ("1", "1")
    assert {one.get("type") for one in incomplete.iter("failure")} == {
        "missing-field",
        "unknown-choice",
        "too-many-choices",
    }
    remarks = " ".join(one.text or "" for one in incomplete.iter("system-out"))
    assert "misspelt" not in remarks
    assert '"Sevirity" is read as Severity' in remarks


def test_junit_of_an_unreadable_mail_claims_no_passed_check() -> None:
    suite = ET.fromstring(report("junit", (VERDICTS[4],)).encode())[0]
    assert [case.get("name") for case in suite] == ["encrypted-body"]


# GitHub


def test_github_shows_the_worst_of_each_kind_and_counts_the_rest() -> None:
    lines = report("github", (many(4, 11), many(2, 12), many(1, 3), many(3, 2))).splitlines()
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds[:22] == ["::error"] * 10 + ["::warning"] * 2 + ["::notice"] * 10
    assert lines[22] == "5 more errors, 1 more notice (GitHub shows 10 of each kind)"
    assert [line.split("file=")[1].split(",")[0] for line in lines[:10]] == ["1.eml"] * 3 + ["2.eml"] * 7
    assert [line.rsplit("::", 1)[1] for line in lines[3:5]] == ["fault 1", "fault 2"]


def test_github_counts_what_it_leaves_out() -> None:
    assert "1 more error (GitHub shows 10 of each kind)\n" in report("github", (many(1, 11),))
    assert " more " not in report("github", (many(1, 10), many(3, 10)))


def test_github_tells_missing_fields_of_a_mail_at_once() -> None:
    shown = report("github", (INCOMPLETE,))
    assert shown.count("title=missing-field") == 1
    assert "2 fields are missing: Track-ID, Component" in shown


def test_github_properties_cannot_be_left() -> None:
    fault = Diagnostic("unknown-choice", Severity.HIGH, "100% ::error::x ##[error]y\r\n::error::z")
    line = report("github", (Verdict("a,line=9::b.eml", "incomplete", diagnostics=(fault,)),)).splitlines()[0]
    assert line.startswith("::error title=unknown-choice,file=a%2Cline=9%3A%3Ab.eml::100%25 ::error::x ##\\x5berror]y")


def test_gitlab_is_what_gitlab_takes() -> None:
    found = json.loads(report("gitlab"))
    jsonschema.Draft202012Validator(GITLAB).validate(found)
    assert len({one["fingerprint"] for one in found}) == len(found)
    assert [one["severity"] for one in found[:4]] == ["critical"] * 4
    assert json.loads(report("gitlab", (replace(INCOMPLETE, source="./a.eml"),)))[0]["location"]["path"] == "a.eml"


# CSV


def test_csv_has_a_row_for_each_fault_and_each_mail_without() -> None:
    found = rows()
    assert len(found) == len(INCOMPLETE.diagnostics) + 5
    assert {row["ticket"] for row in found} == {"true", "false", ""}
    assert found[2]["field"] == "Track-ID"
    assert (found[4]["line"], found[4]["column"]) == ("14", "15")


@pytest.mark.parametrize("formula", ["=1", "+1", "-1", "@A", "\t=1", "  =1", "\r\n=1", "＝1", "＠x", "\u200b=1"])
def test_csv_holds_no_formula(formula: str) -> None:
    row = rows((replace(INCOMPLETE, subject=formula, source=formula),))[0]
    for cell in (row["subject"], row["source"]):
        assert not cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "＝", "＠"))


# Markdown


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def rendered(markdown: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    tags = Tags()
    tags.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    return tags.seen


def test_markdown_is_one_table() -> None:
    shown = rendered(report("markdown"))
    assert [tag for tag, _ in shown].count("tr") == len(VERDICTS) + 1
    assert [tag for tag, _ in shown].count("td") == 4 * len(VERDICTS)


def test_markdown_statistics_stay_in_their_fence() -> None:
    odd = Verdict("a", "incomplete", diagnostics=(Diagnostic("missing-field", Severity.HIGH, "t", field="``` @x <b>"),))
    assert {tag for tag, _ in rendered(report("markdown", (odd,), Look(statistics=True)))} <= {
        "h2", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "br", "p", "pre"
    }  # fmt: skip


# Hostile text


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_hostile_text_breaks_no_parser(text: str) -> None:
    mails = (hostile(text), replace(hostile(text), source=f"a{text}#3"), Verdict("x", "automatic", reason=text))
    IS_SARIF.validate(json.loads(report("sarif", mails)))
    for one in results(mails):
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert urlsplit(uri).scheme in {"", "file"}
        assert re.fullmatch(r"[!-~]*", uri)
        unquote(uri)
    jsonschema.Draft202012Validator(GITLAB).validate(json.loads(report("gitlab", mails)))
    suites = ET.fromstring(report("junit", mails).encode())
    assert len(suites) == 3
    found = rows(mails)
    assert len(found) == 3
    assert not [cell for row in found for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]
    lines = report("github", mails).splitlines()
    assert [line[:8] for line in lines[:-1]] == ["::error "] * 2
    assert not [line for line in lines if "##[" in line]
    shown = rendered(report("markdown", mails))
    assert {tag for tag, _ in shown} <= {"h2", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "br", "p"}
    assert not [attrs for _, attrs in shown if attrs]
    assert [tag for tag, _ in shown].count("tr") == 4


@pytest.mark.parametrize("name", ["github", "gitlab", "junit", "csv", "markdown", "sarif"])
def test_nothing_is_said_of_mails_that_ask_for_no_ticket_beyond_that(name: str) -> None:
    loud = replace(INCOMPLETE, verdict="automatic", reason="Precedence: bulk")
    assert "Sevirity" not in report(name, (loud,)) or name == "csv"


@pytest.mark.parametrize("name", FORMATS)
def test_refused_mail_without_a_fault_is_told_in_every_format(name: str) -> None:
    shown = report(name, (Verdict("lost.eml", "unreadable", reason="broken"),), Look(quiet=True))
    assert "lost" in shown
    assert "broken" in shown or name in {"table", "csv"}


# Templates


def made(folder: Path, text: str, verdicts: tuple[Verdict, ...] = VERDICTS, name: str = "report.txt.j2") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    parts: list[str] = []
    tally = Tally()
    whole = Report(template(str(path)), Look(), parts.append)
    for verdict in verdicts:
        tally.add(verdict)
        whole.add(verdict)
    whole.end(tally)
    return "".join(parts)


def test_template_sees_the_published_shape(tmp_path: Path) -> None:
    text = "{% for m in messages %}{{ m.verdict }} {{ m.diagnostics | length }}\n{% endfor %}{{ summary.messages }}\n"
    assert (
        made(tmp_path, text) == "complete 0\nautomatic 0\nincomplete 7\nfollow-up 0\nunreadable 1\nnot-a-request 0\n6\n"
    )


def test_template_goes_through_messages_as_often_as_it_likes(tmp_path: Path) -> None:
    text = (
        "{{ messages | length }}{% for a in messages %}{% for b in messages %}{{ loop.index }}{% endfor %};{% endfor %}"
    )
    assert made(tmp_path, text, VERDICTS[:3]) == "3123;123;123;"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n{% for %}", ":2: "),
        ("a\nb\n{{ nothing.there }}", ":3: UndefinedError"),
        ("{{ messages.__class__.__mro__ }}", ":1: SecurityError"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", ":1: SecurityError"),
        ("{% include '/etc/passwd' %}", ":1: TypeError"),
        ("{{ 1 / 0 }}", ":1: ZeroDivisionError"),
        ("{{ summary | nofilter }}", ":1: No filter named"),
    ],
)
def test_template_that_is_wrong_or_reaches_out_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        made(tmp_path, text)
    assert f"report.txt.j2{told}" in str(caught.value)


def test_template_that_is_not_there_or_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="No such file"):
        template(str(tmp_path / "none.j2"))
    (tmp_path / "bad.j2").write_bytes(b"a\xff")
    with pytest.raises(TemplateFault, match="not UTF-8"):
        template(str(tmp_path / "bad.j2"))


@settings(max_examples=30, deadline=None)
@given(text=TEXTS)
def test_template_is_given_nothing_harmful(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    shown = made(tmp_path_factory.mktemp("t"), "{{ (messages | list)[0].diagnostics[0].title }}", (hostile(text),))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    page = "{{ (messages | list)[0].diagnostics[0].title }}"
    marked = made(tmp_path_factory.mktemp("t"), page, (hostile(f"<b>{text}"),), "report.html.j2")
    assert "<" not in marked
