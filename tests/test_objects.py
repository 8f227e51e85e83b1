"""Forms as a program writes an object in, the same answers out as from lines; what stands beside the object is no part."""

from __future__ import annotations

import json
from pprint import pformat
from typing import TYPE_CHECKING

import pytest

import lanes
from mails import ANSWERS, Reading, desk, judge, mail, seed

if TYPE_CHECKING:
    from pathlib import Path

GIVEN = {**ANSWERS, "Module": ["mail", "calendar"]}
STEPS = "Steps to reproduce"


def read(body: str) -> Reading:
    octets = mail(body)
    assert not lanes.differences(octets, seed())
    return judge(octets)


def written(indent: int | None = 2, **answers: object) -> str:
    return json.dumps({**GIVEN, **{name.replace("_", " "): value for name, value in answers.items()}}, indent=indent)


@pytest.mark.parametrize(
    "body",
    [
        written(),
        written(None),
        written().replace(": ", " => "),
        written().replace("\n", "\n\n"),
        json.dumps({"request": GIVEN}, indent=2),
        repr(GIVEN),
        pformat(
            {name: "Reload it." if name == STEPS else value for name, value in GIVEN.items()},
            width=300,
            sort_dicts=False,
        ),
    ],
    ids=["pretty", "one line", "Ruby", "blank lines", "inside another", "Python", "Python below each other"],
)
def test_a_list_in_an_object_is_read_over_lines_too(body: str) -> None:
    found = read(body)
    assert (found.verdict, found.values["Module"]) == ("complete", ("mail", "calendar")), found
    assert found.values["Expected behaviour"] == ANSWERS["Expected behaviour"]


def test_strings_of_a_list_stand_below_each_other() -> None:
    assert read(written(Steps_to_reproduce=["Open it.", 'Press "F5".'])).values[STEPS] == 'Open it.\nPress "F5".'


def test_a_string_may_run_over_lines() -> None:
    found = read(written(Steps_to_reproduce="Open it.@Press F5.").replace("@", "\n"))
    assert (found.verdict, found.values[STEPS]) == ("complete", "Open it.\nPress F5.")
    assert found.whole.fields[STEPS].span.line + 2 == found.whole.fields["Current behaviour"].span.line


@pytest.mark.parametrize("indent", [2, None])
@pytest.mark.parametrize("name", ["Severity", "Product"])
def test_two_choices_in_a_list_are_too_many(name: str, indent: int | None) -> None:
    two = {"Severity": ["2", "3"], "Product": ["OXSE", "OXHE"]}[name]
    assert read(written(indent, **{name: two})).verdict == "incomplete"
    assert read(written(indent, **{name: two[:1]})).values[name] == two[0]


@pytest.mark.parametrize("indent", [2, None])
def test_what_stands_below_an_object_is_no_part_of_it(indent: int | None) -> None:
    found = read(f"Hello,\n\n{written(indent)}\n\nMy telephone is broken, too.\nWho repairs it?\n\nRegards\nAnna\n")
    assert (found.verdict, found.values["Expected behaviour"]) == ("complete", ANSWERS["Expected behaviour"])


@pytest.mark.parametrize("sign", ["//", "#"])
def test_a_pair_behind_a_sign_of_comment_is_not_given(sign: str) -> None:
    found = read(written().replace('  "Severity"', f'  {sign} "Severity"'))
    assert found.verdict == "incomplete"
    assert "Severity" not in found.values


@pytest.mark.parametrize(
    ("told", "meant"), [(r"\ud83d\ude00", "\U0001f600"), (r"\ud83d", "\ufffd"), (r"\ude00\ud83d", "\ufffd\ufffd")]
)
def test_halves_of_a_sign_are_put_together_and_no_half_is_left(told: str, meant: str) -> None:
    assert read(written(Current_behaviour="It says @.").replace("@", told)).values["Current behaviour"] == (
        f"It says {meant}."
    )


REST = """
form: rest
title: A form with a rest
to: [support@open-xchange.com]
fields:
  Package: {required: true}
  Priority: {choices: [low, high]}
  Text: {required: true, type: prose, rest: true}
"""


@pytest.mark.parametrize("order", ["above", "below"])
@pytest.mark.parametrize("end", ["", "\n\nRegards\nAnna\n", "\n\n---\nAnna Admin\nCustomer GmbH\n"])
def test_what_stands_round_an_object_answers_a_field_that_takes_it(order: str, end: str, tmp_path: Path) -> None:
    forms = desk(tmp_path, REST)
    made, text = '{"Package": "foo", "Priority": "high"}', "It breaks when I open it."
    octets = mail((f"{text}\n\n{made}" if order == "above" else f"{made}\n\n{text}") + end)
    found = judge(octets, forms)
    assert (found.verdict, found.values) == ("complete", {"Package": "foo", "Priority": "high", "Text": text}), found
    assert not lanes.differences(octets, forms)
    assert judge(mail(made + end), forms).verdict == "incomplete"
    given = judge(mail(made.replace("}", f', "Text": "{text}"}}') + "\n\nNothing else.\n" + end), forms)
    assert given.values["Text"] == text


@pytest.mark.parametrize("above", ["", "----------\n", "---\n"])
def test_a_name_and_a_company_are_no_text(above: str, tmp_path: Path) -> None:
    forms = desk(tmp_path, REST)
    assert judge(mail(f"Package: foo\n\n{above}Anna Admin\nCustomer GmbH\n"), forms).verdict == "incomplete"
    assert judge(mail(f"Package: foo\n\n{above}Anna Admin\nis not shown.\n"), forms).verdict == "complete"
    listed = judge(
        mail("Package: foo\n\nIt is so:\n\n---\n- open it\n- close it\n---\nAnna Admin\nCustomer GmbH\n"), forms
    )
    assert listed.values["Text"] == "It is so:\n\n---\n- open it\n- close it"
