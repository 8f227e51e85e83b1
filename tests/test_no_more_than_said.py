"""Forms whose answers may be taken for more than they say in, no answer out that its sender did not give, and no key."""

from __future__ import annotations

import pytest

import lanes
from mails import ANSWERS, edited, judge, mail, page, run, seed
from ticketlint import check
from ticketlint.fields.sheets import _CLOSED
from ticketlint.values.disguise import may_be_escaped, without_escapes

KEY = "OX-40718-HLKWM-92"
LINE = {name: text.replace("\n", " ") for name, text in ANSWERS.items()}
STORIES = ("Current behaviour", "Expected behaviour")


def joint(line: str, *fields: str) -> str:
    """Return the form with one line in place of these fields."""
    return edited({**dict.fromkeys(fields), fields[0]: line})


NOT_SHARED = {
    "Current / Expected behaviour: It crashes.": STORIES,
    "Current/Expected behaviour: It crashes.": STORIES,
    "Current / expected result: It crashes.": STORIES,
    "Current and expected behaviour: crash": STORIES,
    "Current / Expected behaviour: crash / none": STORIES,
    "Aktuelles / Erwartetes Verhalten: Absturz": STORIES,
    "Ist / Soll: stuerzt ab": STORIES,
    "Server / Server Version: https://gw.example": ("Server", "Server Version"),
    "Server and Server Version: 7.10.6": ("Server", "Server Version"),
    "Support Key / Track-ID: OX-7731-KLM": ("Support Key", "Track-ID"),
    "Severity / Track-ID: 2": ("Severity", "Track-ID"),
    "Product / Component: OXSE": ("Product", "Component"),
    "GUI / Server Version: see below": ("GUI Version", "Server Version"),
    "GUI / Server Version: 7.10.6 / 7.10.5 / 7.10.4": ("GUI Version", "Server Version"),
    "Severity / Track-ID: NL-204 / 2": ("Severity", "Track-ID"),
}
SHARED = {
    "GUI / Server Version: 7.10.6": {"GUI Version": "7.10.6", "Server Version": "7.10.6"},
    "Server and GUI Version: 7.10.6-Rev3": {"GUI Version": "7.10.6-Rev3", "Server Version": "7.10.6-Rev3"},
    "Server / GUI Version: 7.10.6 / 7.10.5": {"Server Version": "7.10.6", "GUI Version": "7.10.5"},
    "Product/Component: OXSE / Groupware GUI": {"Product": "OXSE", "Component": "Groupware GUI"},
    "Severity & Track-ID: 2 / NL-204": {"Severity": "2", "Track-ID": "NL-204"},
}


@pytest.mark.parametrize("line", NOT_SHARED)
def test_one_value_answers_no_two_fields(line: str) -> None:
    octets = mail(joint(line, *NOT_SHARED[line]))
    assert judge(octets).verdict == "incomplete", line
    assert not lanes.differences(octets, seed())


@pytest.mark.parametrize("line", SHARED)
def test_values_are_dealt_out_where_it_is_certain_whose_they_are(line: str) -> None:
    octets = mail(joint(line, *SHARED[line]))
    found = judge(octets)
    assert found.verdict == "complete", found
    assert {name: found.values[name] for name in SHARED[line]} == SHARED[line]
    assert not lanes.differences(octets, seed())


ONE_BAD = {
    "Product/Component: OXSE / the inbox": ("Product", "Component", "unknown-choice"),
    "Product / Component: Exchange / Groupware GUI": ("Component", "Product", "unknown-choice"),
    "Severity & Track-ID: 9 / NL-204": ("Track-ID", "Severity", "out-of-range"),
    "Module / Severity: mail, calendar / 2-3": ("Module", "Severity", "too-many-choices"),
    "Server / GUI Version: 7.10.6 / tbd": ("Server Version", "GUI Version", "non-answer"),
    "Server and GUI Version: ? and 7.10.6": ("GUI Version", "Server Version", "non-answer"),
}


@pytest.mark.parametrize("line", ONE_BAD)
def test_a_bad_value_costs_its_own_field_alone(line: str) -> None:
    good, bad, code = ONE_BAD[line]
    octets = mail(joint(line, good, bad))
    found = judge(octets)
    assert found.verdict == "incomplete"
    assert good in found.values
    assert found.codes_of(bad) == {code}
    assert not lanes.differences(octets, seed())


