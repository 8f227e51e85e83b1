"""Mails in which something stands where an answer may be, and is none: a greeting, a name, another's reference."""

from __future__ import annotations

import pytest

import lanes
import ticketlint
from mails import ANSWERS, Reading, edited, form, judge, mail
from ticketlint.form import read_form

BUGS = """\
form: bugs
title: Report of a bug
to: [support@open-xchange.com]
fields:
  Package: {required: true, pattern: '[a-z0-9][a-z0-9+.-]+', good: [hello]}
  Version: {type: version}
  Description: {required: true, type: prose, rest: true, good: [It crashes when I open it.]}
"""
FORMS = tuple(form for form in read_form(BUGS.encode(), "bugs.yaml")[:1] if form is not None)
ARMOUR = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----"


def bug(text: str) -> Reading:
    octets = mail(text, headers={"From": "Anna Berg <anna@customer.example>"})
    assert not lanes.differences(octets, FORMS), text
    return Reading(ticketlint.check(octets, FORMS))


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
]


@pytest.mark.parametrize("text", HOLLOW)
@pytest.mark.parametrize(
    "mail_of", ["Package: hello\n\n{}\n", "Package: hello\nVersion: 2.10\n{}\n", "{}\n\nPackage: hello\n"]
)
def test_what_is_no_text_of_somebody_is_no_rest(text: str, mail_of: str) -> None:
    found = bug(mail_of.format(text))
    assert (found.verdict, "Description" in found.values) == ("incomplete", False), found
    assert found.codes_of("Description") == {"missing-field"}


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
    found = bug(text.format(rest))
    assert (found.verdict, found.values.get("Description")) == ("complete", rest), found


def test_text_between_and_below_the_labels_is_one() -> None:
    found = bug("Package: hello\n\nIt crashes.\n\nVersion: 2.10\n\nAlways.\n")
    assert found.prose("Description").split() == ["It", "crashes.", "Always."], found


@pytest.mark.parametrize("label", ["Ihr Zeichen", "Ihre Referenz", "Your ticket number"])
def test_the_reference_of_the_desk_is_not_that_of_the_customer(label: str) -> None:
    above = f"{label}: OX/Support\n\n"
    found = judge(mail(above + edited({"Track-ID": None})))
    assert (found.verdict, found.codes_of("Track-ID")) == ("incomplete", {"missing-field"}), found
    found = judge(mail(f"{label}: -\nUnser Zeichen: KD/12\n\n" + edited({"Track-ID": None})))
    assert (found.verdict, found.prose("Track-ID")) == ("complete", "KD/12"), found


@pytest.mark.parametrize(
    "line", ["What do you see: nothing.", "What is happening: nothing.", "Existing behaviour: good."]
)
def test_a_question_within_the_steps_is_one_of_them(line: str) -> None:
    steps = f"Open it.\n{line}\nClose it."
    found = judge(mail(form({"Steps to reproduce": steps})))
    assert (found.verdict, found.prose("Steps to reproduce")) == ("complete", steps), found


@pytest.mark.parametrize(
    "below",
    [
        "Calendar\nhttps://gw.customer.example/\nanna@gw.customer.example",
        "The Gateway\nwww.gw.example\nbob@gw.example",
    ],
)
def test_a_page_and_an_address_are_no_card(below: str) -> None:
    text = f"It opens\n\n{below}"
    assert judge(mail(form({"Expected behaviour": text}))).prose("Expected behaviour") == text


@pytest.mark.parametrize(
    "card",
    [
        "Anna Admin\nhttps://gw.customer.example/\nanna@customer.example",
        "Customer AG\nAnna Admin\nhttps://gw.customer.example/\nanna@customer.example",
        "Gina Miller\n+49 228 12345\ngina@desk.example",
    ],
)
def test_a_name_or_a_telephone_makes_a_card(card: str) -> None:
    assert judge(mail(form() + f"\n{card}\n")).prose("Expected behaviour") == ANSWERS["Expected behaviour"]
