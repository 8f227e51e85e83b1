"""A page in, HTML out: one file without scripts, in which the text of a rule file is shown and never obeyed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ticketlint.formdocs.page import Code, Heading, Items, Link, Paragraph, Verbatim, shown
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from ticketlint.formdocs.page import Block, Page, Words

_STYLE = (
    "body{font-family:sans-serif;line-height:1.5;max-width:50em;margin:2em auto;padding:0 1em}"
    "code,pre{background:#f2f2f2}pre{padding:1em;white-space:pre-wrap}"
)


def write(page: Page) -> str:
    """Return the page as an HTML document, ended by a newline."""
    head = (
        f'<!doctype html>\n<html lang="{_text(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "".join(map(_block, page.blocks)) + "</body>\n</html>\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{_text(text)}</h{level}>\n"
        case Paragraph(words=words):
            return f"<p>{_line(words)}</p>\n"
        case Items(items=items):
            return "<ul>\n" + "".join(f"<li>{_line(words)}</li>\n" for words in items) + "</ul>\n"
        case Verbatim(text=text):
            lines = "\n".join(escape(visible(line)) for line in text.rstrip("\n").split("\n"))
            return f"<pre>\n{lines}\n</pre>\n"


def _line(words: Words) -> str:
    return "".join(map(_word, words))


def _word(word: str | Code | Link) -> str:
    if isinstance(word, Code):
        return f"<code>{_text(word.text)}</code>"
    if isinstance(word, Link):
        return f'<a href="{_text(word.address)}">{_text(word.text)}</a>'
    return _text(word)


def _text(text: str) -> str:
    return escape(shown(text))
