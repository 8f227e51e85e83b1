"""Which mails a program wrote; a person's must never be taken for one."""

from __future__ import annotations

import pytest

from ticketlint.message import parse


def automatic(*fields: str, body: str = "x\n") -> str | None:
    top = () if any(field.startswith("From:") for field in fields) else ("From: anna@customer.example",)
    return parse("\n".join([*top, *fields, "", body]).encode()).automatic


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-generated", "Auto-Submitted: auto-replied (vacation)", "auto-submitted: Auto-Notified; owner-email=x",
        "X-Autoreply: yes", "X-Autorespond: away", "X-Auto-Reply: yes", "Precedence: bulk", "Precedence: List", "Precedence: junk",
        "Precedence: auto_reply", "List-Id: <a.b>", "List-Post: <mailto:a@b>", "List-Unsubscribe: <mailto:a@b>", "List-Help: x",
        "Return-Path: <>", "Return-Path: < >", "X-Failed-Recipients: a@b", "X-MS-Exchange-Generated-Message-Source: Mailbox Rules",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        "Content-Type: multipart/report; boundary=x", "Content-Type: text/calendar; method=REPLY",
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)", "From: Mailer-Daemon <mailer-daemon@x.example>",
        "From: LISTSERV@x.example", "From: majordomo@x.example", "From: owner-list@x.example", "From: list-request@x.example",
        "From: list-bounces@x.example", "From: bounces+123=a.b@x.example",
    ],
)  # fmt: skip
def test_what_a_program_writes(field: str) -> None:
    reason = automatic(field, body="--x\n\nhi\n--x--\n")
    assert reason
    assert not reason.endswith(".")


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: back on Monday", "Automatic reply: The inbox", "Auto: The inbox", "AUTOMATISCHE ANTWORT: Posteingang",
        "Automatische Antwort : Posteingang", "Abwesenheitsnotiz", "Abwesenheitsnotiz: bis Montag", "Abwesend: bis Montag",
        "Réponse automatique : boîte", "=?utf-8?q?R=C3=A9ponse_automatique_=3A_bo=C3=AEte?=", "Respuesta automática: x",
        "Risposta automatica: x", "Automatisch antwoord: x", "Automatyczna odpowiedź: x", "Autosvar: x", "Resposta automática: x",
        "Undelivered Mail Returned to Sender", "Delivery Status Notification (Failure)", "Mail delivery failed: returning message to sender",
        "Unzustellbar: x", "Undeliverable: x", "Gelesen: x", "Read: x", "Returned mail: see transcript for details", "failure notice",
        "  automatic   reply: x",
    ],
)  # fmt: skip
def test_subjects_that_programs_write(subject: str) -> None:
    assert automatic(f"Subject: {subject}")


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office reply does not work", "Out of office replies are not sent", "Re: Automatic reply: x", "AW: Abwesenheitsnotiz",
        "Abwesenheitsnotiz funktioniert nicht", "Read receipts are missing", "Read the log: x", "Automatic reply settings: lost",
        "Undeliverable mails since Monday", "Mail delivery failed for three users", "Auto completion: wrong", "Automation: x",
        "Fwd: Undelivered Mail Returned to Sender", "[Ticket#4711] Unzustellbar: x", "Delivery Status Notifications", "", "x", ":",
    ],
)  # fmt: skip
def test_subjects_that_people_write(subject: str) -> None:
    assert automatic(f"Subject: {subject}") is None


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no", "Auto-Submitted: No (really)", "Auto-Submitted:", "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply", "X-Autoreply: no", "Precedence: normal", "Precedence: first-class",
        "Return-Path: <anna@customer.example>", "From: noreply@customer.example", "From: no-reply@customer.example",
        "From: postmaster@customer.example", "From: Daemon Hill <daemon@customer.example>", "Content-Type: text/calendar; method=REQUEST",
        "From: owner@customer.example", "From: bouncer@customer.example", "Importance: high",
    ],
)  # fmt: skip
def test_what_people_send_too(field: str) -> None:
    assert automatic(field) is None


def test_a_calendar_reply_beside_text() -> None:
    parts = "--x\n\nyes\n--x\nContent-Type: text/calendar; method=REPLY{}\n\nBEGIN:VCALENDAR\n--x--\n"
    kind = "Content-Type: multipart/alternative; boundary=x"
    assert automatic(kind, body=parts.format(""))
    assert automatic(kind, body=parts.format("\nContent-Disposition: attachment")) is None
