"""A page in, Markdown out, in which the text of a rule file is shown and never obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketlint.formdocs.page import Code, Heading, Items, Link, Paragraph, Verbatim, shown
from ticketlint.regexp import regexp
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from ticketlint.formdocs.page import Block, Page, Words

# What is markup anywhere in a line; escaped by a backslash, which every Markdown takes before any of these.
_MARKS = regexp(r"[\\`*_\[\]<>&|~#$!]")
_AT_THE_START = regexp(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")
_TICKS = regexp(r"`+")


def write(page: Page) -> str:
    """Return the page as CommonMark, ended by a newline."""
    return "\n".join(map(_block, page.blocks))


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {escaped(text)}\n"
        case Paragraph(words=words):
            return _line(words) + "\n"
        case Items(items=items):
            return "".join(f"- {_line(words)}\n" for words in items)
        case Verbatim(text=text):
            fence = "`" * max(3, 1 + max((len(found[0]) for found in _TICKS.finditer(text)), default=0))
            lines = "".join(f"{visible(line)}\n" for line in text.rstrip("\n").split("\n"))
            return f"{fence}text\n{lines}{fence}\n"


def _line(words: Words) -> str:
    return _AT_THE_START.sub(_started, "".join(map(_word, words))).rstrip()


def _started(found: re.Match[str]) -> str:
    sign = found[2]
    return found[1] + (f"\\{sign}" if not sign.isdigit() else f"{sign}\\")


def _word(word: str | Code | Link) -> str:
    if isinstance(word, Code):
        return code(word.text)
    if isinstance(word, Link):
        address = "".join(sign if sign not in '<>\\"() ' else f"%{ord(sign):02X}" for sign in visible(word.address))
        return f"[{escaped(word.text)}]({address})"
    return escaped(word)


def escaped(text: str) -> str:
    """Return a text as Markdown that shows it."""
    return _MARKS.sub(r"\\\g<0>", shown(text))


def code(text: str) -> str:
    """Return a text as a code span that shows it."""
    line = shown(text).strip() or " "
    ticks = "`" * (1 + max((len(found[0]) for found in _TICKS.finditer(line)), default=0))
    return f"{ticks} {line} {ticks}" if "`" in (line[0], line[-1]) else f"{ticks}{line}{ticks}"
