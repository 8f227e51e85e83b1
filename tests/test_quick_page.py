"""A page that the quick lane reads shows the lines that a parser finds in it, and the careful line says the same of it."""

from __future__ import annotations

import random
import time

import pytest

import pages
from lanes import differences
from ticketlint import load_forms
from ticketlint.body.html import render
from ticketlint.quick import above, page
from test_quick import DESK, OX, SEVERAL

FORMS = (OX, DESK, SEVERAL)


def shown(html: str) -> list[str] | None:
    """Return the lines that the quick lane sees on a page; None where it leaves the page alone."""
    begin = above.begin_of(html)
    return None if begin is None else page.lines_of(html[begin:])


def same(html: str) -> bool:
    """Whether the quick lane reads a page; it fails where a parser says otherwise."""
    if "\0" in html or "\r" in html:
        return False
    lines = shown(html)
    if lines is None:
        return False
    rendered = render(html)
    assert tuple(lines) == rendered.lines, html
    assert not rendered.signature, html
    assert {at for at, line in enumerate(lines) if "\t" in line.rstrip("\t")} <= rendered.cells, html
    assert all("\t" in lines[at] for at in rendered.cells), html
    return True


@pytest.mark.parametrize("chunk", range(4))
def test_pages_with_accidents(chunk: int) -> None:
    read = judged = 0
    for seed in range(chunk * 10_000, chunk * 10_000 + 200):
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
    assert read > 40
    assert judged > 20
