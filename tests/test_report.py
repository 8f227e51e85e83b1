"""Reports: whole outputs, carets under the words, counts, and the published shape of JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from rich.cells import cell_len

from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.report import FORMATS, Look, Tally, masked
from ticketlint.report.blocks import block
from ticketlint.report.schema import SCHEMA
from ticketlint.report.visible import cells, cut, cut_left, pad, window
from ticketlint.verdict import Verdict
from verdicts import FIRST, INCOMPLETE, VERDICTS, report

if TYPE_CHECKING:
    from conftest import Golden

PUBLISHED = Path(__file__).parents[1] / "docs" / "schema" / "verdict-1.json"
SHOWN = tuple(masked(verdict) for verdict in VERDICTS)
KEYS = [
    "source",
    "message_id",
    "from",
    "subject",
    "date",
    "form",
    "verdict",
    "ticket",
    "follows_up",
    "urgency",
    "fields",
    "diagnostics",
]
DIAGNOSTIC_KEYS = ["code", "severity", "field", "title", "line", "column", "end_line", "end_column", "help"]


@pytest.mark.parametrize("name", FORMATS)
def test_whole_report(name: str, golden: Golden) -> None:
    golden(f"report/{name}", report(name, SHOWN))


@pytest.mark.parametrize("name", FORMATS)
def test_quiet_report_says_only_what_costs_a_ticket(name: str, golden: Golden) -> None:
    golden(f"report/{name}-quiet", report(name, SHOWN, Look(width=80, quiet=True)))


@pytest.mark.parametrize("name", ["text", "table", "concise"])
def test_report_in_colour(name: str, golden: Golden) -> None:
    golden(f"report/{name}-colour", report(name, SHOWN, Look(width=80, color=True)))


@pytest.mark.parametrize("name", ["text", "table"])
def test_report_with_statistics(name: str, golden: Golden) -> None:
    golden(f"report/{name}-statistics", report(name, SHOWN, Look(width=80, statistics=True)))


@pytest.mark.parametrize("name", FORMATS)
def test_report_of_nothing(name: str, golden: Golden) -> None:
    golden(f"report/{name}-nothing", report(name, ()))


def excerpt_of(line: str, start: int, end: int, width: int = 80) -> tuple[str, str]:
    """Return the line as it is shown and the line with the caret, without the gutter."""
    fault = Diagnostic("unknown-choice", Severity.HIGH, "title", Span(7, start + 1, 7, end + 1), line)
    shown, carets = block("mail.eml", fault, Look(width=width)).split("\n")[3:5]
    return shown.removeprefix("7 | "), carets.removeprefix("  | ")


@pytest.mark.parametrize(
    ("before", "marked", "after"),
    [
        ("Product: ", "OXHE", " now"),
        ("製品 ", "漢字", "です"),
        ("Cafe\u0301 ", "e\u0301e\u0301", " x"),
        ("👍 ", "🇩🇪", " x"),
        ("a\tb\t", "c\td", "\te"),
        ("ﾊﾝｶｸ ", "全角", ""),
        ("\u202eab\u200b\x1b[1m", "\x07\x9b\x7f", "\u2028"),
        ("", "Severity", ": 2"),
    ],
)
def test_caret_stands_under_the_words(before: str, marked: str, after: str) -> None:
    shown, carets = excerpt_of(before + marked + after, len(before), len(before + marked))
    left, _, _ = window(before, len(before), len(before), 80)
    word, _, _ = window(marked, 0, len(marked), 80)
    assert carets == " " * cell_len(left) + "^" * cell_len(word)
    assert shown.startswith(left + word)


@pytest.mark.parametrize("at", [0, 3, 40, 76, 77, 500, 5000, 9_990])
@pytest.mark.parametrize("letter", ["x", "漢", "e\u0301", "\t", "\x1b", "\u202e"])
def test_long_line_is_cut_around_the_caret(at: int, letter: str) -> None:
    line = letter * at + "HERE" + letter * (10_000 - at)
    start = len(letter) * at
    shown, carets = excerpt_of(line, start, start + 4)
    assert cells(shown) <= 76
    assert "…" in shown
    assert shown.split("HERE")[0] != shown
    assert cell_len(shown.split("HERE")[0]) == len(carets) - 4
    assert carets.endswith("^^^^")


def test_long_mark_is_cut_too() -> None:
    shown, carets = excerpt_of("Product: " + "漢" * 10_000 + " end", 9, 10_009)
    assert shown.startswith("Product: 漢")
    assert shown.endswith("… end")
    assert cells(shown) <= 76
    assert carets.startswith("         ^^")
    assert len(carets) <= 76


def test_place_beyond_the_line_is_its_end() -> None:
    assert excerpt_of("ab", 9, 12) == ("ab", "  ^")


def test_place_without_a_line_has_an_excerpt_all_the_same() -> None:
    assert excerpt_of("", 0, 0) == ("7 |", "^")


def test_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    fault = Diagnostic("non-answer", Severity.HIGH, "title", Span(7, 3, 9, 2), "ab cd")
    assert "  |   ^^^\n" in block("mail.eml", fault, Look())


def test_decoded_place_says_so() -> None:
    fault = Diagnostic("non-answer", Severity.HIGH, "title", Span(7, 3, 7, 4, "decoded"), "ab cd")
    assert " --> mail.eml:7:3 (decoded text)\n" in block("mail.eml", fault, Look())


def test_missing_fields_share_one_block_in_text_and_none_elsewhere() -> None:
    assert report("text", (INCOMPLETE,)).count("[missing-field]") == 1
    assert "2 fields are missing: Track-ID, Component" in report("text", (INCOMPLETE,))
    assert report("concise", (INCOMPLETE,)).count(" missing-field ") == 2
    assert report("jsonl", (INCOMPLETE,)).count('"missing-field"') == 2


def test_empty_fields_share_one_block_and_say_the_same_help_once() -> None:
    def empty(name: str, line: int, said: str, code: str = "empty-field") -> Diagnostic:
        title, span = f"{name} has a label, but nothing behind it", Span(line, 1, line, 1 + len(name))
        return Diagnostic(code, Severity.HIGH, title, span, f"{name}:", help=said, field=name)

    told = [empty("A", 1, "fill it in"), empty("B", 2, "fill it in"), empty("C", 4, "one of: x, y")]
    shown = report("text", (replace(INCOMPLETE, diagnostics=tuple(told)),))
    assert shown.count("[empty-field]") == 1
    assert "3 fields have a label, but nothing behind it: A, B, C\n" in shown
    assert "1 | A:\n  | ^\n2 | B:\n  | ^\n...\n4 | C:\n  | ^\n" in shown
    assert "  = help: A, B: fill it in\n  = help: C: one of: x, y\n" in shown
    alike = report("text", (replace(INCOMPLETE, diagnostics=tuple(told[:2])),))
    assert "  = help: fill it in\n\n" in alike
    apart = (told[0], replace(told[1], severity=Severity.LOW), empty("C", 4, "x", "other-code"))
    assert report("text", (replace(INCOMPLETE, diagnostics=apart),)).count("but nothing behind it") == 3


def test_missing_fields_of_different_severity_are_not_merged() -> None:
    softer = replace(INCOMPLETE.diagnostics[1], severity=Severity.LOW)
    shown = report("text", (replace(INCOMPLETE, diagnostics=(INCOMPLETE.diagnostics[0], softer)),))
    assert "error[missing-field]" in shown
    assert "warning[missing-field]" in shown


def test_mail_that_asks_for_no_ticket_takes_one_line() -> None:
    automatic = replace(INCOMPLETE, verdict="automatic", reason="Precedence: bulk")
    assert report("text", (automatic,)).count("\n") == 2
    assert report("concise", (automatic,)) == ""


def test_refused_mail_without_a_costly_diagnostic_still_has_a_concise_line() -> None:
    bare = Verdict("a.eml", "unreadable", reason="broken")
    assert report("concise", (bare,)) == "a.eml:1:1: error unreadable broken\n"


@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_rows_of_a_table_are_aligned_whatever_they_hold(width: int) -> None:
    rows = report("table", SHOWN, Look(width=width)).split("\n")[: len(SHOWN) + 1]
    column = rows[0].index("verdict")
    for row, verdict in zip(rows[1:], SHOWN, strict=True):
        left = row.split(verdict.verdict)[0]
        assert cell_len(left) == column, row
        assert cell_len(row) <= max(width, 60)


@pytest.mark.parametrize("text", ["", "abc", "漢字漢字", "e\u0301" * 9, "👍👍👍", "a漢b字c"])
@pytest.mark.parametrize("width", range(9))
def test_cut_and_pad_never_take_more_room(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width
    assert cells(cut_left(text, width)) <= width
    assert cells(pad(text, width)) == width


def test_json_is_what_the_design_promises() -> None:
    whole = json.loads(report("json"))
    assert list(whole) == ["schema", "messages", "summary"]
    assert whole["schema"] == 1
    lines = [json.loads(line) for line in report("jsonl").splitlines()]
    assert lines == whole["messages"]
    third = lines[2]
    assert list(third)[: len(KEYS)] == KEYS
    assert set(third) - set(KEYS) == {"place", "layer", "reason"}
    assert [list(one)[: len(DIAGNOSTIC_KEYS)] for one in third["diagnostics"]] == [DIAGNOSTIC_KEYS] * 7
    assert list(third["fields"]["Module"]) == ["value", "written", "label", "line", "column", "place"]
    assert third["fields"]["Module"]["value"] == ["mail", "calendar"]
    assert third["fields"]["Module"]["line"] == FIRST + 1
    assert [line["ticket"] for line in lines] == [True, None, False, None, False, None]


def test_every_output_holds_to_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for verdicts in ((), SHOWN, VERDICTS):
        validator.validate(json.loads(report("json", verdicts)))
    one = jsonschema.Draft202012Validator({"$ref": "#/$defs/message", "$defs": SCHEMA["$defs"]})
    for line in report("jsonl").splitlines():
        one.validate(json.loads(line))


def test_schema_refuses_what_is_none_of_it() -> None:
    whole = json.loads(report("json"))
    whole["messages"][0]["verdict"] = "perhaps"
    del whole["messages"][2]["diagnostics"][0]["code"]
    errors = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(whole))
    assert len(errors) == 2


def test_published_schema_is_the_programs_own(request: pytest.FixtureRequest) -> None:
    text = json.dumps(SCHEMA, indent=2) + "\n"
    if request.config.getoption("--update-goldens"):
        PUBLISHED.parent.mkdir(parents=True, exist_ok=True)
        PUBLISHED.write_text(text, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == text


def test_counts_add_up() -> None:
    tally = Tally()
    for verdict in VERDICTS:
        tally.add(verdict)
    counted = tally.as_object()
    assert sum(counted["verdicts"].values()) == counted["messages"] == len(VERDICTS)
    assert counted["tickets"] + counted["refused"] == 3
    assert counted["missing"] == {"Component": 1, "Distribution": 1, "Product": 1, "Track-ID": 1}
    assert counted["urgencies"] == {"1": 1, "2": 1}
    assert tally.sentence() == (
        "6 messages: 1 would receive a ticket, 2 would not (1 unreadable), 1 automatic, 1 follow-up, 1 no request"
    )


def test_machine_formats_are_never_in_colour() -> None:
    for name, form in FORMATS.items():
        if form.machine:
            assert "\x1b" not in report(name, VERDICTS, Look(color=True))


def test_related_place_without_text_is_shown_empty() -> None:
    fault = Diagnostic(
        "conflicting-fields", Severity.LOW, "t", Span(2, 1, 2, 3), "ab", related=((Span(9, 1, 9, 2), "first"),)
    )
    shown = block("m", fault, Look(), Text(("x",), range(1, 2), "file"))
    assert "::: m:9:1\n  |\n9 |\n  | - first\n" in shown
