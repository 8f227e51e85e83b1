"""A seed in, a mail out that is plain or nearly so; a mail and forms in, where the two lanes differ about it out."""

from __future__ import annotations

import base64
import quopri
import random
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from ticketlint.careful import judge_closely
from ticketlint.quick import quick
from ticketlint.report import PLAIN, jsonl, masked
from ticketlint.sources import RawMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ticketlint.form.model import FieldSpec, Form
    from ticketlint.verdict import Verdict


def differences(
    octets: bytes, forms: Sequence[Form], first_line: int = 1, *, sending: bool = False
) -> list[str] | None:
    """Return what the quick lane says otherwise than the careful line; None where it says nothing."""
    raw = RawMessage("mail.eml", octets, first_line)
    plain = quick(raw, forms)
    if plain is None:
        return None
    return list(_differences(plain, judge_closely(raw, forms, sending=sending), forms))


def _differences(plain: Verdict, careful: Verdict, forms: Sequence[Form]) -> Iterable[str]:
    secret = {spec.name for form in forms if form.id == plain.form for spec in form.fields if spec.secret}
    for mask in (False, True):
        # Whoever asks for the fields makes them: the report is to be written before anybody has.
        mine, theirs = (masked(one, secret) if mask else one for one in (plain, careful))
        told, meant = (jsonl.message(one, PLAIN) for one in (mine, theirs))
        if told != meant:
            yield f"report{' masked' if mask else ''}:\n    quick:   {told}    careful: {meant}"
        if mask and (hidden := jsonl.hidden(plain, tuple(secret), PLAIN)) != meant:
            yield f"report that masks by itself:\n    quick:   {hidden}    careful: {meant}"
        if list(mine.fields) != list(theirs.fields):
            yield f"fields{' masked' if mask else ''}: {list(mine.fields)} != {list(theirs.fields)}"
        for name in type(careful).__slots__:
            one, other = getattr(mine, name), getattr(theirs, name)
            if name == "text":
                one, other = ((each.lines, list(each.numbers), each.place) for each in (one, other))
            if one != other:
                yield f"{name}{' masked' if mask else ''}:\n    quick:   {one!r}\n    careful: {other!r}"


def _page(lines: Sequence[str]) -> str:
    return (
        "<html><head><title>x</title></head><body>"
        + "".join(f"<p>{escape(line)}</p>\n" for line in lines)
        + "</body></html>"
    )


@dataclass
class Letter:
    """A mail before it is put together: header lines, the lines of its text, and how both are written down."""

    header: list[str]
    lines: list[str]
    shape: str = "plain"
    charset: str = "utf-8"
    label: str | None = "utf-8"
    encoding: str = "8bit"
    ends: str = "\n"
    page: Callable[[Sequence[str]], str] = field(default=_page)
    kind: str = ""  # parameters behind the charset