@pytest.mark.parametrize(
    "line", ["Product/Component: OXSE / Groupware GUI", "Product/Component: /Groupware GUI", "Server/GUI Version: 7"]
)
def test_both_lanes_read_a_joint_label_within_the_steps_alike(line: str) -> None:
    for last in ("Current behaviour: crash\n", ""):
        octets = mail(f"Product: OXSE\nComponent: Groupware GUI\nSteps to reproduce:\nLog in.\n{line}\n{last}")
        assert not lanes.differences(octets, seed())


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Severity / Product: OXSE / 9", ("Severity", "Product")),
        ("Product / Severity: 2 / 9", ("Product", "Severity")),
        ("Module and Severity: mail and calendar", ("Module", "Severity")),
    ],
)
def test_no_value_is_dealt_out_where_it_may_be_the_other_field_s(line: str, fields: tuple[str, str]) -> None:
    found = judge(mail(joint(line, *fields)))
    assert found.verdict == "incomplete"
    assert not found.values.keys() & set(fields)


HEADS = ";".join(ANSWERS)
RECORD = ";".join(LINE.values())
QUOTED = ",".join(f'"{text}"' for text in LINE.values())
OTHER = {**LINE, "Support Key": KEY, "Severity": "9"}
CHAT = "".join(f"Bot: {label}?\nKim: {LINE[label]}\n" for label in ANSWERS)
ASKED = "".join(f"Q: {label}\nA: {LINE[label]}\n" for label in ANSWERS)
HIDDEN = {
    "joint, swapped": joint(f"Track-ID / Support Key: {KEY} / NL-204", "Track-ID", "Support Key"),
    "joint with a choice": joint(f"Module / Support Key: {KEY} / mail", "Module", "Support Key"),
    "joint, second": joint(f"Module / Support Key: mail / {KEY}", "Module", "Support Key"),
    "joint, shared": joint(f"Track-ID and Support Key: {KEY}", "Track-ID", "Support Key"),
    "second record": f"{HEADS}\n{RECORD}\n{';'.join(OTHER.values())}\n",
    "second record, quoted": ",".join(f'"{name}"' for name in ANSWERS)
    + f"\n{QUOTED}\n" + ",".join(f'"{text}"' for text in OTHER.values()) + "\n",
    "record of few cells": f"Key;Server\n{KEY};x\n" + edited({}),
    "chat, later": CHAT.replace("Kim: OX-12345-ABCDE", f"Kim: wait\nKim: {KEY}"),
    "asked, at the end": ASKED + f"A: {KEY}\n",
    "asked, later": ASKED.replace("A: OX-12345-ABCDE", f"A: wait\nA: {KEY}"),
    "escaped": edited({"Distribution": "Distribution: " + KEY.replace("-", r"\x2d"), "Support Key": f"Support Key: {KEY}"}),
}  # fmt: skip


@pytest.mark.parametrize("place", HIDDEN)
@pytest.mark.parametrize("shape", ["text", "jsonl", "sarif", "markdown"])
def test_key_is_not_shown(place: str, shape: str) -> None:
    shown = run("check", "--format", shape, "-", stdin=mail(HIDDEN[place])).output
    assert shown
    assert "40718" not in shown
    assert "HLKWM" not in shown


@pytest.mark.parametrize("place", HIDDEN)
def test_lanes_agree_on_what_is_hidden(place: str) -> None:
    assert not lanes.differences(mail(HIDDEN[place]), seed())


@pytest.mark.parametrize("place", ["second record", "second record, quoted"])
def test_two_records_are_no_request(place: str) -> None:
    assert judge(mail(HIDDEN[place])).verdict == "incomplete"


def test_one_record_is_a_request() -> None:
    assert judge(mail(f"{HEADS}\n{RECORD}\n")).verdict == "complete"


@pytest.mark.parametrize("steps", ["Log in.\nOpen.", "1. <b>Log in</b>\n<a>x</a>\nOpen."])
def test_an_element_goes_to_its_own_end(steps: str) -> None:
    rows = {**LINE, "Steps to reproduce": steps}
    text = "".join(f"<{(tag := label.replace(' ', ''))}>{value}</{tag}>\n" for label, value in rows.items())
    assert judge(mail(f"<request>\n{text}</request>\n")).prose("Steps to reproduce") == steps


@pytest.mark.parametrize(
    "said",
    ["one moment please", "hold on", "sorry?", "which one", "can you find out?", "I don't have that here", "pass"],
)
def test_what_is_said_in_a_chat_is_no_answer(said: str) -> None:
    assert judge(mail(CHAT.replace("Kim: 6.22 Rev14", f"Kim: {said}"))).verdict == "incomplete"
    assert (
        judge(mail(CHAT.replace("Kim: 6.22 Rev14", f"Kim: {said}\nKim: 6.22 Rev14"))).values.get("GUI Version") is None
    )


def test_questions_and_answers_are() -> None:
    assert judge(mail(ASKED)).verdict == "complete"


