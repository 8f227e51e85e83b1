"""An HTML page in, where what it shows begins out: below its head, whose style sheet takes most of many a mail.

The head is the same in all mails of one client, so it is looked at once, and known again by its octets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ticketlint.body.markup import flat
from ticketlint.hints import Final
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
        below = html.find(">", 0, _LONGEST) + 1
        return below if _is_body(html[:below]) else None
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


_LONGEST: Final = 2000  # characters of a `<body>` tag that is looked at


@lru_cache(maxsize=64)
def _is_body(tag: str) -> bool:
    found = TAG.fullmatch(tag)
    return found is not None and found[2].lower() == "body" and not found[4]


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
_LONGEST_HEAD: Final = 200_000
_HEADS: Final[list[bytes]] = []  # those that hide nothing
_SILENT: Final[list[bytes]] = []  # those between whose tags nothing stands


def begin_of_known(raw: bytes, start: int, end: int) -> int:
    """Return where the `<body>` tag of a page in quoted-printable stands, if its head was met before; or else `start`.

    A head that is remembered is plain ASCII, and hides nothing.
    """
    return _below(_HEADS, _hides_nothing, raw, start, end)


def begin_of_silent(raw: bytes, start: int, end: int) -> int:
    """Return the same for a page of which is asked what stands between its tags, whether it is shown or not."""
    return _below(_SILENT, _says_nothing, raw, start, end)


def _below(heads: list[bytes], is_plain: Callable[[str], bool], raw: bytes, start: int, end: int) -> int:
    for head in heads:
        if raw.startswith(head, start, end):
            return start + len(head)
    at = raw.find(_BODY.encode(), start, end)
    if not _SHORTEST <= at - start <= _LONGEST_HEAD:
        return start
    head = raw[start:at]
    plain = head.replace(b"\r\n", b"\n")
    if b"=" in plain[-2:] or b"\r" in plain:
        return start
    octets = transfer.quoted_printable(plain)
    if not octets.isascii() or octets.translate(None, _CONTROLS) != octets or not is_plain(octets.decode("ascii")):
        return start
    if len(heads) >= _MOST:
        heads.pop()
    heads.insert(0, head)
    return at


def _hides_nothing(head: str) -> bool:
    return _HIDES.search(head) is None and begin_of(head + "<body>") == len(head) + len("<body>")


def _says_nothing(head: str) -> bool:
    _, end, below = head.rpartition("</head>")
    return end != "" and "&" not in below and not flat(head)


_CONTROLS: Final = bytes([*range(9), 11, *range(13, 32), 127])
