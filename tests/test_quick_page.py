"""A page that the quick lane reads shows the lines that a parser finds in it, and the careful line says the same of it."""

from __future__ import annotations

import random
import time

import pytest

import pages
from lanes import differences
from test_quick import DESK, OX, SEVERAL
from ticketlint.body.html import render
from ticketlint.message import transfer
from ticketlint.quick import above, page, parts
from ticketlint.quick.head import Content

FORMS = (OX, DESK, SEVERAL)


def shown(html: str) -> page.Shown | None:
    """Return what the quick lane sees on a page; None where it leaves the page alone."""
    begin = above.begin_of(html)
    return None if begin is None else page.shown(html[begin:])


def same(html: str) -> bool:
    """Whether the quick lane reads a page; it fails where a parser says otherwise."""
    if "\0" in html or "\r" in html:
        return False
    found = shown(html)
    if found is None:
        return False
    lines = found.lines
    rendered = render(html)
    assert tuple(lines) == rendered.lines, html
    assert found.signed == min(rendered.signature, default=-1), html
    assert {at for at, line in enumerate(lines) if "\t" in line.rstrip("\t")} <= rendered.cells, html
    assert all("\t" in lines[at] for at in rendered.cells), html
    return True


@pytest.mark.parametrize("chunk", range(4))
def test_pages_with_accidents(chunk: int) -> None:
    read = judged = 0
    for seed in range(chunk * 10_000, chunk * 10_000 + 240):
        dice = random.Random(seed)
        forms = FORMS[seed % len(FORMS)]
        html = pages.page(dice, forms[-1] if forms is DESK else forms[0])
        for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
            html = pages.accident(dice, html)
        read += same(html)
        told = differences(
            pages.octets(dice, html, "it@example.com" if forms is DESK else "support@open-xchange.com"), forms
        )
        judged += told is not None
        assert not told, f"{seed}\n{html}\n" + "\n".join(told or ())
    assert read > 30
    assert judged > 15


SIZE = 100_000
PUMPS = (
    "<", ">", "<>", "</", "<p>", "</p>", "<p>x", "<p>x</p>", "<p> </p>", "<b>", "<b>x</b> ", "<br>", "<br>x", "<!--", "<!-- -->", "<!-->", "<![if x", "<style>", "<style></style>", "<meta a=b>", "<td>", "<table>",
    "<table><tr><td>x</td></tr></table>", "<table><tr><td>", "x", " ", "\n", ">x", "> ", "> \n", "&", "&nbsp;", "&nbsp; ", "\u00a0", "<a ", "<a b", "<a b ", "<a b=", '<a b="', "<a b='c' ", "<a\n\n", "-", "<!-", "]", "x\n", "<p>&nbsp;</p>",
    "<span>x</span>", "<div>", "<div>x", "display", "<o:p></o:p>", "x<br>\n", "\t", "\f", "é", "<h1>x</h1>", "<tr>", "<head>", "<html>", "<title>", "<!doctype", "<tr><td>Severity</td><td>2</td></tr>", "Severity: 2<br>",
)  # fmt: skip
AROUND = (
    ("", ""), ("<html><body>", "</body></html>"), ("<html><head>", "</head><body>x</body></html>"), ("<html><head><style>", "</style></head><body>x</body></html>"), ("<p ", ">x</p>"), ('<p style="', '">x</p>'), ("<!--", "-->x"),
    ("<table><tr><td>", "</td><td>x</td></tr></table>"), ("<table>", "</table>x"), ("<p>x</p>", ""), ("<p>x", "y</p>"), ("<p>x</p>", "<p>x</p>"), ("", "<p>x</p>"),
)  # fmt: skip


@pytest.mark.parametrize("pump", PUMPS)
def test_no_page_takes_long(pump: str) -> None:
    for before, after in AROUND:
        html = before + pump * (SIZE // len(pump)) + after
        began = time.process_time()
        found = shown(html)
        assert time.process_time() - began < 0.5, (before, after)
        if found is not None and pump in {"<br>x", "x", "&nbsp; ", "<p>x</p>"}:
            assert tuple(found.lines) == render(html).lines


def test_markup_that_is_new_each_time_is_left_to_the_parser() -> None:
    html = "".join(f"<a x{number}>y</a>" for number in range(10_000))
    began = time.process_time()
    assert shown(html) is None
    assert time.process_time() - began < 0.5


STYLE = b"p.x {margin:0}\n" * 99
SILENT = (
    b"<html><head><title></title><!-- %s --></head>\n", b"<html><head><style>%s</style></head>", b"<head>%s</head><x ", b"<head>%s</head>:\n", b"<head>%s</he=\nad>", b"<head>=C3=\nx%s</head>\r\n".replace(b"=C3", b"=41"),
)  # fmt: skip
TELLING = (
    b"<head>%s</head>x", b"<head>%s</head>&nbsp", b"<style>%s</style>", b"<head>%s</HEAD>", b"<head>%s</head><!-- a > b -->", b"<head>%s=\r</head>", b"<head>%s</head>=", b"<head>%s</head>=3", b"<head>%s=C3=BC</head>",
    b"<head>%s=1B</head>", b"<head>%s=\rx\n</head>", b"<head>%s</head>=\rx", b"<head>%s</head>=\r\n", b"<head></head>",
)  # fmt: skip
BODIES = (b"<body>x</body>", b"<body>=C3=BC", b"<body>=C3", b"<body>;x</head>y", b"<body>;x", b"<body a=3Db>\n<p>x</p>", b"<body>\n--\n", b"")  # fmt: skip


@pytest.mark.parametrize("head", SILENT + TELLING)
def test_a_head_that_was_met_before_changes_nothing(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(above, "_SILENT", [])
    filled = head.replace(b"%s", STYLE)
    content = Content("text/html", "utf-8", "quoted-printable", b"")
    for body in BODIES:
        raw = filled + body
        octets = transfer.quoted_printable(raw)
        for text in ("x", "ü", "y", "", ";x", "\xa0;x", "--", f"x\n=\n{STYLE.decode()}x"):
            wanted = parts._tells(text, octets, "utf-8")
            words = parts.Words(text.split("\n"), 1, "decoded", text.encode())
            for codec in ("utf-8", "iso-8859-1"):
                assert parts._is_told(raw, parts._Span(0, len(raw), content), words, codec) == wanted, (body, text)
    assert len(above._SILENT) == (head in SILENT)
    raw = filled + b"<body>x"
    assert above.begin_of_silent(raw, 0, len(filled) - 1) == 0, "a head that runs over the end of its part is none"


def test_few_heads_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(above, "_SILENT", [])
    for number in range(50):
        raw = b"<head>%d%s</head><body>" % (number, STYLE)
        assert above.begin_of_silent(raw, 0, len(raw)) == len(raw) - len(b"<body>")
    assert len(above._SILENT) < 20


def test_a_page_that_repeats_a_form_with_a_heading_says_nothing_new() -> None:
    octets = (
        b"From: s@e\nTo: support@open-xchange.com\nDate: Thu, 5 Nov 2009 10:00:00 +0100\nSubject: y\n"
        b"Content-Type: multipart/alternative; boundary=alt\n\n"
        b"--alt\nContent-Type: text/plain; charset=utf-8\n\nSupportKey:x\n#Steptoreproduce:\ny\n"
        b"Currentbehavior:n\nExpectedbehaviour:WirsindfroheralsClickonNew\n"
        b"--alt\nContent-Type: text/html; charset=utf-8\n\n<p>Expectedbehaviour:</p>Wirsindfroher<br>\n--alt--\n"
    )
    assert differences(octets, OX) == []
