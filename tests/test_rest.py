"""A form with a field that takes the rest of the mail, and mails to its desk: what that field holds."""

from __future__ import annotations

import pytest

import lanes
import ticketlint
from mails import Reading, mail
from ticketlint.form import read_form
from ticketlint.template import body

BUGS = """\
form: bugs
title: Report of a bug
to: [support@open-xchange.com]
fields:
  Package: {required: true, pattern: '[a-z0-9][a-z0-9+.-]+', good: [hello]}
  Version: {type: version}
  Description: {required: true, type: prose, rest: true, good: [It crashes when I open it.]}
"""
ARMOUR = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----"
FORMS = tuple(form for form in read_form(BUGS.encode(), "bugs.yaml")[:1] if form is not None)
LOG = "It crashes.\n\n  $ hello\n  Segmentation fault\n\n- once\n- twice"


def judge(text: str) -> Reading:
    octets = mail(text, headers={"From": "Anna Berg <anna@customer.example>"})
    assert not lanes.differences(octets, FORMS), text
    return Reading(ticketlint.check(octets, FORMS))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Package: hello\nVersion: 2.10\n\n{}\n", LOG),
        ("Package: hello\n{}\n", "It crashes at once.\n\nSecond paragraph."),
        ("Package: hello\n\n{}\n\nRegards,\nAnna\n", LOG),
        ("Package: hello\n\n{}\n-- \nAnna\nVersion: 7\n", LOG),
        ("Package: hello\n\n{}\n\nSent from my iPhone\n", LOG),
        ("Package: hello\n\n{}\n\nOn Mon, 2 Nov 2009 at 10:00, Bob <bob@x.example> wrote:\n> Package: bye\n> It broke.\n", LOG),
        ("Hello,\n\n{}\n\nPackage: hello\n", LOG),
        ("{}\n\nPackage: hello\n\nThanks, Anna\n", LOG),
        ("Hello all,\n\nPackage: hello\n\n{}\n", LOG),
        ("Package: hello\n\n{}\n", "Text: with a colon.\nSteps: none."),
        ("Package: hello\nVersion: 1\nDescription: {}\n", "Short."),
        ("> Package: hello\n>\n> {}\n", "It broke."),
    ],
)  # fmt: skip
def test_what_stands_behind_no_label(text: str, rest: str) -> None:
    found = judge(text.format(rest))
    assert (found.verdict, found.values["Package"], found.values["Description"]) == ("complete", "hello", rest), found


@pytest.mark.parametrize(
    "text",
    [
        "Package: hello\n",
        "Hello,\n\nPackage: hello\nVersion: 1\n\nRegards, Anna\n",
        "Package: hello\nDescription:\nVersion: 1\n\n",
        "Package: hello\n\nn/a\n",
        "Package: hello\n-- \nAnna Muster, Example Ltd\n",
        body(FORMS[0]),
    ],
)
def test_nothing_is_left(text: str) -> None:
    found = judge(text)
    assert (found.verdict, "Description" in found.values) == ("incomplete", False), found
    assert found.codes_of("Description") <= {"missing-field", "empty-field", "non-answer"}


def test_a_text_without_a_label_is_the_rest_and_makes_no_request() -> None:
    found = judge("It crashes, and I name no package.\n")
    assert (found.verdict, found.codes) == ("incomplete", {"missing-field"})
    assert found.values == {"Description": "It crashes, and I name no package."}
    elsewhere = mail("It crashes.\n").replace(b"support@open-xchange.com", b"bob@x.example")
    assert ticketlint.check(elsewhere, FORMS).verdict == "not-a-request"


def test_what_the_template_says_is_read() -> None:
    assert judge(body(FORMS[0], filled=True)).verdict == "complete"


def test_in_html_it_is_the_same() -> None:
    octets = mail("<p>Package: hello</p><p>It <b>crashes</b>.<br>Twice.</p>", "text/html; charset=utf-8")
    assert Reading(ticketlint.check(octets, FORMS)).values == {"Package": "hello", "Description": "It crashes.\nTwice."}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("  Text: {rest: true}\n", "Text takes the rest of the mail, which is prose"),
        ("  Text: {rest: true, type: integer}\n", "Text takes the rest of the mail, which is prose"),
        ("  A: {rest: true, type: prose}\n  B: {rest: true, type: prose}\n", "A takes the rest of the mail already"),
    ],
)
def test_a_rest_that_cannot_be_is_told(fields: str, said: str) -> None:
    _, found = read_form(f"form: x\ntitle: X\nfields:\n{fields}".encode(), "x.yaml")
    assert [one.title for one in found] == [said]
    assert found[0].help


