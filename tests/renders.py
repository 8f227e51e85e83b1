"""A request and the choices of a client's user in, the mail that the client would make of it out."""

from __future__ import annotations

import base64
import quopri
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from html import escape
from typing import Literal

from letters import FREE, HINTS, Request

Structure = Literal["text", "html", "alternative"]
Thread = Literal["new", "answered", "inside", "between", "forwarded", "forwarding", "attached"]
THREADS: tuple[Thread, ...] = ("new", "answered", "inside", "between", "forwarded", "forwarding", "attached")
Style = Literal["p", "div", "br", "table", "list"]
Layout = Literal["beside", "spaced", "below", "hinted"]
LAYOUTS: tuple[Layout, ...] = ("beside", "spaced", "below", "hinted")
Encoding = Literal["7bit", "8bit", "quoted-printable", "base64"]
ENCODINGS: tuple[Encoding, ...] = ("7bit", "8bit", "quoted-printable", "base64")
DISCLAIMER = "Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender und löschen Sie diese Nachricht."


@dataclass(frozen=True)
class Quoting:
    """How a client shows the mail that is answered or passed on: the lines above it, and what stands round it in HTML."""

    above: tuple[str, ...]
    before: str
    after: str
    marks: bool = True


@dataclass(frozen=True, repr=False)
class Client:
    """What is always so in the mails of one client, and what its user may choose."""

    name: str
    header: str
    structures: tuple[Structure, ...]
    styles: tuple[Style, ...]
    charsets: tuple[str, ...]
    encodings: tuple[Encoding, ...]
    reply: Quoting
    forward: Quoting
    page: str = "<html><head></head><body>{}</body></html>"
    wrap: int | None = None
    flowed: bool = False
    delsp: bool = False
    stars: bool = False  # its text part shows bold letters as *bold*
    airy: bool = False  # its text part has a blank line below each paragraph
    echo: bool = False  # its text part repeats the address of a link
    bullet: str = "- "
    number: str = "{}. "
    signature: str = '<div class="signature">-- <br>{}</div>'
    line: str = "<div>{}</div>"
    newline: str = "\r\n"

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Shape:
    """What the user of a client chose for one mail."""

    client: Client
    structure: Structure
    style: Style
    charset: str
    encoding: Encoding
    thread: Thread
    layout: Layout = "beside"
    bold: bool = False
    lists: bool = False
    beside: bool = False
    greeting: bool = True
    signature: bool = True
    disclaimer: bool = False
    banner: bool = False

    @property
    def keeps(self) -> Literal["all", "lines", "words"]:
        """What the mail keeps of a text: every character, its lines (but not which of them are blank), or its words."""
        plain = self.structure != "html" and self.style not in {"table", "list"} and not self.lists
        if self.structure != "html" and self.client.wrap and not self.client.flowed:
            return "words"
        return (
            "all"
            if plain and not self.client.airy and self.thread != "between" and self.layout != "spaced"
            else "lines"
        )


@dataclass(frozen=True)
class Entry:
    """A label and the lines behind it; a quoted label may have answers that nobody quotes."""

    label: str
    lines: tuple[str, ...]
    free: bool
    hint: str = ""


Block = Entry | tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Blocks from one hand; `quoting` says how the client sets them off from its user's own."""

    blocks: tuple[Block, ...]
    quoting: Quoting | None = None
    signature: tuple[str, ...] = ()


GREETING: Block = ("Guten Tag,", "", "seit dem letzten Update sehen wir diesen Fehler:", "")
BANNER: Block = ("CAUTION: This email originated from outside of the organization. Do not click links.", "")
CLOSING: Block = ("", "Mit freundlichen Grüßen", "Anna Müller-Weiß")
SIGNATURE = ("Anna Müller-Weiß", "Beispiel GmbH & Co. KG", "Tel.: +49 555 1234", "Server: nur werktags")
ASKED: Block = ("Sehr geehrte Frau Müller-Weiß,", "", "bitte füllen Sie das Formular aus:", "")
ASKS: Block = ("", "Mit freundlichen Grüßen", "Ihr Support")
PLACEHOLDERS = {"Support Key": "OX-SUPPORT-ODER-LIZENZ-KEY-XXX", "Severity": "1, 2, 3, 4"}


