"""An HTML page in, where what it shows begins out: below its head, whose style sheet takes most of many a mail.

The head is the same in all mails of one client, so it is looked at once, and known again by its octets.
"""

from __future__ import annotations

import re
from typing import Final

from ticketlint.message import transfer
from ticketlint.quick.tags import NOTE, TAG
from ticketlint.regexp import regexp

_BLANK = regexp(r"[ \t\n\f]*")
_DOCTYPE = regexp(r"[ \t\n\f]*<!doctype[^<>]*>", re.IGNORECASE)
_HIDES = regexp(r"display\s*:\s*none", re.IGNORECASE)
_BODY: Final = "<body"
_VOID: Final = frozenset({"meta", "link", "base"})
_RAW: Final = frozenset({"style", "title"})  # in their text there are no tags
_BEFORE, _HTML, _HEAD, _IMPLIED, _BELOW = range(5)  # what was passed


def begin_of(html: str) -> int | None:
    """Return where the first thing stands that is shown, below the `<body>` tag; None where the head is uncommon."""
    if html.startswith(_BODY):
        tag = TAG.match(html)
        return tag.end() if tag and tag[2].lower() == "body" and not tag[4] else None
    doctype = _DOCTYPE.match(html)
    at = doctype.end() if doctype else 0
    stage = _BEFORE
    while True:
        blank = _BLANK.match(html, at)
        at = blank.end() if blank else at
        if html.startswith("<!", at):
            end = _end_of_note(html, at)
            if end is None:
                return None
            at = end
            continue
        tag = TAG.match(html, at)
        name = tag[1] + tag[2].lower() if tag else ""
        if tag is None or name not in _ABOVE:
            return None if stage == _HEAD else at
        if tag[4] and name not in _VOID:
            return None
        if name == "body":
            return None if stage == _HEAD else tag.end()
        at = tag.end()
        if name == "html" and stage == _BEFORE:
            stage = _HTML
        elif name == "head" and stage < _HEAD:
            stage = _HEAD
        elif name == "/head" and stage == _HEAD and not tag[3]:
            stage = _BELOW
        elif name in _VOID and stage != _BELOW:
            stage = max(stage, _IMPLIED) if stage != _HEAD else stage
        elif name in _RAW and stage != _BELOW:
            stage = max(stage, _IMPLIED) if stage != _HEAD else stage
            end = _end_of_raw(html, at, name)
            if end is None:
                return None
            at = end
        else:
            return None


_ABOVE: Final = _VOID | _RAW | {"html", "head", "/head", "body"}


def _end_of_note(html: str, at: int) -> int | None:
    """Return where a comment ends."""
    if not html.startswith("<!--", at):
        found = NOTE.match(html, at)
        return found.end() if found else None
    end = html.find("-->", at + 4)
    if end < 0 or html.startswith((">", "->"), at + 4) or html.find("--!>", at, end) >= 0:
        return None
    return end + 3


def _end_of_raw(html: str, at: int, name: str) -> int | None:
    """Return where a style sheet or a title ends; None where a sheet hides anything."""
    end = html.find("</", at)
    tag = TAG.match(html, end) if end >= 0 else None
    if tag is None or tag[2].lower() != name or tag[3] or tag[4]:
        return None
    css = html[at:end] if name == "style" else ""
    if not css.isascii() or ("display" in css.lower() and _HIDES.search(css)):
        return None
    return tag.end()


_MOST: Final = 8  # heads that are remembered
_SHORTEST: Final = 1000  # octets of one that is
_HEADS: Final[list[bytes]] = []


def begin_of_known(raw: bytes, start: int, end: int) -> int:
    """Return where the `<body>` tag of a page in quoted-printable stands, if its head was met before; or else `start`.

    A head that is remembered is plain ASCII, and hides nothing.
    """
    for head in _HEADS:
        if raw.startswith(head, start):
            return start + len(head)
    at = raw.find(_BODY.encode(), start, end)
    head = raw[start:at]
    if at - start >= _SHORTEST and _is_plain(head):
        if len(_HEADS) >= _MOST:
            _HEADS.pop()
        _HEADS.insert(0, head)
        return at
    return start


def _is_plain(head: bytes) -> bool:
    octets = transfer.quoted_printable(head).replace(b"\r\n", b"\n")
    if b"=" in head[-2:] or not octets.isascii() or octets.translate(None, _CONTROLS) != octets:
        return False
    text = octets.decode("ascii")
    return _HIDES.search(text) is None and begin_of(text + "<body>") == len(text) + len("<body>")


_CONTROLS: Final = bytes([*range(9), 11, *range(13, 32), 127])
