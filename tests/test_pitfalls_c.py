"""Pitfalls C: where in the mail the form stands, and what stands between its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mails import ANSWERS, Reading, desk, edited, form, judge, mail

if TYPE_CHECKING:
    from pathlib import Path

TOLD = """Hello all,

since Monday nobody can read mail. Two things:
first: the server says 12:30 restart
then: it says nothing.

"""


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def test_pitfall_C1_greeting_before_the_form() -> None:
    found = complete(mail("Hello,\n\n" + form()))
    assert found.values == complete(mail(form())).values


def test_pitfall_C2_form_below_a_story() -> None:
    found = complete(mail(TOLD + form() + "\nKind regards\nAnna\n"))
    assert found.values["Server"] == ANSWERS["Server"]
    assert found.prose("Expected behaviour").startswith(ANSWERS["Expected behaviour"])
    assert "unknown-field" not in found.codes


BANNERS = [
    "Warning: This message originated from outside of the organisation.\n\n",
    "CAUTION: External email. Do not click links.\n",
    "[EXTERNAL]\n\n",
    "ACHTUNG: Diese E-Mail kommt von außen.\n----------------------------------------\n",
    "*** Warning: sender is unverified ***\n\n",
]


@pytest.mark.parametrize("banner", BANNERS)
def test_pitfall_C3_banner_on_top(banner: str) -> None:
    found = complete(mail(banner + form()))
    assert (found.values["Support Key"], found.codes) == (ANSWERS["Support Key"], set()), found


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n\n", "\n \n"])
def test_pitfall_C4_blank_lines_between_fields(gap: str) -> None:
    found = complete(mail(edited({}, gap)))
    assert found.values == complete(mail(form())).values


@pytest.mark.parametrize("rule", ["----------", "________", "==========", "*****", "- - - - - -", "────────"])
def test_pitfall_C5_rules_between_fields(rule: str) -> None:
    found = complete(mail(edited({}, f"\n{rule}\n")))
    assert found.values["Track-ID"] == ANSWERS["Track-ID"]
    assert found.prose("Steps to reproduce") == ANSWERS["Steps to reproduce"]


@pytest.mark.parametrize("hint", ["# please fill in", "<!-- please fill in -->", "<!-- please\nfill in -->"])
def test_pitfall_C6_hints_between_fields(hint: str) -> None:
    found = complete(mail(edited({}, f"\n{hint}\n")))
    assert found.values["Track-ID"] == ANSWERS["Track-ID"]
    assert found.values["Severity"] == "2"
    assert found.values["Server Version"] == ANSWERS["Server Version"]


DELIMITED = """\
form: shop
title: A shop
stop-at: ['== DELIMITER ==', '---- Reply above ----']
fields:
  Order: {required: true}
  Fault: {required: true}
"""


def test_pitfall_C7_fields_below_a_marker(tmp_path: Path) -> None:
    forms = desk(tmp_path, DELIMITED)
    found = judge(mail("Order: 12\n== DELIMITER ==\nOrder: 13\nFault: broken\n"), forms)
    assert found.values == {"Order": "12"}, found
    assert (found.verdict, found.codes) == ("incomplete", {"missing-field"})


@pytest.mark.parametrize(
    "marker",
    [
        "---- Reply above ----",
        "> ---- Reply above ----",
        "> ---- Reply\n> above ----",
        "---- Reply\nabove ----",
        "> > ---- Reply above\n> > ----",
    ],
)
def test_pitfall_C8_marker_that_was_wrapped_or_quoted(tmp_path: Path, marker: str) -> None:
    found = judge(mail(f"Order: 12\nFault: broken\n{marker}\nOrder: 13\nFault: lost\n"), desk(tmp_path, DELIMITED))
    assert (found.verdict, found.values) == ("complete", {"Order": "12", "Fault": "broken"}), found
    assert found.codes == set()


def test_pitfall_C9_two_requests_in_one_mail() -> None:
    second = {"Track-ID": "BUG-9", "Current behaviour": "The calendar is empty.", "Server": "https://two.example.com/"}
    found = judge(mail(form() + "\nAnd another one:\n\n" + form(second)))
    assert "two-requests" in found.codes, found
    assert found.values["Track-ID"] == "BUG-4711"
    assert found.values["Server"] == ANSWERS["Server"]
    assert "calendar" not in found.prose("Current behaviour")
    assert "duplicate-field" not in found.codes, "one mistake, one diagnostic"


def test_pitfall_C10_field_in_the_subject(tmp_path: Path) -> None:
    rules = "form: tracker\ntitle: A tracker\nfields:\n  Severity: {required: true, header: Subject, pattern: '\\[sev=(\\d)\\]'}\n"
    forms = desk(tmp_path, rules + "  Fault: {required: true}\n")
    found = judge(mail("Fault: broken\n", headers={"Subject": "It broke [sev=2]"}), forms)
    assert (found.verdict, found.values) == ("complete", {"Severity": "2", "Fault": "broken"}), found
    assert "missing-field" in judge(mail("Fault: broken\n"), forms).codes_of("Severity")


@pytest.mark.parametrize("opening", ["```\n", "~~~\n", "```yaml\n"])
@pytest.mark.parametrize("closing", ["", "```\n"])
def test_pitfall_C11_form_inside_a_fence(opening: str, closing: str) -> None:
    found = complete(mail("Hello,\n\n" + opening + form() + closing.replace("```", opening[:3])))
    assert len(found.values) == 13
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]


def test_pitfall_C11_fence_in_free_text_that_is_never_closed() -> None:
    found = complete(mail(form({"Steps to reproduce": "Log in.\n```\nopen inbox"})))
    assert found.prose("Current behaviour") == ANSWERS["Current behaviour"]
    assert "open inbox" in found.prose("Steps to reproduce")


@pytest.mark.parametrize("indent", ["\t", "    ", "  ", "\xa0\xa0", "\u3000"])
def test_pitfall_C12_indented_form(indent: str) -> None:
    found = complete(mail("".join(indent + line + "\n" for line in form().splitlines())))
    assert (len(found.values), found.values["Severity"]) == (13, "2")
