"""The octets of an expectation and the forms in, what it states out, with every mistake in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from ticketlint.codes import CODES
from ticketlint.diagnostic import Diagnostic, Span
from ticketlint.expectations.model import Expectation, Stated, StatedCode, StatedCodes
from ticketlint.form.faults import Page, did_you_mean
from ticketlint.form.nodes import compose, decode, shorten
from ticketlint.report.tally import VERDICTS

if TYPE_CHECKING:
    from ticketlint.form.model import Form
    from ticketlint.form.nodes import Node


def read(octets: bytes, path: str, forms: Sequence[Form]) -> tuple[Expectation | None, tuple[Diagnostic, ...]]:
    """Return what an expectation states and its mistakes by line; None where it cannot be read at all.

    With a mistake in it, it is not to be held. A field or a code that no form knows is one: it would never come.
    """
    page = Page(path, kind="an expectation")
    text = decode(octets, page)
    root = None if text is None else compose(text, page)
    expectation = None
    if root is not None and root.kind == "mapping":
        expectation = _expectation(root, forms, page)
    elif not page.faults:
        there = "the file is empty" if root is None or root.kind == "nothing" else f"here stands {root.described}"
        page.fault("wrong-type", root, f"{there}, where keys are due", help=f"they are {', '.join(_KEYS)}")
    return expectation, tuple(page.sorted_faults())


def _expectation(root: Node, forms: Sequence[Form], page: Page) -> Expectation:
    named = root.get("form")
    asked = tuple(form for form in forms if named is not None and form.id == named.text.strip()) or tuple(forms)
    stated: dict[str, Any] = {}
    for name, node in root.pairs:
        reader = _KEYS.get(name.text)
        if reader is None:
            advice = did_you_mean(name.text, _KEYS, f"the keys are {', '.join(_KEYS)}")
            page.fault("unknown-key", name, f'"{shorten(name.text)}" is no key of an expectation', help=advice)
        else:
            stated[name.text.replace("-", "_")] = reader(name, node, asked, page)
    if not root.pairs and not page.faults:
        page.fault("missing-key", root, "nothing is expected here", help=f"the keys are {', '.join(_KEYS)}")
    return Expectation(page.lines, **stated)


def _text(name: Node, node: Node, page: Page) -> Stated | None:
    if node.kind != "text" or not node.text.strip():
        if node.kind != "refused":
            page.fault("wrong-type", node, f"{name.text} takes one text, not {node.described}")
        return None
    return Stated((node.text.strip(),), node.span)


def _one_of(name: Node, node: Node, options: Sequence[str], page: Page) -> Stated | None:
    stated = _text(name, node, page)
    if stated is not None and stated.text not in options:
        advice = did_you_mean(stated.text, options, f"one of {', '.join(options)}")
        page.fault("invalid-value", node, f'there is no {name.text} "{shorten(stated.text)}"', help=advice)
    return stated


def _form(name: Node, node: Node, forms: Sequence[Form], page: Page) -> Stated | None:
    return _one_of(name, node, [form.id for form in forms], page)


def _verdict(name: Node, node: Node, forms: Sequence[Form], page: Page) -> Stated | None:  # noqa: ARG001 - one shape
    return _one_of(name, node, VERDICTS, page)


def _follows_up(name: Node, node: Node, forms: Sequence[Form], page: Page) -> Stated | None:  # noqa: ARG001 - one shape
    return _text(name, node, page)


def _fields(name: Node, node: Node, forms: Sequence[Form], page: Page) -> dict[str, Stated]:
    fields: dict[str, Stated] = {}
    if node.kind != "mapping":
        if node.kind != "refused":
            page.fault("wrong-type", node, f"{name.text} takes fields with their values, not {node.described}")
        return fields
    for label, value in node.pairs:
        _known_field(label, label.text.strip(), forms, page)
        items = value.items if value.kind == "list" else () if value.kind == "nothing" else (value,)
        texts = [text_of(item.text) for item in items if item.kind == "text"]
        if len(texts) != len(items):
            wrong = next(item for item in items if item.kind != "text")
            if wrong.kind != "refused":
                page.fault("wrong-type", wrong, f"a field takes a text or a list of texts, not {wrong.described}")
        fields[label.text.strip()] = Stated(tuple(texts), _span(label, value))
    return fields


def _span(label: Node, value: Node) -> Span:
    """Return where a value stands: a list up to its last item, and the label where there is none."""
    if value.kind == "nothing":
        return label.span
    end = value.items[-1] if value.items else value
    return Span(value.line, value.column, end.end_line, end.end_column)


def _codes(name: Node, node: Node, forms: Sequence[Form], page: Page) -> StatedCodes:
    codes: list[StatedCode] = []
    items = node.items if node.kind == "list" else (node,)
    for item in items:
        if item.kind == "text":
            codes.append(StatedCode(_known_code(item, forms, page), None, item.span))
        elif item.kind == "mapping" and item.pairs:
            codes += _codes_of_fields(item, forms, page)
        elif item.kind != "refused":
            due = f"{name.text} takes a list of codes, each alone or with its field"
            page.fault("wrong-type", item, f"{due}, not {item.described}", help="write [] where there is to be none")
    return StatedCodes(tuple(codes), name.span)


def _codes_of_fields(item: Node, forms: Sequence[Form], page: Page) -> Iterator[StatedCode]:
    for code, names in item.pairs:
        known = _known_code(code, forms, page)
        for one in names.items if names.kind == "list" else (names,):
            if one.kind == "text":
                yield StatedCode(known, _known_field(one, one.text.strip(), forms, page), code.span)
            elif one.kind != "refused":
                page.fault("wrong-type", one, f"a field is due here, not {one.described}")


def _known_code(node: Node, forms: Sequence[Form], page: Page) -> str:
    code = node.text.strip()
    rules = [rule.name for form in forms for rule in form.rules]
    if code not in CODES and code not in rules:
        advice = did_you_mean(code, [*CODES, *rules], "`ticketlint explain` lists the codes")
        page.fault("unknown-code", node, f'there is no code "{shorten(code)}"', help=advice)
    return code


def _known_field(node: Node, name: str, forms: Sequence[Form], page: Page) -> str:
    names = [spec.name for form in forms for spec in form.fields]
    if name not in names:
        whose = f"{forms[0].id} has" if len(forms) == 1 else "the forms have"
        advice = did_you_mean(name, names, f"the fields are {', '.join(names)}" if len(forms) == 1 else None)
        page.fault("unknown-field-name", node, f'{whose} no field "{shorten(name)}"', help=advice)
    return name


def text_of(value: str) -> str:
    """Return a value as expectations state it: no blanks around it, lines ended alike, all of it UTF-8."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return lines.encode("utf-8", "replace").decode() if not lines.isascii() else lines


_Reader = Callable[["Node", "Node", Sequence["Form"], Page], Any]
_KEYS: Final[dict[str, _Reader]] = {
    "form": _form,
    "verdict": _verdict,
    "follows-up": _follows_up,
    "fields": _fields,
    "codes": _codes,
    "with-codes": _codes,
    "without-codes": _codes,
}