LINES = """
2009-11-05 10:00:00,123 ERROR c.o.MailServlet - timeout
Nov  5 10:00:00 ox1 imapd[4711]: LOGIN FAILED, user=anna
[05/Nov/2009:10:00:00 +0100] "GET /ajax/login HTTP/1.1" 500
10:00:00.123 [main] WARN x
HTTP/1.1 500 Internal Server Error
GET /ajax/mail?action=all HTTP/1.1
Host: ox.example.com
Server: Apache/2.2
Server: HTTP/1.1 503 Service Unavailable
User-Agent: Mozilla/5.0
Content-Type: text/html
X-Powered-By: PHP
java.lang.NullPointerException
java.lang.NullPointerException: null
at com.openexchange.mail.MailServlet.doGet(MailServlet.java:12)
	at com.openexchange.Foo.bar(Foo.java)
Caused by: java.io.IOException
... 12 more
Traceback (most recent call last):
  File "x.py", line 3, in <module>
$ ls -l
# dpkg -l open-xchange
root@ox1:~# tail -f /var/log/ox.log
{
}
  "severity": "high",
key = value
mail.imap.port=993
<config>
</config>
<!-- SUSE only -->
<!--
-->
ii  open-xchange-core  7.10.6-42  all  The core
open-xchange-core-7.10.6-42.noarch.rpm
SELECT * FROM user;
| Server | ox |
+------+-----+
---
-----
--------
----------------------------------------
________________________________
____
=====
== Severity ==
--- Server ---
***
```
~~~
```text
> quoted
> Severity: 3
> > deeper
| barred
» angled
>
John> what is this?
John> Severity: 2
On Thu, 5 Nov 2009 at 10:00, Bob Brown <bob@b.example> wrote:
On Thu, 5 Nov 2009 at 10:00, Bob Brown
<bob@b.example> wrote:
Am 05.11.2009 um 10:00 schrieb Jürgen Weiß <j@w.example>:
---- On Thu, 5 Nov 2009 10:00:00 +0100 bob@b.example wrote ----
Bob Brown, 5.11.2009 10:00 <bob@b.example>:
<bob@b.example>:
o   Server: ox1
o  open the inbox
Severity {1, 2, 3, 4}: 2
@Severity 2
"Severity","2"
* * *
+++
<br>
Step 3 - Severity: 2
Severity is: 2
Severity no.: 2
Expected: 3, got 4
Actual: nothing
Ist: leer
Severity: (1, 2, 3, 4) 2
Severity: 2 -> 1
Server Version: see screenshot attached
Server&nbsp;Version: 6.22
Distribution: (none)
Vendor      : Open-Xchange
Steps to reproduce:-
Get Yahoo Mail for iPhone
Sent from my telephone with K-9 Mail. Please excuse my brevity.
Gesendet mit Outlook für iOS
Aviso legal: nada
Cu stimă
Am 05.11.2009 schrieb
Jürgen Weiß (j@w.example):
Le 5 novembre 2009, Chloé a écrit :
Bob wrote at 10:00:
he wrote 2009:
wrote:
wrote
schrieb:
schrieb Anna am 5.11.2009:
Zitat von Bob <b@b.example>:
Quoting Bob <b@b.example>:
From: Bob Brown <bob@b.example>
Von: Bob Brown
Sent: Thursday, November 5, 2009 10:00 AM
Gesendet: Donnerstag, 5. November 2009 10:00
Date: Thu, 5 Nov 2009 10:00:00 +0100
Datum: 5.11.2009
To: support@open-xchange.com
An: support@open-xchange.com
Cc: carla@c.example
Subject: Re: the inbox
Betreff: AW: der Posteingang
-----Original Message-----
-----Ursprüngliche Nachricht-----
---------- Forwarded message ----------
---------- Forwarded message
Begin forwarded message:
Anfang der weitergeleiteten Nachricht:
--
--=20
—
——
-- Anna
- -
Mit freundlichen Grüßen
Mit freundlichen Grüßen aus Köln
Viele Grüße, Anna
Kind regards
Kind regards,
Best
Thanks
Thanks,
Danke!
Vielen Dank im Voraus
LG
mfg
Cordialement
Saludos
Cordiali saluti
Met vriendelijke groet
Pozdrawiam
Atenciosamente
Med vänlig hälsning
С уважением
Cheers, Anna
Anna
Anna Admin
A. Admin
AA
Admin
Sent from my iPhone
Von meinem iPhone gesendet
This e-mail is confidential and intended for the addressee only.
Diese Nachricht ist vertraulich.
Disclaimer: nothing herein
Geschäftsführer: Max Muster
Amtsgericht Köln HRB 4711
Please consider the environment before printing this mail.
Virus-free. www.example.com
[EXTERN] CAUTION: this mail originated outside the organization
CAUTION: External Email. Do not click links
[cid:image001.png@01CA5E00]
[image: logo]
_______________________________________________
ox-users mailing list
- a bullet
* a star
• a dot
1. first
2) second
a) Severity: 3
iv. Severity
iv. Severity: 2
x. Module: mail
(1) Server: ox2
1. Severity: 3
- Severity: 3
* Product: OX5
nr 3: Severity: 2
[x] mail
[ ] calendar
- [x] mail
☑ mail
@Anna: please look
Severity
Severity 2
Severity - 2
Severity = 2
Severity -> 2
Severity	2
Severity; 2
Severity : 2
Severity：2
SEVERITY: 2
severity: 3
Severty: 2
Serverity: 1
Severity: 2
Severity: 1-4
Severity:
*Severity:* 2
*Severity*: 2
**Severity:** 2
_Severity_: 2
"Severity": 2
Severity (1, 2, 3, 4): 2
Severity (1, 2,
3, 4): 2
Severity [1-4]: 2
Severity*: 2
Severity?: 2
Severity? 2
Which module? mail
Which severity? 2
Welches Modul? mail
Module? mail
The severity: 2
Our server: ox2.example.com
Unser Server: ox2.example.com
Der Server: läuft
The server is down
Server down
Server version unknown
Product: OXHE, Component: CLT
Product: OXHE Component: CLT Severity: 2
Module: mail; Severity: 3
We use the product: OXHE
We run this with severity: 2 or so
as the log says, Server: gone
Steps: click
Steps
Steps to reproduce
Steps to reproduce the problem
Steps to reprodcue: click
Expected behavior: it works
Expected behavior
Actual result: none
Current behaviour - empty
Support-Key: OX-1
OX-12345-ABCDE
ox-12345-abcde
my key is OX-12345-ABCDE
Support Key: OX-99999-ZZZZZ
our License key is OX-88888-YYYYY
License key - OX-88888-YYYYY
please ask for our license
key: OX-88888-YYYYY
Lizenzschlüssel
the support key: OX-88888-YYYYY, or so
Telefon: 0221 4711
Phone: +49 221
Hinweis: bitte eilig
Customer: ACME
Priority: high
Note: see below
Ticket: 4711
URL: https://ox.example.com
http://ox.example.com/ajax
OS Version: 12
GUI: new
User: anna
Browser: Firefox
error: failed
and more text that goes on and on, so that it is wrapped by the mail program at some
place, with a comma,
for the
and
note that (this bracket
closes here): fine
closes here)
opens [here
x
I
i
a
A word.
ü
Übrigens steht das auch im Log.
Es funktioniert nicht.
It does not work: nothing happens.
It does not work:
The steps are:
Do this:
n/a
tbd
?
-
...
none
keine
siehe unten
see below
unknown
→ here
=> here
-> here
: here
#4711
# comment
#tag
mail
calendar
mail, calendar
2
3 - Low
OXHE
SLES
OXHE, OX5
Debian 12 "bookworm"
<Severity>
<br>
<mailto:anna@x.example>
[Severity]
(optional)
{x}
Word: something
word: something
Two words: something
E-Mail: a@b.example
foo=bar
foo = bar
a: b: c
12:30 Uhr
12:30: restart
Server Version 7.10
Version: 7.10
--option value
-----BEGIN PGP SIGNED MESSAGE-----
-----BEGIN PGP SIGNATURE-----
-----BEGIN PGP MESSAGE-----
begin 644 file.txt
From here on it fails
>From here on it fails
.
..
--edge
--edge--
--edgex
=20
=
=3D
Content-Type: text/plain
""".strip("\n").split("\n")  # fmt: skip
ODD_LINES = (
    "-- ", "-- ",     "", " ", "\t", "\u00a0", "\u200b", "   ", "\ufeff", "\x0c", "\x1b[31m red", "x\0y", "\u2028", "a\u2028Severity: 3", "\x85", "\x0bx",
    "Severity:\u00a02", "Severity\u00a0: 2", "\u200bSeverity: 2", "Seve\u00adrity: 2", "Severity:\t2", "\tSeverity: 2", "  Severity: 3",
    "    Severity: 3", " Module: tasks", "  indented text", "\u2022 Severity: 2", "\u0421omponent: CLT", "\u202eSeverity: 2", "Se\u0301verity: 2",
    "word " * 90, "x" * 500, "a" * 5000, "\u00b7\u00b7\u00b7 dots", "Severity \u2026 2", "Severity ..... 2", "Severity  2", "Severity \u2013 2",
    "\u201eSeverity\u201c: 2", "\u2018x\u2019", "caf\u00e9 au lait", "na\u00efve: yes", "\u00dcber: x", "\u0130x", "\u017feverity: 2", "\u212aey", "\U0001f600 smile", "e\ufe0f",
)  # fmt: skip

