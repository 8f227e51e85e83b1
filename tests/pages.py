"""A seed and a form in, a page out in which it is filled in: as mail programs write it, and with accidents."""

from __future__ import annotations

import base64
import quopri
import re
from html import escape
from typing import TYPE_CHECKING

from lanes import header
from oddities import ENDS, FILLER, GOOD, LINES, ODD_LINES, VALUES

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from ticketlint.form.model import FieldSpec, Form

ATTRIBUTES = (
    'style="font-size:11pt"', 'style="margin:0cm"', 'class="MsoNormal"', 'lang="EN-US"', "dir=ltr", 'id="x1"', "align=left", "class=a", "nowrap", "colspan='2'",
    'style="color:rgb(1,2,3);font-family:&quot;Calibri&quot;,sans-serif"', 'style="margin-top:1em;margin-bottom:2em"', 'class="MsoListParagraph x"', 'title="&uuml;"', 'style="MARGIN-BOTTOM: 0px"',
)  # fmt: skip
TELLING = (
    'style="display:none"', "hidden", 'class="gmail_signature"', 'id="divRplyFwdMsg"', 'class="gmail_quote"', 'style="mso-hide:all"', 'style="font-size:0"', 'style="DISPLAY : NONE"', 'class="hid"', 'rowspan="2"',
    'style="dis&#112;lay:none"', "style='opacity:0'", 'class="signature x"', 'title="a>b"', 'title="a<b"', 'style="font-size:0;style"', 'class="MsoNormal" class="signature"', 'x="&quot"', "id=Signature", 'style="max-height:0px"',
    'class="moz-signature"', 'id="yahoo_quoted"', "rowspan=x", "style", "=x", '"', 'style="color:red"class="a"', "style = 'display:none'", 'style="display&colon;none"', "/",
)  # fmt: skip
PIECES = (
    "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<td>", "</td>", "<tr>", "</tr>", "<table>", "</table>", "<tbody>", "</tbody>", "<br>", "<br/>", "</br>", "<span>", "</span>", "<!-- x -->", "<!--", "-->", "<!---->",
    "<!-->", "<!--->", "<!--x--!>", "<!--[if mso]>", "<![endif]-->", "<![if x]>", "<![endif]>", "&nbsp;", "&", "&amp", "&copy", "&lt;p&gt;", "<", ">", "<hr>", "<input type=checkbox>", "<li>", "<ul>", "<blockquote>", "</blockquote>",
    "<pre>", "</pre>", "<style>b{}</style>", "<script>x</script>", '<a href="x">', "</a>", "<o:p>", "</o:p>", "<o:p/>", "<img>", "<image>", "<center>", "</center>", "<h1>", "</h1>", "<svg>", "<math>", "<textarea>", "<select>",
    "<?xml:namespace prefix = o />", "</body>", "</html>", "<body>", "<html>", "<head>", "</head>", "\0", "\x01", "\x0b", "\u2028", "\ufeff", "\u00a0", "\x85", "x", " ", "\n", "\t", "\r", '"', "'", "=", "<td rowspan=2>", "<caption>",
    "<form>", "<font color=red>", "<nobr>", "<tt>", "<col>", "<colgroup>", "</colgroup>", "<th>", "<tr hidden>", "|", "<button>", "<template>", "<frameset>", "<title>", "<noscript>", "<plaintext>", "<dd>", "<label>", "<em\t>",
    "<B>", "</B >", "<p\n>", "<p/>", "<x-y>", "<st1:place>", "<![CDATA[x]]>", "</>", "<>", "<3", "<a\x0bb>", "<td/>", "</td x>", "<span hidden>", "&#8203;", "&#128;", "&#0;", "&zwj;", "&Tab;", "&NewLine;", "&#32;", "&ensp;",
)  # fmt: skip
HEADS = (
    ("<html><head></head><body>", "</body></html>"), ("", ""), ('<div dir="ltr">', "</div>"), ('<meta http-equiv="x">', ""), ("<html>\n<!-- x -->", "</html>\n"),
    ('<html xmlns:o="urn:x"><head><meta charset=utf-8><style><!-- p.MsoNormal {margin:0} --></style></head>\n<body lang="DE" link=blue><div class="WordSection1">', "</div></body></html>\n"),
    ("<!DOCTYPE html>\n<html>\n<head>\n<title>x</title></head>\n<body>\n", "</body>\n</html>"), ("<html><head><style>.hid{display:none}</style></head><body>", "</body></html>"),
    ('<html><body style="display:none">', "</body></html>"), ("<html><head><!--[if gte mso 9]><xml><o:p>a</o:p></xml><![endif]--></head><body>", "</body></html>"),
    ("<HTML><HEAD><TITLE>y</TITLE></HEAD><BODY>", "</BODY></HTML>"), (f"<html><head><style>{'p.x {margin:0cm}' * 99}</style></head><body>", "</body></html>"),
)  # fmt: skip

