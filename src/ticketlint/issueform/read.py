"""The YAML of an issue form in, its questions out; every mistake with its line, and notes of what is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.form.build import SYNTAX
from ticketlint.form.faults import Page, did_you_mean, nearest
from ticketlint.form.language import NO, YES
from ticketlint.form.nodes import Node, compose, decode, shorten
from ticketlint.issueform.model import Element, IssueForm, Kind, Note, Option
from ticketlint.regexp import regexp
from ticketlint.values import letters, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketlint.diagnostic import Diagnostic

MAX_ELEMENTS = 200
MAX_OPTIONS = 500

_TOP = ("name", "description", "title", "labels", "assignees", "projects", "type", "body", "about", "issue_body")
_ELEMENT = ("type", "id", "attributes", "validations")
_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "markdown": ("value",),
    "input": ("label", "description", "placeholder", "value"),
    "textarea": ("label", "description", "placeholder", "value", "render"),
    "dropdown": ("label", "description", "multiple", "options", "default"),
    "checkboxes": ("label", "description", "options"),
    "upload": ("label", "description"),
}
_KINDS: Mapping[str, Kind] = {
    "input": "input", "textarea": "textarea", "dropdown": "dropdown", "checkboxes": "checkboxes",
}  # fmt: skip
_VALIDATIONS = ("required", "accept")
_DROPPED = {
    "title": "the title that GitHub suggests for an issue",
    "labels": "the labels that GitHub puts on an issue",
    "assignees": "the people whom GitHub assigns an issue to",
    "projects": "the projects that GitHub adds an issue to",
    "type": "the type that GitHub gives an issue",
    "issue_body": "GitHub reads it no more",
}
_IDENTIFIER = regexp(r"[A-Za-z0-9_-]+")
_UNPRINTED = regexp("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def read_issue_form(octets: bytes, path: str) -> tuple[IssueForm | None, tuple[Diagnostic, ...], tuple[Note, ...]]:
    """Return the questions of an issue form, its mistakes, and notes; without questions where there is a mistake."""
    page = Page(path, kind="an issue form")
    notes: list[Note] = []
    text = decode(octets, page)
    root = compose(text, page) if text is not None else None
    form = _form(root, page, notes) if text is not None else None
    if page.broken_at is not None:  # what a syntax error swallowed is not worth a second word
        at = page.broken_at
        page.faults = [one for one in page.faults if one.code in SYNTAX or (one.span and one.span.line < at)]
    return (None if page.is_wrong else form), tuple(page.sorted_faults()), tuple(notes)


def _form(root: Node | None, page: Page, notes: list[Note]) -> IssueForm | None:
    if root is None or root.kind != "mapping":
        if page.broken_at is None and (root is None or root.kind != "refused"):
            what = root.described if root is not None else "nothing"
            advice = "it has at least the keys name, description and body"
            page.fault("wrong-type", root, f"an issue form is a mapping of keys to values, not {what}", help=advice)
        return None
    _known_keys(root, _TOP, "an issue form", page)
    for key, what in _DROPPED.items():
        node = root.get(key)
        if node is not None and node.kind != "nothing":
            notes.append(Note(node.line, f"`{key}` is not carried over: {what}"))
    body = root.get("body")
    elements: list[Element] = []
    if body is None or body.kind != "list" or not body.items:
        if page.broken_at is None:
            what = "has none" if body is None else f"has {body.described} there"
            page.fault("missing-key", body or root, f"an issue form needs a list of elements as `body`, and {what}")
    elif len(body.items) > MAX_ELEMENTS:
        page.fault("invalid-value", body, f"the body has more than {MAX_ELEMENTS} elements", help="split the form")
    else:
        elements = _elements(body.items, page, notes)
        if not elements and not page.faults and page.broken_at is None:
            page.fault("missing-key", body, "nothing is asked here: every element is only shown")
    about = _text(root, "description", page) or _text(root, "about", page)  # as it was called at first
    return IssueForm(_text(root, "name", page), about, tuple(elements))


def _elements(nodes: Iterable[Node], page: Page, notes: list[Note]) -> list[Element]:
    found: list[Element] = []
    labels: dict[str, Node] = {}
    identifiers: dict[str, Node] = {}
    for node in nodes:
        page.field = None
        if node.kind != "mapping":
            if node.kind != "refused":
                page.fault("wrong-type", node, f"an element of the body is a mapping, not {node.described}")
            continue
        _unique(node.get("id"), identifiers, page)
        element = _element(node, page, notes)
        if element is None:
            continue
        attributes = node.get("attributes")
        label = attributes.get("label") if attributes else None
        key = letters(element.label)
        if not key:
            notes.append(Note(element.line, f'"{shorten(element.label)}" is not asked: it has no letter to be read by'))
        elif label is not None and key in labels:
            first = labels[key]
            page.fault(
                "ambiguous-label", label, f'"{shorten(element.label)}" is the label of two elements',
                help="case, blanks and punctuation do not tell labels apart; rename one of them",
                related=((first.span, "first here"),),
            )  # fmt: skip
        else:
            found.append(element)
            if label is not None:
                labels[key] = label
    page.field = None
    return found


def _element(node: Node, page: Page, notes: list[Note]) -> Element | None:
    """Return one question, or None for what is only shown, cannot be asked by mail, or is wrong."""
    _known_keys(node, _ELEMENT, "an element", page)
    kind = node.get("type")
    if kind is None or kind.kind != "text" or kind.text not in _ATTRIBUTES:
        _wrong_kind(node, kind, page)
        return None
    attributes = node.get("attributes")
    if attributes is None or attributes.kind != "mapping":
        if page.broken_at is None:
            title = f"an element of type {kind.text} needs `attributes`"
            page.fault("missing-key", attributes or node, title, help=f"they are {', '.join(_ATTRIBUTES[kind.text])}")
        return None
    _known_keys(attributes, _ATTRIBUTES[kind.text], f"the attributes of {kind.text}", page)
    validations = node.get("validations")
    if validations is not None and validations.kind not in {"mapping", "nothing", "refused"}:
        page.fault("wrong-type", validations, f"a mapping is due here, not {validations.described}")
        validations = None
    if validations is not None:
        _known_keys(validations, _VALIDATIONS, "validations", page)
    if kind.text == "markdown":
        if _text(attributes, "value", page):
            notes.append(Note(node.line, "the text of this `markdown` element is not carried over: it asks nothing"))
        elif page.broken_at is None:
            page.fault("missing-key", attributes, "a `markdown` element needs a `value`: the text that it shows")
        return None
    label = _text(attributes, "label", page)
    if not label:
        meant = any(name.text != "label" and nearest(name.text, ("label",)) for name, _ in attributes.pairs)
        if page.broken_at is None and attributes.get("label") is None and not meant:
            page.fault("missing-key", attributes, f"an element of type {kind.text} needs a `label`")
        return None
    if kind.text == "upload":
        notes.append(Note(node.line, f'"{shorten(label)}" is not carried over: a form does not ask for files'))
        return None
    page.field = label
    options = _options(attributes, kind.text, page)
    return Element(
        _KINDS[kind.text],
        node.line,
        label,
        _text(attributes, "description", page),
        _text(attributes, "placeholder", page),
        _text(attributes, "value", page),
        _flag(validations, "required", page) if validations else False,
        bool(_text(attributes, "render", page)),
        options,
        kind.text == "checkboxes" or _flag(attributes, "multiple", page),
        _default(attributes, options, page),
    )


def _wrong_kind(node: Node, kind: Node | None, page: Page) -> None:
    known = ", ".join(_ATTRIBUTES)
    if kind is None:
        if page.broken_at is None:
            page.fault("missing-key", node, "an element needs a `type`", help=f"one of {known}")
    elif kind.kind != "refused":
        advice = did_you_mean(kind.text, _ATTRIBUTES, f"one of {known}")
        page.fault("invalid-value", kind, f"there is no element of type {kind.described}", help=advice)


def _known_keys(node: Node, keys: tuple[str, ...], what: str, page: Page) -> None:
    for name, _ in node.pairs:
        if name.text not in keys:
            advice = did_you_mean(name.text, keys, f"the keys are {', '.join(keys)}")
            page.fault("unknown-key", name, f'"{shorten(name.text)}" is no key of {what}', help=advice)


def _unique(node: Node | None, known: dict[str, Node], page: Page) -> None:
    if node is None:
        return
    if node.kind != "text" or not _IDENTIFIER.fullmatch(node.text):
        if node.kind != "refused":
            page.fault("invalid-value", node, f"{node.described} is no `id`", help="use letters, digits, - and _")
    elif node.text in known:
        first = known[node.text].span
        page.fault("duplicate-key", node, f'the id "{node.text}" stands here a second time',
                   help=f"give one of them another id; the first is on line {first.line}",
                   related=((first, "first here"),))  # fmt: skip
    else:
        known[node.text] = node


def _text(node: Node, key: str, page: Page) -> str:
    """Return the text of a key, without what no editor shows; nothing where the key is absent or empty."""
    value = node.get(key)
    if value is None or value.kind in {"nothing", "refused"}:
        return ""
    if value.kind != "text":
        page.fault("wrong-type", value, f"`{key}` is a text, not {value.described}",
                   help="put a text that begins with { or [ into quotes")  # fmt: skip
        return ""
    text = _printed(value.text)
    if not text and key == "label":
        page.fault("invalid-value", value, "`label` is a text, not blanks", help="write what is asked")
    return text


def _printed(text: str) -> str:
    lines = (_UNPRINTED.sub(" ", visible(line)).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def _flag(node: Node, key: str, page: Page) -> bool:
    value = node.get(key)
    if value is None or value.kind in {"nothing", "refused"}:
        return False
    if value.kind == "text" and value.text.lower() in YES | NO:
        return value.text.lower() in YES
    advice = did_you_mean(value.text, ("true", "false")) if value.kind == "text" else None
    page.fault("invalid-value", value, f"true or false is due here, not {value.described}", help=advice)
    return False


def _options(node: Node, kind: str, page: Page) -> tuple[Option, ...]:
    if "options" not in _ATTRIBUTES[kind]:
        return ()
    value = node.get("options")
    if value is None or value.kind != "list" or not value.items:
        if page.broken_at is None and (value is None or value.kind != "refused"):
            what = "has none" if value is None else f"has {value.described} there"
            page.fault("missing-key", value or node, f"an element of type {kind} needs a list of `options`, and {what}")
        return ()
    if len(value.items) > MAX_OPTIONS:
        page.fault("invalid-value", value, f"there are more than {MAX_OPTIONS} options", help="let people write it")
        return ()
    found: dict[str, Option] = {}
    for item in value.items:
        option = _option(item, kind, page)
        if option is not None and option.text in found:
            page.fault("duplicate-key", item, f'the option "{shorten(option.text)}" stands here a second time',
                       help="delete one of them")  # fmt: skip
        elif option is not None:
            found[option.text] = option
    return tuple(found.values())


def _option(item: Node, kind: str, page: Page) -> Option | None:
    if kind == "checkboxes" and item.kind == "mapping":
        _known_keys(item, ("label", "required"), "a box", page)
        text = " ".join(_text(item, "label", page).split())
        if not text and item.get("label") is None and page.broken_at is None:
            page.fault("missing-key", item, "a box needs a `label`")
        return Option(text, _flag(item, "required", page)) if text else None
    text = " ".join(_printed(item.text).split()) if item.kind == "text" and kind == "dropdown" else ""
    if not text:
        if item.kind != "refused":
            due = "a text" if kind == "dropdown" else "a mapping with a `label`"
            page.fault("wrong-type", item, f"{due} is due here, not {item.described}")
        return None
    return Option(text)


def _default(node: Node, options: tuple[Option, ...], page: Page) -> int | None:
    value = node.get("default")
    if value is None or value.kind in {"nothing", "refused"}:
        return None
    text = value.text
    if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) < len(options):
        return int(text)
    if options:
        title = f"`default` is the number of an option from 0 to {len(options) - 1}, not {value.described}"
        page.fault("invalid-value", value, title)
    return None