FILLER = (
    "Hello,", "Hallo zusammen,", "Dear support team,", "Sehr geehrte Damen und Herren,", "Hi!", "we have a problem with our server.",
    "seit gestern geht nichts mehr.", "Please find the form below.", "Could you look into it?", "Wir sind für jede Hilfe dankbar.",
    "The page stays empty after the login.", "Der Termin verschwindet, sobald man ihn verschiebt.", "It happens in mail and calendar.",
    "Every user of the context is affected, administrators too.", "1. Log in.", "2. Open the calendar.", "- click on New", "We saw it twice.",
    "The log says: java.lang.NullPointerException at com.openexchange.", "Nothing of this happened before the update of last Tuesday.",
)  # fmt: skip
ENDS = (
    ("Kind regards", "Anna Admin"), ("Mit freundlichen Grüßen", "", "Anna Admin"), ("Thanks, Anna",), ("Anna",), (), (),
    ("Viele Grüße", "A. Admin", "", "-- ", "Customer GmbH", "Telefon 0221 4711"), ("", "-- ", "Anna Admin", "Customer GmbH"),
    ("Best,", "Anna"), ("Danke und Gruß", "Anna Admin", "Customer GmbH", "Hauptstraße 1", "50667 Köln"), ("LG Anna",), ("A.",),
    ("Cheers", "", "Sent from my iPhone"), ("Regards", "", "This e-mail is confidential and intended for the addressee only."),
)  # fmt: skip
VALUES = (
    "", "n/a", "tbd", "-", "?", "none", "keine", "siehe unten", "x", "2", "1-4", "7.10.6 Rev5", "https://ox1.example.com/ajax", "ox1.example.com",
    "ox1", "localhost:8080", "http://ox", "OX-12345-ABCDE", "ox-1", "OX-SUPPORT-ODER-LIZENZ-KEY-XXX", "OX-1-A, OX-2-B", "OX-1 OX-2", "mail",
    "mail, calendar", "mail and tasks", "Kalender", "portal, mail, calendar, tasks, infostore", "OXHE", "OX5, OXHE", "SLES 11 SP3", "Debian 12",
    "2 - Medium", "2 (we can still work)", "High", "hoch", "BUG-4711", "#4711", "[4711]", "(4711)", "<4711>", '"4711"', "'x'", "*2*", "_x_", "`x`",
    "see <https://x.example/>", "[link](https://x.example)", "mailto:anna@x.example", "a@b.example", "→ 2", "=> 2", ": 2", ":2", "= 2", "- 2", "2.",
    "2,", "2 and", "x (open", "x [open", "a; b", "a | b", "a/b", "a\tb", "a  b", "caf\u00e9", "\u201e2\u201c", "2\u00a0", "\u20ac 5", "\uff12", "2\u2026", "...", "___", "05.11.2009",
    "2009-11-05", "03/04/2009", "12", "-1", "0", "1e5", "3,5", "yes", "no", "ja", "[x]", "[ ]", "x" * 130, "word " * 30, "v1.2.3", "1.2.3-4~deb12u1",
    "Server: ox", "the server: ox", "log: 500", "wrote: x", "he wrote it", "HTTP/1.1 500", "Severity: 2", "SLES, RHEL, DEBIAN, UCS", "URL of the server",
    "http://http://x", "https://ox.example.com.", "https://ox.example.com/a-", "https://ox.example.com:8443/x?y=1#z", "HTTPS://OX.EXAMPLE.COM",
    "[cid:image001.png]", "[image: x]", "# comment", "2 # comment", "2 <!-- x -->", "<!-- x -->", "{}", "{Severity}", "free text", "Freitext", "test",
    "pending", "later", "0221 4711", "Rev 15 (see below)", "7.10.6 see below", "unknown 7", "n/a 7", "tbd 2009", "OX-99999 n/a", "1 2 3 4",
)  # fmt: skip
GOOD = {
    "line": ("x1", "Anna Admin", "7.10.6 Rev5"),
    "date": ("2009-11-05", "5 Nov 2009"),
    "datetime": ("2009-11-05 10:00",),
    "number": ("3.5", "12"),
}
HEADERS = (
    "Cc: bugs@example.com",
    "Cc: it@example.com, Bugs <bugs@example.com>",
    "Delivered-To: it+x@example.com",
    "X-Original-To: bugs@example.com",
    "Bcc: desk@example.com",
    "Cc: carla@c.example", "Cc: support@open-xchange.com", "To: other@x.example", "From: Bob <bob@b.example>", "Subject: second", "Subject:",
    "Date: Thu, 05 Nov 2009 10:00:00 +0100", "Date: yesterday", "Date: 5 Nov 09 10:00 GMT", "Message-ID: <2@x.example>", "Message-Id:", "Auto-Submitted: no",
    "Auto-Submitted: auto-replied", "List-Id: <ox.example.com>", "List-Unsubscribe: <mailto:x@x.example>", "Precedence: bulk", "Precedence: normal",
    "X-Priority: 1", "X-Priority: 3", "X-Priority: 5 (Lowest)", "Importance: high", "Importance: Normal", "Importance: low", "Priority: urgent",
    "X-MSMail-Priority: High", "Content-Disposition: inline", "Content-Disposition: attachment", "Content-Disposition: attachment; filename=x.txt",
    "Content-Disposition: inline; filename=x.txt", "Content-Disposition:", "MIME-Version: 1.0", "MIME-Version: 2.0", "Return-Path: <>", "Return-Path: <anna@x.example>",
    "Return-Path: ", "Return-Path: < >", "X-Loop: yes", "X-Autoreply: yes", "X-Auto-Response-Suppress: All", "Sender: list@x.example", "Reply-To: anna@y.example",
    "Received: from x (x [192.0.2.1])\n\tby y; Thu, 5 Nov 2009 10:00:00 +0100", "X-Folded: a\n b\n\tc", "X-Odd Name: x", "No colon here", " folded at the top", "X-Empty:",
    "Bcc: support@open-xchange.com", "Delivered-To: support@open-xchange.com", "X-Original-To: support@open-xchange.com", "Resent-To: x@x.example", "X: \u00fc\u00fc",
    "In-Reply-To: <0@x.example>", "References: <0@x.example>\n <1@x.example>", "Content-Language: de", "Content-Description: form", "Content-ID: <x>", "X-Mailer: y",
    "Feedback-ID: x", "X-Failed-Recipients: x@x.example", "Content-Transfer-Encoding: 7bit", "Content-Type: text/plain", "Content-Type: text/html", ":", ": x", "From x@y Thu",
    "X-Blank : x", "Subject : y", "Importance : high", "X-MS-Exchange-Generated-Message-Source: x", "X-MS-Has-Attach: yes", "DKIM-Signature: v=1", "Disposition-Notification-To: a@b.example",
    "X-Original-From: Bob <bob@b.example>", "Status: RO", "Lines: 12", "Content-Length: 1200", "Keywords: a, b", "Comments: OX-12345-ABCDE", "X-Key: ox-12345-abcde", "Apparently-To: x@x.example",
)  # fmt: skip
FROMS = (
    "Anna Admin <anna@customer.example>", '"Admin, Anna" <anna@customer.example>', "anna@customer.example", "anna@customer.example (Anna Admin)", "<anna@customer.example>",
    "=?utf-8?Q?J=C3=BCrgen_Wei=C3=9F?= <j.weiss@customer.example>", "Jürgen Weiß <j@customer.example>", "Anna via List <list@x.example>", "MAILER-DAEMON@x.example", "noreply@x.example",
    "postmaster@x.example", "Anna <anna@x.example>, Bob <bob@x.example>", "Anna", "", "Anna Admin <anna@customer.example", "Anna Admin anna@customer.example", "Team: a@x.example, b@x.example;",
    "undisclosed-recipients:;", "Anna\n Admin\n <anna@customer.example>", '"Anna \\"A\\" Admin" <anna@customer.example>', "=?utf-8?B?QW5uYQ?= <anna@customer.example>", "Best <best@x.example>",
)  # fmt: skip
TOS = (
    "support@open-xchange.com", "Support <support@open-xchange.com>", "<SUPPORT@open-xchange.com>", "support+x@open-xchange.com", "other@x.example", "a@x.example, support@open-xchange.com",
    "Desk: support@open-xchange.com, b@x.example;", "undisclosed-recipients:;", "", "support@open-xchange.com,", '"support@open-xchange.com" <other@x.example>', "=?utf-8?Q?S=C3=BC?= <support@open-xchange.com>",
    "Süp <support@open-xchange.com>", "support@open-xchange.com, desk@example.com", "auto-dbm@ripe.net, support@open-xchange.com", "support@open-xchange.com (Support)", "support@open-xchange.com x",
    "support @open-xchange.com", "other@x.example,\n\tsupport@open-xchange.com", "support@open-xchange.com; other@x.example",
)  # fmt: skip
SUBJECTS = (
    "The inbox stays empty", "Der Posteingang bleibt leer", "", " ", "[Ticket#2009110510000123] x", "[OX#4711]", "AW: [OX #4711] x", "Re: x", "Fwd: x", "WG: x", "Out of office: x", "Automatic reply: x",
    "Undelivered Mail Returned to Sender", "Read: x", "=?utf-8?Q?Posteingang_f=C3=BCr?=", "=?utf-8?Q?x?= =?utf-8?Q?y?=", "=?x?Q?y?=", "=?utf-8?Q?[OX#4711]?=", "Für Anna", "key OX-12345-ABCDE", "x\n y", "x\n\ty",
    "=?utf-8?Q?OX-12345=2DABCDE?=", "a\tb", "x " * 200, "\u202ex", "Gelesen: x", "=?utf-8?B?T1gtMTIzNDUtQUJDREU=?=", "\x7fx", "x\x01y", "\u2028",
)  # fmt: skip
DATES = (
    "Thu, 05 Nov 2009 10:00:00 +0100", "5 Nov 2009 10:00:00 +0100", "Thu, 5 Nov 2009 10:00:00 GMT", "Thu, 05 Nov 2009 10:00 +0100", "Thu, 31 Feb 2009 10:00:00 +0100", "yesterday", "", "2009-11-05T10:00:00Z",
    "Thu Nov  5 10:00:00 2009", "Thu, 05 Nov 2009 10:00:00 +0100 (CET)", "Thu, 05 Nov 109 10:00:00 +0100", "Thu,\n 05 Nov 2009 10:00:00 +0100", "Thu, 05 Nov 2009 24:00:00 +0100", "Thu, 29 Feb 2024 10:00:60 -0000",
    "Thu, 05 Nov 2009 10:00:00 +9900", "Donnerstag, 5. November 2009", "=?utf-8?Q?x?=", "Thu, 05 Nov 2009 10:00:00 +0160", "\u00fc", "1970-01-01",
)  # fmt: skip
LABELS = (
    "us-ascii", "utf-8", "UTF-8", "iso-8859-1", "windows-1252", "iso-8859-15", "latin1", '"utf-8"', "utf8", "utf-7", "utf-16", "x-unknown", "unknown", "", "utf-88", "ascii", "iso-2022-jp", "gb2312", "cp437", "utf-8; x=y", "none",
    "koi8-r", "hz", "ebcdic", "cp037", "shift_jis", "big5", "windows-1250", "macintosh", "us-ascii; format=fixed", "utf-8; format=flowed", "utf-8; format=flowed; delsp=yes", "utf-8; reply-type=original", "utf-8; name=x.txt",
    "utf-8; charset=iso-8859-1", "=?utf-8?Q?utf-8?=", "utf-8; boundary=x", 'utf-8"', "'utf-8'", "utf-8 (x)", "utf-8; method=reply", "utf-8; format", "utf-8; format*=us-ascii''flowed", "utf-8; FORMAT=Flowed", "unicode-1-1-utf-8",
)  # fmt: skip
ENCODINGS = (
    "7bit", "8bit", "quoted-printable", "base64", "binary", "Quoted-Printable", "BASE64", "8-bit", "", "x-uuencode", "uuencode", "utf-8", "quoted-printable; x", "base64 (x)", "7bit\n ", '"base64"', "none", "quoted printable",
)  # fmt: skip
SHAPES = (
    "plain", "alternative", "mixed", "mixed alternative", "related", "alternative related", "signed", "mixed text", "mixed html", "mixed calendar", "mixed rfc822", "mixed pdf", "mixed inline text", "alternative text", "report",
    "alternative calendar", "mixed tnef", "mixed image", "mixed untyped", "mixed digest", "mixed nested", "alternative reversed", "alternative three", "related alternative", "mixed key", "alternative one", "mixed unclosed", "mixed alternative pdf",
    "html only", "alternative attached", "mixed encrypted", "mixed winmail", "mixed markdown", "mixed smime", "mixed plain unnamed", "mixed none", "mixed empty",
)  # fmt: skip