def entries(request: Request, shape: Shape) -> tuple[Block, ...]:
    """Return the form as it is filled in."""
    hinted = shape.layout == "hinted"
    return tuple(
        Entry(request.labels[name], tuple(text.split("\n")), name in FREE, HINTS.get(name, "") if hinted else "")
        for name, text in request.written.items()
    )


def blank_form(request: Request) -> tuple[Block, ...]:
    return tuple(Entry(label, (PLACEHOLDERS.get(name, ""),), free=False) for name, label in request.labels.items())


def other_form(request: Request) -> tuple[Block, ...]:
    """Return somebody else's form, which says something else."""
    other = {
        "Support Key": "OX-OTHER-1",
        "Severity": "4",
        "Product": "OXAE",
        "Module": "portal",
        "Distribution": "RHEL",
        "Component": "Installation",
    }
    return tuple(Entry(label, (other.get(name, "etwas anderes"),), name in FREE) for name, label in request.labels.items())  # fmt: skip


def sections(request: Request, shape: Shape) -> list[Section]:
    """Return who says what in the mail."""
    client, form = shape.client, entries(request, shape)
    greeting = (*((BANNER,) if shape.banner else ()), *((GREETING,) if shape.greeting else ()))
    signature: tuple[str, ...] = SIGNATURE if shape.signature else ()
    closing = (CLOSING,) if shape.greeting else ()
    tail = ((("", DISCLAIMER),) if shape.disclaimer else ()) if not shape.signature else ()
    signature += ("", DISCLAIMER) if shape.signature and shape.disclaimer else ()
    own = Section((*greeting, *form, *closing, *tail), None, signature)
    if shape.thread == "answered":
        return [own, Section((ASKED, *blank_form(request), ASKS), client.reply)]
    if shape.thread == "forwarding":
        return [own, Section((("Hallo Anna,", ""), *other_form(request), ("", "Viele Grüße", "Jens")), client.forward)]
    if shape.thread in {"inside", "between"}:
        above = Section((("Guten Tag,", "", "meine Antworten stehen unten."),), None, signature)
        return [above, Section((ASKED, *form, ASKS), client.reply)]
    if shape.thread == "forwarded":
        above = Section((("Guten Tag,", "", "bitte kümmern Sie sich darum."),), None, signature)
        return [above, Section((*greeting, *form, ("", "Viele Grüße", "Jens Kollege")), client.forward)]
    if shape.thread == "attached":
        return [Section((("Guten Tag,", "", "die Meldung unseres Kollegen liegt bei."),), None, signature)]
    return [own]


# -- as text


def text_of(parts: Sequence[Section], shape: Shape) -> str:
    client = shape.client
    lines: list[str] = []
    for at, section in enumerate(parts):
        marks = "> " if section.quoting is not None and section.quoting.marks else ""
        if section.quoting is not None:
            lines += ["", *section.quoting.above]
        for block in section.blocks:
            for line, answer in _lines(block, shape):
                lines += _fitted(line, shape, "" if answer and shape.thread == "between" else marks)
                lines += [marks.rstrip()] if client.airy and line else []
        if section.signature:
            lines += ["", "-- ", *(fitted for line in section.signature for fitted in _fitted(line, shape, ""))]
        if at + 1 < len(parts):
            lines.append("")
    return "\n".join(lines) + "\n"


def _lines(block: Block, shape: Shape) -> list[tuple[str, bool]]:
    """Return the lines of a block, and which of them are answers that stand below their label."""
    if not isinstance(block, Entry):
        return [(line, False) for line in block]
    html = shape.structure == "alternative"
    label = block.label + (f" ({block.hint})" if block.hint else "")
    label = f"*{label}:*" if html and shape.bold and shape.client.stars else f"{label}:"
    if html and shape.style == "list":
        label = shape.client.bullet + label
    answers = [_listed(line, shape) if html and shape.lists else line for line in block.lines]
    if html and shape.client.echo:
        answers = [re.sub(r"^(https?://\S+)$", r"\1<\1>", line) for line in answers]
    end = [("", False)] if shape.layout == "spaced" else []
    below = shape.thread == "between" or shape.layout == "below" or (block.free and not shape.beside)
    if below and any(answers):
        return [(label, False), *((line, True) for line in answers), *end]
    return [(f"{label} {answers[0]}".rstrip(), False), *((line, True) for line in answers[1:]), *end]


