"""Mails that look answered where a careful person doubts in, incomplete out; and their likes that are answered."""

from __future__ import annotations

import pytest

from mails import ANSWERS, PROSE, edited, form, judge, mail, page

LISTED = {
    "Severity": "1, 2, 3, 4",
    "Distribution": "SLES, RHEL, DEBIAN, UCS",
    "Component": "Admin GUI, Admin Server, Groupware GUI, Groupware Server, CLT, Documentation, OS Component, "
    "Installation, Other",
}
DOUBTS = [
    ("Severity", "Severity: 1, 2, 3, 4\n3 users are affected"),
    ("Severity", "Severity: 1-4\n2 people cannot work"),
    ("Distribution", f"Distribution: {LISTED['Distribution']}\nDebian clients are not affected"),
    ("Component", f"Component: {LISTED['Component']}\nother fields see below"),
    ("Product", "Product: OXSE if not OXHE"),
    ("Product", "Product: OXSE, wenn nicht OXHE"),
    ("Product", "Product: OXSE (if not OXHE)"),
    ("Module", "Module: portal, mail, calendar, tasks, infostore\nthe mail works"),
    ("Server Version", "Server Version: server version or package list\nour 2 servers"),
    ("Expected behaviour", "Expected behaviour:\n\nThis mail was sent automatically."),
    ("Product", "Product: OXSE or, if not, OXHE"),
    ("Severity", "Severity: high if not medium"),
    ("Severity", "Severity: high, not 1"),
    ("Severity", "Severity: 2 if not 1"),
    ("Severity", "Severity: 1 not 2 but 3"),
    ("Distribution", "Distribution: Debian if not UCS"),
    ("Distribution", "Distribution: SLES or why not Debian"),
    ("Distribution", "Distribution: Debian, previously SLES, now UCS"),
    ("Severity", "Severity: 2/4 users"),
    ("Severity", "Severity: 3/4 Benutzer betroffen"),
    ("Severity", "Severity: 2/3 users affected"),
    ("Severity", "Severity: 3/2 users affected"),
    ("GUI Version", "GUI Version:\n\nCall me at 14:00\n\nThe rest follows"),
    ("GUI Version", "GUI Version:\n\nour 2 servers\n\nThe rest follows"),
    ("Track-ID", "Track-ID:\n\nProduct details 2026\n\nThe rest follows"),
    ("GUI Version", "GUI Version:\n\n2. Classification\n\nThe rest follows"),
]
DOUBTS += [
    ("Severity", f"Severity: {text}")
    for text in (
        *(
            "(1, 2, 3, 4)\n3 mails were lost",
            "(1, 2, 3, 4)\nwe have 2 servers",
            "2 users cannot work",
            "3 of our users",
        ),
        *("2 Anwender betroffen", "1, 2, 3, 4\n3 of our users"),
    )
]
DOUBTS += [
    ("Distribution", f"Distribution: {text}")
    for text in (
        *("Ubuntu, based on Debian", "Ubuntu, basierend auf Debian", "based on Debian", "Debian based Ubuntu"),
        *("Debian derivative", "CentOS, RHEL clone", "RHEL compatible", "CentOS, compatible with RHEL", "like Debian"),
        *("ähnlich wie Debian", "formerly SLES", "früher SLES", "instead of Debian"),
    )
]
DOUBTS += [
    ("Component", f"Component: {text}")
    for text in (
        *("Groupware GUI and Server", "Groupware Server und GUI", "Groupware GUI/Server", "Groupware GUI + Server"),
        *("Groupware GUI, Server", "Admin and Groupware GUI", "Admin/Groupware Server"),
    )
]
DOUBTS += [
    ("Module", f"Module: {text}") for text in ("all but mail", "everything but mail", "anything but the calendar")
]
DOUBTS += [
    (field, f"{field}: {text}")
    for field in ("Server Version", "GUI Version", "Server", "Support Key")
    for text in (
        *(
            "version.txt",
            "Version.PDF",
            "habe ich nicht",
            "haben wir leider nicht",
            "I don't have it",
            "liegt uns nicht vor",
        ),
        *(
            "nicht zur Hand",
            "kenne ich nicht",
            "which one?",
            "Welche?",
            "What do you mean?",
            "wo finde ich das?",
            "hm?",
        ),
    )
]
DOUBTS += [
    ("Steps to reproduce", "Steps to reproduce: steps.docx"),
    ("Current behaviour", "Current behaviour: error.png"),
]
DOUBTS += [("Track-ID", f"Track-ID: {text}") for text in ("notes.txt", "which one?")]
DOUBTS += [
    ("Expected behaviour", f"Expected behaviour:\n\n{text}")
    for text in (
        "Best wishes from the team",
        "Viele Grüße anna müller",
        "Your support team will answer",
        "Best wishes Anna",
    )
]
ANSWERED = [
    *[
        ("Expected behaviour", f"Expected behaviour:{before}{text}")
        for before in ("\n", "\nThe dialog\n", "\nThe dialog\n\n")
        for text in ("Best wishes card opens", "Best regards dialog is shown", "Viele Grüße Karte öffnen", "Regards tab stays empty")
    ],
    *[("Track-ID", f"Track-ID: {text}") for text in ("habe ich nicht", "we don't have one", "gibt es nicht")],
    *[
        ("Distribution", f"Distribution: {text}")
        for text in (
            *("UCS 5, based on Debian 10", "Debian, based on our own image", "our own Debian", "SLES statt Debian"),
            *("Debian 12 (formerly SLES)", "Proxmox on Debian"),
        )
    ],
    *[
        ("Component", f"Component: {text}")
        for text in ("Groupware GUI (server 7.10)", "Groupware GUI, server is fine", "Groupware GUI on the server")
    ],
    *[
        ("Severity", f"Severity: {text}")
        for text in ("(1, 2, 3, 4)\n3", "(1, 2, 3, 4)\nhigh", "2, 3 users cannot work", "2 we can still work", "2 Server down")
    ],
    *[
        ("Server Version", f"Server Version: {text}")
        for text in ("7.10.6 (version.txt)", "open-xchange-core_7.10.6-42_all.deb", "ox-7.10.6.txt", "7.10.6?")
    ],
    ("Current behaviour", "Current behaviour: Why is the list empty?"),
    ("Module", "Module: mail, all but search works"),
    ("Severity", "Severity: 1, 2, 3, 4\n3"),
    ("Severity", "Severity: 1, 2, 3, 4\n2 - Medium"),
    ("Distribution", f"Distribution: {LISTED['Distribution']}\nDebian 12"),
    ("Distribution", "Distribution: SLES, not Debian"),
    ("Distribution", "Distribution: UCS (based on Debian)"),
    ("Severity", "Severity: 2, 3 users affected"),
    ("GUI Version", "GUI Version:\n\n6.22 Rev14\n\nThe rest follows"),
    ("Track-ID", "Track-ID:\n\nBUG-4711\n\nThe rest follows"),
    *[
        ("Expected behaviour", f"Expected behaviour:\n{text}")
        for text in (
            "This mail is automatically moved to the folder Spam",
            "Diese Nachricht wurde automatisch verschoben",
            "Do not answer to this invitation: the button should be grey",
            "You received this notification because it is new should be shown",
            "Sent using IMAP",
            "The page says:\nDo not answer to this invitation",
            "To: anna@example.com\nSubject: Hello\nDate: Thu, 05 Nov 2009 10:00:00\nFrom: ben@example.com\nis shown in the list",
            "Mail Daemon wrote:\n> message delivered",
        )
    ],
]  # fmt: skip
FOOTERS = [
    "This mail was sent automatically.",
    "Do not reply to this e-mail.",
    "Sent from my iPhone",
    "You received this notification because you are a member.",
]
SMALL = [
    ("Support Key", "begins with OX-"),
    ("Distribution", "for example Debian"),
    ("Severity", "<small>e.g. 2</small>"),
    ("Track-ID", "like 4711"),
    ("Expected behaviour", "What should happen instead"),
]


