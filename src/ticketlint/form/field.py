"""The keys of one field in, what the form asks of it out, with every mistake noted on the page."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from ticketlint.diagnostic import Span
from ticketlint.form.faults import did_you_mean, nearest
from ticketlint.form.keys import Values, read_keys
from ticketlint.form.language import FIELD_KEYS, RANGED_TYPES, UNKNOWN_TYPE
from ticketlint.form.model import NO_SEVERITIES, NOTHING, Alias, FieldSpec
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import PatternTimeout, compiled, fullmatch
from ticketlint.regexp import regexp
from ticketlint.values import Choice, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

_NUMBER = regexp(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_WHOLE = regexp(r"[+-]?\d{1,18}")
_SEPARATORS = regexp(r"[:=\uff1a\n]")
MAX_LABEL = 200


def read_field(name: Node, node: Node, languages: tuple[str, ...], page: Page) -> tuple[FieldSpec, list[Node]]:
    """Return the field as far as it can be read, and the scalars that are labels of it."""
    values = _keys(name, node, page)
    aliases: tuple[tuple[str | None, Node], ...] = values.get("aliases", ())
    labels = [name, *(label for _, label in aliases)]
    for label in labels:
        _check_label(label, page)
    pattern: Node | None = values.get("pattern")
    spec = FieldSpec(
        name=name.text.strip(),
        aliases=tuple(Alias(label.text.strip(), language) for language, label in aliases),
        required=values.get("required", False),
        type=values.get("type", "line") or "line",
        choices=_choices(values.get("choices", ()), page),
        many=values.get("many", False),
        pattern=pattern.text if pattern else None,
        placeholder=_texts(values, "placeholder"),
        secret=values.get("secret", False),
        first=values.get("first", False),
        header=_text(values, "header"),
        rest=values.get("rest", False),
        default=_text(values, "default"),
        min=_text(values, "min"),
        max=_text(values, "max"),
        min_length=values.get("min_length"),
        max_length=values.get("max_length"),
        severities=MappingProxyType(values["severities"]) if "severities" in values else NO_SEVERITIES,
        help=by_language(values.get("help"), languages),
        good=_texts(values, "good"),
        bad=_texts(values, "bad"),
        line=name.line,
    )
    if values.get("type") != UNKNOWN_TYPE:
        _check_limits(spec, node, page)
        _check_rest(spec, name, page)
    _check_header(values, page)
    _check_default(spec, values, page)
    return spec, labels


def by_language(found: dict[str, str] | None, languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return texts by language; a text without one is in the form's first language."""
    if not found:
        return NOTHING
    return MappingProxyType({language or languages[0]: text for language, text in found.items()})


def find_field(node: Node, specs: Iterable[FieldSpec], page: Page) -> FieldSpec | None:
    """Return the field that a scalar names, or note that there is none."""
    wanted = node.text.strip()
    known = {spec.name: spec for spec in specs}
    if wanted not in known and page.broken_at is None:
        near = nearest(wanted, known)
        page.fault(
            "unknown-field-name",
            node,
            f'the form has no field "{shorten(wanted)}"',
            help=f'did you mean "{near}"?' if near else f"its fields are {', '.join(known)}",
            related=((_name_of(known[near], page), "this one?"),) if near else (),
        )
    return known.get(wanted)


def _name_of(spec: FieldSpec, page: Page) -> Span:
    """Return the place of a field's name."""
    line = page.lines[spec.line - 1]
    column = max(line.find(spec.name), 0) + 1
    return Span(spec.line, column, spec.line, column + len(spec.name))


def find_choice(node: Node, spec: FieldSpec, page: Page) -> str:
    """Return the canonical choice that a scalar means; a field without choices takes any text."""
    wanted = node.text.strip()
    if not spec.choices:
        return wanted
    for choice in spec.choices:
        if letters(wanted) in {letters(choice.value), *map(letters, choice.synonyms)}:
            return choice.value
    names = [choice.value for choice in spec.choices]
    page.fault(
        "no-such-choice",
        node,
        f'"{shorten(wanted)}" is no choice of {spec.name}',
        help=did_you_mean(wanted, names, f"its choices are {', '.join(names)}"),
    )
    return wanted


def _keys(name: Node, node: Node, page: Page) -> Values:
    if node.kind == "mapping":
        return read_keys(node, FIELD_KEYS, "a field", page)
    if node.kind in {"text", "list"}:
        advice = "below its name, indented, stand its keys, such as `required: true`"
        if name.text in FIELD_KEYS:
            advice = f"`{name.text}` is a key of a field: indent it below the field's name"
        page.fault(
            "wrong-type",
            node,
            f'the keys of the field "{shorten(name.text)}" are due here, not {node.described}',
            help=advice,
        )
    return {}