TONGUE = dict(
    zip(
        ANSWERS,
        "Destek Sunucu Foo Baz Quux Zed Onem Takip Urun Parca Adim Simdi Bekle".split(),
        strict=True,
    )
)


def bilingual(without: tuple[str, ...] = (), log: str = "") -> str:
    rows = {label: f"{TONGUE[label]} ({label}): {LINE[label]}\n" for label in ANSWERS if label not in without}
    rows["Current behaviour"] += log
    return "".join(rows.values())


def test_bilingual_form_is_read() -> None:
    assert judge(mail(bilingual())).verdict == "complete"


@pytest.mark.parametrize(
    ("log", "fields"),
    [
        ("ERROR (Server): connection refused\nERROR (Server Version): none found\n", ("Server", "Server Version")),
        ("ERROR (Product): OXSE not found\n", ("Product",)),
        ("Note (Severity): see SLA 2\n", ("Severity",)),
        ("PS (Severity): 2 of us disagree\n", ("Severity",)),
        ("Proxy (Server): refused\nProxy (Server Version): none\n", ("Server", "Server Version")),
        ("Foo (Product): OXSE not found\n", ("Product",)),
    ],
)
def test_a_log_in_a_bilingual_form_answers_nothing(log: str, fields: tuple[str, ...]) -> None:
    found = judge(mail(bilingual(fields, log)))
    assert found.verdict == "incomplete"
    assert not set(fields) & set(found.values)


def test_blanks_in_an_element_are_gone_through_once() -> None:
    assert _CLOSED.search("x" + " " * 80_000 + "y") is None
    assert _CLOSED.search("x \t</a> ") is not None


def test_escape_of_two_digits_is_undone() -> None:
    assert without_escapes(r"OX\x2d40718\x2dHLKWM") == "OX-40718-HLKWM"
    assert may_be_escaped(rb"OX\x2d40718", 0)


NAMES = list(LINE)
_RECORD: list[str] = [text.replace(",", "") for text in LINE.values()]


@pytest.mark.parametrize("sign", [",", ", ", ";", "; "])
@pytest.mark.parametrize("quoted", ["", "heads", "values", "heads and values"])
def test_a_record_is_parted_at_either_sign(sign: str, quoted: str) -> None:
    lines = [
        sign.join([f'"{each}"' for each in cells] if name in quoted else cells)
        for name, cells in (("heads", NAMES), ("values", _RECORD))
    ]
    found = judge(mail("Hello,\n\n" + "\n".join(lines) + "\n"))
    assert (found.verdict, found.values["Severity"]) == ("complete", "2"), found
    assert judge(mail("\n".join([*lines, lines[1]]) + "\n")).verdict == "incomplete"


@pytest.mark.parametrize("at", ["above", "below"])
@pytest.mark.parametrize("line", ["Severity / Product: 3 / OXEE", "Product / Component: OXEE / CLT"])
def test_a_joint_label_that_says_otherwise_is_told(line: str, at: str) -> None:
    text = edited({})
    found = judge(mail(f"{line}\n{text}" if at == "above" else f"{text}\n{line}\n"))
    assert found.codes & {"conflicting-fields"}, found


@pytest.mark.parametrize("line", ["Product/Component: OXEE/CLT", "Product/Component: OXSE/Groupware GUI"])
@pytest.mark.parametrize("above", ["Expected behaviour:", "Track-ID: 5", "Support Key: X"])
def test_both_lanes_part_a_joint_label_without_blanks(line: str, above: str) -> None:
    head = "Component: Groupware GUI\nGUI Version: 7\nSeverity: 4\n"
    for text in (f"{head}{above}\n{line}\n", f"{above}\n{line}\n{head}", f"{edited({})}\n{line}\n"):
        assert not lanes.differences(mail(text), seed())


def test_a_joint_label_in_a_log_is_left_as_it_is_written() -> None:
    log = "2009-11-05 10:00:00 INFO start\nProduct / Component: OXEE / CLT\n2009-11-05 10:00:01 INFO end"
    found = judge(mail(edited({"Current behaviour": f"Current behaviour:\n{log}"})))
    assert (found.verdict, found.values["Current behaviour"]) == ("complete", log)


def test_a_form_of_joint_labels_is_no_log() -> None:
    lines = (
        "Server / Server Version: gw.example / 7.10.6\nDistribution / GUI Version: DEBIAN / 7.10.5\n"
        "Module / Severity: mail / 2\nProduct / Component: OXSE / CLT"
    )
    names = ("Server", "Server Version", "Distribution", "GUI Version", "Module", "Severity", "Product", "Component")
    assert judge(mail(joint(lines, *names))).verdict == "complete"