def header(dice: random.Random, desk: str = "support@open-xchange.com") -> list[str]:
    lines = [
        f"From: {FROMS[0] if dice.random() < 0.7 else dice.choice(FROMS[:7])}",
        f"To: {desk}",
        f"Subject: {dice.choice(SUBJECTS[:2])}",
        f"Date: {DATES[0]}",
    ]
    if dice.random() < 0.8:
        lines.append("Message-ID: <1@customer.example>")
    if dice.random() < 0.3:
        lines.insert(0, "Received: from x (x [192.0.2.1])\n\tby y; Thu, 5 Nov 2009 10:00:00 +0100")
    return lines


def written(dice: random.Random, form: Form) -> list[str]:
    """Return the lines of a form that is filled in more or less well, in a letter round it."""
    lines = [*dice.choices(FILLER[:10], k=dice.randrange(4))]
    if lines or dice.random() < 0.5:
        lines.append("")
    specs = list(form.fields)
    if dice.random() < 0.15:
        dice.shuffle(specs)
    gap = dice.random() < 0.3
    below = dice.random()
    translated = dice.random() < 0.3
    oddity = dice.choice((0.0, 0.0, 0.03, 0.2))
    for spec in specs:
        if dice.random() < 0.05:
            continue
        lines += _entry(dice, spec, translated=translated, below=below, oddity=oddity)
        if gap or dice.random() < 0.2:
            lines.append("")
    if dice.random() < 0.7:
        lines.append("")
    return [*lines, *dice.choice(ENDS)]


