"""A letter and a number in, the octets of one generated mail out: the same ones on every machine and on every run."""

from __future__ import annotations

import base64
import quopri
import random
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETS = {
    "A": "small text mails, 1.7 KB",
    "B": "Outlook mails, text and HTML, 28 KB",
    "C": "mails with attachments, 1.2 MB",
    "D": "Outlook mails, HTML only, 27 KB",
}
FULL = {"A": 20_000, "B": 5_000, "C": 1_000, "D": 5_000}
QUICK = {"A": 4_000, "B": 1_000, "C": 100, "D": 1_000}

_NAMES = ("Anna Admin", "Jürgen Weiß", "Piet Wolters", "Chloé Martin", "Zofia Nowak", "Bob Brown", "Carla Conti")
_DESK = "support@open-xchange.com"
_PRODUCTS = ("OXHE", "OXEE", "OX5", "OXSE", "OXAE", "OXtender", "Migration")
_COMPONENTS = ("Admin GUI", "Admin Server", "Groupware GUI", "Groupware Server", "CLT", "Documentation", "Other")
_SYSTEMS = ("SLES 11 SP3", "RHEL", 'Debian 12 "bookworm"', "UCS", "debian")
_MODULES = ("mail", "calendar", "mail, calendar", "tasks", "infostore", "portal")
_SEVERITIES = ("1", "2", "2 - Medium", "3", "4", "hoch")
_GERMAN = {
    "Support Key": "Lizenzschlüssel",
    "Severity": "Schweregrad",
    "Product": "Produkt",
    "Component": "Komponente",
    "Steps to reproduce": "Schritte zur Reproduktion",
    "Current behaviour": "Aktuelles Verhalten",
    "Expected behaviour": "Erwartetes Verhalten",
}
_SENTENCES = (
    "The page stays empty after the login.",
    "We saw it in three browsers and on two machines.",
    "Der Termin verschwindet, sobald man ihn verschiebt.",
    "The log says: java.lang.NullPointerException at com.openexchange.mail.MailServlet.",
    "Nothing of this happened before the update of last Tuesday.",
    "Ein Neustart des Dienstes hilft für etwa zehn Minuten.",
    "The request takes 30 seconds and ends with HTTP status 504.",
    "Every user of the context is affected, administrators too.",
)
_STYLE = 'style="width:142pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt;mso-border-alt:solid windowtext 1pt"'
_SHEET = "".join(
    f"p.Mso{name}, li.Mso{name}, div.Mso{name}\n\t{{mso-style-priority:{number};margin:0cm;font-size:11.0pt;\n"
    '\tfont-family:"Calibri",sans-serif;mso-fareast-language:EN-US;}\n'
    for number, name in enumerate(("Normal", "Header", "Footer", "ListParagraph", "PlainText", "Title", "Quote", "Toc"))
)


def mail(letter: str, number: int) -> bytes:
    """Return mail `number` of the set `letter`; lines end in LF, as in files on disk."""
    dice = random.Random(f"{letter}{number}")  # noqa: S311 - the same mails everywhere, no secrets
    answers = _answers(dice)
    who = dice.choice(_NAMES)
    text = "Hello,\n\n" + _form(answers) + f"\nKind regards\n{who}\n\n-- \n{who}\nCustomer GmbH, Telefon 0221 4711\n"
    if letter == "A":
        body = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text.encode()
    elif letter == "B":
        parts = (_quoted("plain", text), _quoted("html", _page(who, answers)))
        body = _multipart("alternative", f"_000_{number:08d}customerexample_", parts)
    elif letter == "C":
        octets = dice.randbytes(4096) * 220
        file = (
            b"Content-Type: application/octet-stream; name=log.tar.gz\nContent-Disposition: attachment;"
            b" filename=log.tar.gz\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(octets)
        )
        parts = (b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode(), file)
        body = _multipart("mixed", f"=-{number:08d}edge", parts)
    else:
        body = _quoted("html", _page(who, answers))
    return _header(dice, who, number) + body


def write(letter: str, count: int, folder: Path) -> None:
    """Write `count` mails of a set as `folder/eml/*.eml` and as `folder/mail.mbox`, unless they lie there already."""
    stamp = folder / "stamp"
    told = f"1 {letter} {count}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == told:
        return
    stamp.unlink(missing_ok=True)
    eml = folder / "eml"
    eml.mkdir(parents=True, exist_ok=True)
    for old in eml.iterdir():
        old.unlink()
    with (folder / "mail.mbox").open("wb") as mailbox:
        for number, octets in _each(letter, count):
            (eml / f"{number:06d}.eml").write_bytes(octets)
            mailbox.write(b"From anna@customer.example Thu Nov  5 10:00:00 2026\n" + octets + b"\n")
    stamp.write_text(told, encoding="ascii")


def _each(letter: str, count: int) -> Iterator[tuple[int, bytes]]:
    for number in range(count):
        yield number, mail(letter, number)