def _listed(line: str, shape: Shape) -> str:
    if line.startswith("- "):
        return shape.client.bullet + line[2:]
    number, dot, rest = line.partition(". ")
    return shape.client.number.format(number) + rest if dot and number.isdigit() else line


def _fitted(line: str, shape: Shape, marks: str) -> list[str]:
    """Return a line as the client sends it: whole, in pieces of its width, or flowed (RFC 3676)."""
    client = shape.client
    if client.flowed:
        mark = marks.rstrip()
        pieces = re.findall(r".{0,66}\S*(?: (?=\S)|$)", line)[:-1] if len(line) > 72 else [line]
        pieces = [piece + " " if client.delsp and piece.endswith(" ") else piece for piece in pieces]
        stuffed = [" " + piece if mark or piece.startswith((" ", ">", "From ")) else piece for piece in pieces]
        return [(mark + piece) if piece.strip() else mark for piece in stuffed]
    if client.wrap and len(line) > client.wrap:
        indent = line[: len(line) - len(line.lstrip())]
        wrapped = textwrap.wrap(
            line.strip(), client.wrap - len(marks) - len(indent), break_long_words=False, break_on_hyphens=False
        )
        return [marks + indent + piece for piece in wrapped]
    return [(marks + line).rstrip()]


# -- as HTML


def html_of(parts: Sequence[Section], shape: Shape) -> str:
    client = shape.client
    out: list[str] = []
    for section in parts:
        inner = "\n".join(_html_blocks(section.blocks, shape))
        quoting = section.quoting
        out.append(inner if quoting is None else f"{quoting.before}\n{inner}\n{quoting.after}")
        if section.signature:
            out.append(client.signature.format("<br>\n".join(escape(line) for line in section.signature)))
    return client.page.format("\n".join(out)) + "\n"


def _html_blocks(blocks: Sequence[Block], shape: Shape) -> list[str]:
    out: list[str] = []
    run: list[Entry] = []
    for block in (*blocks, ()):
        if isinstance(block, Entry):
            run.append(block)
            continue
        if run:
            out += _html_form(run, shape)
            run = []
        out += _html_lines([escape(line) for line in block], shape)
    return out


def _html_form(run: Sequence[Entry], shape: Shape) -> list[str]:
    if shape.style == "table":
        rows = [f"<tr><td>{_label(each, shape)}</td>\n<td>{_cell(each, shape)}</td></tr>" for each in run]
        return ["<table border=1 cellspacing=0><tbody>", *rows, "</tbody></table>"]
    if shape.style == "list":
        return ["<ul>", *(f"<li>{_label(each, shape)} {_cell(each, shape)}</li>" for each in run), "</ul>"]
    lines: list[str] = []
    for each in run:
        answers = _markup(each.lines, shape)
        if (each.free and not shape.beside) or shape.layout == "below" or answers[0].startswith(("<ul>", "<ol>")):
            lines += [_label(each, shape), *answers]
        else:
            lines += [f"{_label(each, shape)} {answers[0]}", *answers[1:]]
        lines += [""] if shape.layout == "spaced" else []
    return _html_lines(lines, shape)


def _label(entry: Entry, shape: Shape) -> str:
    label = escape(entry.label + (f" ({entry.hint})" if entry.hint else "")) + ":"
    return f"<b>{label}</b>" if shape.bold else label


def _cell(entry: Entry, shape: Shape) -> str:
    parts = _markup(entry.lines, shape)
    return "<br>\n".join(parts).replace("</ul><br>", "</ul>").replace("</ol><br>", "</ol>")