def _entry(dice: random.Random, spec: FieldSpec, *, translated: bool, below: float, oddity: float) -> list[str]:
    label = spec.name
    if spec.aliases and dice.random() < (0.9 if translated else 0.05):
        label = dice.choice(spec.aliases).text
    if dice.random() < oddity / 4:
        label = dice.choice((label.lower(), label.upper(), label.replace(" ", "-"), label.replace(" ", "")))
    if spec.type == "prose":
        text = dice.choices(FILLER, k=dice.randint(1, 5))
        if dice.random() < 0.2:
            text.insert(dice.randrange(len(text) + 1), "")
        return [f"{label}:", *text] if below < 0.6 or dice.random() < 0.1 else [f"{label}: {text[0]}", *text[1:]]
    plain = (*spec.good, *(choice.value for choice in spec.choices)) or GOOD.get(spec.type, VALUES[-12:])
    value = dice.choice(VALUES if dice.random() < oddity else plain)
    return [f"{label}: {value}"]


def mutate_lines(dice: random.Random, lines: list[str]) -> list[str]:
    """Return the lines after one accident."""
    lines = list(lines)
    at = dice.randrange(len(lines)) if lines else 0
    line = lines[at] if lines else ""
    fate = dice.randrange(34)
    if fate < 9 or not lines:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(LINES))
    elif fate < 11:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(ODD_LINES))
    elif fate < 12:
        first = dice.randrange(len(LINES))
        at = dice.randrange(len(lines) + 1)
        lines[at:at] = LINES[first : first + dice.randint(2, 5)]
    elif fate < 13:
        lines.insert(dice.randrange(len(lines) + 1), line)
    elif fate < 14:
        del lines[at]
    elif fate < 15:
        other = dice.randrange(len(lines))
        lines[at], lines[other] = lines[other], line
    elif fate < 16 and at + 1 < len(lines):
        lines[at : at + 2] = [line + dice.choice(("", " ", ", ", "; ")) + lines[at + 1]]
    elif fate < 17 and line:
        cut = dice.randrange(len(line) + 1)
        lines[at : at + 1] = [line[:cut], line[cut:]]
    elif fate < 18:
        lines[at] = (
            dice.choice(
                (
                    " ",
                    "  ",
                    "    ",
                    "\t",
                    "> ",
                    "| ",
                    "- ",
                    "* ",
                    "1. ",
                    "a) ",
                    "\u00a0",
                    "# ",
                    "John> ",
                    "+ ",
                    "x) ",
                    "12) ",
                    "\u2022 ",
                )
            )
            + line
        )
    elif fate < 19:
        lines[at] = dice.choice((line.upper(), line.lower(), line.title(), line.swapcase(), line[::-1], line.strip()))
    elif fate < 20:
        lines = [each for each in lines if each]
    elif fate < 21:
        lines = [each for line in lines for each in (line, "")]
    elif fate < 24:
        label, colon, _ = line.partition(":")
        if colon:
            lines[at] = f"{label}: {dice.choice(VALUES)}"
    elif fate < 26:
        label, colon, value = line.partition(":")
        if colon:
            lines[at] = (
                label
                + dice.choice(
                    (
                        " :",
                        ":",
                        " - ",
                        " = ",
                        "=",
                        "\t",
                        " ",
                        "::",
                        ": :",
                        ":  ",
                        "\uff1a",
                        "? ",
                        ";",
                        " -> ",
                        ":*",
                        "*: ",
                        " (hint): ",
                        " [x]: ",
                        ":\t",
                        " \u2013 ",
                        "/x: ",
                        " | ",
                    )
                )
                + value
            )
    elif fate < 28 and line:
        cut = dice.randrange(len(line) + 1)
        lines[at] = line[:cut] + dice.choice("x:=()[]{}<>|`~*_-#$@?!.,;/\\'\"\u00a0\u200b\u00ad\tä€… 7") + line[cut:]
    elif fate < 29 and line:
        cut = dice.randrange(len(line))
        lines[at] = line[:cut] + line[cut + 1 :]
    elif fate < 30:
        lines[at] = line + dice.choice(
            (" ", "  ", "\t", "\u00a0", ":", ".", ",", " (", "=", "=20", "\\", " \u200b", " and", "\x0c")
        )
    elif fate < 31:
        first, last = sorted((at, dice.randrange(len(lines))))
        indent = dice.choice(("  ", "    ", "> ", "\t", "        "))
        lines[first : last + 1] = [indent + each for each in lines[first : last + 1]]
    elif fate < 32:
        first, last = sorted((at, dice.randrange(len(lines))))
        lines += lines[first : last + 1]
    elif fate < 33:
        lines = lines[at:] if dice.random() < 0.5 else lines[:at]
    else:
        lines[at:at] = dice.choices(LINES, k=dice.randint(3, 12))
    return lines


