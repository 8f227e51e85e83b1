"""An HTML part as it is written in, what must be known before it is parsed out: how deep it is, which classes hide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticketlint.hints import Final
from ticketlint.regexp import regexp

HIDDEN: Final = regexp(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|max-height\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|text-decoration(?:-line)?\s*:\s*line-through",
    re.IGNORECASE,
)
_TAGS = regexp(r"<[^<>]*>|<[a-z]+\s[^<>=]{0,80}=\s?['\"]", re.IGNORECASE)


def bare_text(html: str) -> tuple[str, ...]:
    """Return the text between the tags, for markup that shows as nothing though its sender wrote something."""
    from html import unescape  # noqa: PLC0415  # the standard library's, not this room

    if HIDDEN.search(html):
        return ()  # it was meant to be hidden
    for tag in ("script", "style"):
        html = _without(html, tag)
    lines = (" ".join(line.split()) for line in unescape(_TAGS.sub("\n", html)).split("\n"))
    return tuple(line for line in lines if line)


_SHOWN = regexp(r">([^<]+)")


def flat(html: str) -> str:
    """Return the text between the tags below the page's head without its blanks and colons, whether shown or not."""
    text = "".join(_SHOWN.findall(">" + html.rpartition("</head>")[2]))
    if "&" in text:
        from html import unescape  # noqa: PLC0415  # the standard library's, not this room

        text = unescape(text)
    return flat_text(text)


def flat_text(text: str) -> str:
    """Return a text without its blanks and colons, for a look whether another says the same."""
    return "".join(text.split()).replace(":", "")


_COMMAND = regexp(r"<param>[^<>]*</param>|<(/?[A-Za-z0-9-]{1,60})>|<(<)", re.IGNORECASE)
_ENDS = regexp(r"\n+")


def unenriched(text: str) -> str:
    """Return what text/enriched shows (RFC 1896): no commands, and of several line ends in a row one less."""
    text = _ENDS.sub(lambda match: "\n" * (len(match[0]) - 1) or " ", text.replace("\r\n", "\n"))
    return _COMMAND.sub(lambda match: match[2] or "", text)


_NONE = regexp(r"display\s*:\s*none", re.IGNORECASE)
_CLASS = regexp(r"\.([\w-]+)\s*(?:,|$)")


def hidden_classes(css: str) -> Iterator[str]:
    """Yield the classes whose elements a style sheet hides."""
    depth = at = 0
    selectors = ""
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            if not depth:
                selectors = css[at : brace.start()].strip()
            depth += 1
        else:
            depth = max(0, depth - 1)
            # what holds for some screens only stands one brace deeper
            if not depth and not selectors.startswith("@") and _NONE.search(css, at, brace.start()):
                yield from _CLASS.findall(selectors[-2000:])
        at = brace.end()


def _without(html: str, tag: str) -> str:
    """Leave out elements whose text is not for reading; one that never ends takes the rest with it."""
    lower = html.lower()
    kept: list[str] = []
    at = 0
    while (start := lower.find(f"<{tag}", at)) >= 0:
        kept.append(html[at:start])
        end = lower.find(f"</{tag}", start)
        if end < 0:
            return "".join(kept)
        at = end
    return "".join([*kept, html[at:]])


_NESTING = regexp(
    r"<(/?)(?:div|ul|ol|table|blockquote|span|font|b|i|u|em|strong|center|a|dl|section|article)\b", re.IGNORECASE
)
_FEW_TAGS = 4000
_DEEPEST = 2000  # elements in each other, above which the parser's time grows with their square


def too_deep(html: str) -> bool:
    if html.count("<") < _FEW_TAGS:
        return False
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match.group(1) else 1
        if depth > _DEEPEST:
            return True
    return False


_OPTION = regexp(r"<option\b", re.IGNORECASE)
_SELECT = regexp(r"<select(?=[\s/>])", re.IGNORECASE)
_FEW_OPTIONS = 1000


def with_free_choice(html: str) -> str:
    """Return HTML whose boxes take any number of options, where it has very many.

    In a box that takes one, the parser goes through all options again at each of them.
    """
    if html.count("<") < _FEW_OPTIONS or len(_OPTION.findall(html)) < _FEW_OPTIONS:
        return html
    return _SELECT.sub("<select multiple", html)
