"""The questions of an issue form in, the text of a rule file out, with a note of what it says in another way."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from ticketlint.codes import CODES
from ticketlint.form.field import MAX_LABEL
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import MAX_LENGTH
from ticketlint.issueform.model import Element, IssueForm, Note
from ticketlint.regexp import regexp
from ticketlint.values import letters, visible
from ticketlint.values.links import unwrap_links
from ticketlint.values.words import MAX_PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_HELP = 2000
_SEPARATORS = regexp(r"(?<!\s)\s*+[:=\uff1a]++\s*+")
_PLAIN = regexp(r"[^\W\d_][\w .()/+-]*[\w.)+]|[^\W\d_]")
_WORDS_OF_YAML = frozenset("true false yes no on off null y n".split())  # other readers of YAML take them for no texts
_NO_NAME = regexp(r"[^a-z0-9]+")
_EXAMPLE = {"de": "Zum Beispiel", "fr": "Par exemple", "es": "Por ejemplo", "it": "Per esempio", "nl": "Bijvoorbeeld",
            "pl": "Na przykład"}  # fmt: skip


def rule_file(
    form: IssueForm, path: str, *, to: tuple[str, ...], language: str, name: str | None
) -> tuple[str, list[Note]]:
    """Return the text of a rule file and notes on it."""
    notes: list[Note] = []
    stem = re.split(r"[/\\]", path)[-1].partition(".")[0]
    title = _line(form.name) or stem or "issue form"
    if not form.name:
        notes.append(Note(1, f"the issue form has no `name`: the form is called {shorten(title)}"))
    if not to:
        notes.append(Note(1, "the form has no desk: name its address with --to, or write it under `to`"))
    lines = [f"# {comment}" for comment in (_line(form.description),) if comment]
    lines += ["# Made from an issue form of GitHub by `ticketlint rules import`.", ""]
    lines += [f"form: {_scalar(name or _slug(form.name) or _slug(stem) or 'issue-form')}", f"title: {_scalar(title)}"]
    if to:
        lines.append(f"to: {_list(to)}")
    lines += [f"language: {language}", "", "fields:"]
    rules: list[str] = []
    codes = set(CODES)
    for field, element in _named(form, notes):
        lines += [f"  {_scalar(field)}:", *(f"    {line}" for line in _keys(field, element, language, notes))]
        rules += _must_be_ticked(field, element, codes)
    if rules:
        lines += ["", "rules:", *rules]
    return "\n".join(lines) + "\n", notes


def _named(form: IssueForm, notes: list[Note]) -> Iterator[tuple[str, Element]]:
    """Yield every question with the name of its field: no two alike, none with a sign that ends a label."""
    taken: set[str] = set()
    for element in form.elements:
        whole = _line(element.label)
        name = _SEPARATORS.sub(" - ", whole).strip(" -") if _SEPARATORS.search(whole.rstrip(":")) else whole.rstrip(":")
        if len(name) > MAX_LABEL:
            name = name[:MAX_LABEL].rpartition(" ")[0] or name[:MAX_LABEL]
            notes.append(Note(element.line, f"a label has at most {MAX_LABEL} characters: this one is cut"))
        key = letters(name)
        if not key or key in taken:
            notes.append(Note(element.line, f'"{shorten(whole)}" is left out: no label that differs is left of it'))
            continue
        taken.add(key)
        yield name.strip(), element


def _keys(field: str, element: Element, language: str, notes: list[Note]) -> Iterator[str]:
    must = element.required or any(option.required for option in element.options)
    if must:
        yield "required: true"
    if element.kind == "textarea":
        yield "type: prose"
    elif element.options:
        yield from _choices(field, element, notes)
    help_text = _help(element, language)
    if help_text:
        yield f"help: {_scalar(help_text)}"
    yield from _beforehand(field, element, notes)


def _choices(field: str, element: Element, notes: list[Note]) -> Iterator[str]:
    values = [_option(option.text) for option in element.options]
    told = [value for value, option in zip(values, element.options, strict=True) if value != option.text]
    if told:
        notes.append(Note(element.line, f"{shorten(field)}: links are read by their text, which is all that is kept"))
    keys = [letters(value) for value in values]
    if all(keys) and len(set(keys)) == len(keys):
        if element.multiple:
            yield "many: true"
        if element.kind == "dropdown" and element.multiple and len(values) > 2:
            yield "severities: {placeholder-value: 0}  # whoever names all of them in this order has chosen them"
        yield "choices:"
        yield from (f"  - {_scalar(value)}" for value in values)
        if element.default is not None and not element.multiple:
            yield f"default: {_scalar(values[element.default])}"
        return
    why = "differ only in signs or have no letter"
    one = "|".join(re.escape(value) for value in values)
    pattern = f"(?:{one})(?:, (?:{one}))*" if element.multiple else one
    if element.kind == "dropdown" and len(pattern) <= MAX_LENGTH:
        notes.append(
            Note(element.line, f"{shorten(field)}: options {why}, so that a pattern holds them, not `choices`")
        )
        yield f"pattern: {_scalar(pattern, quoted=True)}"
    else:
        notes.append(Note(element.line, f"{shorten(field)}: options {why}, so that any text is taken"))
        yield "type: prose"


def _beforehand(field: str, element: Element, notes: list[Note]) -> Iterator[str]:
    """Give what stands in a text box before anybody writes: the form's own words, which are no answer."""
    value = _line(element.value)
    if not letters(value):
        return
    if element.kind == "input":
        text = f"{shorten(field)}: the text that stands there beforehand counts as an answer where it is left"
        notes.append(Note(element.line, text))
    elif len(value) > MAX_PLACEHOLDER:
        text = f"{shorten(field)}: the text that stands there beforehand is too long to be known as no answer"
        notes.append(Note(element.line, text))
    else:
        yield f"placeholder: {_list((value,))}"