def mutate_header(dice: random.Random, lines: list[str]) -> list[str]:
    """Return the header lines after one accident."""
    lines = list(lines)
    at = dice.randrange(len(lines)) if lines else 0
    name, _, value = lines[at].partition(": ") if lines else ("X", "", "y")
    fate = dice.randrange(12)
    if fate < 4 or not lines:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(HEADERS))
    elif fate < 8:
        pools = {"From": FROMS, "To": TOS, "Subject": SUBJECTS, "Date": DATES}
        lines[at] = f"{name}: {dice.choice(pools.get(name, SUBJECTS))}"
    elif fate < 9:
        lines.insert(at, lines[at])
    elif fate < 10:
        del lines[at]
    elif fate < 11:
        lines[at] = dice.choice(
            (
                f"{name.upper()}: {value}",
                f"{name.lower()}:{value}",
                f"{name}:\n {value}",
                f"{name} : {value}",
                f"{name}:\t{value} ",
                f"{name}: {value}\n ",
                f"{name}: {value}\r",
                f" {name}: {value}",
            )
        )
    else:
        dice.shuffle(lines)
    return lines


def _pages(dice: random.Random) -> Callable[[Sequence[str]], str]:
    def odd(lines: Sequence[str]) -> str:
        lines = list(lines)
        fate = dice.randrange(9)
        if fate == 0:
            return "<div>" + "<br>".join(map(escape, lines)) + "</div>"
        if fate == 1:
            return (
                "<table>"
                + "".join(
                    f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>"
                    for a, _, b in (line.partition(":") for line in lines)
                )
                + "</table>"
            )
        if fate == 2:
            return _page(mutate_lines(dice, lines))
        if fate == 3:
            return _page(lines[: len(lines) // 2])
        if fate == 4:
            return _page([*lines, dice.choice(LINES)])
        if fate == 5:
            return "<p>See the text.</p>"
        if fate == 6:
            return "<style>p {color: red}</style>" + _page(lines).replace("<p>", "<p hidden>", 1)
        if fate == 7:
            return "".join(map(escape, lines))
        return _page([line.replace(" ", "\u00a0") for line in lines])

    return odd if dice.random() < 0.5 else _page


def letter(dice: random.Random, form: Form) -> Letter:
    """Return a letter that both lanes should read alike without much ado."""
    one = Letter(header(dice, form.to[0] if form.to else "desk@x.example"), written(dice, form))
    one.encoding = dice.choices(("8bit", "7bit", "quoted-printable", "base64"), (6, 1, 2, 1))[0]
    if dice.random() < 0.2:
        one.ends = "\r\n"
    if dice.random() < 0.25:
        one.shape = dice.choice(("alternative", "mixed", "mixed alternative", "mixed pdf", "related"))
    return one


def mutated(dice: random.Random, form: Form) -> bytes:
    """Return a plain mail after a few accidents."""
    one = letter(dice, form)
    axis = dice.choices(("text", "header", "charset", "shape", "all"), (60, 10, 8, 14, 8))[0]
    if axis in {"text", "all"}:
        for _ in range(dice.choices((1, 2, 3, 5, 9), (10, 5, 3, 1, 1))[0]):
            one.lines = mutate_lines(dice, one.lines)
    if axis in {"header", "all"}:
        for _ in range(dice.choices((1, 2, 3), (6, 2, 1))[0]):
            one.header = mutate_header(dice, one.header)
    if axis in {"charset", "all"}:
        one.charset = dice.choice(("utf-8", "utf-8", "latin-1", "cp1252", "utf-16", "utf-8-sig", "ascii"))
        one.label = dice.choice((*LABELS, None, None)) if dice.random() < 0.6 else one.label
        one.encoding = dice.choice(ENCODINGS) if dice.random() < 0.4 else one.encoding
        one.ends = dice.choice(("\r\n", "\r", "\n")) if dice.random() < 0.3 else one.ends
    if axis in {"shape", "all"}:
        one.shape = dice.choice(SHAPES)
    one.page = _pages(dice)
    octets = put_together(one, dice)
    if dice.random() < 0.03:
        octets = _damaged(dice, octets)
    return octets


def _damaged(dice: random.Random, octets: bytes) -> bytes:
    at, size = dice.randrange(len(octets) + 1), dice.randrange(60)
    piece = octets[at : at + size]
    return dice.choice(
        (
            octets[:at],
            octets[:at] + octets[at + size :],
            octets[:at] + piece * 2 + octets[at:],
            octets[:at]
            + dice.choice(
                (
                    b"\0",
                    b"\r",
                    b"\n",
                    b"\n\n",
                    b"\r\n\r\n",
                    b"\xff",
                    b"\x1b(B",
                    b"=",
                    b"--edge\n",
                    b"\n--edge--\n",
                    b" ",
                )
            )
            + octets[at:],
            octets.replace(b"\n", b"\r\n", dice.randrange(1, 9)),
            b"\xef\xbb\xbf" + octets,
            b"\n" + octets,
            b"From a@b Thu Nov  5 10:00:00 2009\n" + octets,
        )
    )


def put_together(one: Letter, dice: random.Random) -> bytes:
    """Return the octets of a letter."""
    ends = one.ends
    text = "\n".join(one.lines) + ("\n" if dice.random() < 0.9 else "")
    fields, octets = _shaped(one, text, dice)
    head = "".join(f"{line}\n" for line in [*one.header, *fields])
    whole = head.encode("utf-8", "replace") + b"\n" + octets
    if ends == "\r\n":
        return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return whole.replace(b"\n", b"\r") if ends == "\r" else whole


def _leaf(one: Letter, text: str, kind: str, disposition: str = "") -> tuple[list[str], bytes]:
    octets = text.encode(one.charset, "replace")
    encoding = one.encoding.strip().lower()
    if "quoted" in encoding:
        octets = quopri.encodestring(octets)
    elif "base64" in encoding:
        octets = base64.encodebytes(octets)
    fields = [] if one.label is None else [f"Content-Type: {kind}; charset={one.label}{one.kind}"]
    if one.label is None and kind != "text/plain":
        fields = [f"Content-Type: {kind}"]
    if one.encoding != "7bit" or one.label:
        fields.append(f"Content-Transfer-Encoding: {one.encoding}")
    if disposition:
        fields.append(f"Content-Disposition: {disposition}")
    return fields, octets


def _shaped(one: Letter, text: str, dice: random.Random) -> tuple[list[str], bytes]:
    plain = _leaf(one, text, "text/plain")
    page = _leaf(one, one.page(one.lines), "text/html")
    shape = one.shape
    file = (
        [
            "Content-Type: application/pdf; name=x.pdf",
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename=x.pdf",
        ],
        b"JVBERi0xLjQK\n",
    )
    other = "\n".join(mutate_lines(dice, one.lines)) + "\n"
    if shape == "plain":
        return plain
    if shape == "html only":
        return page
    both = _multi("alternative", [plain, page], "alt", dice)
    parts: dict[str, list[tuple[list[str], bytes]]] = {
        "alternative": [plain, page],
        "alternative text": [plain, _leaf(one, other, "text/plain")],
        "alternative calendar": [plain, (["Content-Type: text/calendar; method=REPLY"], b"BEGIN:VCALENDAR\n")],
        "alternative reversed": [page, plain],
        "alternative three": [plain, page, page],
        "alternative one": [plain],
        "alternative attached": [plain, (page[0] + ["Content-Disposition: attachment; filename=x.html"], page[1])],
        "alternative related": [plain, _multi("related", [page, file], "rel", dice)],
        "mixed": [plain, file],
        "mixed alternative": [both, file],
        "mixed alternative pdf": [both, file, file],
        "related": [both, (["Content-Type: image/png", "Content-ID: <x>", "Content-Transfer-Encoding: base64", "Content-Disposition: inline"], b"iVBORw0KGgo=\n")],
        "related alternative": [both],
        "mixed text": [plain, _leaf(one, other, "text/plain", "attachment; filename=x.txt")],
        "mixed inline text": [plain, _leaf(one, other, "text/plain", dice.choice(("", "inline", "inline; filename=x.txt")))],
        "mixed html": [plain, _leaf(one, one.page(one.lines), "text/html", dice.choice(("", "inline", "attachment", "attachment; filename=x.html")))],
        "mixed calendar": [plain, (["Content-Type: text/calendar; method=REPLY", f"Content-Disposition: {dice.choice(('inline', 'attachment; filename=x.ics'))}"], b"BEGIN:VCALENDAR\n")],
        "mixed rfc822": [plain, (["Content-Type: message/rfc822", dice.choice(("Content-Disposition: attachment", "X: y"))], b"From: a@b.example\nSubject: x\n\n" + other.encode("utf-8", "replace"))],
        "mixed pdf": [plain, file],
        "signed": [plain, (["Content-Type: application/pgp-signature; name=signature.asc"], b"-----BEGIN PGP SIGNATURE-----\n")],
        "mixed tnef": [plain, (["Content-Type: application/ms-tnef; name=winmail.dat"], b"x\n")],
        "mixed winmail": [plain, (["Content-Type: application/octet-stream; name=winmail.dat", "Content-Disposition: attachment; filename=winmail.dat"], b"x\n")],
        "mixed image": [plain, (["Content-Type: image/png"], b"x\n")],
        "mixed untyped": [plain, ([dice.choice(("Content-Disposition: attachment; filename=x", "X: y"))], b"x\n")],
        "mixed digest": [plain, _multi("digest", [([], b"From: a@b.example\n\nx\n")], "dig", dice)],
        "mixed nested": [_multi("mixed", [both, file], "in", dice), file],
        "mixed key": [plain, (["Content-Type: application/octet-stream", "Content-Disposition: attachment; filename=OX-12345-ABCDE.txt"], b"OX-12345-ABCDE\n")],
        "mixed unclosed": [plain, file],
        "mixed encrypted": [plain, (["Content-Type: application/pgp-encrypted"], b"Version: 1\n")],
        "mixed smime": [plain, (["Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "Content-Disposition: attachment"], b"x\n")],
        "mixed markdown": [plain, (["Content-Type: text/markdown", f"Content-Disposition: {dice.choice(('inline', 'attachment'))}"], b"# x\n")],
        "mixed plain unnamed": [plain, ([f"Content-Type: {dice.choice(('text/plain', 'TEXT/PLAIN; x', 'text', 'x', '', 'text/plain/x'))}", dice.choice(("Content-Disposition: ATTACHMENT", "Content-Disposition: attachments", "Content-Disposition: filename=x", "Content-Disposition: x"))], b"Severity: 3\n")],
        "mixed none": [([], text.encode("utf-8", "replace")), file],
        "mixed empty": [plain],
        "report": [plain, (["Content-Type: message/delivery-status"], b"x\n")],
    }  # fmt: skip
    return _multi(shape.partition(" ")[0], parts[shape], "edge", dice, closed=shape != "mixed unclosed")


def _multi(
    kind: str, parts: Sequence[tuple[list[str], bytes]], edge: str, dice: random.Random, *, closed: bool = True
) -> tuple[list[str], bytes]:
    fate = dice.random()
    mark = edge.encode()
    octets = b"".join(
        b"--" + mark + b"\n" + "".join(f"{line}\n" for line in fields).encode("utf-8", "replace") + b"\n" + body + b"\n"
        for fields, body in parts
    )
    if closed and fate > 0.02:
        octets += b"--" + mark + b"--\n"
    if fate > 0.9:
        octets = b"This is a multi-part message.\n" + octets
    if 0.8 < fate < 0.9:
        octets += dice.choice((b"\n", b"epilogue\n", b"Severity: 2\n", b"--edge--\n", b"--edge\n\nx\n--edge--\n"))
    if 0.77 < fate < 0.8:
        octets = octets.replace(b"--" + mark, b"--" + mark + dice.choice((b" ", b"\t", b"x", b"--", b"-", b"\r")), 1)
    shown = (
        dice.choice((f'"{edge}"', edge))
        if fate > 0.1
        else dice.choice(
            (
                f'"{edge} "',
                "",
                f'"{edge[:-1]}"',
                f"{edge}; type=text/plain",
                f'"{edge}"; charset=utf-8',
                f'"{edge}x"',
                f"'{edge}'",
            )
        )
    )
    encoding = [f"Content-Transfer-Encoding: {dice.choice(ENCODINGS)}"] if fate < 0.05 else []
    return [f"Content-Type: multipart/{kind}; boundary={shown}", *encoding], octets
