"""Pitfalls J: rule files, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mails import desk, edited, form, judge, mail, run, words

if TYPE_CHECKING:
    from pathlib import Path

ORDER = "form: shop\ntitle: A shop\nfields:\n  Order: {required: true}\n"


def wrong(folder: Path, rules: str) -> str:
    """Return what the operator is told of a rule file that is wrong."""
    (folder / "desk.yaml").write_text(rules, encoding="utf-8")
    (folder / "one.eml").write_bytes(mail(form()))
    result = run("check", "--rules", folder / "desk.yaml", folder / "one.eml")
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr


@pytest.mark.parametrize("pattern", ["([A-Z", "*", "(?P<a>x)(?P<a>y)[", "a{2,1}"])
def test_pitfall_J1_broken_pattern(tmp_path: Path, pattern: str) -> None:
    said = wrong(tmp_path, f"{ORDER}  Key:\n    pattern: '{pattern}'\n")
    assert "desk.yaml:6" in said, said
    assert pattern in said


def test_pitfall_J2_patterns_need_no_slashes(tmp_path: Path) -> None:
    forms = desk(
        tmp_path, "form: shop\ntitle: A shop\nfields:\n  Order: {required: true, pattern: 'A\\d+', good: [A12]}\n"
    )
    assert judge(mail("Order: A7\n"), forms).verdict == "complete"
    found = judge(mail("Order: B7\n"), forms)
    assert found.verdict == "incomplete", found
    assert "A12" in words(found.first("malformed-value")), "an example is shown"


def test_pitfall_J3_pattern_over_a_header_field(tmp_path: Path) -> None:
    rules = "form: shop\ntitle: A shop\nfields:\n  Queue: {header: Subject, pattern: '^(\\w+):', required: true}\n"
    forms = desk(tmp_path, rules + "  Who: {header: From, pattern: '(\\w+)@'}\n  Order: {required: true}\n")
    found = judge(mail("Order: 1\n", headers={"Subject": "=?utf-8?q?foo=3A_bar?="}), forms)
    assert found.values == {"Queue": "foo", "Who": "anna", "Order": "1"}, found


@pytest.mark.parametrize(
    ("key", "meant"), [("requierd", "required"), ("choises", "choices"), ("Pattern", "pattern"), ("alias", "aliases")]
)
def test_pitfall_J4_mistyped_key(tmp_path: Path, key: str, meant: str) -> None:
    said = wrong(tmp_path, f"{ORDER}  Key:\n    {key}: x\n")
    assert "desk.yaml:6" in said, said
    assert key in said
    assert f'"{meant}"' in said


def test_pitfall_J4_mistyped_code(tmp_path: Path) -> None:
    said = wrong(tmp_path, f"{ORDER}severities:\n  mispelt-label: 4\n")
    assert "desk.yaml:6" in said, said
    assert "misspelt-label" in said


@pytest.mark.parametrize(
    "choice", ["no", "on", "6.10", "08", "0x1F", "1_000", "~", "2009-11-05", "1e3", "12:30", "null", "Yes"]
)
def test_pitfall_J5_scalars_stay_what_was_written(tmp_path: Path, choice: str) -> None:
    rules = "form: f\ntitle: F\nfields:\n  Value: {required: true, choices: [no, on, 6.10, 08, 0x1F, 1_000, ~, 2009-11-05, 1e3, 12:30, null, Yes]}\n"
    found = judge(mail(f"Value: {choice}\n"), desk(tmp_path, rules))
    assert (found.verdict, found.values) == ("complete", {"Value": choice}), found


def test_pitfall_J5_scalars_in_other_places(tmp_path: Path) -> None:
    rules = "form: 08\ntitle: no\nlanguage: [en, no]\nfields:\n  on: {required: true, default: 6.10}\n  off: {required: true}\n"
    forms = desk(tmp_path, rules)
    assert [spec.name for spec in forms[0].fields] == ["on", "off"]
    assert (forms[0].id, forms[0].title, forms[0].language, forms[0].fields[0].default) == (
        "08",
        "no",
        ("en", "no"),
        "6.10",
    )
    assert judge(mail("on: 6.1\noff: 1\n"), forms).values == {"on": "6.1", "off": "1"}


def test_pitfall_J6_optional_field_that_was_deleted(tmp_path: Path) -> None:
    forms = desk(tmp_path, f"{ORDER}  Colour: {{choices: [red, blue]}}\n  Note: {{type: prose, min-length: 20}}\n")
    found = judge(mail("Order: 1\n"), forms)
    assert (found.verdict, found.codes) == ("complete", set()), found


RULES = [
    "  outage-without-phone:\n    when: {Severity: ['1']}\n    require: [Phone]\n    severity: 2\n    title: severity {Severity} needs a number\n",
    "  no-phone-no-hurry:\n    when: {absent: [Phone]}\n    choices: {Severity: ['3']}\n    severity: 3\n    title: hurry without a number\n",
]
FIELDS = ["  Severity: {required: true, choices: ['1', '3']}\n", "  Phone: {}\n"]


def test_pitfall_J7_order_changes_nothing(tmp_path: Path) -> None:
    seen = set()
    for fields in (FIELDS, FIELDS[::-1]):
        for rules in (RULES, RULES[::-1]):
            forms = desk(tmp_path, f"form: f\ntitle: F\nfields:\n{''.join(fields)}rules:\n{''.join(rules)}")
            for lines in (["Severity: 1", "Colour: red"], ["Colour: red", "Severity: 1"]):
                found = judge(mail("\n".join(lines) + "\n"), forms)
                seen.add((found.verdict, frozenset(found.codes - {"unknown-field"})))
            assert judge(mail("Severity: 1\nPhone: 12\n"), forms).verdict == "complete"
    assert seen == {("incomplete", frozenset({"outage-without-phone", "no-phone-no-hurry"}))}


def test_pitfall_J8_default_is_told(tmp_path: Path) -> None:
    forms = desk(tmp_path, f"{ORDER}  Impact: {{choices: [one user, a team], default: one user}}\n")
    found = judge(mail("Order: 1\n"), forms)
    assert found.verdict == "complete", found
    assert (found.first("defaulted-field").severity, found.first("defaulted-field").field) == (4, "Impact")
    assert "one user" in words(found.first("defaulted-field"))
    assert "defaulted-field" not in judge(mail("Order: 1\nImpact: a team\n"), forms).codes
    assert judge(mail(edited({})), forms).verdict == "incomplete"
