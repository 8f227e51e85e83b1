"""A letter and dice in, its octets out: in one part or several, encoded and labelled as the letter says."""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from accidents import mutate_lines
from oddities import ENCODINGS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence


def page(lines: Sequence[str]) -> str:
    """Return lines as the paragraphs of a page."""
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
    page: Callable[[Sequence[str]], str] = field(default=page)
    kind: str = ""  # parameters behind the charset


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
