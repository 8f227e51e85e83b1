"""The tree of one rule file in, its form out, with every mistake in it noted on the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ticketlint.diagnostic import Span
from ticketlint.form.field import find_field, read_field
from ticketlint.form.keys import read_keys
from ticketlint.form.language import FORM_KEYS, MONTH_FIRST
from ticketlint.form.model import NO_SEVERITIES, FieldSpec, Form
from ticketlint.form.rule import read_rule
from ticketlint.values import letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

SYNTAX = frozenset({"invalid-yaml", "unsupported-yaml"})
URGENCIES = frozenset({"1", "2", "3", "4"})


def build_form(root: Node | None, page: Page) -> Form | None:
    """Return the form, or None where the page holds a mistake."""
    if root is None or root.kind == "nothing":
        if page.broken_at is None:
            page.fault(
                "invalid-value",
                Span(1, 1, 1, 1),
                "the file is empty",
                help="a form has at least the keys form, title and fields",
            )
        return None
    if root.kind != "mapping":
        if page.broken_at is None:
            page.fault(
                "wrong-type",
                root,
                f"a form is a mapping of keys to values, not {root.described}",
                help="begin with `form:` and a name",
            )
        return None
    rules = root.get("rules")
    page.rule_names = tuple(name.text for name, _ in rules.pairs) if rules else ()
    values = read_keys(root, FORM_KEYS, "a form", page)
    stated: tuple[str, ...] = values.get("language", ("en",))
    languages = tuple(dict.fromkeys(code[:2] for code in stated))
    specs = _fields(values.get("fields"), languages, page)
    form = Form(
        id=values.get("form", ""),
        title=_text(values.get("title")),
        fields=specs,
        to=texts(values.get("to", ())),
        url=values.get("url"),
        language=languages,
        day_first=stated[0] not in MONTH_FIRST and languages[0] == "en",
        follow_up=_text(values.get("follow_up")) or None,
        urgency=_urgency(values.get("urgency"), specs, page),
        severities=MappingProxyType(values["severities"]) if "severities" in values else NO_SEVERITIES,
        non_answers=texts(values.get("non_answers", ())),
        stop_at=texts(values.get("stop_at", ())),
        rules=tuple(
            rule
            for name, node in (values["rules"].pairs if "rules" in values else ())
            if (rule := read_rule(name, node, specs, languages, page))
        ),
        path=page.path,
    )
    if page.broken_at is not None:
        # what a syntax error swallowed is not worth a second word
        page.faults = [
            one for one in page.faults if one.code in SYNTAX or (one.span and one.span.line < page.broken_at)
        ]
    return None if page.is_wrong else form


def texts(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the texts of scalars."""
    return tuple(node.text.strip() for node in nodes)


def _text(node: Any) -> str:
    return node.text.strip() if node is not None else ""


def _fields(node: Node | None, languages: tuple[str, ...], page: Page) -> tuple[FieldSpec, ...]:
    if node is None:
        return ()
    specs: list[FieldSpec] = []
    # a name of a field comes before every alias, wherever it stands
    owners: dict[str, tuple[str, Span]] = {}
    for name, _ in reversed(node.pairs):
        owners[letters(name.text)] = (name.text, name.span)
    first = rest = None
    for name, value in node.pairs:
        page.field = name.text
        spec, labels = read_field(name, value, languages, page)
        specs.append(spec)
        for label in labels:
            _own(label, name.text, owners, page)
        if spec.first and first is not None:
            title = f"{first} is the first field already"
            page.fault("invalid-value", name, title, help="only one field can be `first: true`")
        first = first or (name.text if spec.first else None)
        if spec.rest and rest is not None:
            title = f"{rest} takes the rest of the mail already"
            page.fault("invalid-value", name, title, help="only one field can be `rest: true`")
        rest = rest or (name.text if spec.rest else None)
    page.field = None
    return tuple(specs)


def _own(label: Node, field: str, owners: dict[str, tuple[str, Span]], page: Page) -> None:
    folded = letters(label.text)
    if not folded:
        page.fault(
            "invalid-value",
            label,
            f"{label.described} holds no letter or digit",
            help="a label is a word that people write",
        )
        return
    owner, place = owners.setdefault(folded, (field, label.span))
    if owner != field:
        page.fault(
            "ambiguous-label",
            label,
            f'"{label.text}" is a label of two fields: {owner} and {field}',
            help="case, blanks, - and _ do not tell labels apart; delete one of them",
            related=((place, f"label of {owner}"),),
        )


def _urgency(node: Node | None, specs: tuple[FieldSpec, ...], page: Page) -> str | None:
    if node is None:
        return None
    spec = find_field(node, specs, page)
    if spec is None:
        return None
    if spec.choices:
        fits = {choice.value for choice in spec.choices} <= URGENCIES
    else:
        fits = spec.type == "integer" and spec.min in URGENCIES and spec.max in URGENCIES
    if not fits:
        page.fault(
            "invalid-value",
            node,
            f"{spec.name} cannot order the queue: its values are not 1 to 4",
            help="name a field with the choices 1, 2, 3, 4, or with type integer, min 1 and max 4",
        )
    return spec.name
