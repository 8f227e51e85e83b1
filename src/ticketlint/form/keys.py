"""A mapping of a rule file in, what stands under its known keys out, with a word on the page about each other key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketlint.form.faults import nearest
from ticketlint.form.language import FIELD_KEYS, FORM_KEYS, NO, OPTIONAL, OTHER_KEYS, RULE_KEYS, Key
from ticketlint.form.nodes import shorten
from ticketlint.form.reader import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

Values = dict[str, Any]


def read_keys(
    node: Node, keys: Mapping[str, Key], what: str, page: Page, *, name: Node | None = None, whole: bool = True
) -> Values:
    """Return what stands under the known keys of a mapping, and tell at its `name` what is missing in it.

    `whole` is false where fields stand beside the keys.
    """
    values: Values = {}
    meant: set[str | None] = set()
    for word, value in node.pairs:
        key = keys.get(word.text)
        if key is not None:
            found = READERS[key.kind](value, page)
            if found is not None:
                values[word.text.replace("-", "_")] = found
        elif whole:
            meant.add(_unknown_key(word, value, keys, what, page))
    for due, key in keys.items():
        if key.required and due not in meant and node.get(due) is None and page.broken_at is None:
            page.fault("missing-key", name or node, f'{what} needs the key "{due}"', help=key.doc.rstrip("."))
    return values


def meant_key(word: str, keys: Mapping[str, Key]) -> str | None:
    """Return the key that a word most likely means: as another tool calls it, or misspelt."""
    other = OTHER_KEYS.get(word.lower())
    return other if other in keys else nearest(word, keys)


def _unknown_key(name: Node, value: Node, keys: Mapping[str, Key], what: str, page: Page) -> str | None:
    """Note a key that does not belong here, and return the one that was most likely meant."""
    option = None
    if name.text in FIELD_KEYS:
        advice = f"`{name.text}` is a key of a field: indent it below the field's name"
    elif name.text in FORM_KEYS:
        advice = f"`{name.text}` is a key of the form: begin it in the first column"
    elif name.text in RULE_KEYS:
        advice = f"`{name.text}` is a key of a rule: indent it below the rule's name"
    elif "required" in keys and name.text.lower().replace("_", "-") in OPTIONAL:
        option = "required"
        advice = _of_optional(value)
    else:
        option = meant_key(name.text, keys)
        advice = f'did you mean "{option}"?' if option else f"the keys of {what} are {', '.join(keys)}"
    page.fault("unknown-key", name, f'"{shorten(name.text)}" is no key of {what}', help=advice)
    return option


def _of_optional(value: Node) -> str:
    if value.kind == "text" and value.text.strip().lower() in NO:
        return "write `required: true`"
    return "write `required: false`, or leave the line out: a field is optional unless it says `required: true`"