@pytest.mark.parametrize(("label", "entry"), DOUBTS)
def test_what_is_in_doubt_answers_nothing(label: str, entry: str) -> None:
    assert judge(mail(edited({label: entry}))).codes_of(label)
    assert judge(mail(edited({label: entry}))).verdict == "incomplete"


@pytest.mark.parametrize(("label", "entry"), ANSWERED)
def test_what_is_answered_stays_so(label: str, entry: str) -> None:
    assert judge(mail(edited({label: entry}))).verdict == "complete"


@pytest.mark.parametrize("text", [entry.partition("\n")[2] for label, entry in ANSWERED if label in PROSE])
def test_all_of_a_last_answer_is_kept(text: str) -> None:
    assert judge(mail(form({"Expected behaviour": text}))).prose("Expected behaviour") == text


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_that_stands_apart_below_is_none_of_the_answer(footer: str) -> None:
    body = form({"Expected behaviour": f"The list is filled.\n\n{footer}"})
    assert judge(mail(body)).prose("Expected behaviour") == "The list is filled."


@pytest.mark.parametrize("empty", ["", "&nbsp;"])
@pytest.mark.parametrize(("label", "small"), SMALL)
def test_small_print_of_a_label_answers_nothing(label: str, small: str, empty: str) -> None:
    rows = {each: (each, text.replace("\n", "<br>")) for each, text in ANSWERS.items()}
    rows[label] = (f"{label}<br>{small}", empty)
    table = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows.values())
    found = judge(page(f"<table>{table}</table>"))
    assert found.verdict == "incomplete"
    assert found.codes_of(label)


def test_two_cells_of_lines_are_not_paired_by_count() -> None:
    values = [text for label, text in ANSWERS.items() if label != "Expected behaviour"]
    right = "<br>".join(values).replace("\n", "<br>")
    found = judge(page(f"<table><tr><td>{'<br>'.join(ANSWERS)}</td><td>{right}</td></tr></table>"))
    assert found.verdict == "incomplete"


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


@pytest.mark.parametrize("rule", ["_" * 20, "_" * 60, "-" * 40, "=" * 60])
def test_a_rule_below_a_label_is_drawn_there(rule: str) -> None:
    found = judge(mail(form({"Expected behaviour": f"{rule}\nIt stays there as before."})))
    assert found.verdict == "complete", found
    footer = f"{rule}\nThis e-mail is confidential and intended solely for the addressee."
    assert judge(mail(form({"Expected behaviour": footer}))).verdict == "incomplete"


@pytest.mark.parametrize("sign", ["!", "/", "|", ":", "-", "_"])
@pytest.mark.parametrize("label", ["Server Version", "Expected behaviour"])
def test_one_sign_however_often_answers_nothing(sign: str, label: str) -> None:
    assert judge(mail(form({label: sign * 300}))).verdict == "incomplete"
