"""A seed in, octets and pages out at which a compiled loop and its Python function may be held together."""

from __future__ import annotations

import quopri
import random
from functools import cache
from typing import TYPE_CHECKING

import pages
from ticketlint import load_forms
from ticketlint.body.markup import bare_text
from ticketlint.message import transfer
from ticketlint.quick import page, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketlint.form.model import Form

QUOTED = (
    b"=", b"=\n", b"=\r\n", b"=\r", b"= \n", b"=\t \r\n", b"= \r", b"== \n", b"=3D", b"=3d", b"=3", b"=3E", b"=3C", b"=C3=BC", b"=C3", b"=BC", b"=E2=80=89", b"=C2=A0", b"=c2=85", b"=E3=80=80", b"=1B", b"=00",
    b"=E2=80", b"=F0=9F=98=80", b"=ED=A0=80", b"=FF", b"\xc3\xbc", b"\xc3", b"\xbc", b"\x1b", b"\0", b" ", b"\n", b"\r\n", b"\t", b"x", b":", b"_", b"=G1", b"=20", b"=0A", b"=0D", b"=09=\n", b" =\n", b"-", b"--",
)  # fmt: skip
MARKUP = (
    b"<", b">", b"<b>", b"</b>", b'<p class=3D"x">', b"</p>", b"</head>", b"</he=\nad>", b"<x </head>", b"</HEAD>", b"<body>", b"<body lang=3Dde>", b"&nbsp;", b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&#39;", b"&", b"&nb", b"sp;", b"&nbsp",
    b"&copy;", b"&colon;", b"&#x3a;", b"&#58;", b"&amp;nbsp;", b"&uuml;", b"<!-- x -->", b"a", b"bc", b"Server: x", b"Hello,", b"<style>a:b</style>", b"\x0b", b"\x1c", b"\x85",
)  # fmt: skip
WORDS = ("a", "bc", " ", "\n", "\t", ":", "ü", "\u00a0", "\u2009", "\u3000", "€", "😀", "&", "&nbsp;", "<", ">", "'", '"', "Server: x", "Hello,", "\x1c", "\x85", "\u1680", "\u205f", "\u2028", "\ufeff")  # fmt: skip
SIGNS = "<<<>>> \t\n\fab\x0b\xa0é"
LINES = (b"\n", b"\r\n", b"--b", b"--b--", b"--b \t", b"--b--\r", b"--", b"-", b"b", b"x", b"--bb", b"\n--b\n", b"\n--b--\n", b"\n--b\r\n", b"x" * 70, b"x" * 130, b"-" * 70, b"-x" * 70)  # fmt: skip


def mixture(dice: random.Random, *kinds: tuple[bytes, ...]) -> bytes:
    return b"".join(dice.choice(dice.choice(kinds)) for _ in range(dice.randrange(1, 30)))


@cache
def form() -> Form:
    return load_forms(["open-xchange"])[0]


def quoted(dice: random.Random, twin: Callable[[bytes], bytes]) -> None:
    octets = mixture(dice, QUOTED) + b"x" * dice.choice((0, 0, 200)) + mixture(dice, QUOTED)
    assert twin(octets) == transfer._quoted_printable(octets), octets


def split(
    dice: random.Random, twin: Callable[[bytes, bytes, int, int, int, int], list[tuple[int, int]] | None]
) -> None:
    octets = b"".join(dice.choice(LINES) for _ in range(dice.choice((3, 10, 200))))
    mark = dice.choice((b"--b", b"--b", b"--bb", b"--" + b"x" * 70, b"--" + b"-" * 30))
    start = dice.choice((0, dice.randrange(len(octets) + 1)))
    end = dice.choice((len(octets), dice.randrange(start, len(octets) + 1)))
    bare, smooth = dice.choice(stretches(octets))
    found = twin(octets, mark, start, end, bare, smooth)
    assert found == parts._split(octets, mark, start, end), (octets, mark, start, end, bare, smooth)


def stretches(octets: bytes) -> list[tuple[int, int]]:
    """Return all places between which octets have no hyphen, and one that is none."""
    found, begin = [(0, 0)], 0
    for piece in octets.split(b"-"):
        found.append((begin, begin + len(piece)))
        begin += len(piece) + 1
    return found


TEXTS = (b"\n", b"\r\n", b"\r", b"\n\n", b"x", b"Server: x", b" ", b"\x1b", b"\0", b"\x0b", b"\xc3\xbc", b"\xc3", b"\xe2\x82\xac", b"\xff", b"\xf0\x9f\x98\x80", b"\xc2\x85", b"\xed\xa0\x80", b"y" * 20)  # fmt: skip


def lines(dice: random.Random, twin: Callable[[bytes, bool], list[str] | None]) -> bool:
    """Hold the lines of one text; return whether they were plain to see."""
    octets = b"".join(dice.choice(TEXTS[: dice.choice((7, 18))]) for _ in range(dice.choice((0, 1, 5, 30))))
    utf8 = dice.random() < 0.7
    found = twin(octets, utf8)
    wanted = parts._decoded_lines(octets, "utf-8" if utf8 else None)
    assert found == wanted, octets
    return found is not None


def cut(dice: random.Random, twin: Callable[[str], tuple[list[str], bool]]) -> None:
    more = dice.choice(("", "", "€", "😀"))
    body = "".join(dice.choice(SIGNS + more) for _ in range(dice.randrange(30)))
    if dice.random() < 0.2:
        body = pages.accident(dice, pages.page(dice, form()))
    elif dice.random() < 0.3:
        body = body.join(["<p class=MsoNormal>x</p>", '<p class="MsoNormal">x</p>'][: dice.randrange(3)])
    found, spaced = twin(body)
    wanted, may_be = page._cut(body)
    assert found == wanted, body
    assert spaced == any(page._SPACES.sub(" ", text) != text for text in wanted[1::2]), body
    assert may_be or not spaced, body


def tells(dice: random.Random, twin: Callable[[bytes, bytes, int, int, bool, bool], int]) -> bool:
    """Hold one page against a text; return whether its octets were plain enough to say whether it tells more."""
    told = "".join(dice.choice(WORDS) for _ in range(dice.randrange(12)))
    fate = dice.random()
    if fate < 0.3:
        octets = mixture(dice, QUOTED, MARKUP)
    elif fate < 0.6:
        html = told.replace("&", "&amp;").replace("<", "&lt;") if dice.random() < 0.8 else told
        html = html.replace("a", dice.choice(("a", "<b>a</b>", "a:", " a", "&nbsp;a", "a\u2003", "a<")))
        octets = quopri.encodestring(html.encode())
        told = dice.choice(("", "x", "ü")) + told + dice.choice(("", "x", "ü"))
    else:
        html = pages.page(dice, form())
        told = "\n".join(bare_text(html.rpartition("</head>")[2]))
        if dice.random() < 0.5:
            html = pages.accident(dice, html)
        octets = quopri.encodestring(html.encode())
    if dice.random() < 0.3:
        at = dice.randrange(len(octets) + 1)
        octets = octets[:at] + dice.choice(dice.choice((QUOTED, MARKUP))) + octets[at + dice.randrange(3) :]
    around = dice.choice((b"", b"<x", b"=", b"\n"))
    plain, utf8 = dice.random() < 0.2, dice.random() < 0.8
    found = twin(told.encode(), around + octets + around, len(around), len(around) + len(octets), not plain, utf8)
    body = octets if plain else transfer._quoted_printable(octets)
    assert found in {-1, int(parts._tells(told, body, "utf-8" if utf8 else "ascii"))}, (told, octets, plain, utf8)
    return bool(found >= 0)