HOLLOW = [
    "Hello,",
    "Hi,",
    "Hi all",
    "Dear maintainer",
    "Liebes Team!",
    "Sehr geehrte Damen und Herren",
    "Dear maintainer,",
    "Sehr geehrte Damen und Herren,",
    "Anna",
    "Anna Berg",
    "Hello,\n\nAnna Berg",
    "> It crashes.",
    "Bob wrote:\n> It crashes.\n> Always.",
    "Tags:",
    "Tags:\nSeverity:",
    "Anna Berg\nTel. +49 228 12345\nanna@customer.example",
    "Anna Berg\nExample GmbH\n+49 228 12345\nhttps://www.customer.example/",
    ARMOUR,
    ARMOUR.partition("=abcd")[0],
    "<report.log>",
    "report.log",
    "please find my report below.",
    "Please note my bug report.",
    "hiermit melde ich einen Fehler.",
    "Dear members of the hello package maintenance team,",
    "will send later",
    "I will send the details later.",
    "Thanks!",
    *(
        "+----+----+",
        "|---|---|",
        "12345",
        "#4711",
        "2.10",
        "10:00",
        "12345 67890",
        "OX-7002-NORD",
    ),
    *("OX-7002-NORD\nOX-7003-NORD", "E-1234", "CONFIDENTIAL", "*** Strictly confidential ***", "[URGENT]", "TLP:AMBER"),
    *(
        "vertraulich",
        "Wichtig!",
        "For internal use only",
        "Confidential - internal use only",
        "Nur für den Dienstgebrauch",
    ),
    *("Package / Version:", "Package / Version:\nPackage / Version:", "Summary / Details:\nSummary / Details:"),
]


@pytest.mark.parametrize("text", HOLLOW)
@pytest.mark.parametrize(
    "mail_of", ["Package: hello\n\n{}\n", "Package: hello\nVersion: 2.10\n{}\n", "{}\n\nPackage: hello\n"]
)
def test_what_is_no_text_of_somebody_is_no_rest(text: str, mail_of: str) -> None:
    found = judge(mail_of.format(text))
    assert (found.verdict, "Description" in found.values) == ("incomplete", False), found
    assert found.codes_of("Description") == {"missing-field"}


@pytest.mark.parametrize(
    "text", ["CRASH", "它崩溃了2次", "ERROR 500", "Confidential data is lost", "urgent: crashes", "it says 12345"]
)
def test_a_few_words_are_a_text(text: str) -> None:
    found = judge(f"Package: hello\n\n{text}\n")
    assert (found.verdict, found.values.get("Description")) == ("complete", text), found


def test_a_key_of_the_form_is_no_text() -> None:
    rules = BUGS + "  Key: {secret: true, pattern: '(?i)ox(-[a-z0-9]+)+'}\n"
    forms = tuple(form for form in read_form(rules.encode(), "bugs.yaml")[:1] if form is not None)
    found = Reading(ticketlint.check(mail("Package: hello\n\nox-nord-abcd\n"), forms))
    assert found.verdict == "incomplete", found


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Package: hello\n\n{}\n\nVersion: 2.10\n", "It crashes."),
        ("Package: hello\n\n{}\n\nVersion: 2.10\n", "It crashes.\n\nAlways."),
        ("Package: hello\n\nHello,\n\n{}\n\nVersion: 2.10\n\nRegards,\nAnna\n", "It crashes."),
        ("Package: hello\n\nDear maintainer,\n\n{}\n\nAnna Berg\n", "It crashes\n\nwhen I open the second file of it"),
        ("Package: hello\n\nPlease find my report below.\n\n{}\n", "It crashes."),
        ("Hello,\n\n{}\n\nPackage: hello\n\nAnna Berg\n", "It crashes."),
        ("{}\n\nPackage: hello\n", "It crashes"),
        ("Package: hello\n\n> It crashes.\n\n{}\n", "With me, too."),
        ("Package: hello\n\n{}\n", "Anna cannot open it."),
        ("Package: hello\n\n{}\n" + ARMOUR, "It crashes."),
        ("Package: hello\n\n{}\n-----END PGP SIGNATURE-----\n", "It crashes."),
        ("Package: hello\n\n{}\n", "Hello crashes"),
        ("Package: hello\n\n{}\n", "Werte fehlen!"),
        ("Package: hello\n\n{}\n", "Admin panel crashes"),
        ("Package: hello\n\n{}\n", "I report a crash of the editor that comes with every second file."),
        ("Package: hello\n\n{}\n", "Tags:\n- one\n- two"),
        ("Package: hello\n\n{}\n", "The log is at\nhttps://logs.example/1"),
        ("Package: hello\n\n{}\n", "Will send mails to wrong people later on."),
    ],
)
def test_the_text_of_somebody_is_the_rest(text: str, rest: str) -> None:
    found = judge(text.format(rest))
    assert (found.verdict, found.values.get("Description")) == ("complete", rest), found


def test_text_between_and_below_the_labels_is_one() -> None:
    found = judge("Package: hello\n\nIt crashes.\n\nVersion: 2.10\n\nAlways.\n")
    assert found.prose("Description").split() == ["It", "crashes.", "Always."], found


@pytest.mark.parametrize("rule", ["_" * 20, "-" * 60, "=" * 9])
@pytest.mark.parametrize(
    "text",
    [
        "Package: hello\nVersion: 2\n\n{}\n\n{}\n",
        "Package: hello\n{}\nVersion: 2\n\n{}\n",
        "Package: hello\n\n{}\n{}\n",
    ],
)
def test_a_rule_above_the_rest_is_drawn_there(text: str, rule: str) -> None:
    found = judge(text.format(rule, "It crashes always when I open the calendar."))
    assert found.values.get("Description") == "It crashes always when I open the calendar.", found
