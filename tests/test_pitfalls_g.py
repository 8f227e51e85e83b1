"""Pitfalls G: stripping of signatures and quotes that destroys the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ticketlint
from mails import ANSWERS, Reading, desk, form, judge, mail
from ticketlint import load_forms

if TYPE_CHECKING:
    from pathlib import Path


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def steps(text: str) -> str:
    """Return what is read of these steps, once the rest of the form is known to be whole."""
    found = complete(mail(form({"Steps to reproduce": text})))
    assert found.prose("Current behaviour") == ANSWERS["Current behaviour"]
    assert found.codes == set(), found
    return found.prose("Steps to reproduce")


def last(tail: str) -> str:
    """Return what is read of the last field, where `tail` follows the form."""
    found = complete(mail(form() + tail))
    assert found.codes == set(), found
    return found.prose("Expected behaviour")


@pytest.mark.parametrize("marker", ["- ", "* ", "-- ", "– ", "1. ", "+ "])
def test_pitfall_G1_list_in_free_text(marker: str) -> None:
    text = f"{marker}open\n{marker}click\n{marker}wait"
    assert steps(text) == text


@pytest.mark.parametrize(
    "line", ["Here they are:-", "Here they are:--", "Thanks", "Kind regards to the developer", "Best,"]
)
def test_pitfall_G2_line_that_looks_like_a_farewell(line: str) -> None:
    assert steps(f"Open it.\n{line}\none\ntwo") == f"Open it.\n{line}\none\ntwo"


def test_pitfall_G3_fields_named_like_header_fields(tmp_path: Path) -> None:
    labels = ["From", "Date", "Subject", "To"]
    rules = "form: trip\ntitle: A trip\nfields:\n" + "".join(
        f"  {label}: {{required: true}}\n" for label in [*labels, "Reason"]
    )
    found = judge(mail("From: Bonn\nDate: 5 May\nSubject: travel\nTo: Köln\nReason: a fair\n"), desk(tmp_path, rules))
    assert found.verdict == "complete", found
    assert found.values == {"From": "Bonn", "Date": "5 May", "Subject": "travel", "To": "Köln", "Reason": "a fair"}
    assert "field-in-forward" not in found.codes


SIGNATURE = "Anna Admin\nTel: +49 228 12345\nwww.customer.example\n"


@pytest.mark.parametrize("line", ["-- ", "--", "--\xa0"])
def test_pitfall_G4_signature_line_after_the_form(line: str) -> None:
    assert last(f"\n{line}\n{SIGNATURE}") == ANSWERS["Expected behaviour"]


def test_pitfall_G4_signature_line_in_quoted_printable() -> None:
    found = complete(mail(form() + "--=20\n" + SIGNATURE, encoding="quoted-printable"))
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]


CARD = "Gina Miller\ngina@desk.example\n(0228) 346-9947\nwww.desk.example\n"


@pytest.mark.parametrize(
    "card",
    [CARD, "Dr. Jörg Müller\nMusterfirma GmbH\nTel. +49 228 12345-0\nE-Mail: joerg@muster.example\n", f"----------------\n\nLOGO_CLR\n\n{CARD}",
     "----------------\n\nGina Miller\nt. 0228-931-0702\nskype: gina\nhttps://desk.example/\n", "Anna Admin | IT | Customer AG | 0228 12345\n", "A.A.\n"],
)  # fmt: skip
def test_pitfall_G4_card_without_a_signature_line(card: str) -> None:
    assert last(f"\n{card}") == ANSWERS["Expected behaviour"]


@pytest.mark.parametrize(
    "text",
    [
        f"The user is:\n\n{CARD}",
        "The second user.\n\nGina Miller\ngina@desk.example\nhas the same fault.\n",
        "Error Codes\n0815 4711 12\n0815 4711 13\n",
        "Affected Users\nanna@x.example\nbob@x.example\n",
        "Pages\nhttps://a.example/\nhttps://b.example/\n",
    ],
)
def test_pitfall_G4_people_of_whom_the_text_speaks(text: str) -> None:
    assert last(f"\n{text}") == f"{ANSWERS['Expected behaviour']}\n\n{text.strip()}"


@pytest.mark.parametrize("rule", ["_" * 40, "-" * 50])
@pytest.mark.parametrize("end", ["Best regards,\nAnna Admin\n", "Anna\n\nViele Grüße\nAnna Admin\n"])
def test_pitfall_G4_rule_between_two_parts_of_a_text(rule: str, end: str) -> None:
    more = "The second part is about the calendar.\nIt stays empty, too."
    greeted = last(f"\n{rule}\n\n{more}\n\n{end}")
    assert greeted.removeprefix(ANSWERS["Expected behaviour"]).startswith(f"\n\n{rule}\n\n{more}")
    assert last(f"\n{rule}\nCustomer AG, Bonn\nRegistergericht Bonn\n\n{more}\n") == ANSWERS["Expected behaviour"]


@pytest.mark.parametrize("rule", ["----", "====", "***"])
def test_pitfall_G4_short_rule_above_sentences(rule: str) -> None:
    more = "These lines are the rest of what I expect to see."
    assert last(f"\n{rule}\n\n{more}\n") == f"{ANSWERS['Expected behaviour']}\n\n{rule}\n\n{more}"
    assert last(f"\n{rule}\nAnna Admin\nCustomer AG\n") == ANSWERS["Expected behaviour"]


@pytest.mark.parametrize("line", ["--", "-- ", "---", "__"])
def test_pitfall_G4_signature_line_inside_the_form(line: str) -> None:
    read = steps(f"Log in.\n{line}\nOpen the inbox.")
    assert read.startswith("Log in.")
    assert read.endswith("Open the inbox.")


@pytest.mark.parametrize("line", ["Sent from my phone the same mail works", "Von meinem iPhone gesendet kommt sie an"])
def test_pitfall_G5_step_that_speaks_of_a_phone(line: str) -> None:
    assert steps(f"Open it.\n{line}\nSend it.") == f"Open it.\n{line}\nSend it."
    assert (
        complete(mail(form({"Expected behaviour": f"{line}\nand so it should here."})))
        .prose("Expected behaviour")
        .startswith(line)
    )


PHONES = (
    "Sent from my iPhone", "Von meinem iPhone gesendet", "Get Outlook for Android", "Sent from my cell, please excuse any typos.",
    "Sent from my Galaxy Note 9 LTE device", "Sent from my Acme Wireless 4G LTE smartphone", "Sent from my HTC Desire. Please excuse brevity and typos.",
    "Von meinem iPhone gesendet. Bitte entschuldigen Sie Tippfehler.", "(Sent from a mobile phone)", "<<sent by galaxy>>", "Sent from Windows Mail",
    "Sent from [Mail](https://go.example.com/?id=55) for Windows 10", "Get [Outlook for Android](https://aka.example/ghei36)", "Sent from Gmail Mobile",
    "Sent with [Proton Mail](https://proton.example/) secure email.", "Verzonden vanuit Outlook voor iOS", "Відправлено з iPhone", "Enviado con Proton Mail",
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["Sent from my work account to the server, it fails", "(sent from here)", "Sent from a client, it arrives.",
     "Sent from my phone the mail reaches the other device", "Sent from my phone, please excuse me, it works"],
)  # fmt: skip
def test_pitfall_G5_last_line_that_speaks_of_sending(line: str) -> None:
    assert last(f"\n{line}\n") == f"{ANSWERS['Expected behaviour']}\n\n{line}"


@pytest.mark.parametrize("line", PHONES)
def test_pitfall_G5_last_line_of_a_phone(line: str) -> None:
    assert last(f"\n{line}\n") == ANSWERS["Expected behaviour"]


PRODUCTS = [
    "Get [Outlook for Android](https://aka.ms/ghei36)", "Get TypeApp for Android<https://www.typeapp.com>",
    "Get Spike for Android (https://spikenow.com)", "Get Outlook for Mac", "Get the Outlook app for iOS",
    "Sent from [mail](https://go.microsoft.com/fwlink/?LinkId=550986) for windows 10", "Sent from my Commodore 64",
    "Sent from my HTC M8 Android phone.  Please excuse typos", "Sent from my Verizon Wireless 4G LTE smartphone",
    "Sent via Bell Mobility's Text Messaging service.", "Sent with Mailtrack", "Sent with Proton Mail secure email.",
    "Sent wirelessly from my BlackBerry device on the Bell network.", "Gesendet mit der GMX Mail App",
    "Gesendet von Outlook für Android<https://aka.ms/x>", "Von meinem Huawei-Mobiltelefon gesendet",
    "Von meinem OnePlus gesendet", "Enviado desde mi oficina móvil BlackBerry® de Telcel", "Odesláno z mého iPhonu",
]  # fmt: skip
NO_PRODUCTS = [
    "Get the list for Windows (all).", "Get all users for Windows", "Get Outlook for Windows (all users).",
    "Download Outlook addresses", "Sent from my second account", "Sent from my Exchange account", "Sent via mail",
    "Sent from mail servers", "Sent with mail merge", "Sent by mail: nothing happens", "Sent from my phone it works.",
    "Sent from my phone, nothing arrives", "Sent through the web it arrives.", "Sent with attachments: error 500",
    "Sent from Outlook, the mail arrives.", "Gesendet mit der neuen Version", "Gesendet von meinem Konto",
    "Von meinem Konto gesendet", "Verschickt mit Anhang", "Envoyé depuis le serveur", "Enviado desde la cuenta",
]  # fmt: skip


@pytest.mark.parametrize("line", PRODUCTS)
def test_pitfall_G5_product_that_sent_a_mail(line: str) -> None:
    assert last(f"\n{line}\n") == ANSWERS["Expected behaviour"]


@pytest.mark.parametrize("line", NO_PRODUCTS)
def test_pitfall_G5_last_line_that_begins_like_a_footer(line: str) -> None:
    for value in (f"Open it.\n{line}", f"Open it.\n\n{line}", line):
        assert complete(mail(form({"Expected behaviour": f"\n{value}"}))).prose("Expected behaviour") == value


DISCLAIMERS = [
    "Hinweis: Diese E-Mail enthält vertrauliche Informationen und ist nur für den Empfänger bestimmt.\n",
    "Warning: This e-mail is confidential. If you are not the intended recipient, please delete it.\n",
    "DISCLAIMER: The information in this message is confidential and intended only for the addressee.\n",
]


@pytest.mark.parametrize("disclaimer", DISCLAIMERS)
def test_pitfall_G6_disclaimer_below_the_form(disclaimer: str) -> None:
    assert last(f"\n{disclaimer}") == ANSWERS["Expected behaviour"]
    assert last(f"\n-- \n{SIGNATURE}\n{disclaimer}") == ANSWERS["Expected behaviour"]


@pytest.mark.parametrize("line", ["Hinweis: erst anmelden", "Warning: disk full", "Note: only with Firefox"])
def test_pitfall_G6_the_same_words_inside_the_form(line: str) -> None:
    assert steps(f"Log in.\n{line}\nOpen the inbox.") == f"Log in.\n{line}\nOpen the inbox."


@pytest.mark.parametrize("line", ["-- ", "--"])
def test_pitfall_G7_label_in_a_signature(line: str) -> None:
    assert last(f"{line}\nAnna\nServer: my homepage\nProduct: happiness\n") == ANSWERS["Expected behaviour"]
    without = "".join(row + "\n" for row in form().splitlines() if not row.startswith("Server:"))
    found = judge(mail(f"{without}{line}\nAnna\nServer: my homepage\n"))
    assert found.codes_of("Server") == {"missing-field"}, found


@pytest.mark.parametrize("line", ["-- ", "--"])
@pytest.mark.parametrize("above", ["", "Story: it fails\n"])
def test_pitfall_G7_label_that_stands_in_a_signature_alone(line: str, above: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(
        "form: desk\ntitle: Desk\nto: [support@open-xchange.com]\nfields:\n  Phone: {required: true}\n"
        "  Room: {}\n  Story: {type: prose, required: true}\n"
    )
    forms = load_forms([str(path)])
    found = ticketlint.check(mail(f"Hello,\n{above}\n{line}\nAnna\nPhone: 0221 4711\n"), forms)
    assert "Phone" in {each.field for each in found.diagnostics if each.code == "missing-field"}
    found = ticketlint.check(mail(f"Hello,\n{line}\nPhone: 0221 4711\nRoom: 7\nStory: it fails\n"), forms)
    assert found.verdict == "complete"
    found = ticketlint.check(mail(f"{above}Phone: 0221 4711\n--\nRoom: 7\n"), forms)
    assert found.fields["Room"].value == "7", "by hand a line parts fields, too"


def test_pitfall_G7_a_small_form_below_the_line_of_a_signature(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(
        "form: desk\ntitle: Desk\nto: [support@open-xchange.com]\nfields:\n  Phone: {required: true}\n  Room: {}\n"
    )
    forms = load_forms([str(path)])
    assert ticketlint.check(mail("Hello,\n-- \nPhone: 0221 4711\nRoom: 7\n"), forms).verdict == "complete"
    assert ticketlint.check(mail("Hello,\n-- \nAnna\nPhone: 0221 4711\n"), forms).verdict == "incomplete"


@pytest.mark.parametrize(
    "line", ["2024-01-01 10:00 log in as Bob <bob@x.example>:", "2024-01-01 10:00: we write to Bob <bob@x.example>:"]
)
def test_a_step_with_a_time_and_an_address_is_no_attribution(line: str) -> None:
    text = f"Open it.\n{line}\n> the answer of the server\nSend it."
    assert steps(text) == text
    assert last(f"{line}\n> it fails\n") == f"{ANSWERS['Expected behaviour']}\n{line}\n> it fails"


@pytest.mark.parametrize(
    "name", ["Bob", "bob", "Bob Miller", "anna von der heide", "Anna von der Heide", "Bob of the Zoo", "GMT+01:00 Bob"]
)
def test_a_time_and_a_sender_are_one(name: str) -> None:
    line = f"2024-01-01 10:00 {name} <bob@x.example>:"
    assert steps(f"Open it.\n{line}\n> what Bob wrote\nSend it.") == "Open it.\nSend it."