def _help(element: Element, language: str) -> str:
    """Return what the issue form says of a question; what stands grey in an empty box is an example."""
    parts = [_line(element.description)]
    if _line(element.placeholder):
        parts.append(f"{_EXAMPLE.get(language, 'For example')}: {_line(element.placeholder)}")
    text = " ".join(part for part in parts if part)
    return text if len(text) <= MAX_HELP else text[: MAX_HELP - 1] + "…"


def _must_be_ticked(field: str, element: Element, codes: set[str]) -> Iterator[str]:
    """Give a rule for each box that must be ticked, where the field's own `required` does not say it."""
    if element.kind != "checkboxes" or len(element.options) < 2:
        return
    values = [_option(option.text) for option in element.options]
    if not all(map(letters, values)) or len({letters(value) for value in values}) < len(values):
        return  # these became free text
    for value, option in zip(values, element.options, strict=True):
        if option.required:
            base = _slug(field) or "boxes"
            code = next(one for number in count(1) if (one := f"{base}-{number}") not in codes)
            codes.add(code)
            title = f"in {field}, the box “{shorten(value)}” is not ticked".translate({0x7B: "(", 0x7D: ")"})
            yield f"  {code}:"
            yield f"    when: {{present: {_list((field,))}, not: {{{_scalar(field)}: {_list((value,))}}}}}"
            yield f"    forbid: {_list((field,))}"
            yield "    severity: 2"
            yield f"    title: {_scalar(title)}"


def _option(text: str) -> str:
    return _line(unwrap_links(text)) or _line(text)


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _slug(text: str) -> str:
    return _NO_NAME.sub("-", text.lower())[:60].strip("-")


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(_scalar(text) for text in texts)}]"


def _scalar(text: str, *, quoted: bool = False) -> str:
    """Return a text of one line as YAML: plain where every reader takes it as it stands, else in single quotes."""
    if not quoted and _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
