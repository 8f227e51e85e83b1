"""Pitfalls E: what people write as an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mails import ANSWERS, Reading, desk, edited, form, judge, mail, words

if TYPE_CHECKING:
    from pathlib import Path


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def refused(field: str, answer: str) -> set[str]:
    """Return the codes of an answer that costs the ticket."""
    found = judge(mail(form({field: answer})))
    assert (found.verdict, field in found.values) == ("incomplete", False), found
    assert {fault.field for fault in found.whole.diagnostics if fault.severity <= 2} == {field}
    return found.codes_of(field)


def severity(answer: str) -> object:
    return complete(mail(form({"Severity": answer}))).values["Severity"]


def product(answer: str) -> object:
    return complete(mail(form({"Product": answer}))).values["Product"]


@pytest.mark.parametrize(
    "line", ["Server Version:", "Server Version: ", "Server Version:\xa0\u200b", "Server Version :\n"]
)
def test_pitfall_E1_empty_field(line: str) -> None:
    found = judge(mail(edited({"Server Version": line})))
    assert (found.verdict, found.codes_of("Server Version")) == ("incomplete", {"empty-field"}), found
    assert found.values["Distribution"] == "SLES"


def test_pitfall_E1_empty_free_text() -> None:
    found = judge(mail(edited({"Steps to reproduce": "Steps to reproduce:\n\n"})))
    assert found.codes_of("Steps to reproduce") == {"empty-field"}, found
    assert found.prose("Current behaviour") == ANSWERS["Current behaviour"]


@pytest.mark.parametrize("gap", ["\n", "\n    ", " \n", ":\n"])
def test_pitfall_E2_answer_on_the_next_line(gap: str) -> None:
    found = complete(
        mail(edited({"Product": f"Product:{gap.lstrip(':')}OXHE", "Server Version": "Server Version:\n6.22"}))
    )
    assert (found.values["Product"], found.values["Server Version"]) == ("OXHE", "6.22")


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\xa0\n"])
def test_pitfall_E3_flattened_table(gap: str) -> None:
    text = edited({label: f"{label}:{gap}{answer}" for label, answer in ANSWERS.items()}, gap)
    assert complete(mail(text)).values == complete(mail(form())).values


@pytest.mark.parametrize("blanks", ["  ", "\t", "\xa0", "\u3000", " \u2003 "])
def test_pitfall_E4_blanks_behind_a_value(blanks: str) -> None:
    found = complete(
        mail(form({"Severity": f"2{blanks}", "Track-ID": f"{blanks}BUG-4711{blanks}", "Product": f"OXHE{blanks}"}))
    )
    assert (found.values["Severity"], found.values["Track-ID"], found.values["Product"]) == ("2", "BUG-4711", "OXHE")


UNEDITED = [
    ("Severity", "1-4"),
    ("Severity", "1, 2, 3, 4"),
    ("Module", "(portal, mail, calendar, tasks, infostore)"),
    ("Module", "can be portal, mail, calendar, tasks, infostore"),
    ("Distribution", "SLES, RHEL, DEBIAN, UCS"),
    ("Product", "can be OXHE, OXEE, OX5, OXSE, OXAE, OXtender, Migration"),
    ("Support Key", "OX-SUPPORT-ODER-LIZENZ-KEY-XXX"),
    ("Support Key", "ox-support-oder-lizenz-key-xxx"),
]


@pytest.mark.parametrize(("field", "answer"), UNEDITED)
def test_pitfall_E5_words_of_the_form(field: str, answer: str) -> None:
    assert refused(field, answer) == {"placeholder-value"}


NON_ANSWERS = ["_No response_", "None", "n/a", "N/A", "n. A.", "n.a.", "-", "--", "?", "???", "tbd", "TBD.", "keine"]
NON_ANSWERS += ["unknown", "keine Angabe", "siehe unten", "see below", "(n/a)", "unbekannt", "k. A."]


@pytest.mark.parametrize("answer", NON_ANSWERS)
def test_pitfall_E6_words_that_answer_nothing(answer: str) -> None:
    assert refused("Server Version", answer) == {"non-answer"}


@pytest.mark.parametrize("answer", ["none", "keine", "-", "n/a", "None."])
def test_pitfall_E6_no_reference_is_an_answer(answer: str) -> None:
    found = complete(mail(form({"Track-ID": answer})))
    assert "Track-ID" in found.values
    assert found.codes_of("Track-ID") == set()


def test_pitfall_E6_in_free_text() -> None:
    assert refused("Steps to reproduce", "n/a") == {"non-answer"}
    assert (
        complete(mail(form({"Steps to reproduce": "Open the inbox.\n-\nNone"})))
        .prose("Steps to reproduce")
        .endswith("None")
    )


@pytest.mark.parametrize(
    "answer", ["2 (high)", "2 (we can still work)", "2 - Medium", "2: Medium", "2 = Medium", "2/Medium", "2, mittel"]
)
def test_pitfall_E7_detail_behind_a_severity(answer: str) -> None:
    assert severity(answer) == "2"


@pytest.mark.parametrize("answer", ["OXHE (OXHE, OXEE)", "OXHE (Hosting Edition)", "OXHE 6.22", "OXHE, since May"])
def test_pitfall_E7_detail_behind_a_choice(answer: str) -> None:
    assert product(answer) == "OXHE"


@pytest.mark.parametrize(
    "answer", ['"OXHE"', "'OXHE'", "<OXHE>", "„OXHE“", "»OXHE«", "`OXHE`", "[OXHE]", "(OXHE)", "**OXHE**"]
)
def test_pitfall_E8_quoted_value(answer: str) -> None:
    assert product(answer) == "OXHE"


def test_pitfall_E8_quoted_number_and_module() -> None:
    assert severity("'2'") == "2"
    assert complete(mail(form({"Module": "<mail>"}))).values["Module"] == ("mail",)


@pytest.mark.parametrize("answer", ["OXHE,", "OXHE.", "OXHE;", "OXHE!", "OXHE :"])
def test_pitfall_E9_punctuation_behind_a_value(answer: str) -> None:
    assert product(answer) == "OXHE"
    assert severity(answer.replace("OXHE", "2")) == "2"


NAMES = {
    "high": "1",
    "kritisch": "1",
    "S1": "1",
    "P1": "1",
    "1 - critical": "1",
    "hoch": "1",
    "Medium": "2",
    "mittel": "2",
    "II": "2",
}
NAMES |= {"２": "2", "Low": "3", "niedrig": "3", "Sev 3": "3", "Trivial": "4", "trivial": "4", "①": "1"}


@pytest.mark.parametrize("name", NAMES)
def test_pitfall_E10_names_of_severities(name: str) -> None:
    assert severity(name) == NAMES[name]


@pytest.mark.parametrize("answer", ["0", "5", "42"])
def test_pitfall_E11_number_out_of_range(answer: str) -> None:
    assert refused("Severity", answer) == {"out-of-range"}
    said = words(judge(mail(form({"Severity": answer}))).first("out-of-range"))
    assert "1" in said
    assert "4" in said


@pytest.mark.parametrize("answer", ["2-3", "1,5", "2 or 3", "2/3", "2 bis 3", "1 – 2", "high/medium"])
def test_pitfall_E11_range(answer: str) -> None:
    assert refused("Severity", answer) == {"too-many-choices"}


@pytest.mark.parametrize("answer", ["OXHE, OX5", "OXHE and OX5", "OXHE / OX5", "OXHE OX5", "OXHE\nOX5", "\nOXHE\nOX5"])
def test_pitfall_E12_two_choices_where_one_is_asked_for(answer: str) -> None:
    assert refused("Product", answer) == {"too-many-choices"}


@pytest.mark.parametrize(
    "answer",
    ["mail, calendar", "Mail and Calendar", "mail; calendar", "mail / calendar", "mail calendar", "mail und calendar"],
)
def test_pitfall_E12_several_modules(answer: str) -> None:
    assert complete(mail(form({"Module": answer}))).values["Module"] == ("mail", "calendar")


@pytest.mark.parametrize("answer", ["oxhe", "OxHe"])
def test_pitfall_E13_case_of_a_choice(answer: str) -> None:
    assert product(answer) == "OXHE"
    found = complete(mail(form({"Distribution": "Debian", "Component": "groupware gui", "Product": "oxTENDER"})))
    assert (found.values["Distribution"], found.values["Component"], found.values["Product"]) == (
        "DEBIAN",
        "Groupware GUI",
        "OXtender",
    )


@pytest.mark.parametrize(("field", "other"), [("Severity", "4"), ("Product", "OX5")])
def test_pitfall_E14_contradiction_that_costs_the_ticket(field: str, other: str) -> None:
    found = judge(mail(form().replace("Track-ID:", f"{field}: {other}\nTrack-ID:")))
    assert found.verdict == "incomplete", found
    assert found.first("conflicting-fields").field == field
    assert found.first("conflicting-fields").severity <= 2


def test_pitfall_E14_contradiction_worth_a_remark() -> None:
    found = complete(mail(form().replace("Module:", "Distribution: RHEL\nModule:")))
    assert found.values["Distribution"] == "SLES"
    assert found.first("conflicting-fields").severity == 3


@pytest.mark.parametrize("again", ["Severity: 2", "severity: 2 - Medium", "Schweregrad: mittel"])
def test_pitfall_E14_same_value_twice(again: str) -> None:
    found = complete(mail(form().replace("Track-ID:", f"{again}\nTrack-ID:")))
    assert "duplicate-field" in found.codes
    assert "conflicting-fields" not in found.codes


def test_pitfall_E15_label_inside_a_step() -> None:
    steps = "1. Server: click\n2. Product: choose it\n3. The Severity: field is red"
    found = complete(mail(form({"Steps to reproduce": steps})))
    assert found.prose("Steps to reproduce") == steps
    assert (found.values["Server"], found.values["Product"]) == (ANSWERS["Server"], "OXHE")
    assert found.codes == set(), found


@pytest.mark.parametrize(
    "log",
    [
        "```\nSeverity: 1\nServer: down\n```",
        "    Severity: 1\n    Server: down",
        "\tat ox.Foo\n\tSeverity: 1\n\tProduct: OX5",
        "2009-11-05 10:00:00 ERROR gone\nSeverity: 1\n2009-11-05 10:00:01 ERROR gone",
    ],
)
def test_pitfall_E16_label_inside_a_log(log: str) -> None:
    found = complete(mail(form({"Current behaviour": f"The log says:\n{log}\nand so on."})))
    assert (found.values["Severity"], found.values["Product"]) == ("2", "OXHE")
    assert found.prose("Current behaviour").endswith("and so on.")
    assert "Severity: 1" in found.prose("Current behaviour")
    assert found.codes == set(), found


def test_pitfall_E17_paragraphs() -> None:
    text = "First this.\n\nThen that:\n\n- one\n- two\n\nThe end."
    for field in ("Steps to reproduce", "Current behaviour", "Expected behaviour"):
        assert complete(mail(form({field: text}))).prose(field) == text


def test_pitfall_E18_blanks_round_a_comma(tmp_path: Path) -> None:
    forms = desk(
        tmp_path,
        "form: f\ntitle: F\nfields:\n  OS: {required: true, choices: [Mac OS X, Windows, Linux], many: true}\n",
    )
    assert judge(mail("OS: Mac OS X  ,windows\n"), forms).values == {"OS": ("Mac OS X", "Windows")}


DUE = "form: f\ntitle: F\nlanguage: [de, en]\nfields:\n  Due date: {required: true, type: date}\n"


@pytest.mark.parametrize(
    "written", ["12.03.2009", "12. März 2009", "12 March 2009", "2009-03-12", "12.3.09", "12/03/2009"]
)
def test_pitfall_E19_dates(tmp_path: Path, written: str) -> None:
    assert judge(mail(f"Due date: {written}\n"), desk(tmp_path, DUE)).values == {"Due date": "2009-03-12"}


@pytest.mark.parametrize("written", ["31.02.2009", "soon"])
def test_pitfall_E19_no_date(tmp_path: Path, written: str) -> None:
    found = judge(mail(f"Due date: {written}\n"), desk(tmp_path, DUE))
    assert (found.verdict, found.codes) == ("incomplete", {"malformed-value"}), found
    said = words(found.first("malformed-value")).replace(written, "")
    assert re.search(r"\d{4}-\d\d-\d\d|YYYY-MM-DD|JJJJ-MM-TT", said), said


@pytest.mark.parametrize("on", ["[X]", "[x]", "☒", "☑", "[ x ]"])
@pytest.mark.parametrize("off", ["[ ]", "☐", "[]"])
def test_pitfall_E20_boxes(on: str, off: str) -> None:
    found = complete(mail(edited({"Module": f"Module:\n- {on} mail\n- {off} calendar\n- {on} tasks\n- {off} portal"})))
    assert found.values["Module"] == ("mail", "tasks")


@pytest.mark.parametrize("on", ["[X]", "[x]", "☒", "☑", "[ x ]", "x", "yes", "ja"])
@pytest.mark.parametrize("off", ["[ ]", "☐", "[]", "no", "nein"])
def test_pitfall_E20_field_that_is_a_box(tmp_path: Path, on: str, off: str) -> None:
    forms = desk(tmp_path, "form: f\ntitle: F\nfields:\n  Agreed: {type: checkbox}\n  Urgent: {type: checkbox}\n")
    assert judge(mail(f"Agreed: {on}\nUrgent: {off}\n"), forms).values == {"Agreed": "yes", "Urgent": "no"}


def test_pitfall_E21_answer_that_is_a_whole_log(tmp_path: Path) -> None:
    log = "line of a log\n" * 22000
    found = judge(mail(form({"Current behaviour": log})))
    assert found.verdict == "complete", found
    assert len(found.prose("Current behaviour")) > 300_000
    rules = "form: f\ntitle: F\nfields:\n  Fault: {required: true, type: prose, max-length: 5000}\n"
    found = judge(mail(f"Fault:\n{log}"), desk(tmp_path, rules))
    assert found.verdict == "incomplete", found
    assert "attach" in words(found.first("wrong-length"))
    assert len(words(found.first("wrong-length"))) < 1000


def test_pitfall_E22_remark_in_a_version(tmp_path: Path) -> None:
    assert (
        complete(mail(form({"Server Version": "6.22 Rev15 (see below)"})))
        .prose("Server Version")
        .startswith("6.22 Rev15")
    )
    rules = "form: f\ntitle: F\nfields:\n  Version: {required: true, pattern: '\\d+(\\.\\d+)+( Rev\\d+)?', good: [6.22 Rev15]}\n"
    found = judge(mail("Version: 6.22 Rev15 (see below)\n"), desk(tmp_path, rules))
    assert (found.verdict, found.codes) == ("incomplete", {"malformed-value"}), found
    assert "6.22 Rev15" in words(found.first("malformed-value"))


@pytest.mark.parametrize("said", ["debian/stable", "Debian/testing", "debian/oldstable (12.1)", "Debian/sid"])
def test_a_branch_behind_a_slash_is_a_detail(said: str) -> None:
    assert complete(mail(form({"Distribution": said}))).values["Distribution"] == "DEBIAN"


@pytest.mark.parametrize("said", ["debian/ubuntu", "RHEL/CentOS", "debian/stable, SLES"])
def test_another_name_behind_a_slash_is_another_choice(said: str) -> None:
    assert judge(mail(form({"Distribution": said}))).verdict == "incomplete"
