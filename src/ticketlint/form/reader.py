"""The value of one key in, checked by its kind: plain values and nodes out, or None and a fault on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ticketlint.codes import CODES
from ticketlint.diagnostic import Span
from ticketlint.form.faults import did_you_mean
from ticketlint.form.language import (
    ENGLISH,
    LANGUAGE_NAMES,
    LANGUAGES,
    NO,
    OTHER_TYPES,
    TYPES,
    UNKNOWN_TYPE,
    YES,
    Kind,
)
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import PatternError, compiled
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

_ID = regexp(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = regexp(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_PATTERN_HELP = "a backslash takes the character behind it as itself; in single quotes YAML keeps it"
_URL = regexp(r"https?://[^\s/]\S*", re.IGNORECASE)
_HEADER_NAME = regexp(r"[!-9;-~]+")  # ftext, RFC 5322 section 3.6.8


def read_values(node: Node, page: Page) -> tuple[Node, ...]:
    """Return the values that are named for a field: a list, or one scalar."""
    return _items(node, page, "a value")


def _wrong(node: Node, page: Page, due: str, *, help: str | None = None) -> None:  # noqa: A002  # Diagnostic's name
    if node.kind == "nothing":
        page.fault(
            "wrong-type",
            node,
            f"the key has no value: {due} is due here",
            help=help or "write the value, or delete the key",
        )
    elif node.kind != "refused":
        page.fault("wrong-type", node, f"{due} is due here, not {node.described}", help=help)


def _text(node: Node, page: Page, due: str = "a text") -> str | None:
    if node.kind != "text":
        advice = "put a text that begins with { or [ into quotes" if node.kind in {"mapping", "list"} else None
        _wrong(node, page, due, help=advice)
        return None
    if not node.text.strip():
        page.fault("invalid-value", node, f"{due} is due here, not blanks", help="write it, or delete the key")
        return None
    return node.text.strip()


def _items(node: Node, page: Page, due: str) -> tuple[Node, ...]:
    """Return the scalars of a list, or the one that stands for a list; the places are kept for later checks."""
    if node.kind == "list":
        if not node.items:
            page.fault(
                "invalid-value", node, f"the list is empty: {due} is due here", help="fill it, or delete the key"
            )
        return tuple(item for item in node.items if _text(item, page, due) is not None)
    return (node,) if _text(node, page, due) is not None else ()


def _texts(node: Node, page: Page) -> tuple[Node, ...]:
    return _items(node, page, "a text")


def _named(node: Node, page: Page, due: str, options: tuple[str, ...]) -> str | None:
    text = _text(node, page, due)
    if text is None or text in options:
        return text
    page.fault(
        "invalid-value",
        node,
        f"{due} is due here, not {node.described}",
        help=did_you_mean(text, options, f"one of {', '.join(options)}"),
    )
    return None


def _id(node: Node, page: Page) -> str | None:
    text = _text(node, page, "a name")
    if text is not None and not _ID.fullmatch(text):
        page.fault(
            "invalid-value",
            node,
            f'"{shorten(text)}" is no name for a form',
            help="use lower-case letters, digits and hyphens",
        )
    return text


def _flag(node: Node, page: Page) -> bool | None:
    text = _text(node, page, "true or false")
    if text is None:
        return None
    if text.lower() in YES | NO:
        return text.lower() in YES
    page.fault(
        "invalid-value",
        node,
        f"true or false is due here, not {node.described}",
        help=did_you_mean(text, sorted(YES | NO)),
    )
    return None


def _whole(node: Node, page: Page, due: str, lowest: int, highest: int) -> int | None:
    text = _text(node, page, due)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest:
        return int(text)
    page.fault("invalid-value", node, f"{due} is due here, not {node.described}")
    return None


def _count(node: Node, page: Page) -> int | None:
    return _whole(node, page, "a whole number, 0 or more,", 0, 999_999_999)


def _severity(node: Node, page: Page) -> int | None:
    return _whole(node, page, "a severity from 1 (High) to 4 (Trivial)", 1, 4)


def _severities(node: Node, page: Page) -> dict[str, int] | None:
    if node.kind != "mapping":
        _wrong(node, page, "a mapping of codes to severities", help="for example {misspelt-label: 4}")
        return None
    known = (*CODES, *page.rule_names)
    found: dict[str, int] = {}
    for name, value in node.pairs:
        number = _whole(value, page, "a severity from 0 (off) or 1 (High) to 4 (Trivial)", 0, 4)
        if name.text not in known:
            if page.broken_at is not None:
                continue  # it may be a rule that was not read
            page.fault(
                "unknown-code",
                name,
                f'there is no code "{shorten(name.text)}"',
                help=did_you_mean(name.text, known, "`ticketlint explain` lists the codes"),
            )
        elif number is not None:
            found[name.text] = number
    return found


def _pattern(node: Node, page: Page) -> Node | None:
    if node.kind != "text" or not node.text.strip():
        _text(node, page, "a regular expression")
        return None
    try:
        compiled(node.text)
    except PatternError as error:
        page.fault(
            "invalid-pattern",
            _inside(node, error.position, page),
            f"this is no regular expression: {error.problem}",
            help=_PATTERN_HELP if error.position is not None else None,
        )
        return None
    return node


def _inside(node: Node, position: int | None, page: Page) -> Span:
    """Return the place of a character of a scalar that stands on one line as it is, else that of the scalar."""
    line = page.lines[node.line - 1]
    if position is None or node.line != node.end_line or node.style == '"':
        written = line[node.column : node.end_column - 2] if node.style == '"' else ""
        if position is None or node.line != node.end_line or written != node.text:
            return node.span
    column = node.column + len(node.style) + position
    if node.style == "'":
        column += node.text[:position].count("'")
    column = min(column, node.end_column - 1)
    return Span(node.line, column, node.line, column + 1)


def _url(node: Node, page: Page) -> str | None:
    text = _text(node, page, "a URL")
    if text is not None and not _URL.fullmatch(text):
        page.fault("invalid-value", node, f"a URL is due here, not {node.described}", help="begin it with https://")
    return text


def _addresses(node: Node, page: Page) -> tuple[Node, ...]:
    items = _items(node, page, "an address")
    for item in items:
        if not _ADDRESS.fullmatch(item.text.strip()):
            page.fault(
                "invalid-value",
                item,
                f"an address is due here, not {item.described}",
                help="write it as desk@example.com",
            )
    return items


def _language(node: Node, page: Page) -> str | None:
    text = _text(node, page, "a language")
    if text is None or text in LANGUAGES:
        return text
    start = text.lower()
    near = LANGUAGE_NAMES.get(start[:3]) or re.split("[-_]", start)[0]
    advice = f'did you mean "{near}"?' if near in LANGUAGES else "for example de, en, fr, es, it, nl, pl"
    page.fault("invalid-value", node, f"{node.described} is no ISO 639-1 code of a language: two letters", help=advice)
    return None


def _languages(node: Node, page: Page) -> tuple[str, ...] | None:
    items = _items(node, page, "a language")
    found = tuple(code for item in items if (code := _english(item) or _language(item, page)))
    return found or None


def _english(node: Node) -> str | None:
    """Return the code of English with a land behind it, which says how dates are written."""
    known = {code.lower(): code for code in ENGLISH}
    return known.get(node.text.strip().lower().replace("_", "-"))


def _translated(node: Node, page: Page) -> dict[str, str] | None:
    """Return texts by language; one text without a language stands under the empty name."""
    if node.kind != "mapping":
        text = _text(node, page, "a text, or one for each language,")
        return None if text is None else {"": text}
    found = ((_language(name, page), _text(value, page)) for name, value in node.pairs)
    return {language: text for language, text in found if language and text}


def _aliases(node: Node, page: Page) -> tuple[tuple[str | None, Node], ...]:
    if node.kind != "mapping":
        return tuple((None, item) for item in _items(node, page, "a label"))
    found: list[tuple[str | None, Node]] = []
    for name, value in node.pairs:
        language = None if name.text == "any" else _language(name, page)
        if language or name.text == "any":
            found.extend((language, item) for item in _items(value, page, "a label"))
    return tuple(found)


def _is_nothing(node: Node) -> bool:
    return node.kind == "nothing" or (node.kind == "list" and not node.items)


def _choices(node: Node, page: Page) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    if node.kind == "mapping" and node.pairs:
        return tuple(
            (name, () if _is_nothing(value) else _items(value, page, "a synonym")) for name, value in node.pairs
        )
    if node.kind in {"mapping", "nothing"}:
        _wrong(node, page, "a list of choices, or a mapping of choices to synonyms,")
        return ()
    return tuple((item, ()) for item in _items(node, page, "a choice"))


def _header(node: Node, page: Page) -> Node | None:
    text = _text(node, page, "the name of a header field")
    if text is not None and not _HEADER_NAME.fullmatch(text):
        page.fault(
            "invalid-value",
            node,
            f"{node.described} is no name of a header field",
            help="for example Subject, without the colon",
        )
    return None if text is None else node


def _field_name(node: Node, page: Page) -> Node | None:
    return None if _text(node, page, "the name of a field") is None else node


def _field_names(node: Node, page: Page) -> tuple[Node, ...]:
    return _items(node, page, "the name of a field")


def _field_values(node: Node, page: Page) -> tuple[tuple[Node, tuple[Node, ...]], ...] | None:
    if node.kind != "mapping":
        _wrong(node, page, "a mapping of fields to values")
        return None
    return tuple((name, _items(value, page, "a value")) for name, value in node.pairs)


def _mapping(node: Node, page: Page) -> Node | None:
    if node.kind == "mapping" and node.pairs:
        return node
    _wrong(node, page, "a mapping with at least one entry", help="a name, a colon, and below it, indented, its keys")
    return None


def _type(node: Node, page: Page) -> str | None:
    text = node.text.strip() if node.kind == "text" else ""
    if (advice := OTHER_TYPES.get(text.lower())) is not None and text not in TYPES:
        page.fault("invalid-value", node, f"a type is due here, not {node.described}", help=advice)
        return UNKNOWN_TYPE
    return _named(node, page, "a type", TYPES) or UNKNOWN_TYPE


def _scalar_node(node: Node, page: Page) -> Node | None:
    return None if _text(node, page) is None else node


READERS: Mapping[Kind, Callable[[Node, Page], Any]] = {
    "id": _id,
    "text": _scalar_node,
    "texts": _texts,
    "flag": _flag,
    "count": _count,
    "limit": _scalar_node,
    "severity": _severity,
    "severities": _severities,
    "type": _type,
    "pattern": _pattern,
    "url": _url,
    "addresses": _addresses,
    "languages": _languages,
    "translated": _translated,
    "aliases": _aliases,
    "choices": _choices,
    "header": _header,
    "field-name": _field_name,
    "field-names": _field_names,
    "field-values": _field_values,
    "fields": _mapping,
    "rules": _mapping,
    "condition": _mapping,
}
