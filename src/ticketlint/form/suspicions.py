"""A form without mistakes and the tree it was read from in, what is suspicious about it out: `rules check` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.form.answers import interpret, refusal
from ticketlint.form.idle import why_idle
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import PatternError, PatternTimeout, fullmatch
from ticketlint.form.probes import slow_on
from ticketlint.regexp import regexp
from ticketlint.values import fold, is_non_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketlint.form.faults import Page
    from ticketlint.form.model import FieldSpec, Form
    from ticketlint.form.nodes import Node

_SET_IN_SET = regexp(r"(?<!\\)\[\^?\[(?!:)")
_OPENED_BY = {")": "(", "]": "[", "}": "{"}


def find_suspicions(form: Form, root: Node, page: Page) -> None:
    """Note on the page what is right by the letter and most likely not meant."""
    fields = root.get("fields")
    for spec in form.fields:
        node = fields.get(spec.name) if fields else None
        if node is None or node.kind != "mapping":
            continue
        page.field = spec.name
        _try_values(form, spec, node, page)
        _try_default(form, spec, node, page)
        _try_choices(form, spec, node, page)
        _try_placeholders(form, spec, node, page)
        samples = (*spec.good, *spec.bad)
        _try_pattern(spec.pattern, node.get("pattern"), samples, page, whole=spec.header is None)
    page.field = None
    _find_no_ticket(form, root, page)
    _find_fields_in_help(form, root, page)
    _try_pattern(form.follow_up, root.get("follow-up"), (), page, whole=False)
    rules = root.get("rules")
    for rule in form.rules:
        why = why_idle(rule, form)
        name = next((name for name, _ in rules.pairs if name.text == rule.name), None) if rules else None
        if why:
            page.fault(
                "idle-rule",
                name,
                f'the rule "{rule.name}" can never speak: {why}',
                help="change `when`, or delete the rule",
            )
    _find_untranslated(form, root, page)
    _find_stray_marks(root, page)


def _scalars(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node.kind == "text":
        yield node
    for item in node.items:
        yield from _scalars(item)
    for name, value in node.pairs:
        yield name
        yield from _scalars(value)


def _why_not(spec: FieldSpec, value: str) -> str:
    """Return what may be wrong with a pattern that refuses what it is to accept."""
    pattern = spec.pattern or ""
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        return "a pattern has no slashes round it"
    try:
        if spec.pattern is not None and fullmatch(f"(?i:{pattern})", value):
            return "a pattern tells capitals from small letters; (?i) at its beginning makes them alike"
    except (PatternError, PatternTimeout):
        pass
    return "change the value, or what the field asks for"


def _try_values(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    for value in _scalars(node.get("good")):
        why = refusal(form, spec, value.text.strip())
        if why:
            page.fault(
                "good-value-refused",
                value,
                f"the good value {value.described} is refused: it {why}",
                help=_why_not(spec, value.text.strip()),
            )
    for value in _scalars(node.get("bad")):
        if refusal(form, spec, value.text.strip()) is None:
            page.fault(
                "bad-value-accepted",
                value,
                f"the bad value {value.described} is accepted",
                help="change the value, or what the field asks for",
            )


def _try_default(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    value = node.get("default")
    if value is None or spec.default is None or spec.choices or is_non_answer(spec.default, form.non_answers):
        return
    if fold(spec.default) in map(fold, spec.placeholder):  # said once, as legal-placeholder
        return
    why = refusal(form, spec, spec.default)
    if why:
        page.fault(
            "default-refused",
            value,
            f"the default {value.described} would be refused as an answer: it {why}",
            help=_why_not(spec, spec.default),
        )


def _find_no_ticket(form: Form, root: Node, page: Page) -> None:
    if form.follow_up is not None and "(?P<ticket>" not in form.follow_up:
        page.fault(
            "no-ticket-group",
            root.get("follow-up"),
            "the pattern has no group `ticket`: it does not say which part of the subject is the ticket's number",
            help=r"write the number as (?P<ticket>\d+), or what it is made of",
        )


def _find_fields_in_help(form: Form, root: Node, page: Page) -> None:
    for key in ("fields", "rules"):
        node = root.get(key)
        for _, value in node.pairs if node else ():
            for text in _scalars(value.get("help")):
                named = next((spec.name for spec in form.fields if f"{{{spec.name}}}" in text.text), None)
                if named:
                    page.fault(
                        "field-in-help",
                        text,
                        f"{{{shorten(named)}}} is shown as it stands here",
                        help="only in the title of a rule a field in braces stands for its value",
                    )


def _try_choices(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    """Try every choice, and its synonyms where the choice itself can be given."""
    words = {fold(word.text): word for word in _scalars(node.get("choices"))}
    told = {fold(word) for word in spec.placeholder}  # said once, as legal-placeholder
    for choice in spec.choices:
        for text in (choice.value, *choice.synonyms):
            why = None if fold(text) in told else _unreachable(form, spec, text, choice.value)
            if why:
                title = f'no answer can give "{shorten(text)}": it {why}'
                page.fault(
                    "unreachable-choice", words.get(fold(text)), title, help="write it in another way, or delete it"
                )
            if why and text is choice.value:
                break


def _unreachable(form: Form, spec: FieldSpec, text: str, meant: str) -> str | None:
    try:
        reading = interpret(text, spec, form)
    except PatternTimeout:  # told as such
        return None
    if reading.fault is not None:
        return reading.why or reading.fault
    found = (reading.value,) if isinstance(reading.value, str) else reading.value or ()
    return None if found == (meant,) else f"is read as {', '.join(found)}"


def _try_placeholders(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    legal = {fold(value): "a good value" for value in spec.good}
    legal |= {fold(word): "a choice" for choice in spec.choices for word in (choice.value, *choice.synonyms)}
    if spec.default is not None:
        legal.setdefault(fold(spec.default), "the default")
    for word in _scalars(node.get("placeholder")):
        what = legal.get(fold(word.text))
        if (
            what is None
            and (spec.choices or spec.type == "checkbox")
            and refusal(form, spec, word.text.strip()) is None
        ):
            what = "an answer"  # a choice with a detail, or a box: these are read before placeholders
        if what:
            page.fault(
                "legal-placeholder",
                word,
                f"the placeholder {word.described} is {what} of the field too",
                help="a placeholder is never an answer: delete it in one of the two places",
            )


def _try_pattern(pattern: str | None, node: Node | None, samples: tuple[str, ...], page: Page, *, whole: bool) -> None:
    if pattern is not None and node is not None and _SET_IN_SET.search(pattern):
        page.fault(
            "stray-mark",
            node,
            "a set of the pattern begins with [, which is one of its characters",
            help="one [ is too many; to keep it, write \\[",
        )
    slow = slow_on(pattern, samples, whole=whole) if pattern is not None and node is not None else None
    if slow is None:
        return
    behind = f' behind "{shorten(slow.begin)}"' if slow.begin else ""
    page.fault(
        "slow-pattern",
        node,
        f"the pattern takes longer than {slow.seconds:g} s on a text of {slow.length:,} characters",
        help="let no two repetitions match the same text: no (a+)+, no .*.*",
        notes=(f'the text is "{shorten(slow.unit)}", repeated{behind}',),
    )


def _find_untranslated(form: Form, root: Node, page: Page) -> None:
    """Tell a help that is given by language and lacks one of the form's."""
    for key in ("fields", "rules"):
        node = root.get(key)
        for name, value in node.pairs if node else ():
            texts = value.get("help")
            missing = [one for one in form.language if texts.get(one) is None] if texts and texts.pairs else []
            place = next((word for word, _ in value.pairs if word.text == "help"), name)
            if missing:
                page.fault(
                    "missing-translation",
                    place,
                    f"the help of {shorten(name.text)} lacks a language of the form: {', '.join(missing)}",
                    help="write it, or take the language out of `language`",
                )


