"""What is odd in mails, by the place where it stands: lines, values, header fields, charsets, shapes."""

from __future__ import annotations

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
Question 3: Severity
Answer 3: 2
Agent: Severity?
Önem (Severity): 2
重要度 Severity: 2
Severity / Önem: 2
Severity（1-4）：2
Server and GUI Version: 7.10.6-Rev3
Product/Component: OXSE / Groupware GUI
Server Vers.: 7.10.6
Current / Expected behaviour: It crashes.
Current/Expected behaviour: It crashes.
Current / expected result: a crash / none
Current and expected behaviour: crash
Aktuelles / Erwartetes Verhalten: Absturz
Ist / Soll: leer
GUI / Server Version: 7.10.6
Server / Server Version: https://gw.example
Severity & Track-ID: 2 / NL-204
Track-ID / Support Key: OX-40718-HLKWM-92 / NL-204
Kim: OX-40718-HLKWM-92
Ada;Quill;x;y;OX-40718-HLKWM-92
Sev.: 2
What do you expect?
Current behaviour
[x] Severity
Severity: ( ) 1 (o) 2 ( ) 3
Severity » 2
Severity;Product;Module
<Severity>2</Severity>
<field name="Severity">2</field>
\\item[Severity] 2
1 = High
1, 2, 3, 4
URL of the server
Track-ID: ____ 4711 ____
Please do not reply to this mail.
Sent from Nine
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
    "2 - Medium", "2 (we can still work)", "2 not 3", "UCS based on Debian", "**2**", "___ 2 ___", "see signature", "High", "hoch", "BUG-4711", "#4711", "[4711]", "(4711)", "<4711>", '"4711"', "'x'", "*2*", "_x_", "`x`",
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