SIGNATURES = (
    ("div", 'class="gmail_signature"'),
    ("div", "id=Signature"),
    ("span", 'class="x signature"'),
    ("p", 'class="moz-signature"'),
    ("font", 'id="signature"'),
)


class Hand:
    """How one writer writes his page: in which elements, and how often something odd gets into it."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.block = dice.choice(("p", "div", "br", "mix"))
        self.oddity = dice.choice((0, 0, 0, 0.02, 0.1))  # of values, lines and entities
        self.telling = dice.choice((0, 0, 0, 0.002, 0.02))

    def attributes(self) -> str:
        found = f" {self.dice.choice(ATTRIBUTES)}" if self.dice.random() < 0.4 else ""
        return found + (f" {self.dice.choice(TELLING)}" if self.dice.random() < self.telling else "")

    def inline(self, text: str) -> str:
        dice = self.dice
        shown = escape(text, quote=dice.random() < 0.5)
        if dice.random() < self.oddity:
            shown = shown.replace(
                " ", dice.choice(("&nbsp;", "\n", "  ", "\t", " \n ", "&ensp;", "&#160;", "&#32;", "\f")), 1
            )
        for _ in range(dice.randrange(4)):
            name = dice.choice(("span", "b", "font", "i", "o:p", "u", "strong", "code", "small", "a"))
            at = dice.randrange(len(shown) + 1) if dice.random() < 0.1 and "&" not in shown and "<" not in shown else 0
            shown = f"{shown[:at]}<{name}{self.attributes()}>{shown[at:]}</{name}>"
        if dice.random() < 0.05:
            shown += dice.choice(
                ("<o:p></o:p>", "<br>", '<br clear="all">', '<img src="x">', "<!-- c -->", " ", "\n", "<wbr>", "&nbsp;")
            )
        return shown

    def lines(self, lines: Sequence[str]) -> str:
        dice = self.dice
        if self.block == "br":
            return "<br>\n".join(map(self.inline, lines)) + dice.choice(("", "<br>"))
        shown = ""
        for line in lines:
            name = self.block if self.block != "mix" else dice.choice(("p", "div", "h3", "center"))
            attributes = ' class="MsoNormal"' if dice.random() < 0.5 else self.attributes()
            text = self.inline(line) if line.strip() else dice.choice(("<br>", "&nbsp;", "<o:p>&nbsp;</o:p>", ""))
            shown += f"<{name}{attributes}>{text}</{name}>{dice.choice(('', chr(10), '  '))}"
        return shown

    def cell(self, lines: Sequence[str]) -> str:
        return self.lines(lines) if self.dice.random() < 0.8 else self.inline(" ".join(lines))

    def table(self, entries: Sequence[tuple[str, Sequence[str]]]) -> str:
        dice = self.dice
        colon = dice.choice(("", "", ":", ":", " :", "&nbsp;:") if dice.random() < 0.2 else ("", ":"))
        rows = "<tr><td>Field</td><td>Value</td></tr>" if dice.random() < 0.04 else ""
        if dice.random() < 0.02:  # a letter's head, or two columns
            rows += f"<tr><td>{self.cell(FILLER[:2])}</td><td>{self.cell(FILLER[2:4])}</td></tr>"
        for label, lines in entries:
            name = "th" if dice.random() < 0.1 else "td"
            more = dice.choice(("<td></td>", "<td>:</td>", "<td>x</td>")) if dice.random() < 0.005 else ""
            small = [dice.choice((*VALUES, "Önem", "your own words"))] if dice.random() < 0.005 else []
            head = self.cell([label + colon, *small])
            rows += f"<tr{self.attributes()}><{name}{self.attributes()}>{head}</{name}>{more}"
            rows += f"<td{self.attributes()}>{self.cell(lines)}</td></tr>{dice.choice(('', chr(10)))}"
        body = f"<tbody>{rows}</tbody>" if dice.random() < 0.5 else rows
        columns = "<colgroup><col width=1><col></colgroup>" if dice.random() < 0.1 else ""
        return f"<table border=1{self.attributes()}>{columns}{body}</table>"

    def value(self, spec: FieldSpec) -> list[str]:
        dice = self.dice
        if dice.random() < self.oddity:
            return [dice.choice((*VALUES, *LINES, spec.name))]
        if spec.type != "prose":
            plain = (*spec.good, *(choice.value for choice in spec.choices)) or GOOD.get(spec.type, VALUES[-12:])
            return [dice.choice(plain)]
        return [
            dice.choice((*LINES, *ODD_LINES) if dice.random() < self.oddity else FILLER)
            for _ in range(dice.randint(1, 5))
        ]


def page(dice: random.Random, form: Form) -> str:
    """Return a page with a form, in a table or line by line."""
    hand = Hand(dice)
    specs = [spec for spec in form.fields if dice.random() > 0.05]
    if dice.random() < 0.2:
        dice.shuffle(specs)
    if dice.random() < 0.03 and specs:
        specs.append(dice.choice(specs))
    translated = dice.random() < 0.2
    labels = [dice.choice(spec.aliases).text if spec.aliases and translated else spec.name for spec in specs]
    entries = [(label, hand.value(spec)) for label, spec in zip(labels, specs, strict=True)]
    if dice.random() < 0.7:
        form_ = hand.table(entries)
    else:
        form_ = hand.lines([f"{label}: {lines[0]}" for label, lines in entries for line in (lines,)])
    above = dice.choices(FILLER[:10], k=dice.randrange(3)) + [""] * dice.randrange(2)
    if dice.random() < hand.oddity:
        above.append(dice.choice(LINES))
    before, after = dice.choice(HEADS)
    below = hand.lines(["", *dice.choice(ENDS)])
    if dice.random() < 0.2:
        name, signature = dice.choice(SIGNATURES)
        below += (
            f"<{name} {signature}>{hand.lines(['-- ', 'Anna Admin', 'Customer GmbH'][dice.randrange(2) :])}</{name}>"
        )
    return before + hand.lines(above) + form_ + below + after


def accident(dice: random.Random, html: str) -> str:
    """Return the page after one accident to its markup."""
    tags = [found.span() for found in re.finditer(r"<[^>]*>", html)]
    start, end = dice.choice(tags) if tags else (0, 0)
    fate = dice.randrange(10)
    if fate < 3:
        return html[:start] + dice.choice(PIECES) + html[start:]
    if fate < 5:
        return html[:start] + html[end:]
    if fate < 6:
        return html[:end] + html[start:]
    if fate < 7 and end:
        return f"{html[: end - 1]} {dice.choice(TELLING + ATTRIBUTES)}{html[end - 1 :]}"
    at = dice.randrange(len(html) + 1)
    return html[:at] + (dice.choice(PIECES) + html[at:] if fate < 9 else html[at + 1 :])


def octets(dice: random.Random, html: str, desk: str) -> bytes:
    """Return a mail that holds a page, alone or above files."""
    encoding = dice.choice(("quoted-printable", "quoted-printable", "8bit", "base64"))
    charset, codec = dice.choice(
        (("; charset=utf-8", "utf-8"),) * 5
        + (("; charset=iso-8859-1", "latin-1"), ("", "utf-8"), ("; charset=utf-8", "latin-1"))
    )
    body = html.encode(codec, "replace")
    if dice.random() < 0.2:
        body = body.replace(b"\n", b"\r\n")
    encoded = body
    if encoding != "8bit":
        encoded = quopri.encodestring(body) if encoding == "quoted-printable" else base64.encodebytes(body)
    part = f"Content-Type: text/html{charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + encoded
    if dice.random() < 0.2:
        kind, file = dice.choice(
            (
                ("related", "image/png"),
                ("mixed", "application/pdf"),
                ("alternative", "text/calendar"),
                ("mixed", "text/html"),
            )
        )
        part = (
            f'Content-Type: multipart/{kind}; boundary="=_x"\n\n--=_x\n'.encode() + part
            + f"\n--=_x\nContent-Type: {file}\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n--=_x--\n".encode()
        )  # fmt: skip
    return ("\n".join(header(dice, desk)) + "\nMIME-Version: 1.0\n").encode() + part