def _find_stray_marks(root: Node, page: Page) -> None:
    for node in _scalars(root):
        if node.style:
            continue
        mark = _stray_mark(node.text)
        if mark:
            page.fault(
                "stray-mark",
                node,
                f"the text ends with {mark} and has no partner for it",
                help="one is missing at the beginning, or this one is too many; to keep it, put the text into quotes",
            )
        elif _typographic(node.text):
            page.fault(
                "stray-mark",
                node,
                f"the text begins with {node.text[0]}, which is part of it",
                help="for YAML only ' and \" are quotes; to keep these, put the text into them",
            )
        elif _cut_off(node, page):
            page.fault(
                "cut-text",
                node,
                "the text ends where a # begins a comment",
                help="put the whole text into quotes; a comment has a blank behind its #",
            )
    for entry in (*_entries(root), *_alone(root)):
        if entry.kind == "text" and not entry.style and entry.end_line > entry.line:
            page.fault(
                "wrapped-entry",
                entry,
                f"{entry.described} is one entry over {entry.end_line - entry.line + 1} lines",
                help="write a dash before each entry, or a long one on one line",
            )


_TYPOGRAPHIC = {"‘": "’", "‚": "‘", "“": "”", "„": "“", "»": "«", "«": "»", "’": "’", "”": "”"}


def _typographic(text: str) -> bool:
    """Whether a text stands in typographic quotes, or has only the first of them: a comma has cut it in two."""
    closing = _TYPOGRAPHIC.get(text[:1])
    return closing is not None and (text[-1] == closing or closing not in text[1:])


def _stray_mark(text: str) -> str | None:
    last = text[-1:]
    if last in _OPENED_BY:
        return last if text.count(last) > text.count(_OPENED_BY[last]) else None
    return last if last in {"'", '"'} and text.count(last) % 2 else None


def _cut_off(node: Node, page: Page) -> bool:
    """Whether a comment without a blank behind its sign follows a text: `room #4`."""
    rest = page.lines[node.end_line - 1][node.end_column - 1 :].lstrip() if node.end_line <= len(page.lines) else ""
    return rest[:1] == "#" and rest[1:2].isalnum() and any(sign.isalpha() for sign in node.text)


def _alone(root: Node) -> Iterator[Node]:
    """Yield the texts that stand where a list is due."""
    fields = root.get("fields")
    for _, spec in fields.pairs if fields else ():
        yield from (value for key, value in spec.pairs if key.text in {"aliases", "placeholder", "good", "bad"})


def _entries(node: Node) -> Iterator[Node]:
    """Yield the entries of every list that has a dash before each."""
    for item in node.items:
        if item.column > node.column:
            yield item
        yield from _entries(item)
    for _, value in node.pairs:
        yield from _entries(value)