@pytest.mark.parametrize("answer", ['["2", "3"]', "['2', '3']", '["1","4"]'])
def test_a_list_of_two_choices_is_not_its_first(answer: str) -> None:
    assert judge(mail(edited({"Severity": f"Severity: {answer}"}))).verdict == "incomplete"
    assert judge(mail(edited({"Severity": 'Severity: ["2"]'}))).values["Severity"] == "2"


@pytest.mark.parametrize("name", ["Server Version", "Steps to reproduce", "Expected behaviour", "Track-ID"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_small_print_below_a_label_is_no_answer(name: str, gap: str) -> None:
    octets = mail(edited({name: f"{name}:{gap}※ please be exact"}))
    assert judge(octets).verdict == "incomplete"
    assert not lanes.differences(octets, seed())
    assert judge(mail(edited({name: f"{name}:{gap}※ please be exact\nIt is 7."}))).verdict == "complete"


CARDS = ["Anna Admin", "Anna Admin\nCustomer GmbH", "Anna Admin\nCustomer GmbH\nTel. +49 30 12345"]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("gap", ["", "---\n", "----------------\n", "\n________________\n", "\n---\n\n"])
def test_who_signs_below_the_last_label_answers_nothing(gap: str, card: str) -> None:
    last = "Expected behaviour:\n"
    octets = mail(edited({"Expected behaviour": last + (gap or "\n") + card}))
    found = judge(octets)
    assert (found.verdict, found.codes_of("Expected behaviour")) == ("incomplete", {"empty-field"}), found
    assert not lanes.differences(octets, seed())
    for text in ("The inbox is shown.", f"{card}\nis shown at the top of the page.")[
        : 1 if gap.endswith("\n\n") else 2
    ]:
        assert judge(mail(edited({"Expected behaviour": last + gap + text}))).verdict == "complete"


AUTHORS = ["Example", "e.g.", "Beispiel:", "Description"]


@pytest.mark.parametrize("head", AUTHORS)
@pytest.mark.parametrize("order", ["example, answer", "answer, example"])
@pytest.mark.parametrize("drawn", ["bars", "tabs", "HTML"])
def test_a_table_s_examples_are_no_answers(head: str, order: str, drawn: str) -> None:
    def table(answers: dict[str, str]) -> bytes:
        heads = {"example": head, "answer": "Your answer"}
        rows = [["Field", *(heads[each] for each in order.split(", "))]]
        for name, text in LINE.items():
            cells = {"example": text, "answer": answers.get(name, "")}
            rows.append([name, *(cells[each] for each in order.split(", "))])
        if drawn == "HTML":
            lines = ["".join(f"<td>{cell}</td>" for cell in cells) for cells in rows]
            return page("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
        if drawn == "tabs":
            return mail("\n".join(map("\t".join, rows)) + "\n")
        lines = [f"| {' | '.join(cells)} |" for cells in rows]
        return mail("\n".join([lines[0], "|---|---|---|", *lines[1:]]) + "\n")

    empty, given = table({}), table({**LINE, "Severity": "3"})
    assert (judge(empty).verdict, judge(empty).values) == ("incomplete", {})
    assert (judge(given).verdict, judge(given).values["Severity"]) == ("complete", "3"), judge(given)
    assert not lanes.differences(empty, seed())
    assert not lanes.differences(given, seed())


@pytest.mark.parametrize("sign", ["\t", ": ", " - "])
@pytest.mark.parametrize("bullet", ["+ ", "- ", "* ", "& ", "/ ", "1. "])
def test_a_bullet_before_a_label_joins_nothing_to_it(bullet: str, sign: str) -> None:
    octets = mail("".join(f"{bullet}{name}{sign}{text}\n" for name, text in LINE.items()))
    found = judge(octets)
    assert found.verdict == "complete" or bullet in {"& ", "/ "}, found
    assert "+" not in found.prose("Steps to reproduce")
    assert not lanes.differences(octets, seed())


@pytest.mark.parametrize("mark", ["o", "*", "-", "•"])
@pytest.mark.parametrize("label", ["GUI Version", "Server Version", "Server", "Track-ID"])
def test_a_heading_over_the_next_part_of_a_list_answers_no_empty_field(mark: str, label: str) -> None:
    lines = [f"   {mark} {name}:{'' if name == label else ' ' + text}" for name, text in LINE.items()]
    at = next(number for number, line in enumerate(lines) if line.endswith(f"{label}:"))
    lines.insert(at + 1, "\nClassification")
    verdict = check(mail("Environment\n" + "\n".join(lines) + "\n"), seed())
    assert (verdict.verdict, label in verdict.fields) == ("incomplete", False)
