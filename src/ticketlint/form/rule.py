"""The keys of one rule across fields in, the rule out, with every mistake noted on the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ticketlint.codes import CODES
from ticketlint.diagnostic import Severity, Span
from ticketlint.form.faults import did_you_mean
from ticketlint.form.field import by_language, find_choice, find_field
from ticketlint.form.keys import meant_key, read_keys
from ticketlint.form.language import CONDITION_KEYS, RULE_KEYS
from ticketlint.form.model import Condition, FieldSpec, Rule
from ticketlint.form.nodes import shorten
from ticketlint.form.reader import read_values
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

_NAME = regexp(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUBSTITUTION = regexp(r"\{([^{}]*)\}")
Specs = tuple[FieldSpec, ...]


def read_rule(name: Node, node: Node, specs: Specs, languages: tuple[str, ...], page: Page) -> Rule | None:
    """Return the rule as far as it can be read; None where its keys are none."""
    if not _NAME.fullmatch(name.text):
        page.fault(
            "invalid-value",
            name,
            f"{name.described} is no name for a rule",
            help="its name is a code: use lower-case letters, digits and hyphens",
        )
    elif name.text in CODES:
        page.fault(
            "invalid-value",
            name,
            f"{name.text} is a code already",
            help="give the rule a name of its own; `severities` changes the severity of a code",
        )
    if node.kind != "mapping":
        page.fault(
            "wrong-type",
            node,
            f'the keys of the rule "{shorten(name.text)}" are due here, not {node.described}',
            help=f"they are {', '.join(RULE_KEYS)}",
        )
        return None
    values = read_keys(node, RULE_KEYS, "a rule", page, name=name)
    meant = {word.text if word.text in RULE_KEYS else meant_key(word.text, RULE_KEYS) for word, _ in node.pairs}
    if page.broken_at is None and meant.isdisjoint(("require", "forbid", "choices")):
        page.fault(
            "missing-key",
            name,
            f'the rule "{shorten(name.text)}" asks for nothing',
            help="say what must hold: `require`, `forbid` or `choices`",
        )
    forbidden = {node.text.strip() for node in values.get("forbid", ())}
    for word in values.get("require", ()):
        if word.text.strip() in forbidden:
            page.fault(
                "invalid-value",
                word,
                f'the rule "{shorten(name.text)}" requires and forbids {shorten(word.text)} at once',
                help="no answer can do both: take the field out of `require` or of `forbid`",
            )
    title: Node | None = values.get("title")
    if title is not None:
        _check_title(title, specs, page)
    return Rule(
        name=name.text,
        when=_condition(values["when"], specs, page) if "when" in values else Condition(),
        require=_names(values.get("require", ()), specs, page),
        forbid=_names(values.get("forbid", ()), specs, page),
        choices=_values(values.get("choices", ()), specs, page),
        severity=Severity(values.get("severity", Severity.LOW)),
        title=title.text.strip() if title else "",
        help=by_language(values.get("help"), languages),
        line=name.line,
    )


def _condition(node: Node, specs: Specs, page: Page) -> Condition:
    """Return a condition: fields with values stand beside the keys present, absent and not."""
    values = read_keys(node, CONDITION_KEYS, "a condition", page, whole=False)
    known = {spec.name for spec in specs}
    beside = []
    for name, value in node.pairs:
        if name.text in CONDITION_KEYS:
            continue
        if name.text.strip() not in known and (near := did_you_mean(name.text, CONDITION_KEYS)):
            page.fault(
                "unknown-field-name",
                name,
                f'"{shorten(name.text)}" is neither a field nor present, absent or not',
                help=near,
            )
        else:
            beside.append((name, read_values(value, page)))
    return Condition(
        values=_values(tuple(beside), specs, page),
        present=_names(values.get("present", ()), specs, page),
        absent=_names(values.get("absent", ()), specs, page),
        never=_condition(values["not"], specs, page) if "not" in values else None,
    )


def _names(nodes: tuple[Node, ...], specs: Specs, page: Page) -> tuple[str, ...]:
    return tuple(spec.name for node in nodes if (spec := find_field(node, specs, page)))


def _values(
    pairs: tuple[tuple[Node, tuple[Node, ...]], ...], specs: Specs, page: Page
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, nodes in pairs:
        spec = find_field(name, specs, page)
        if spec is not None:
            found[spec.name] = tuple(find_choice(node, spec, page) for node in nodes)
    return MappingProxyType(found)


def _check_title(node: Node, specs: Specs, page: Page) -> None:
    known = [spec.name for spec in specs]
    for found in _SUBSTITUTION.finditer(node.text):
        if found[1] not in known and page.broken_at is None:
            place: Node | Span = node
            if node.line == node.end_line:
                column = page.lines[node.line - 1].find(found[0], node.column - 1) + 1
                if column:
                    place = Span(node.line, column, node.line, column + len(found[0]))
            page.fault(
                "unknown-field-name",
                place,
                f'the form has no field "{shorten(found[1])}"',
                help=did_you_mean(found[1], known, "in a title, {Field} stands for the value of a field"),
            )