def _markup(lines: Sequence[str], shape: Shape) -> list[str]:
    """Return lines as markup; what looks like a list becomes one, where the client helps so."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        tag = "ul" if lines[at].startswith("- ") else "ol" if lines[at].startswith("1. ") else ""
        if not (shape.lists and tag):
            out.append(_blanks(escape(lines[at], quote=False)))
            at += 1
            continue
        items: list[str] = []
        while at < len(lines) and re.match(r"- |\d+\. ", lines[at]):
            items.append(f"<li>{escape(lines[at].partition(' ')[2])}</li>")
            at += 1
        out.append(f"<{tag}>\n" + "\n".join(items) + f"\n</{tag}>")
    return out


def _blanks(markup: str) -> str:
    blanks = len(markup) - len(markup.lstrip())
    return "&nbsp;" * blanks + markup[blanks:]


def _html_lines(lines: Sequence[str], shape: Shape) -> list[str]:
    if shape.style == "p":
        return [
            line if line.startswith(("<ul>", "<ol>")) else f'<p class="MsoNormal">{line or "&nbsp;"}<o:p></o:p></p>'
            for line in lines
        ]
    if shape.style == "br":
        return [line if line.startswith(("<ul>", "<ol>")) else f"{line}<br>" for line in lines]
    return [line if line.startswith(("<ul>", "<ol>")) else shape.client.line.format(line or "<br>") for line in lines]


# -- as octets


def octets_of(text: str, charset: str, encoding: Encoding, newline: str) -> tuple[bytes, str, Encoding]:
    """Return a text as a part's octets, and the charset and encoding that a client falls back to where it must."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    wide = charset.startswith("utf-16")
    if wide or encoding == "base64":
        whole = base64.encodebytes(text.replace("\n", "\r\n").encode(charset))
        return whole.replace(b"\n", newline.encode()), charset, "base64"
    octets = text.encode(charset)
    if encoding == "7bit" and not text.isascii():
        encoding = "quoted-printable"
    if encoding == "quoted-printable":
        octets = quopri.encodestring(octets)
    return octets.replace(b"\n", newline.encode()), charset, encoding


def _part(text: str, kind: str, shape: Shape, more: str = "") -> bytes:
    newline = shape.client.newline
    octets, charset, encoding = octets_of(text, shape.charset, shape.encoding, newline)
    head = f"Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.replace("\n", newline).encode() + octets


def _multipart(subtype: str, parts: Sequence[bytes], newline: str) -> bytes:
    edge = f"=_{subtype}_0815"
    head = f'Content-Type: multipart/{subtype};\n boundary="{edge}"\n\n'
    body = b"".join(f"--{edge}\n".encode() + part + b"\n" for part in parts) + f"--{edge}--\n".encode()
    if newline == "\n":
        return head.encode() + body
    return head.replace("\n", newline).encode() + re.sub(rb"(?<!\r)\n", b"\r\n", body)


def body_of(parts: Sequence[Section], shape: Shape) -> bytes:
    """Return the MIME entity that holds the mail's text."""
    client = shape.client
    params = ("; format=flowed" + ("; delsp=yes" if client.delsp else "")) if client.flowed else ""
    plain = _part(text_of(parts, shape), "plain", shape, params) if shape.structure != "html" else b""
    html = _part(html_of(parts, shape), "html", shape) if shape.structure != "text" else b""
    if plain and html:
        return _multipart("alternative", [plain, html], client.newline)
    return plain or html


def mail_of(request: Request, shape: Shape) -> bytes:
    """Return the whole mail."""
    client = shape.client
    entity = body_of(sections(request, shape), shape)
    subject = {"answered": "Re: ", "inside": "AW: ", "between": "Re: ", "new": ""}.get(shape.thread, "Fwd: ")
    if shape.thread == "attached":
        inner = _head("Jens Kollege <jens@customer.example>", "Störung im Kalender", client) + body_of(
            [Section((GREETING, *entries(request, shape), ("", "Viele Grüße", "Jens Kollege")))], shape
        )
        attached = b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n".replace(
            b"\n", client.newline.encode()
        )
        entity = _multipart("mixed", [entity, attached + inner], client.newline)
    sender = f"{Header('Anna Müller-Weiß', 'utf-8').encode()} <anna@customer.example>"
    return _head(sender, subject + "Störung im Kalender", client) + entity


def _head(sender: str, subject: str, client: Client) -> bytes:
    fields = (
        f"From: {sender}\nTo: OX Support <support@open-xchange.com>\nSubject: {Header(subject, 'iso-8859-1').encode()}\n"
        f"Date: Thu, 05 Nov 2009 10:00:00 +0100\nMessage-ID: <{client.name.replace(' ', '.')}.1@customer.example>\n{client.header}\nMIME-Version: 1.0\n"
    )
    return fields.replace("\n", client.newline).encode()