def _answers(dice: random.Random) -> dict[str, str]:
    """Return the real form, filled in; three mails in ten leave something out or to be desired."""

    def prose(most: int) -> str:
        return "\n".join(dice.choices(_SENTENCES, k=dice.randint(1, most)))

    answers = {
        "Support Key": f"OX-{dice.randint(10_000, 99_999)}-{''.join(dice.choices('ABCDEFGHKLM', k=5))}",
        "Server": f"https://ox{dice.randint(1, 99)}.customer.example/ajax",
        "Server Version": f"7.10.{dice.randint(1, 6)} Rev{dice.randint(1, 60)}",
        "Distribution": dice.choice(_SYSTEMS),
        "GUI Version": f"7.10.{dice.randint(1, 6)} Rev{dice.randint(1, 60)}",
        "Module": dice.choice(_MODULES),
        "Severity": dice.choice(_SEVERITIES),
        "Track-ID": dice.choice((f"BUG-{dice.randint(1, 9999)}", "none")),
        "Product": dice.choice(_PRODUCTS),
        "Component": dice.choice(_COMPONENTS),
        "Steps to reproduce": "1. Log in.\n2. Open the calendar.\n3. Click on New.\n" + prose(2),
        "Current behaviour": prose(5),
        "Expected behaviour": prose(2),
    }
    fate = dice.random()
    if fate < 0.1:
        del answers[dice.choice(list(answers))]
    elif fate < 0.2:
        answers[dice.choice(list(answers))] = dice.choice(("", "tbd", "n/a"))
    elif fate < 0.3:
        answers["Severity"] = "1-4"
    if dice.random() < 0.3:
        answers = {_GERMAN.get(label, label): answer for label, answer in answers.items()}
    return answers


def _form(answers: dict[str, str]) -> str:
    lines = []
    for label, answer in answers.items():
        lines.append(f"\n{label}:\n{answer}\n" if "\n" in answer else f"{label}: {answer}\n")
    return "".join(lines)


def _header(dice: random.Random, who: str, number: int) -> bytes:
    host = f"mx{dice.randint(1, 9)}"
    stamp = f"Thu, 05 Nov 2026 10:{number % 60:02d}:{number // 60 % 60:02d} +0100"
    encoded = base64.b64encode(who.encode()).decode()
    shown = who if who.isascii() else f"=?utf-8?B?{encoded}?="
    return (
        f"Return-Path: <sender{number}@customer.example>\nDelivered-To: {_DESK}\n"
        f"Received: from {host}.customer.example ({host}.customer.example [192.0.2.{number % 250}])\n"
        f"\tby mail.open-xchange.com (Postfix) with ESMTPS id 4C{number:06X}\n\tfor <{_DESK}>; {stamp} (CET)\n"
        f"Received: from [10.0.0.{number % 250}] (client.customer.example [203.0.113.7])\n"
        f"\tby {host}.customer.example with ESMTPSA id {number:08d};\n\t{stamp}\n"
        f"From: {shown} <sender{number}@customer.example>\nTo: <{_DESK}>\n"
        f"Subject: {dice.choice(_SENTENCES)[:50]}\nDate: {stamp}\nMessage-ID: <{number}.{host}@customer.example>\n"
        "X-Mailer: Microsoft Outlook 16.0\nThread-Index: Adw7uQxk3f9wB1yTRk2rC0pQAAAB\nContent-Language: de-DE\n"
        f"Accept-Language: de-DE, en-US\nX-Originating-IP: [203.0.113.{number % 250}]\nMIME-Version: 1.0\n"
    ).encode()


def _quoted(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    return head.encode() + quopri.encodestring(text.encode()) + b"\n"


def _multipart(kind: str, boundary: str, parts: tuple[bytes, ...]) -> bytes:
    mark = f"--{boundary}\n".encode()
    head = f'Content-Type: multipart/{kind};\n\tboundary="{boundary}"\n\n'.encode()
    return head + b"".join(mark + part + b"\n" for part in parts) + f"--{boundary}--\n".encode()


def _page(who: str, answers: dict[str, str]) -> str:
    """Return the form as Outlook writes a table, with the style sheet that it puts above every mail."""
    rows = "".join(
        f'<tr style="mso-yfti-irow:{number}"><td width="190" valign="top" {_STYLE}><p class="MsoNormal"><b><span '
        f'lang="EN-US" style="mso-fareast-language:EN-US">{escape(label)}<o:p></o:p></span></b></p></td>'
        f'<td width="414" valign="top" {_STYLE}>'
        + "".join(
            '<p class="MsoNormal"><span lang="EN-US" style="font-size:11pt;font-family:&quot;Calibri&quot;,sans-serif;'
            f'mso-fareast-language:EN-US">{escape(line)}<o:p></o:p></span></p>'
            for line in answer.split("\n")
        )
        + "</td></tr>\n"
        for number, (label, answer) in enumerate(answers.items())
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
        '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\n<style><!--\n'
        f"{_SHEET * 10}--></style></head>\n"
        '<body lang="DE" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1">\n'
        '<p class="MsoNormal">Hello,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'
        f'<table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0"><tbody>\n{rows}</tbody></table>\n'
        f'<p class="MsoNormal">Kind regards<o:p></o:p></p><p class="MsoNormal">{escape(who)}<o:p></o:p></p>\n'
        "</div></body></html>\n"
    )
