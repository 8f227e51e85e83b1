"""The clients that people write requests with: how each builds its mails, and what its user may choose."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hypothesis import strategies as st

from renders import LAYOUTS, THREADS, Client, Encoding, Quoting, Shape, Structure, Thread

_AM = "Am 04.11.2009 um 09:15 schrieb OX Support &lt;support@open-xchange.com&gt;:"
_AM_TEXT = "Am 04.11.2009 um 09:15 schrieb OX Support <support@open-xchange.com>:"
_ON = "On Wed, Nov 4, 2009 at 9:15 AM OX Support <support@open-xchange.com> wrote:"
_CITE = '<blockquote type="cite">'
_VON = (
    "Von: Kollege, Jens",
    "Gesendet: Mittwoch, 4. November 2009 09:15",
    "An: Müller-Weiß, Anna",
    "Betreff: Störung im Kalender",
)
_FROM = (
    "From: Jens Kollege <jens@customer.example>",
    "Date: Wed, 4 Nov 2009 09:15:00 +0100",
    "Subject: Calendar",
    "To: Anna <anna@customer.example>",
)


def _bold(lines: Sequence[str]) -> str:
    return "<br>\n".join(
        f"<b>{escape(head)}:</b>{escape(rest)}" for head, _, rest in (line.partition(":") for line in lines)
    )


_OUTLOOK_LINE = (
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
)
_OUTLOOK = Quoting((*_VON, ""), f"{_OUTLOOK_LINE}{_bold(_VON)}<o:p></o:p></p></div>", "", marks=False)
_OLD_OUTLOOK = Quoting(
    ("-----Ursprüngliche Nachricht-----", *_VON, ""),
    f"<br>\n-----Ursprüngliche Nachricht-----<br>\n{_bold(_VON)}<br><br>",
    "",
    marks=False,
)
_OWA = Quoting(
    ("_" * 32, *_VON, ""),
    f'<hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr">{_bold(_VON)}<div>&nbsp;</div></div>',
    "",
    marks=False,
)
_GMAIL_FORWARD = Quoting(
    ("---------- Forwarded message ---------", *_FROM, "", ""),
    f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>{"<br>".join(map(escape, _FROM))}<br></div><br><br>', "</div>", marks=False,
)  # fmt: skip
_MUTT_FORWARD = Quoting(
    ("----- Forwarded message from Jens Kollege <jens@customer.example> -----", "", *_FROM, ""), "", "", marks=False
)
_THUNDERBIRD = Quoting(
    (_AM_TEXT,),
    f'<div class="moz-cite-prefix">{_AM}<br></div>\n<blockquote type="cite" cite="mid:4711@open-xchange.com">',
    "</blockquote>",
)
_MOZ_ROWS = "".join(f'<tr><th align="RIGHT" nowrap>{escape(a)}: </th><td>{escape(b.strip())}</td></tr>' for a, _, b in (line.partition(":") for line in ("Betreff: Störung im Kalender", "Datum: Wed, 4 Nov 2009 09:15:00 +0100", "Von: Jens Kollege <jens@customer.example>", "An: Anna <anna@customer.example>")))  # fmt: skip
_THUNDERBIRD_FORWARD = Quoting(
    ("-------- Weitergeleitete Nachricht --------", "Betreff: Störung im Kalender", "Datum: Wed, 4 Nov 2009 09:15:00 +0100", "Von: Jens Kollege <jens@customer.example>", "An: Anna <anna@customer.example>", "", ""),
    f'<div class="moz-forward-container"><br><br>-------- Weitergeleitete Nachricht --------<table class="moz-email-headers-table"><tbody>{_MOZ_ROWS}</tbody></table><br>', "</div>", marks=False,
)  # fmt: skip
_APPLE_FORWARD = Quoting(
    ("Anfang der weitergeleiteten Nachricht:", "", *(f"Von: {_FROM[0][6:]}|Betreff: Störung im Kalender|Datum: 4. November 2009 um 09:15:00 MEZ|An: Anna <anna@customer.example>".split("|")), ""),
    f'<div><br>{_CITE}<div>Anfang der weitergeleiteten Nachricht:</div><br class="Apple-interchange-newline"><div><b>Von: </b>Jens Kollege &lt;jens@customer.example&gt;<br></div><div><b>Betreff: </b>Störung im Kalender<br></div><div><b>Datum: </b>4. November 2009 um 09:15:00 MEZ<br></div><div><b>An: </b>Anna<br></div><br>', "</blockquote></div>",
)  # fmt: skip

_ALL: tuple[Structure, ...] = ("text", "html", "alternative")
_BOTH: tuple[Structure, ...] = ("alternative",)
_TEXT: tuple[Structure, ...] = ("text",)
_QP: tuple[Encoding, ...] = ("quoted-printable",)
_WEST = ("utf-8", "iso-8859-1", "windows-1252", "iso-8859-15")

CLIENTS = (
    Client("Thunderbird plain", "User-Agent: Mozilla Thunderbird", _TEXT, ("br",), _WEST, ("7bit", "8bit", "base64"), _THUNDERBIRD, _THUNDERBIRD_FORWARD, flowed=True),
    Client("Thunderbird HTML", "User-Agent: Mozilla Thunderbird", ("alternative", "html"), ("br", "table", "list"), _WEST, ("7bit", "8bit", "quoted-printable"), _THUNDERBIRD, _THUNDERBIRD_FORWARD,
        '<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv="content-type" content="text/html; charset=UTF-8">\n  </head>\n  <body>\n{}\n  </body>\n</html>', 72, flowed=True, stars=True, bullet="  * ", number=" {}. ",
        signature='<pre class="moz-signature" cols="72">-- \n{}</pre>'),
    Client("Outlook desktop", "X-Mailer: Microsoft Outlook 16.0\nThread-Index: AdxPPk8jJp5WQm0lT6mJYvYqU2h0Rg==", _BOTH, ("p", "table", "list"), ("utf-8", "iso-8859-1", "windows-1252"), ("quoted-printable", "base64"), _OUTLOOK, _OUTLOOK,
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--\np.MsoNormal {{margin:0cm; font-size:11.0pt;}}\n--></style></head>\n<body lang="DE"><div class="WordSection1">\n{}\n</div></body></html>', airy=True, echo=True, bullet="  *   ", number="  {}.  ",
        signature='<p class="MsoNormal">-- <o:p></o:p></p><p class="MsoNormal">{}<o:p></o:p></p>'),
    Client("Outlook web", "X-MS-Has-Attach:\nx-originating-ip: [198.51.100.17]", ("alternative", "html"), ("div", "table", "list"), ("utf-8", "iso-8859-1", "windows-1252"), ("quoted-printable", "base64"), _OWA, _OWA,
        '<html><head><style type="text/css" style="display:none;"> P {{margin-top:0;margin-bottom:0;}} </style></head><body dir="ltr">\n{}\n</body></html>', echo=True, bullet="  *   ", number="  {}.  ",
        line='<div class="elementToProof" style="font-family: Aptos, sans-serif; font-size: 12pt;">{}</div>', signature='<div id="Signature"><div>-- </div><div>{}</div></div>'),
    Client("Gmail web", "X-Gm-Message-State: AOJu0Yx", _BOTH, ("div", "list", "table"), ("utf-8",), ("quoted-printable", "base64", "7bit"), Quoting((_ON,),
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(_ON)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">', "</blockquote></div>"), _GMAIL_FORWARD,
        '<div dir="ltr">{}</div>', 78, stars=True, bullet="   - ", number="   {}. ", signature='<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">{}</div>', newline="\n"),
    Client("Apple Mail", "X-Mailer: Apple Mail (2.3826.200.121)", _ALL, ("div", "list"), ("utf-8", "iso-8859-1", "windows-1252"), ("quoted-printable", "7bit", "base64"), Quoting((_AM_TEXT, ""),
        f'<div><br>{_CITE}<div>{_AM}</div><br class="Apple-interchange-newline"><div>', "</div></blockquote></div>"), _APPLE_FORWARD,
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">{}</body></html>',
        signature='<div class="AppleMailSignature"><div>--&nbsp;</div><div>{}</div></div>', newline="\n"),
    Client("old Apple Mail", "X-Mailer: Apple Mail (2.1077)", _TEXT, ("div",), ("utf-8", "iso-8859-1", "windows-1252", "utf-16"), ("7bit", "quoted-printable", "8bit"), Quoting((_AM_TEXT, ""), "", ""), _APPLE_FORWARD, flowed=True, delsp=True, newline="\n"),
    Client("iOS Mail", "X-Mailer: iPhone Mail (21A329)", ("text", "html", "alternative"), ("div",), ("utf-8",), ("7bit", "quoted-printable", "base64"), Quoting((f"> {_AM_TEXT}", "> "),
        f'<div dir="ltr"><br>{_CITE}{_AM}<br><br></blockquote></div>{_CITE}<div dir="ltr">', "</div></blockquote>"), _APPLE_FORWARD,
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">{}</body></html>', signature="<div>-- </div><div>{}</div>", newline="\n"),
    Client("K-9 Mail", "User-Agent: K-9 Mail for Android", _ALL, ("br", "div"), ("utf-8",), ("quoted-printable", "8bit"), Quoting((_AM_TEXT,),
        f'<br><br><div class="gmail_quote">{_AM}<blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;">', "</blockquote></div>"),
        Quoting(("-------- Ursprüngliche Nachricht --------", "Von: Jens Kollege <jens@customer.example>", "Gesendet: 4. November 2009 09:15:00 MEZ", "An: Anna <anna@customer.example>", "Betreff: Störung im Kalender", ""),
        f'<br><br><div style="font-size:10.0pt;border:none;border-top:solid #E1E1E1 1.0pt">{_bold(_VON)}</div><br>', "", marks=False), "<!DOCTYPE html><html><body>{}</body></html>", signature='<div class="k9mail-signature">-- <br>\n{}</div>'),
    Client("mutt", "User-Agent: Mutt/1.5.20 (2009-06-14)\nContent-Disposition: inline", _TEXT, ("br",), (*_WEST, "us-ascii"), ("7bit", "8bit", "quoted-printable"), Quoting(("On Wed, Nov 04, 2009 at 09:15:00AM +0100, OX Support wrote:",), "", ""), _MUTT_FORWARD, wrap=72, newline="\n"),
    Client("Roundcube", "User-Agent: Roundcube Webmail/1.6.5\nX-Sender: anna@customer.example", _ALL, ("br", "p", "table", "list"), ("utf-8", "iso-8859-1"), ("8bit", "quoted-printable", "7bit"), Quoting(("Am 2009-11-04 09:15, schrieb OX Support:",),
        '<p id="reply-intro">Am 2009-11-04 09:15, schrieb OX Support:</p>\n<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">', "</blockquote>"),
        Quoting(("-------- Originalnachricht --------", "Betreff: Störung im Kalender", "Datum: 2009-11-04 09:15", "Von: Jens Kollege <jens@customer.example>", "An: Anna <anna@customer.example>", ""), f"<p>-------- Originalnachricht --------</p><p>{_bold(_VON)}</p>", "", marks=False),
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /></head><body style="font-size: 10pt; font-family: Verdana,Geneva,sans-serif">\n{}\n</body></html>', 72, signature='<div class="signature">-- <br />\n{}</div>'),
    Client("Horde IMP", "User-Agent: Internet Messaging Program (IMP) H3 (4.3.4)", _ALL, ("p", "br"), ("utf-8", "iso-8859-1", "iso-8859-15"), ("7bit", "8bit", "quoted-printable"), Quoting(("Zitat von OX Support <support@open-xchange.com>:", ""),
        '<p>Zitat von OX Support &lt;support@open-xchange.com&gt;:</p>\n<blockquote type="cite" style="border-left:2px solid blue;margin-left:2px;padding-left:12px;">', "</blockquote>"),
        Quoting(("----- Weitergeleitete Nachricht von jens@customer.example -----", "    Datum: Wed, 4 Nov 2009 09:15:00 +0100", "    Von: Jens Kollege <jens@customer.example>", "Betreff: Störung", "     An: anna@customer.example", ""),
        f"<p>----- Weitergeleitete Nachricht von jens@customer.example -----<br>{'<br>'.join(map(escape, _VON))}</p>", "", marks=False), wrap=75, newline="\n"),
    Client("HCL Notes", "X-Mailer: HCL Notes Release 12.0.2 November 17, 2022\nX-MIMETrack: Serialize by Router on mail01/Beispiel", ("html", "alternative"), ("br", "table"), ("utf-8", "iso-8859-1", "windows-1252"), ("quoted-printable", "base64"),
        Quoting(('Von:        "OX Support" <support@open-xchange.com>', "An:        anna@customer.example", "Datum:        04.11.2009 09:15", "Betreff:        Störung im Kalender", "_" * 40, ""),
        '<br><br><font size=1 color=#5f5f5f face="sans-serif">Von: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face="sans-serif">&quot;OX Support&quot; &lt;support@open-xchange.com&gt;</font><br><font size=1 color=#5f5f5f>An: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>anna@customer.example</font><br><font size=1>Datum: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>04.11.2009 09:15</font><br><font size=1>Betreff: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Störung im Kalender</font><br><hr noshade><br>', "", marks=False),
        Quoting(("----- Weitergeleitet von Anna Müller/Beispiel am 05.11.2009 09:58 -----", "", "Von: Jens Kollege/Beispiel", "An: Anna Müller/Beispiel@Beispiel", "Datum: 04.11.2009 09:15", "Betreff: Störung im Kalender", "_" * 40, ""),
        f"<font size=1>----- Weitergeleitet von Anna Müller/Beispiel am 05.11.2009 09:58 -----</font><br><br>{'<br>'.join(map(escape, _VON))}<br><hr noshade><br>", "", marks=False), wrap=75),
    Client("GMX", "X-Mailer: GMX Web Mailer", ("html", "text"), ("div", "br"), ("utf-8",), ("quoted-printable", "7bit"), Quoting(("Gesendet: Mittwoch, 04. November 2009 um 09:15 Uhr", 'Von: "OX Support" <support@open-xchange.com>', "An: anna@customer.example", "Betreff: Störung im Kalender", ""),
        '<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5; word-wrap: break-word;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Mittwoch, 04. November 2009 um 09:15 Uhr<br/><b>Von:</b>&nbsp;&quot;OX Support&quot; &lt;support@open-xchange.com&gt;<br/><b>An:</b>&nbsp;anna@customer.example<br/><b>Betreff:</b>&nbsp;Störung im Kalender</div><div name="quoted-content">', "</div></div>", marks=False), _OLD_OUTLOOK,
        '<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">{}</div></body></html>', signature="<div>-- <br/>{}</div>"),
    Client("Yahoo", "X-Mailer: WebService/1.1.21763 YMailNorrin\nReferences: <4711@open-xchange.com>", _BOTH, ("div",), ("utf-8",), _QP, Quoting(("Am Mittwoch, 4. November 2009 um 09:15:00 MEZ hat OX Support <support@open-xchange.com> Folgendes geschrieben: ", ""),
        '</div><div id="ydp5yahoo_quoted_1" class="ydp5yahoo_quoted"><div style="font-size:13px;color:#26282a;"><div>Am Mittwoch, 4. November 2009 um 09:15:00 MEZ hat OX Support &lt;support@open-xchange.com&gt; Folgendes geschrieben: </div><div><br></div><div><div>', "</div></div></div>", marks=False),
        Quoting(("----- Weitergeleitete Nachricht -----", *_VON, ""), f"----- Weitergeleitete Nachricht -----<br>{'<br>'.join(map(escape, _VON))}<br><br>", "", marks=False), '<html><head></head><body><div class="yahoo-style-wrap">{}</div></body></html>', newline="\n"),
    Client("OX App Suite", "X-Mailer: Open-Xchange Mailer v7.10.6-Rev58\nX-Priority: 3\nImportance: Normal", _ALL, ("div", "p", "table", "list"), ("utf-8",), ("7bit", "quoted-printable", "base64"), Quoting(("OX Support <support@open-xchange.com> hat am 04.11.2009 09:15 CET geschrieben:", "", ""),
        '<blockquote type="cite"><div>OX Support &lt;support@open-xchange.com&gt; hat am 04.11.2009 09:15 CET geschrieben:</div><div><br></div><div><br></div>', "</blockquote>"),
        Quoting(("---------- Ursprüngliche Nachricht ----------", "Von: Jens Kollege <jens@customer.example>", "An: Anna <anna@customer.example>", "Datum: 04.11.2009 09:15 CET", "Betreff: Störung im Kalender", "", ""), f'<blockquote type="cite"><div>---------- Ursprüngliche Nachricht ----------</div>{"".join(f"<div>{escape(line)}</div>" for line in _VON)}<div><br></div>', "</blockquote>", marks=False),
        '<!doctype html>\n<html><head><meta charset="UTF-8"></head><body>{}</body></html>', wrap=74, line='<div class="default-style">{}</div>', signature='<div class="io-ox-signature">-- <br>{}</div>'),
    Client("plain mail", "User-Agent: Heirloom mailx 12.4 7/29/08", _TEXT, ("br",), ("us-ascii", "utf-8", "iso-8859-1"), ("7bit", "8bit", "quoted-printable", "base64"), Quoting(("OX Support <support@open-xchange.com> wrote:", ""), "", ""), _OLD_OUTLOOK, newline="\n"),
)  # fmt: skip


@st.composite
def shapes(draw: st.DrawFn, client: Client, threads: Sequence[Thread] = THREADS) -> Shape:
    """What the user of this client may choose."""
    structure = draw(st.sampled_from(client.structures))
    style = draw(st.sampled_from(client.styles))
    allowed = [each for each in threads if not (each == "between" and (structure != "text" or not client.reply.marks))]
    thread = draw(st.sampled_from(allowed))
    return Shape(
        client,
        structure,
        style,
        draw(st.sampled_from(client.charsets)),
        draw(st.sampled_from(client.encodings)),
        thread,
        draw(st.sampled_from(LAYOUTS)),
        bold=draw(st.booleans()),
        lists=structure != "text" and draw(st.booleans()),
        beside=draw(st.booleans()),
        greeting=draw(st.booleans()),
        signature=draw(st.booleans()),
        disclaimer=draw(st.booleans()),
        banner=draw(st.booleans()),
    )