def _text(values: Values, key: str) -> str | None:
    node: Node | None = values.get(key)
    return None if node is None else node.text.strip()


def _texts(values: Values, key: str) -> tuple[str, ...]:
    return tuple(node.text.strip() for node in values.get(key, ()))


def _check_label(label: Node, page: Page) -> None:
    text = label.text.strip()
    if len(text) > MAX_LABEL:
        page.fault(
            "invalid-value",
            label,
            f"a label has at most {MAX_LABEL} characters, this one {len(text)}",
            help="keep the words that people write before the colon",
        )
    elif _SEPARATORS.search(text):
        page.fault(
            "invalid-value",
            label,
            f"{label.described} can be no label: a colon, = or line end closes a label",
            help="keep the words before it",
        )


def _choices(pairs: tuple[tuple[Node, tuple[Node, ...]], ...], page: Page) -> tuple[Choice, ...]:
    owners: dict[str, tuple[str, Node]] = {}
    found: list[Choice] = []
    for value, synonyms in pairs:
        choice = Choice(value.text.strip(), tuple(node.text.strip() for node in synonyms))
        found.append(choice)
        for word in (value, *synonyms):
            owner, place = owners.setdefault(letters(word.text) or word.text.strip(), (choice.value, word))
            if owner != choice.value or (word is value and place is not value):
                page.fault(
                    "ambiguous-choice",
                    word,
                    f"{word.described} means two choices: {owner} and {choice.value}",
                    help="case, blanks and punctuation do not tell choices apart; delete one of them",
                    related=((place.span, f"means {owner}"),),
                )
    return tuple(found)


def _check_limits(spec: FieldSpec, node: Node, page: Page) -> None:
    limits: list[float | datetime | None] = []
    for key, text in (("min", spec.min), ("max", spec.max)):
        place = node.get(key)
        if place is None or text is None:
            continue
        if spec.type not in RANGED_TYPES:
            page.fault(
                "invalid-value",
                place,
                f"a field of type {spec.type} has no `{key}`",
                help=f"it goes with {', '.join(RANGED_TYPES)}; `{key}-length` counts characters",
            )
        elif (limit := _limit(text, spec.type)) is None:
            due = {"integer": "a whole number", "number": "a number such as 2.5"}.get(spec.type, "a date as 2026-01-31")
            page.fault("invalid-value", place, f"{due} is due here, not {place.described}")
        else:
            limits.append(limit)
    for key, bounds in (("max", limits), ("max-length", [spec.min_length, spec.max_length])):
        smallest, largest = bounds if len(bounds) == 2 else (None, None)
        if smallest is not None and largest is not None and largest < smallest:  # type: ignore[operator]  # both of one type
            page.fault("invalid-value", node.get(key), "the largest is smaller than the smallest", help="exchange them")


def _limit(text: str, type_: str) -> float | datetime | None:
    if type_ == "integer":
        return int(text) if _WHOLE.fullmatch(text) else None
    if type_ == "number":
        return float(text) if _NUMBER.fullmatch(text) else None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _check_header(values: Values, page: Page) -> None:
    node: Node | None = values.get("header")
    if node is None:
        return
    if "pattern" not in values:
        if page.broken_at is None:
            page.fault(
                "missing-key",
                node,
                "a field with `header` needs a `pattern`",
                help=r"for example pattern: '\[queue (\w+)\]': its group is the value",
            )
    elif compiled(values["pattern"].text).groups < 1:
        page.fault(
            "invalid-pattern",
            values["pattern"],
            "a pattern beside `header` needs a group: the group is the value",
            help="put round brackets round the value",
        )


def _check_rest(spec: FieldSpec, name: Node, page: Page) -> None:
    if spec.rest and (spec.type != "prose" or spec.header):
        title = f"{spec.name} takes the rest of the mail, which is prose"
        page.fault("invalid-value", name, title, help="add `type: prose`, and leave `header` out")


def _check_default(spec: FieldSpec, values: Values, page: Page) -> None:
    node: Node | None = values.get("default")
    if node is None:
        return
    find_choice(node, spec, page)
    if spec.pattern and not spec.header:
        try:
            matches = fullmatch(spec.pattern, node.text.strip())
        except PatternTimeout:
            return
        if not matches:
            page.fault(
                "invalid-value", node, "the default does not match the field's own pattern", help="change one of them"
            )
